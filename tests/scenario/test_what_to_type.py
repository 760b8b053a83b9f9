# SPDX-License-Identifier: Apache-2.0
"""The line of a report that says what to type does what it says."""
import os
import pathlib
import shutil
import subprocess

import pytest

from command import LATER, READY, REPOSITORY, Chainready

NOW = "2026-11-22T00:00:00Z"
OLD = REPOSITORY / "corpus" / "roots" / "globalsign-root-ca.pem"


def typed(chainready: Chainready, folder: pathlib.Path, line: str) -> subprocess.CompletedProcess[str]:
    """Types it into a shell that finds the command."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    if not (tools / "chainready").exists():
        (tools / "chainready").symlink_to(chainready.binary)
    return subprocess.run(["sh", "-c", line], cwd=folder, text=True, capture_output=True, check=False,
                          env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"})


def lines_of(text: str) -> list[str]:
    """What it says to type."""
    return [line.strip().removeprefix("type ") for line in text.splitlines() if line.startswith("    type ")]


@pytest.mark.parametrize("name", ["old.pem", "an old one.pem", "it's $(touch harm) `touch harm`;.pem", "-o.pem"])
def test_it_mends_the_store(chainready: Chainready, tmp_path: pathlib.Path, name: str) -> None:
    shutil.copy(OLD, tmp_path / name)
    run = chainready.check("--roots", f"./{name}", "--timeline", "oss-globalsign", "--at", NOW, cwd=tmp_path)
    assert run.code == LATER
    lines = lines_of(run.out)
    assert len(lines) == 1
    done = typed(chainready, tmp_path, f"{lines[0]} | sh")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "harm").exists()
    after = chainready.check("--roots", f"./{name}", "--timeline", "oss-globalsign", "--at", NOW, cwd=tmp_path)
    assert after.code == READY, after.out
    assert lines_of(after.out) == []


def test_an_image_is_named(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    bundle = tmp_path / "an image" / "etc/ssl/certs/ca-certificates.crt"
    bundle.parent.mkdir(parents=True)
    shutil.copy(OLD, bundle)
    run = chainready.check("--sysroot", "an image", "--timeline", "oss-globalsign", "--at", NOW, cwd=tmp_path)
    lines = lines_of(run.out)
    assert lines == ["chainready fix --sysroot 'an image' --timeline oss-globalsign --store system"]
    done = typed(chainready, tmp_path, lines[0])
    assert done.returncode == LATER and "GlobalSign Root R46" in done.stdout, done.stderr


def test_what_cannot_be_shown_is_not_typed(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    shutil.copy(OLD, tmp_path / "a\nb\x1b[2J.pem")
    run = chainready.check("--roots", "a\nb\x1b[2J.pem", "--timeline", "oss-globalsign", "--at", NOW, cwd=tmp_path)
    assert run.code == LATER and lines_of(run.out) == [] and "\x1b" not in run.out
