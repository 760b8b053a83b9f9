#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns timelines (JSON) and root certificates (PEM) into a C file of constants.

usage: embed.py OUTPUT FILE...
"""
import base64
import json
import pathlib
import re
import sys


def octets(data):
    """A C initialiser of the octets, 20 a line."""
    lines = (data[i:i + 20] for i in range(0, len(data), 20))
    return ",\n    ".join(",".join(str(octet) for octet in line) for line in lines)


def der_of(path):
    """The one certificate of a PEM file that may begin with comments."""
    blocks = re.findall(
        r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", path.read_text("utf-8"), re.S)
    if len(blocks) != 1:
        sys.exit(f"{path}: holds {len(blocks)} certificates, not one")
    return base64.b64decode(blocks[0])


def main(output, *inputs):
    paths = sorted(map(pathlib.Path, inputs))
    timelines, defaults, roots, text = [], [], [], ['#include "builtin.h"', ""]
    for path in paths:
        if path.suffix == ".json":
            document = json.loads(path.read_text("utf-8"))
            data = json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode() + b"\0"
            timelines.append((document["id"], f"TIMELINE_{len(timelines)}", len(data) - 1))
            name = timelines[-1][1]
            if not document.get("on_request", False):
                defaults.append(document["id"])
            text += [f"static const char {name}[] = {{\n    {octets(data)}}};", ""]
        else:
            data = der_of(path)
            roots.append((path.stem, f"ROOT_{len(roots)}", len(data)))
            text += [f"static const uint8_t {roots[-1][1]}[] = {{\n    {octets(data)}}};", ""]
    text.append("const struct builtin_timeline BUILTIN_TIMELINES[] = {")
    text += [f'    {{"{id}", {name}, {size}}},' for id, name, size in timelines]
    text += ["};", f"const size_t BUILTIN_TIMELINE_COUNT = {len(timelines)};", ""]
    text.append("const char *const BUILTIN_TIMELINE_IDS[] = {")
    text += [f'    "{id}",' for id, _, _ in timelines]
    text += ["    NULL};", ""]
    text.append("const char *const BUILTIN_DEFAULT_IDS[] = {")
    text += [f'    "{id}",' for id in defaults]
    text += ["    NULL};", ""]
    text.append("const struct builtin_root BUILTIN_ROOTS[] = {")
    text += [f'    {{"{id}", {name}, {size}}},' for id, name, size in roots]
    text += ["};", f"const size_t BUILTIN_ROOT_COUNT = {len(roots)};", ""]
    pathlib.Path(output).write_text("\n".join(text), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
