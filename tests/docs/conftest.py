# SPDX-License-Identifier: Apache-2.0
"""--chainready"""
import pathlib

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The command under test."""
    parser.addoption("--chainready", default=str(pathlib.Path(__file__).resolve().parents[2] / "build" / "cli" / "chainready"),
                     help="the command under test")
