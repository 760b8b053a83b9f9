# SPDX-License-Identifier: Apache-2.0
"""The line of a report that says what to type does what it says."""
import os
import pathlib
import re
import shlex
import shutil
import subprocess

import pytest

from command import LATER, READY, REPOSITORY, USAGE, Chainready

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
    assert lines == [f"chainready fix --sysroot 'an image' --timeline oss-globalsign --at {NOW} \\\n"
                     "        --store system"]
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
    assert [part.split()[0] for part in folded] == ["chainready", "--timeline", "--at", "--store"]
    assert typed(chainready, tmp_path, f"{line} | sh").returncode == 0
    assert chainready.check("--roots", store, "--timeline", timeline, "--at", NOW, cwd=tmp_path).code == READY


def test_it_asks_what_was_asked(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    """Only the hosts that the app calls, in the lane and at the time that were asked about."""
    shutil.copy(OLD, tmp_path / "old.pem")
    (tmp_path / "hosts").write_text("my-bucket.oss-cn-hangzhou.aliyuncs.com\n")
    shutil.copy(OLD, tmp_path / "more.pem")
    asked = ["--hosts", "hosts", "--bridges", "more.pem", "--at", NOW, "--until", "2027-06-01", "--follows", "mozilla",
             "--profile", "openssl-3", "--lane", "installed", "--renewal", "literal"]
    run = chainready.check("--roots", "old.pem", *asked, cwd=tmp_path)
    (line,) = lines_of(run.out)
    assert shlex.split(line.replace("\\\n", "")) == ["chainready", "fix", *asked, "--store", "old.pem"]
    done = typed(chainready, tmp_path, line)
    assert done.returncode == LATER and "GlobalSign Root R46" in done.stdout, done.stderr
    assert "DigiCert" not in done.stdout and "Amazon" not in done.stdout


@pytest.mark.parametrize("option", ["--hosts", "--timeline"])
def test_what_came_by_standard_input_cannot_be_typed_again(chainready: Chainready, tmp_path: pathlib.Path,
                                                           option: str) -> None:
    shutil.copy(OLD, tmp_path / "old.pem")
    given = {"--hosts": b"my-bucket.oss-cn-hangzhou.aliyuncs.com\n",
             "--timeline": (REPOSITORY / "timelines" / "oss-globalsign.json").read_bytes()}[option]
    run = chainready.check("--roots", "old.pem", option, "-", "--at", NOW, cwd=tmp_path, stdin=given)
    assert run.code == LATER and lines_of(run.out) == []


def test_fix_of_one_store_does_not_lose_standard_input(chainready: Chainready) -> None:
    chainready("fix", "--store", OLD, "--hosts", "-", stdin=b"my-bucket.oss-cn-hangzhou.aliyuncs.com\n").fails(
        USAGE, "standard input")
