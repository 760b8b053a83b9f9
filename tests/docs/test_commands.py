# SPDX-License-Identifier: Apache-2.0
"""Every chainready command line of docs/examples and of the manual's examples runs. None is wrong usage, and where its
files are at hand it answers. Those of the other documents are followed in test_blocks.py."""
import importlib.util
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
from typing import Iterator

import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
ROOTS = REPOSITORY / "corpus" / "roots"
ANSWERS = (0, 1, 2, 3)
# What stands before a command's own words, and what ends them.
OPERATORS = {"|", "||", "&", "&&", ";", ">", ">>", "<", "2>", ")"}
USAGE, SOFTWARE = 64, 70
NAMES = "check|fix|verify|stores|timelines|report|record|explain|completion"


_spec = importlib.util.spec_from_file_location("manual", REPOSITORY / "tools" / "manual.py")
manual = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(manual)


def words_of(line: str) -> list[str]:
    """The words of one command, without what a shell does with it. What a command puts in is a day."""
    line = re.sub(r"\$\([^)]*\)", "2027-01-28", line)
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>()")
    lexer.whitespace_split = True
    words: list[str] = []
    for word in lexer:
        if word in OPERATORS:
            break
        words.append(word)
    return words


def documented() -> Iterator[tuple[str, str]]:
    """(place, command line)"""
    for name, examples in manual.EXAMPLES.items():
        for _, line in examples:
            yield f"chainready{'-' if name else ''}{name}(1): {line}", line
    for path in sorted((REPOSITORY / "docs" / "examples").iterdir()):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            line = re.sub(r' "\$@"|#.*', "", re.sub(r'"\$[A-Za-z_]+"', "rootfs", line))
            if "usage:" in line:
                continue
            listed = re.search(r"\[chainready, ([^]]+)\]", line)
            spoken = re.search(rf"(?:^|[ /\"])(chainready (?:{NAMES})\b[^\"\]]*)", line)
            if listed or spoken:
                command = "chainready " + listed.group(1).replace(",", "") if listed else spoken.group(1)
                yield f"{path.relative_to(REPOSITORY)}:{number}", command


COMMANDS = list(documented())


@pytest.fixture(name="folder", scope="module")
def _folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The files that the documentation speaks of."""
    folder = tmp_path_factory.mktemp("docs")
    old = (ROOTS / "globalsign-root-ca.pem").read_bytes()
    for name in ("old.pem", "captured.txt", "chain.pem", "roots.pem", "rootfs/etc/ssl/certs/ca-certificates.crt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(old)
    (folder / "Dockerfile").write_text("FROM debian:12\n", "ascii")
    shutil.copy(REPOSITORY / "docs" / "examples" / "baseline.json", folder)
    newer = json.loads((REPOSITORY / "timelines" / "oss-globalsign.json").read_text("utf-8"))
    newer.pop("$schema", None)
    (folder / "newer").mkdir()
    (folder / "newer" / "oss-globalsign.json").write_text(json.dumps(newer), "utf-8")
    (folder / "hosts").write_text("oss-cn-hangzhou.aliyuncs.com\n", "ascii")
    binary = str(pathlib.Path(request.config.getoption("--chainready")).resolve())
    report = subprocess.run([binary, "check", "--roots", "old.pem", "--json"], cwd=folder, capture_output=True, check=False)
    (folder / "web-1.json").write_bytes(report.stdout)
    return folder


@pytest.mark.parametrize("place, line", COMMANDS, ids=[place for place, _ in COMMANDS])
def test_it_runs(request: pytest.FixtureRequest, folder: pathlib.Path, place: str, line: str) -> None:
    binary = str(pathlib.Path(request.config.getoption("--chainready")).resolve())
    words = words_of(line)[1:]
    # Of this machine the unpacked image stands in, so that the answer is the same everywhere; what is below
    # /etc, /var and /opt in the examples is in the folder.
    words = [str(folder / pathlib.Path(word).name) if word.startswith("/") else word for word in words]
    if words[:1] in (["check"], ["fix"], ["stores"]) and not {"--sysroot", "--roots"} & set(words):
        words += ["--sysroot", "rootfs"]
    done = subprocess.run([binary, *words], cwd=folder, capture_output=True, check=False, timeout=60,
                          env={**os.environ, "HOME": str(folder), "TZ": "UTC"})
    said = done.stderr.decode()
    assert done.returncode not in (USAGE, SOFTWARE) and done.returncode >= 0, f"{place}: {line}: {said}"
    if done.returncode not in ANSWERS:
        pytest.skip(f"{place}: its files are not at hand: {said.strip()}")
    assert done.stdout or "--output" in words or "--quiet" in words or "--html" in words or words[0] in ("report", "fix")


def test_there_are_some() -> None:
    """The examples each have one, and so has each command's page of the manual."""
    places = " ".join(place for place, _ in COMMANDS)
    for part in ("chainready(1)", *(f"chainready-{name}(1)" for name in manual.EXAMPLES if name), "chainready.service", "cronjob.yaml", "startup-probe.yaml", "github-actions.yml", "check-image"):
        assert part in places, part


def test_wrong_usage_would_be_seen(request: pytest.FixtureRequest, folder: pathlib.Path) -> None:
    """The rule above can fail."""
    with pytest.raises(AssertionError, match="nowhere"):
        test_it_runs(request, folder, "nowhere", "chainready check --formt sarif")
