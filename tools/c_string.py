#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a text file as the initialiser of an array of char, ended by NUL, for #include: literals of
this length are beyond what C promises. usage: c_string.py INPUT OUTPUT"""
import pathlib
import sys

data = pathlib.Path(sys.argv[1]).read_bytes()
if not data.isascii():
    sys.exit(f"{sys.argv[1]}: is not ASCII")
lines = [",".join(map(str, data[i:i + 24])) for i in range(0, len(data), 24)]
pathlib.Path(sys.argv[2]).write_text("{" + ",\n".join([*lines, "0"]) + "}\n", "utf-8")
