#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each public header compiles alone, as C99, C17 and C++, with every warning an error.

usage: header_alone.py COMPILER... -- HEADER...
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

split = sys.argv.index("--")
compiler, headers = sys.argv[1:split], sys.argv[split + 1:]
flags = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]
languages = [["-x", "c", "-std=c99"], ["-x", "c", "-std=c17"]]
plus = shutil.which("c++")
failed = 0
for header in map(pathlib.Path, headers):
    for language in languages + ([["-x", "c++", "-std=c++11"]] if plus else []):
        command = [plus] if language[1] == "c++" else compiler
        with tempfile.NamedTemporaryFile("w", suffix=".c") as source:
            source.write(f'#include "{header}"\n')
            source.flush()
            done = subprocess.run([*command, *flags, *language, source.name], text=True,
                                  stderr=subprocess.PIPE, check=False)
        print(f"{'ok' if done.returncode == 0 else 'FAILED'}: {header.name} {' '.join(language)}")
        sys.stderr.write(done.stderr)
        failed += done.returncode != 0
sys.exit(1 if failed else 0)
