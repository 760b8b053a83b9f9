# SPDX-License-Identifier: Apache-2.0
"""Options and fixtures. The package is put together from a build, or with --installed taken as it is."""
import pathlib
import subprocess
import sys
from typing import Iterator

import pytest

import stage

CORPUS = stage.REPOSITORY / "corpus" / "roots"
VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def pytest_addoption(parser: pytest.Parser) -> None:
    """--build, --installed and --calls"""
    parser.addoption("--build", default=str(stage.REPOSITORY / "build"), help="a build directory")
    parser.addoption("--installed", action="store_true", help="test the package that is installed")
    parser.addoption("--calls", type=int, default=20000, help="how often memory is looked at")


def pytest_configure(config: pytest.Config) -> None:
    """Before a test imports it."""
    if not config.getoption("--installed"):
        config.stash[FOLDER] = folder = (pathlib.Path(config.getoption("--build")).resolve()
                                         / "python-stage")
        stage.stage(pathlib.Path(config.getoption("--build")), folder)
        sys.path.insert(0, str(folder))


FOLDER = pytest.StashKey[pathlib.Path]()


@pytest.fixture(scope="session")
def build(request: pytest.FixtureRequest) -> pathlib.Path:
    """The build directory, with the command and the contract's runner in C."""
    return pathlib.Path(request.config.getoption("--build"))


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Root sets of this process do not depend on who runs the tests."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    yield


@pytest.fixture(scope="session")
def child(request: pytest.FixtureRequest):
    """Runs Python code with the package in a process of its own; what it prints."""
    def run(*arguments: str, code: int = 0, env: dict[str, str] | None = None,
            stdin: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        import os
        environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
        if not request.config.getoption("--installed"):
            environment["PYTHONPATH"] = str(request.config.stash[FOLDER])
        done = subprocess.run([sys.executable, *arguments], capture_output=True, check=False,
                              input=stdin, env={**environment, **(env or {})}, timeout=300)
        assert done.returncode == code, done.stderr.decode()
        return done
    return run


def roots(*names: str) -> bytes:
    """Roots of corpus/roots as PEM."""
    return b"".join((CORPUS / f"{name}.pem").read_bytes() for name in names)


ENOUGH = ("amazon-root-ca-1", "digicert-global-root-g2", "globalsign-root-ca-r3",
          "globalsign-root-ca-r6", "globalsign-root-r46", "globalsign-root-ca")
