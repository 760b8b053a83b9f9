#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The shared library exports what the public header declares with CHAIN_API: no more, no less.

usage: symbols.py LIBRARY HEADER
"""
import pathlib
import re
import subprocess
import sys

library, header = sys.argv[1:]
listing = subprocess.run(["nm", "-D", "--defined-only", library], text=True, check=True,
                         stdout=subprocess.PIPE).stdout
exported = {line.split()[-1].split("@")[0] for line in listing.splitlines()}
text = re.sub(r"/\*.*?\*/", " ", pathlib.Path(header).read_text("utf-8"), flags=re.S)
declared = set(re.findall(r"CHAIN_API\b[^;{}]*?\b(chain_\w+)\s*\(", text))
for name in sorted(exported - declared):
    print(f"exported, but not declared in {header}: {name}")
for name in sorted(declared - exported):
    print(f"declared in {header}, but not exported: {name}")
print(f"{len(declared)} declared, {len(exported)} exported")
sys.exit(exported != declared)
