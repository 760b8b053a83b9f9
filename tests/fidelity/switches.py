#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The switches of `struct profile`, out of its own declaration, so that none can be forgotten.

usage: switches.py PROFILE_H OUT

Writes one line SWITCH(name) for each field but those that are none. A line that is not understood is an
error: a field that this script passes over would be a switch that no test asks about.
"""
import pathlib
import re
import sys

NONE = {"name", "title", "source", "effects"}  # what a profile is called, rests on, and makes of findings
# What the settings of a JDK have to act on: test_security.py holds those against the JDKs themselves.
NONE |= {"known_limits", "disabled", "disabled_count", "anchor_key_conditions", "anchors_marked"}
FIELD = re.compile(r"(?:const )?(?:struct \w+ |\w+ )\*?(?P<name>\w+)(?:\[\w+\])?")


def fields(text):
    """The names of the fields, in their order."""
    body = re.search(r"^struct profile \{\n(.*?)^\};", text, re.M | re.S).group(1)
    body = re.sub(r"/\*.*?\*/", "", body, flags=re.S)
    for declaration in filter(None, map(str.strip, body.split(";"))):
        match = FIELD.fullmatch(declaration)
        if not match:
            raise SystemExit(f"struct profile: what is `{declaration}`?")
        yield match["name"]


def main():
    source, out = map(pathlib.Path, sys.argv[1:])
    found = list(fields(source.read_text("utf-8")))
    missing = NONE - set(found)
    if missing:
        raise SystemExit(f"struct profile has no {sorted(missing)} any more")
    out.write_text("".join(f"SWITCH({name})\n" for name in found if name not in NONE), "utf-8")


if __name__ == "__main__":
    main()
