# SPDX-License-Identifier: Apache-2.0
"""What bash and zsh complete, asked of the shells themselves."""
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import time
from typing import Any, Callable

import pytest

from conftest import REPOSITORY

Run = Callable[..., Any]
COMMANDS = ["check", "completion", "explain", "fix", "record", "report", "stores", "timelines", "verify"]


@pytest.fixture(name="complete")
def _complete(run: Run, tmp_path: pathlib.Path) -> Callable[..., list[str]]:
    """What bash offers for the last word."""
    script = tmp_path / "completion.bash"
    script.write_text(run("completion", "bash").stdout, "utf-8")

    def complete(*words: str) -> list[str]:
        ask = ('. "$1"; shift; COMP_WORDS=(chainready "$@"); COMP_CWORD=$#; _chainready; '
               '[[ ${#COMPREPLY[@]} -eq 0 ]] || printf "%s\\n" "${COMPREPLY[@]}"')
        done = subprocess.run(["bash", "--norc", "-c", ask, "bash", str(script), *words], text=True, capture_output=True,
                              check=True, cwd=tmp_path)
        assert done.stderr == ""
        return sorted(done.stdout.splitlines())
    return complete


def test_bash(complete: Callable[..., list[str]], tmp_path: pathlib.Path) -> None:
    (tmp_path / "old roots.pem").write_text("", "ascii")
    (tmp_path / "folder").mkdir()
    assert complete("") == sorted([*COMMANDS, "--help", "--version"]) and complete("ti") == ["timelines"]
    assert complete("check", "--la") == ["--lane"] and complete("check", "--lane", "") == ["installed", "program"]
    assert complete("check", "--lane", "=", "p") == ["program"] and complete("check", "--format", "s") == ["sarif"]
    assert complete("check", "--roots", "ol") == ["old roots.pem"] and complete("check", "--sysroot", "") == ["folder"]
    assert "oss-globalsign" in complete("check", "--timeline", "") and "folder" in complete("check", "--timeline", "")
    assert complete("explain", "no_i") == ["no_issuer"] and complete("completion", "z") == ["zsh"]
    assert complete("check", "--at", "") == []


@pytest.mark.parametrize("command", COMMANDS)
def test_bash_knows_what_the_command_takes(run: Run, complete: Callable[..., list[str]], command: str) -> None:
    """Every option that is offered is one, and every one that --help names is offered."""
    offered = complete(command, "--")
    named = set(re.findall(r"^  (--[a-z-]+)", run(command, "--help=all").stdout, re.M))
    assert named <= set(offered)
    for option in offered:
        assert "is not an option" not in run(command, option, "x", "--help").stderr
    assert "is not an option" in run(command, "--none", "x", "--help").stderr


def test_zsh(chainready: pathlib.Path, run: Run, tmp_path: pathlib.Path) -> None:
    zsh = shutil.which("zsh")
    if not zsh:
        pytest.skip("there is no zsh here")
    (tmp_path / "_chainready").write_text(run("completion", "zsh").stdout, "utf-8")
    subprocess.run([zsh, "-n", str(tmp_path / "_chainready")], check=True)
    (tmp_path / ".zshrc").write_text(
        f"PS1='> '; fpath=({tmp_path} $fpath); autoload -U compinit; compinit -u -D; setopt no_beep\n"
        "zstyle ':completion:*' list-colors ''; echo prepared\n", "utf-8")
    child, screen = pty.fork()
    if child == 0:
        os.execve(zsh, [zsh, "-i"], {"HOME": str(tmp_path), "ZDOTDIR": str(tmp_path), "TERM": "dumb", "COLUMNS": "200",
                                     "PATH": f"{chainready.parent}:{os.environ['PATH']}"})
    seen = ""

    def read_until(mark: str) -> str:
        nonlocal seen
        end = time.monotonic() + 20
        while mark not in seen:
            assert time.monotonic() < end, (mark, seen)
            if select.select([screen], [], [], 0.2)[0]:
                seen += os.read(screen, 65536).decode("utf-8", "replace")
        before, _, seen = seen.partition(mark)
        return before
    read_until("prepared")
    read_until("\x1b[?2004h")  # it reads keys from here on
    os.write(screen, b"chainready che\t--lan\tpro\t--help\n")
    typed = re.sub("[^\b]\b", "", read_until("usage: chainready check"))
    assert "chainready check --lane=program --help" in typed
    os.write(screen, b"exit\n")
    os.waitpid(child, 0)
    os.close(screen)
