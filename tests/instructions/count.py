#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Instructions of fixed operations against those on record: a guard that noise on a machine cannot shake.

Only instructions of our own code count (those of libraries depend on the processor), and only with the
compiler and the optimisation on record; elsewhere the test is skipped, by name.

usage: count.py OPERATIONS COUNTS COMPILER [--record]
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

SKIP = 77
TOLERANCE = 0.05
NAMES = ("parse", "bundle", "verify", "words", "ready")


def count(program: str, name: str) -> int:
    """What callgrind counts in the program's own functions while the operation runs."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "callgrind"
        done = subprocess.run(
            ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out}",
             f"--toggle-collect=operation_{name}", program, name],
            capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{name}: {done.stderr}")
        return own_cost(out.read_text("utf-8"), program)


def own_cost(profile: str, program: str) -> int:
    """Sums the lines of functions whose object is the program."""
    total, objects, ours, call = 0, {}, False, False
    for line in profile.splitlines():
        place = re.match(r"ob=\((\d+)\)(?: (.*))?", line)
        if place:
            if place[2]:
                objects[place[1]] = place[2]
            ours = pathlib.Path(objects[place[1]]).name == pathlib.Path(program).name
        elif re.match(r"cob=\((\d+)\) (.*)", line):
            number, name = re.match(r"cob=\((\d+)\) (.*)", line).groups()
            objects[number] = name
        elif line.startswith("calls="):
            call = True  # the next line has the cost of what is called
        elif re.match(r"[+\-*0-9]", line):
            total += int(line.split()[-1]) if ours and not call else 0
            call = False
    return total


def main(program: str, record: str, compiler: str, *options: str) -> int:
    """Compares, or records."""
    path = pathlib.Path(record)
    if "--record" in options:
        counts = {name: count(program, name) for name in NAMES}
        path.write_text(json.dumps({"compiler": compiler, "counts": counts}, indent=2) + "\n", "utf-8")
        return 0
    known = json.loads(path.read_text("utf-8"))
    if known["compiler"] != compiler:
        print(f"skipped: counted with {known['compiler']}, and this is {compiler}")
        return SKIP
    wrong = 0
    for name in NAMES:
        now, before = count(program, name), known["counts"][name]
        ratio = now / before
        off = abs(ratio - 1) > TOLERANCE
        wrong += off
        print(f"{name:8} {before:12,} on record {now:12,} now {100 * (ratio - 1):+7.2f} %"
              f"{'  beyond the tolerance: record it anew if this is meant' if off else ''}")
    print(f"{len(NAMES) - wrong} passed, {wrong} failed")
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
