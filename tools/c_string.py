#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a text file as a C string literal, for #include. usage: c_string.py INPUT OUTPUT"""
import json
import pathlib
import sys

lines = pathlib.Path(sys.argv[1]).read_text("utf-8").splitlines(keepends=True)
pathlib.Path(sys.argv[2]).write_text("\n".join(map(json.dumps, lines)) + "\n", "utf-8")
