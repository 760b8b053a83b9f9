#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts a shared library and those that it needs, but for the C library's own, into a folder for the jar.

The library looks for them beside itself (its run path is $ORIGIN). `index` lists the files, the library
itself last; `licenses` holds what the packages of the others say of their terms.

usage: collect.py LIBRARY FOLDER STAMP
"""
import pathlib
import platform
import re
import shutil
import subprocess
import sys

# What every system of this kind has, in a version that the others depend on.
SYSTEM = re.compile(r"linux-vdso|ld-linux|ld-musl|lib(c|m|dl|rt|pthread|gcc_s)\.(so|musl)")

library, folder, stamp = map(pathlib.Path, sys.argv[1:])
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
for path in others:
    for file in (path, path.resolve()):
        owner = subprocess.run(["dpkg-query", "-S", f"*/{file.name}"], check=False, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.split(":")[0]
        terms = pathlib.Path("/usr/share/doc", owner, "copyright")
        if owner and terms.exists():
            shutil.copyfile(terms, licenses / owner)
            break
stamp.write_text("")
