# SPDX-License-Identifier: Apache-2.0
"""Where the build is."""
import json
import pathlib

import pytest


def pytest_addoption(parser):
    """What meson passes."""
    for name in ("sbom", "library", "command"):
        parser.addoption(f"--{name}", type=pathlib.Path, required=True)


@pytest.fixture(name="sbom")
def fixture_sbom(request):
    """The document."""
    return json.loads(request.config.getoption("--sbom").read_text("utf-8"))


@pytest.fixture(name="library")
def fixture_library(request):
    """libchain.so"""
    return request.config.getoption("--library").resolve()


@pytest.fixture(name="command")
def fixture_command(request):
    """chainready"""
    return request.config.getoption("--command").resolve()
