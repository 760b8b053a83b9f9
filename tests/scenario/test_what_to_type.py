# SPDX-License-Identifier: Apache-2.0
"""The line of a report that says what to type does what it says."""
import os
import pathlib
import re
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
    """What it says to type, a folded line as it is."""
    return re.findall(r"^    type ((?:.*\\\n)*.*)$", text, re.MULTILINE)


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


@pytest.mark.parametrize("folder", ["f" * 60, "it's -- a --folder of --timelines " + "f" * 30])
def test_a_long_one_is_folded_as_a_shell_takes_it(chainready: Chainready, tmp_path: pathlib.Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    store, timeline = f"{folder}/old.pem", f"{folder}/migration.json"
    shutil.copy(OLD, tmp_path / store)
    shutil.copy(REPOSITORY / "timelines" / "oss-globalsign.json", tmp_path / timeline)
    run = chainready.check("--roots", store, "--timeline", timeline, "--at", NOW, cwd=tmp_path)
    (line,) = lines_of(run.out)
    folded = line.split(" \\\n")
    assert [part.split()[0] for part in folded] == ["chainready", "--timeline", "--store"]
    assert typed(chainready, tmp_path, f"{line} | sh").returncode == 0
    assert chainready.check("--roots", store, "--timeline", timeline, "--at", NOW, cwd=tmp_path).code == READY


def test_the_whole_question_is_typed(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    shutil.copy(OLD, tmp_path / "old.pem")
    shutil.copy(OLD, tmp_path / "more.pem")
    (tmp_path / "hosts").write_text("s3.amazonaws.com\n", "utf-8")
    question = ["--timeline", "aws-ats", "--hosts", "hosts", "--bridges", "more.pem", "--until", "2029-01-01",
                "--follows", "mozilla", "--profile", "tls", "--lane", "program", "--renewal", "literal"]
    run = chainready.check("--roots", "old.pem", "--at", NOW, *question, cwd=tmp_path)
    (line,) = lines_of(run.out)
    assert " ".join(line.replace("\\\n", " ").split()) == f"chainready fix {' '.join(question)} --store old.pem"
    done = typed(chainready, tmp_path, line)
    assert done.returncode == LATER and "Amazon Root CA 1" in done.stdout, done.stderr


def test_what_came_by_standard_input_is_not_typed(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    shutil.copy(OLD, tmp_path / "old.pem")
    run = chainready.check("--roots", "old.pem", "--at", NOW, "--timeline", "aws-ats", "--hosts", "-", cwd=tmp_path,
                           stdin=b"s3.amazonaws.com\n")
    assert "Amazon Root CA 1" in run.out and lines_of(run.out) == []
