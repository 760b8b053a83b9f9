# SPDX-License-Identifier: Apache-2.0
"""The terms of libraries that a wheel or a jar carries, as files to put beside them.

The libraries are Debian's, each with a copyright file. Those refer to the texts of licences, which come too.
"""
import pathlib
import subprocess

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
COMMON = pathlib.Path("/usr/share/common-licenses")
TEXTS = ("LGPL-2.1", "LGPL-3", "GPL-3")  # LGPL-3 stands on GPL-3
NOTE = """\
Third-party parts of this {archive}
{rule}

chainready is under the Apache License 2.0 (LICENSE). The shared libraries in {folder} are builds of
Debian's, under the licences in the files beside this one:

{table}

Their sources: `apt-get source PACKAGE=VERSION` from Debian's archive, now or from snapshot.debian.org.

The LGPL lets you run chainready with changed versions of libtasn1, Nettle and GMP. They are shared
libraries here, so nothing has to be linked again: {replace}

The library also holds the Public Suffix List in a compact form, under the Mozilla Public License 2.0
(MPL-2.0.txt). Its source is corpus/public-suffix/public_suffix_list.dat in the source archive of
chainready, unchanged from https://publicsuffix.org/list/public_suffix_list.dat.
"""


class NoTerms(Exception):
    """No package of this machine has this library, or its copyright is not here."""


def package_of(library):
    """Debian's package of a library: source, its version, package, copyright file."""
    for name in (library.name, library.resolve().name):
        found = subprocess.run(["dpkg-query", "-S", f"*/{name}"], check=False, text=True, capture_output=True).stdout
        owner = found.split(":")[0]
        copyright_file = pathlib.Path("/usr/share/doc", owner, "copyright")
        if owner and copyright_file.exists():
            words = subprocess.run(["dpkg-query", "-W", "-f", "${source:Package} ${source:Version}\n", owner],
                                   check=True, text=True, capture_output=True).stdout.split()
            return words[0], words[1], owner, copyright_file
    raise NoTerms(f"{library}: no package of Debian's")


def files(archive, folder, replace, libraries):
    """Content by name. libraries: the path here by the file name in the archive; replace: how one is exchanged."""
    out, rows = {}, []
    for name, path in sorted(libraries.items()):
        source, version, package, copyright_file = package_of(path)
        out[f"{package}/copyright"] = copyright_file.read_bytes()
        rows.append(f"    {name:36} {source} {version}: {package}/copyright")
    for name in TEXTS:
        out[f"{name}.txt"] = (COMMON / name).read_bytes()
    out["MPL-2.0.txt"] = (REPOSITORY / "corpus" / "public-suffix" / "LICENSE").read_bytes()
    title = f"Third-party parts of this {archive}"
    note = NOTE.format(archive=archive, rule="=" * len(title), folder=folder, table="\n".join(rows), replace=replace)
    out["THIRD-PARTY.txt"] = note.encode()
    return out
