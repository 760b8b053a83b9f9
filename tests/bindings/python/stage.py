# SPDX-License-Identifier: Apache-2.0
"""Puts the package together out of a source tree and a build, as an installation would.

usage: stage.py BUILD FOLDER    FOLDER is then one for PYTHONPATH
"""
import os
import pathlib
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]


def stage(build: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """Links its files into FOLDER/chainready, which several tests may do at once."""
    package = folder / "chainready"
    package.mkdir(parents=True, exist_ok=True)
    native = build.resolve() / "bindings" / "python"
    files = [*(REPOSITORY / "bindings" / "python" / "chainready").iterdir(), native / "native.py",
             *native.glob("_native*.so")]
    if len(files) < 3 or not (native / "native.py").is_file():
        raise FileNotFoundError(f"{native}: build with -Dpython=enabled first")
    for file in files:
        if file.is_file():
            link = package / file.name
            if link.is_symlink() and os.readlink(link) == str(file):
                continue
            fresh = package / f"{file.name}.{os.getpid()}"
            os.symlink(file, fresh)
            os.replace(fresh, link)
    return folder


if __name__ == "__main__":
    stage(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
