#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every function of chain.h is driven by the tests of faults, so that a new one cannot be forgotten.

A function that can say that memory ran out (it returns a chain_status, a string of the caller's, or an
object of the caller's) has to be called from a file of tests/faults that is about entry points, where
each of its allocations fails in turn. All others have no way to say so, and must not allocate: they
have to be called from getters.c, which runs them with an allocator that has nothing to give.

Functions that are not driven yet stand in NOT_YET, which fails both ways: one that is driven must leave it.

usage: faults.py ROOT
"""
import pathlib
import re
import sys

NOT_YET: set[str] = set()

root = pathlib.Path(sys.argv[1])
header = (root / "libchain" / "chain.h").read_text("utf-8")
header = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
getters = (root / "tests" / "faults" / "getters.c").read_text("utf-8")
entries = "".join(path.read_text("utf-8") for path in sorted((root / "tests" / "faults").glob("*.c"))
                  if path.name != "getters.c")

complaints, counts = [], {True: 0, False: 0}
for result, name in re.findall(r"CHAIN_API\s+([\w\s*]+?[\s*])(chain_\w+)\s*\(", header):
    result = " ".join(result.split())
    may_fail = result == "chain_status" or ("*" in result and not result.startswith("const"))
    may_fail &= not name.endswith("_ref")
    counts[may_fail] += 1
    where = entries if may_fail else getters
    driven = bool(re.search(rf"\b{name}\b\s*[(,}}]", where))
    if driven and name in NOT_YET:
        complaints.append(f"{name}: is driven, and still stands in NOT_YET")
    elif not driven and name not in NOT_YET:
        complaints.append(f"{name}: {'no allocation of it fails' if may_fail else 'not in getters.c'}")
for complaint in complaints:
    print(complaint)
print(f"{counts[True]} functions that can fail, {counts[False]} that cannot, "
      f"{len(NOT_YET)} not driven yet, {len(complaints)} complaints")
sys.exit(bool(complaints))
