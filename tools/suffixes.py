#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns the public suffix list into a compact C array: libchain/public_suffix.c says how it is read.

Rules are sorted by their octets from the last to the first, so that neighbours share much, and stand
in blocks of 16. In a block each rule is one octet for how much of the one before it repeats (0 for the
first of a block), its other octets from the last to the first, and a zero octet.

usage: suffixes.py OUTPUT LIST
"""
import pathlib
import sys

BLOCK = 16


def rules_of(path):
    """Every rule of both sections, its labels as A-labels, written backwards."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        rule = line.split()[0] if line.strip() else ""
        if not rule or rule.startswith("//"):
            continue
        mark = "!" if rule.startswith("!") else ""
        labels = rule[len(mark):].split(".")
        try:
            plain = [l if l.isascii() else l.encode("idna").decode("ascii") for l in labels]
        except UnicodeError as error:
            sys.exit(f"{path}:{number}: {rule}: {error}")
        if "*" in "".join(plain[1:]) or (plain[0] != "*" and "*" in plain[0]):
            sys.exit(f"{path}:{number}: {rule}: a wildcard that is not the first label")
        yield (mark + ".".join(plain)).encode("ascii")[::-1]


def main(output, source):
    rules = sorted(set(rules_of(pathlib.Path(source))))
    if len(rules) < 5000:
        sys.exit(f"{source}: holds only {len(rules)} rules")
    data, starts, before = bytearray(), [], b""
    for number, rule in enumerate(rules):
        if len(rule) > 250:
            sys.exit(f"{source}: a rule of {len(rule)} octets")
        shared = 0
        if number % BLOCK == 0:
            starts.append(len(data))
        else:
            while shared < min(len(rule), len(before)) and rule[shared] == before[shared]:
                shared += 1
        data += bytes([shared]) + rule[shared:] + b"\0"
        before = rule
    lines = [",".join(map(str, data[i:i + 24])) for i in range(0, len(data), 24)]
    places = [",".join(map(str, starts[i:i + 16])) for i in range(0, len(starts), 16)]
    pathlib.Path(output).write_text("\n".join([
        '#include "public_suffix.h"', "",
        "const uint8_t PUBLIC_SUFFIX_RULES[] = {", ",\n".join(lines) + "};",
        "const uint32_t PUBLIC_SUFFIX_BLOCKS[] = {", ",\n".join(places) + "};",
        f"const uint32_t PUBLIC_SUFFIX_BLOCK_COUNT = {len(starts)};",
        f"const uint32_t PUBLIC_SUFFIX_RULE_COUNT = {len(rules)};", ""]), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
