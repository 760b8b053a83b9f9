#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a conformance suite, or says that its file is not there and skips (exit code 77).

usage: run_or_skip.py CONFORMANCE SUITE FILE
"""
import pathlib
import subprocess
import sys

program, suite, file = sys.argv[1:]
if not pathlib.Path(file).exists():
    print(f"skipped: {suite}, because {file} is not there")
    sys.exit(77)
done = subprocess.run([program, suite, file], text=True, stdout=subprocess.PIPE, check=False)
for line in done.stdout.splitlines():
    if '"ok":false' in line:
        print(line)
sys.exit(done.returncode)
