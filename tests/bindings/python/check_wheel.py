# SPDX-License-Identifier: Apache-2.0
"""Makes the wheel, installs it into a fresh virtual environment, and looks at what a user gets.

usage: check_wheel.py FOLDER BUILD [WHEEL]

The stacks whose root sets it must find come from the package registry, in versions of today.
"""
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import venv
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parents[2]
STACKS = ("requests", "httpx", "truststore", "certifi", "pytest", "cryptography", "mypy", "rich",
          "django", "starlette")
LOADED = """
import chainready, json, re
report = chainready.ready()
libraries = {line.split()[-1] for line in open("/proc/self/maps") if ".so" in line}
print(json.dumps([sorted(libraries), report.verdict, len(report.stores), chainready.__file__]))
"""
BUNDLED = ("libtasn1", "libhogweed", "libnettle", "libgmp", "libjansson")


def run(*words: object) -> str:
    """What it prints; its environment has no hints for the loader or for Python."""
    done = subprocess.run([str(word) for word in words], check=False, capture_output=True, text=True,
                          env={"PATH": "/usr/bin:/bin"}, cwd="/")
    if done.returncode:
        sys.exit(f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def check_content(wheel: pathlib.Path) -> None:
    """Tag, licences, and nothing that is not the package's."""
    assert re.fullmatch(r"chainready-[\d.]+-cp3\d+-cp3\d+-manylinux_2_\d+_\w+\.whl", wheel.name), wheel
    with zipfile.ZipFile(wheel) as content:
        names = [name for name in content.namelist() if not name.endswith("/")]
        assert content.testzip() is None and len(names) == len(set(names))
        record = next(name for name in names if name.endswith(".dist-info/RECORD"))
        listed = {line.split(",")[0] for line in content.read(record).decode().splitlines()}
        assert listed == set(names)
        info = record.rpartition("/")[0]
        assert {name.split("/")[0] for name in names} == {"chainready", "chainready.libs", info}
        notice = content.read(f"{info}/licenses/THIRD-PARTY.txt").decode()
        for name in (name for name in names if name.startswith("chainready.libs/")):
            assert pathlib.Path(name).name in notice, f"{name} has no licence"
        for name, words in (("LGPL-2.1", "Version 2.1, February 1999"), ("GPL-3", "TERMS AND CONDITIONS"),
                            ("LGPL-3", "incorporates\nthe terms and conditions of version 3"),
                            ("MPL-2.0", "Mozilla Public License Version 2.0")):
            assert words in content.read(f"{info}/licenses/{name}.txt").decode(), name
        assert f"{info}/licenses/LICENSE" in names and "chainready/py.typed" in names
        check_sbom(content, names, info)


def check_sbom(content: zipfile.ZipFile, names: list[str], info: str) -> None:
    """Each bundled library is in the bill of materials, with the checksum that it has (PEP 770)."""
    document = json.loads(content.read(f"{info}/sboms/chainready.spdx.json"))
    carried = {item["packageFileName"]: {each["algorithm"]: each["checksumValue"] for each in item["checksums"]}
               for item in document["packages"] if "packageFileName" in item}
    bundled = [name for name in names if name.startswith("chainready.libs/")]
    assert sorted(carried) == sorted(pathlib.Path(name).name for name in bundled), carried
    for name in bundled:
        said = carried[pathlib.Path(name).name]["SHA256"]
        assert said == hashlib.sha256(content.read(name)).hexdigest(), name


def check_installed(folder: pathlib.Path, wheel: pathlib.Path) -> pathlib.Path:
    """Installs it and nothing else."""
    venv.create(folder, with_pip=True, clear=True)
    python = folder / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", "--no-index", "--disable-pip-version-check", wheel)
    libraries, verdict, stores, file = json.loads(run(python, "-c", LOADED))
    assert pathlib.Path(file).is_relative_to(folder), file
    for name in BUNDLED:
        found = [path for path in libraries if pathlib.Path(path).name.startswith(name)]
        assert found and all("/chainready.libs/" in path for path in found), (name, found)
    assert verdict in ("ready", "breaks_later", "unknown", "broken") and stores == 1
    assert run(python, "-m", "chainready", "--version") == run(folder / "bin" / "chainready",
                                                               "--version")
    return python


def check_stacks(python: pathlib.Path, build: pathlib.Path) -> None:
    """The tests that depend on stacks, and the type checker as a user would run it."""
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *STACKS)
    code = ("import chainready\nreport: chainready.Report = chainready.ready()\n"
            "reveal_type(report.breaks_at)\nreveal_type([item.verdict for item in report])\n")
    shown = run(python, "-m", "mypy", "--strict", "--cache-dir", "/dev/null", "-c", code)
    assert 'Revealed type is "datetime.datetime | None"' in shown.replace(
        "Union[datetime.datetime, None]", "datetime.datetime | None"), shown
    run(python, "-m", "mypy", "--strict", "--cache-dir", "/dev/null",
        "--config-file", REPOSITORY / "pyproject.toml", REPOSITORY / "bindings" / "python" / "chainready")
    print(run(python, "-B", "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "--show-capture=no",
              "--installed", "--build", build,
              *(HERE / f"test_{name}.py" for name in ("stacks", "examples", "handshake"))))


def main() -> int:
    """All of it."""
    folder = pathlib.Path(sys.argv[1]).resolve()
    build = pathlib.Path(sys.argv[2]).resolve()
    wheel = (pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else pathlib.Path(
        run(sys.executable, REPOSITORY / "bindings" / "python" / "wheel.py", folder).split()[-1]))
    check_content(wheel)
    python = check_installed(folder / "installed", wheel)
    check_stacks(python, build)
    print(f"{wheel.name}: {wheel.stat().st_size} octets")
    return 0


if __name__ == "__main__":
    sys.exit(main())
