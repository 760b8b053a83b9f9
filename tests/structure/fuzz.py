#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every fuzz target is whole: it is built, has options, seeds, and a line in docs/FUZZING.md; and every
file of the library that reads bytes of a form of its own has a target.

usage: fuzz.py ROOT
"""
import pathlib
import re
import sys

# Files that read bytes, and the target that gets to them, where it is not called the same.
READERS = {
    "algorithm": "", "baseline": "", "capture": "", "cert": "", "cipher": "pbe", "constraints": "", "crl": "", "fleet": "", "record": "", "public_suffix": "", "der": "",
    "extension": "cert", "find_java": "java", "find_php": "php", "find_security": "properties", "java_security": "properties", "properties": "", "find_settings": "settings",
    "general_name": "", "hostname": "", "instant": "", "jks": "", "json_reader": "timeline",
    "key": "sig", "list": "", "name": "", "name_text": "name", "p11kit": "", "pbe": "", "pem": "",
    "pkcs12": "", "pkcs7": "", "sig": "", "source": "store", "store": "", "text": "",
    "timeline_read": "timeline", "trusted": "", "verify": "",
}

root = pathlib.Path(sys.argv[1])
meson = (root / "fuzz" / "meson.build").read_text("utf-8")
prose = (root / "docs" / "FUZZING.md").read_text("utf-8")
targets = sorted(path.stem.removeprefix("fuzz_") for path in (root / "fuzz").glob("fuzz_*.c"))
complaints = []
for target in targets:
    seeds = root / "corpus" / "fuzz" / target
    if not re.search(rf"^  '{target}':|'{target}'[,\]]", meson, re.M):
        complaints.append(f"fuzz_{target}: is not built")
    if not (root / "fuzz" / f"fuzz_{target}.options").exists():
        complaints.append(f"fuzz_{target}: has no options")
    if not seeds.is_dir() or not any(seeds.iterdir()):
        complaints.append(f"fuzz_{target}: has no seeds in corpus/fuzz/{target}")
    if not re.search(rf"^\|[^|]*`{target}`[^|]*\|", prose, re.M):
        complaints.append(f"fuzz_{target}: docs/FUZZING.md does not name it")
for options in sorted((root / "fuzz").glob("*.options")):
    for name in re.findall(r"^dict = (.*)$", options.read_text("utf-8"), re.M):
        if not (root / "fuzz" / name).exists():
            complaints.append(f"{options.name}: there is no {name}")
for reader, target in READERS.items():
    if not (root / "libchain" / f"{reader}.c").exists():
        complaints.append(f"{reader}.c: is not there any more")
    if (target or reader) not in targets:
        complaints.append(f"{reader}.c: has no fuzz target")
for complaint in complaints:
    print(complaint)
print(f"{len(targets)} fuzz targets, {len(READERS)} readers, {len(complaints)} complaints")
sys.exit(bool(complaints))
