# SPDX-License-Identifier: Apache-2.0
"""Runs the command for readers that are not ours."""
import os
import pathlib
import subprocess
from typing import Any, Callable

import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
ROOTS = REPOSITORY / "corpus" / "roots"
NOW = "2026-11-22T00:00:00Z"
R1, R46, G2 = "globalsign-root-ca", "globalsign-root-r46", "digicert-global-root-g2"


def pytest_addoption(parser: pytest.Parser) -> None:
    """--chainready"""
    parser.addoption("--chainready", default=str(REPOSITORY / "build" / "cli" / "chainready"),
                     help="the command under test")


@pytest.fixture(scope="session", name="chainready")
def _chainready(request: pytest.FixtureRequest) -> pathlib.Path:
    binary = pathlib.Path(request.config.getoption("--chainready")).resolve()
    if not binary.is_file():
        pytest.fail(f"there is no {binary}: build it, or name it with --chainready")
    return binary


@pytest.fixture(name="run")
def _run(chainready: pathlib.Path, tmp_path: pathlib.Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs it in the test's folder, with no data folders but those that the test names."""
    def run(*words: Any, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": "", "XDG_DATA_DIRS": str(tmp_path / "none"),
                       "TZ": "UTC", **variables}
        done = subprocess.run([str(chainready), *map(str, words)], capture_output=True, check=False,
                              cwd=tmp_path, env=environment)
        # strict UTF-8, and no translation of line ends
        return subprocess.CompletedProcess(words, done.returncode, done.stdout.decode(), done.stderr.decode())
    return run


def store_of(folder: pathlib.Path, name: str, *roots: str) -> pathlib.Path:
    """A bundle of roots of the corpus; its path from the folder."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"".join((ROOTS / f"{root}.pem").read_bytes() for root in roots))
    return pathlib.Path(name)
