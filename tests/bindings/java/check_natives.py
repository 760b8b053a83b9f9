#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the jar carries of others comes with its terms, and is in the bill of materials.

usage: check_natives.py FOLDER
"""
import hashlib
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
terms = folder / "META-INF" / "licenses"
carried = {path.name: path for path in folder.glob("org/libchain/internal/native/*/*.so*")
           if not path.name.startswith("libchainready")}
assert any(name.startswith("libtasn1") for name in carried), carried
notice = (terms / "THIRD-PARTY.txt").read_text("utf-8")
for name in carried:
    row = next(line for line in notice.splitlines() if line.split()[:1] == [name])
    assert (terms / row.split()[-1]).stat().st_size > 500, row
for name, words in (("LGPL-2.1", "Version 2.1, February 1999"), ("GPL-3", "TERMS AND CONDITIONS"),
                    ("LGPL-3", "incorporates\nthe terms and conditions of version 3"),
                    ("MPL-2.0", "Mozilla Public License Version 2.0")):
    assert words in (terms / f"{name}.txt").read_text("utf-8"), name
document = json.loads((folder / "META-INF" / "sbom" / "chainready.spdx.json").read_text("utf-8"))
listed = {item["packageFileName"]: item["checksums"] for item in document["packages"] if "packageFileName" in item}
assert sorted(listed) == sorted(carried), (listed, carried)
for name, sums in listed.items():
    said = next(item["checksumValue"] for item in sums if item["algorithm"] == "SHA256")
    assert said == hashlib.sha256(carried[name].read_bytes()).hexdigest(), name
print(f"{len(carried)} libraries of others, each with its terms and its checksum")
