#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The files that a release is made of speak of one version, one soname, and the symbols that are there.

usage: check_versions.py SOURCE VERSION ABI LIBRARY
"""
import pathlib
import re
import subprocess
import sys

source, version, abi, library = pathlib.Path(sys.argv[1]), *sys.argv[2:]
wrong = []


def found(name, pattern):
    """The first match of a pattern in a file."""
    match = re.search(pattern, (source / name).read_text("utf-8"), re.M)
    return match.group(1) if match else None


def same(what, seen, expected):
    """Remembers what is not as it should be."""
    if seen != expected:
        wrong.append(f"{what}: {seen}, not {expected}")


same("bindings/java/pom.xml",
     found("bindings/java/pom.xml", r"<artifactId>chainready</artifactId>\s*<version>(.+?)</version>"), version)
same("debian/changelog", found("debian/changelog", r"^libchain \((.+)-\d+\)"), version)
packages = re.findall(r"^Package: (.+)$", (source / "debian/control").read_text("utf-8"), re.M)
same("the library's package in debian/control", [name for name in packages if re.fullmatch(r"libchain\d+", name)],
     [f"libchain{abi}"])
for name in [f"libchain{abi}", "libchain-dev", "chainready", "python3-chainready", "php-chainready"]:
    same(f"debian/{name}.install", (source / f"debian/{name}.install").exists(), True)

# dpkg-gensymbols fails on a symbol that is gone, but only warns of a new one.
symbols = (source / f"debian/libchain{abi}.symbols").read_text("utf-8")
same("the first line of the symbols file", symbols.splitlines()[0], f"libchain.so.{abi} libchain{abi} #MINVER#")
listed = dict(re.findall(r"^ (\S+)@Base (\S+)$", symbols, re.M))
output = subprocess.run(["nm", "-D", "--defined-only", library], check=True, text=True, capture_output=True).stdout
exported = {line.split()[-1] for line in output.splitlines()}
for name in sorted(exported - set(listed)):
    wrong.append(f"debian/libchain{abi}.symbols lacks a line: ` {name}@Base {version}`")
for name in sorted(set(listed) - exported):
    wrong.append(f"debian/libchain{abi}.symbols has {name}, which is not exported")
print("\n".join(wrong) or f"version {version}, soname {abi}, {len(listed)} symbols")
sys.exit(bool(wrong))
