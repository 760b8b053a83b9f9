#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The shared library keeps the binary interface that was recorded at the last release.

usage: abi.py check|record LIBRARY HEADER DUMP

`check` fails where a symbol is gone or changed: programs that were built against the release would break, so
the soname must change (abi_version in meson.build). What is added is listed and passes. `record` renews the
dump: docs/RELEASING.md says when. Needs abidw and abidiff (abigail-tools) and debug information; where one of
them is missing the check is skipped, by name.
"""
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

SKIP = 77
# The same wherever it is built: no paths, no lines, no types of the inside.
DUMP = ("abidw", "--exported-interfaces-only", "--type-id-style", "hash", "--no-corpus-path",
        "--no-comp-dir-path", "--no-show-locs", "--no-elf-needed", "--drop-private-types")


def leave(reason):
    """A skip, with its reason."""
    print(f"skipped: abi: {reason}")
    sys.exit(SKIP)


def dump(library, header, output):
    """Writes the interface of a library as XML. Only what the public header defines counts as public."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(header, folder)
        subprocess.run([*DUMP, "--headers-dir", folder, "--out-file", output, library], check=True)


def has_debug_information(library):
    """Whether types can be seen."""
    sections = subprocess.run(["readelf", "-SW", library], check=True, text=True, capture_output=True).stdout
    return ".debug_info" in sections


def compared(old, new, *options):
    """abidiff's exit code and text. The code is a set of bits: 1 and 2 say that abidiff itself failed."""
    done = subprocess.run(["abidiff", *options, old, new], check=False, text=True, capture_output=True)
    if done.returncode & 3:
        sys.exit(f"abidiff failed: {done.stdout}{done.stderr}")
    return done.returncode, done.stdout


def check(library, header, recorded):
    """Compares, and says what to do."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder) / "fresh.abi"
        dump(library, header, fresh)
        changed, text = compared(recorded, fresh, "--no-added-syms")
        _, everything = compared(recorded, fresh)
    if changed:
        print(text)
        print("The interface of the last release is broken. Keep it, or raise abi_version in meson.build and "
              "record again.")
        return 1
    symbols = len(re.findall("<elf-symbol .*type='func-type'", recorded.read_text("utf-8")))
    added = re.findall(r"^  \[A\] .*", everything, re.M)
    print("\n".join([*added, f"{symbols} functions as recorded, {len(added)} added since"]))
    return 0


def main(verb, *paths):
    library, header, recorded = map(pathlib.Path, paths)
    for tool in ("abidw", "abidiff", "readelf"):
        if shutil.which(tool) is None:
            leave(f"there is no {tool} here")
    if not has_debug_information(library):
        leave("the library was built without debug information")
    if verb == "record":
        dump(library, header, recorded)
        return 0
    architecture = re.search("architecture='elf-([^']*)'", recorded.read_text("utf-8")).group(1)
    if architecture != {"x86_64": "amd-x86_64"}.get(platform.machine()):
        leave(f"the interface was recorded on {architecture}, this is {platform.machine()}")
    return check(library, header, recorded)


if __name__ == "__main__":
    if len(sys.argv) != 5 or sys.argv[1] not in ("check", "record"):
        print("usage: abi.py check|record LIBRARY HEADER DUMP", file=sys.stderr)
        sys.exit(64)
    sys.exit(main(*sys.argv[1:]))
