#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a static library of one object in which hidden symbols are local.

usage: static.py COMPILER... -- ARCHIVE OUTPUT
"""
import os
import pathlib
import subprocess
import sys
import tempfile

split = sys.argv.index("--")
compiler = sys.argv[1:split]
archive, output = map(os.path.abspath, sys.argv[split + 1:])
with tempfile.TemporaryDirectory() as directory:
    whole = pathlib.Path(directory) / "libchain.o"
    subprocess.run([*compiler, "-nostdlib", "-r", "-o", whole, "-Wl,--whole-archive", archive,
                    "-Wl,--no-whole-archive"], check=True)
    subprocess.run(["objcopy", "--localize-hidden", whole], check=True)
    pathlib.Path(output).unlink(missing_ok=True)
    subprocess.run(["ar", "rcsD", output, whole], check=True)
