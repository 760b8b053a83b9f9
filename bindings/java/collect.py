#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts a shared library and those that it needs, but for the C library's own, into a folder for the jar.

The library looks for them beside itself (its run path is $ORIGIN). `index` lists the files, the library
itself last; META-INF/licenses holds the terms of the others, META-INF/sbom what all this is made of. Where
the libraries are not Debian's there are no terms, and the jar is not for others: it says so.

usage: collect.py LIBRARY FOLDER STAMP VERSION
"""
import pathlib
import platform
import re
import shutil
import subprocess
import sys

TOOLS = pathlib.Path(__file__).resolve().parents[2] / "tools"
sys.path.insert(0, str(TOOLS))
sys.dont_write_bytecode = True
import terms  # noqa: E402

# What every system of this kind has, in a version that the others depend on.
SYSTEM = re.compile(r"linux-vdso|ld-linux|ld-musl|lib(c|m|dl|rt|pthread|gcc_s)\.(so|musl)")

library, folder, stamp = map(pathlib.Path, sys.argv[1:4])
home = folder / "org/libchain/internal/native" / f"{platform.system().lower()}-{platform.machine()}"
licenses = folder / "META-INF/licenses"
shutil.rmtree(folder, ignore_errors=True)
home.mkdir(parents=True)
licenses.mkdir(parents=True)

needed = subprocess.run(["ldd", library], check=True, text=True, stdout=subprocess.PIPE).stdout
others = [pathlib.Path(path) for name, path in re.findall(r"(\S+) => (/\S+)", needed)
          if not SYSTEM.match(name)]
names = []
for path in [*others, library]:
    subprocess.run(["strip", "--strip-unneeded", "-o", home / path.name, path], check=True)
    names.append(path.name)
(home / "index").write_text("".join(name + "\n" for name in names))
REPLACE = """\
unpack that folder, put a build with the same soname in a file's
place, and name its libchainready-java.so with -Dorg.libchain.library=/absolute/path, or pack the jar again."""
try:
    files = terms.files("jar", home.relative_to(folder).as_posix() + "/", REPLACE, {path.name: path for path in others})
except (terms.NoTerms, FileNotFoundError) as error:
    print(f"{error}: this jar has no terms of its libraries and is not to be passed on", file=sys.stderr)
    files = {}
for name, data in files.items():
    file = licenses / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
sbom = folder / "META-INF/sbom/chainready.spdx.json"
sbom.parent.mkdir()
subprocess.run([sys.executable, TOOLS / "sbom.py", sbom, sys.argv[4], f"chainready-java={library}",
                "--bundled", home], check=True)
stamp.write_text("")
