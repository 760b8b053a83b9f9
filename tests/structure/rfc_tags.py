#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/RFC5280.md and the sources agree on which rule lives where.

usage: rfc_tags.py ROOT
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
sources = {path.name: path.read_text("utf-8") for path in (root / "libchain").glob("*.[ch]")}
rows = re.findall(r"^\| (\d[\d.]*(?: \(\w\)(?:\(\d\))?)?) \|[^|]*\| (.*) \|$",
                  (root / "docs" / "RFC5280.md").read_text("utf-8"), re.M)
documented = {section for section, _ in rows}
complaints = []
for section, where in rows:
    places = re.findall(r"`(\w+\.c)` `(\w+)`", where)
    if not places:
        complaints.append(f"{section}: names no function")
    for name, function in places:
        text = sources.get(name, "")
        if not re.search(rf"^[a-z][^\n;]*\b{function}\(", text, re.M):
            complaints.append(f"{section}: there is no function {function} in {name}")
cited = set()
for name, text in sources.items():
    for section in re.findall(r"RFC 5280 (\d[\d.]*\d(?: \(\w\)(?:\(\d\))?)?)", text):
        cited.add(section)
        if section not in documented:
            complaints.append(f"{name}: cites RFC 5280 {section}, which docs/RFC5280.md does not have")
for complaint in complaints:
    print(complaint)
print(f"{len(rows)} rules documented, {len(cited)} sections cited, {len(complaints)} complaints")
sys.exit(bool(complaints))
