# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the fix tests: one authority that nobody knows yet, and a server that it vouches for."""
import datetime
import json
import os
import pathlib
import subprocess
import sys
from typing import Iterator

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "scenario"))

import migrations  # noqa: E402  pylint: disable=wrong-import-position
import pki  # noqa: E402  pylint: disable=wrong-import-position
from command import REPOSITORY  # noqa: E402  pylint: disable=wrong-import-position
from namespace import Namespace, is_seen, why_not  # noqa: E402  pylint: disable=wrong-import-position
from server import Server  # noqa: E402  pylint: disable=wrong-import-position

# What a name may hold, and must not do in a script.
NAME = "Corp $(touch /hacked) `touch /hacked` '\"\ntouch /hacked\n# 2026"


def pytest_addoption(parser: pytest.Parser) -> None:
    """--chainready"""
    parser.addoption("--chainready", default=str(REPOSITORY / "build" / "cli" / "chainready"),
                     help="the command under test")


@pytest.fixture(scope="session", name="binary")
def _binary(request: pytest.FixtureRequest) -> pathlib.Path:
    binary = pathlib.Path(request.config.getoption("--chainready")).resolve()
    if not binary.is_file():
        pytest.fail(f"there is no {binary}: build it, or name it with --chainready")
    return binary


@pytest.fixture(scope="session", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("fixes")


@pytest.fixture(scope="session", name="root")
def _root(folder: pathlib.Path) -> pki.Identity:
    """The root that is missing everywhere; `own.json` in the folder is its migration."""
    root = pki.authority(NAME, dates=("2026-01-01", "2046-01-01"))
    subject = root.cert.subject.rfc4514_string().replace("\n", "\\0A")
    source = {"title": "change 4711", "url": "https://change.corp.example/4711", "kind": "own",
              "read": "2026-11-22"}
    timeline = {
        "schema": "libchain.timeline/1", "id": "own", "title": "Corp: a root of its own",
        "operator": "Corp IT", "status": "current", "facts_as_of": "2026-11-22",
        "sources": {"own": source},
        "links": {"root": {**migrations.link(root, root, "root"), "subject": subject,
                           "issuer": subject}},
        "endpoints": [{"id": "intranet", "title": "the intranet",
                       "hosts": ["localhost", "s3.amazonaws.com"],
                       "phases": [{"id": "now", "begin": None, "end": {"kind": "none_announced"},
                                   "chains": [migrations.chain("alone", "root", [])]}]}],
    }
    (folder / "own.json").write_text(json.dumps(timeline), "utf-8")
    return root


@pytest.fixture(scope="session", name="server")
def _server(folder: pathlib.Path, root: pki.Identity) -> Iterator[Server]:
    today = datetime.date.today()
    dates = [str(today + datetime.timedelta(days=days)) for days in (-2, 90)]
    leaf = pki.server(root, ["localhost", "127.0.0.1"], dates=dates)
    (folder / "chain.pem").write_bytes(leaf.pem)
    (folder / "key.pem").write_bytes(leaf.private_pem)
    server = Server(folder / "chain.pem", folder / "key.pem")
    yield server
    server.close()


@pytest.fixture(scope="session", name="_can")
def _can_have_namespaces() -> None:
    reason = why_not()
    if reason:
        pytest.skip(f"fixes are tried on an overlay of this machine: {reason}")


@pytest.fixture
def namespace(_can: None, binary: pathlib.Path, folder: pathlib.Path) -> Iterator[Namespace]:
    """This machine's distribution, to be changed at will."""
    build = binary.parents[1]
    shared = [folder, binary.parent, build / "libchain", pathlib.Path(__file__).parent]
    # An interpreter of somebody's home: virtual environments are made of it.
    home = pathlib.Path(sys.base_prefix)
    space = Namespace([path for path in shared if path.is_dir()], [] if is_seen(str(home)) else [home])
    yield space
    space.close()


@pytest.fixture(scope="session")
def environment(folder: pathlib.Path) -> pathlib.Path:
    """A virtual environment with the libraries that bring bundles of their own."""
    place = folder / "environment"
    for command in ([sys.executable, "-m", "venv", str(place)],
                    [str(place / "bin" / "pip"), "install", "-q", "--disable-pip-version-check",
                     "requests", "httpx", "botocore"]):
        done = subprocess.run(command, text=True, capture_output=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"no virtual environment: {done.stderr.strip()[-300:]}")
    return place


@pytest.fixture(scope="session")
def registry() -> dict[str, str]:
    """What this machine sets for pip to reach its registry."""
    names = ("PIP_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
    return {name: value for name, value in os.environ.items() if name.upper().startswith(names)}
