# SPDX-License-Identifier: Apache-2.0
"""Options and fixtures of the scenario tests."""
import json
import os
import pathlib
import shutil
from typing import Any, Callable, Sequence

import pytest
from cryptography import x509

import forms
import real
from command import REPOSITORY, Chainready


def pytest_addoption(parser: pytest.Parser) -> None:
    """--chainready and --wrapper"""
    parser.addoption("--chainready", default=str(REPOSITORY / "build" / "cli" / "chainready"),
                     help="the command under test")
    parser.addoption("--wrapper", default="",
                     help="what to run it under: valgrind with its options")


def pytest_configure(config: pytest.Config) -> None:
    """Makes the markers known."""
    config.addinivalue_line("markers", "memory: one of the few that are run under valgrind too")


@pytest.fixture(scope="session")
def chainready(request: pytest.FixtureRequest) -> Chainready:
    """The command under test."""
    binary = pathlib.Path(request.config.getoption("--chainready")).resolve()
    if not binary.is_file():
        pytest.fail(f"there is no {binary}: build it, or name it with --chainready")
    return Chainready(binary, request.config.getoption("--wrapper"))


@pytest.fixture(params=forms.FOR_ONE)
def keep_one(request: pytest.FixtureRequest, tmp_path: pathlib.Path
             ) -> Callable[[x509.Certificate], pathlib.Path]:
    """Writes a store of one root, in each form in turn."""
    return lambda cert: forms.FOR_ONE[request.param](tmp_path, [cert])


@pytest.fixture(params=forms.FOR_MANY)
def keep_many(request: pytest.FixtureRequest, tmp_path: pathlib.Path
              ) -> Callable[[Sequence[x509.Certificate]], pathlib.Path]:
    """Writes a store of several roots, in each form in turn."""
    return lambda certs: forms.FOR_MANY[request.param](tmp_path, certs)


@pytest.fixture
def write(tmp_path: pathlib.Path) -> Callable[[str, Any], pathlib.Path]:
    """Writes a file: octets as they are, text as UTF-8, everything else as JSON."""
    def to(name: str, content: Any) -> pathlib.Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content, indent=2)
            path.write_text(text, "utf-8")
        return path
    return to


@pytest.fixture(scope="session")
def shared() -> real.Shared:
    """Real certificates, chains and bridges; whoever asks is skipped where they are not there."""
    return real.Shared.open_or_skip()


@pytest.fixture
def as_nobody() -> list[str]:
    """A command line that runs what follows without rights over files but those that their modes give.

    Root keeps its name, so that a build in a folder of its own, such as /root, can still be run.
    """
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if not setpriv:
        pytest.skip("as root, rights are tested with setpriv, which is not there")
    dropped = "-dac_override,-dac_read_search"
    return [setpriv, f"--inh-caps={dropped}", f"--bounding-set={dropped}", "--"]
