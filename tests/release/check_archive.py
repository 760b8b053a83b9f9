#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is committed can be unpacked elsewhere, configured with its tests, built, installed and used.

There, neither .git nor anything beside the source is at hand. `meson dist` runs all tests as well, and takes as
long as those. usage: check_archive.py SOURCE VERSION
"""
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

SKIP = 77
INSTALLED = {"bin/chainready", "include/libchain/chain.h", "share/bash-completion/completions/chainready.bash",
             "share/doc/libchain/libchain.spdx.json", "share/doc/libchain/reference.html",
             "share/man/man1/chainready.1",
             "share/zsh/site-functions/_chainready", "lib/libchain.a", "lib/libchain.so", "lib/libchain.so.0",
             "lib/libchain.so.0.1.0", "lib/pkgconfig/libchain.pc"}
PROGRAM = """
#include <libchain/chain.h>
#include <string.h>
int main(int count, char **words) { return count != 2 || strcmp(chain_version(), words[1]) != 0; }
"""


def run(*words, code=0, **how):
    """What it prints; it must end with that code."""
    done = subprocess.run(list(map(str, words)), check=False, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **how)
    if done.returncode != code:
        sys.exit(f"{words}: {done.returncode}\n{done.stdout}")
    return done.stdout


def unpack(source, folder):
    """The commit that is checked out, as a user gets it."""
    packed = folder / "packed.tar"
    run("git", "-C", source, "archive", "--prefix=libchain/", "-o", packed, "HEAD")
    with tarfile.open(packed) as archive:
        archive.extractall(folder)
    return folder / "libchain"


def check(tree, folder, version):
    """Configures, builds, installs, and links a program against what was installed."""
    run("meson", "setup", folder / "with-tests", tree, "-Dbench=disabled")
    run("meson", "setup", folder / "build", tree, "-Dtests=false", "-Dbench=disabled", "--prefix=/usr",
        "--libdir=lib", "--buildtype=release")
    run("ninja", "-C", folder / "build")
    place = folder / "installed"
    run("meson", "install", "-C", folder / "build", "--no-rebuild", env={**os.environ, "DESTDIR": str(place)})
    overview = run(folder / "build/cli/chainready", "--help")
    commands = re.findall(r"^  (\w+) +\w", overview, re.M)
    expected = INSTALLED | {f"share/man/man1/chainready-{name}.1" for name in commands}
    files = {path.relative_to(place / "usr").as_posix() for path in place.rglob("*") if not path.is_dir()}
    if files != expected:
        sys.exit(f"installed, but not expected: {files - expected}; expected: {expected - files}")
    found = {**os.environ, "LD_LIBRARY_PATH": str(place / "usr/lib")}
    said = run(place / "usr/bin/chainready", "check", "--roots", tree / "corpus/roots/globalsign-root-ca.pem",
               "--timeline", "oss-globalsign", "--at", "2026-11-22T00:00:00Z", code=1, env=found)
    if not said.startswith("Breaks on 2027-01-28"):
        sys.exit(f"not what was to be said: {said}")
    (folder / "program.c").write_text(PROGRAM, "ascii")
    flags = run("pkg-config", "--define-variable=prefix=" + str(place / "usr"), "--cflags", "--libs", "libchain",
                env={**os.environ, "PKG_CONFIG_PATH": str(place / "usr/lib/pkgconfig")}).split()
    run("cc", folder / "program.c", "-o", folder / "program", *flags)
    run(folder / "program", version, env=found)


def main(source, version):
    if not (pathlib.Path(source) / ".git").exists():
        print("skipped: source archive: this is no checkout, but an archive itself")
        return SKIP
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        tree = unpack(source, home)
        check(tree, home, version)
        count = sum(1 for path in tree.rglob("*") if path.is_file())
    print(f"{count} files, built and installed without a checkout")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
