# SPDX-License-Identifier: Apache-2.0
"""The page in a real browser: headless Chromium through Playwright, with every request that leaves it and
every word on its console on record."""
import json
import pathlib
import shutil
import subprocess
from typing import Any, Callable, Iterator

import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
NOW = "2026-11-22T00:00:00Z"
ROOTS = REPOSITORY / "corpus" / "roots"


def pytest_addoption(parser: pytest.Parser) -> None:
    """--chainready"""
    parser.addoption("--chainready", default=str(REPOSITORY / "build" / "cli" / "chainready"),
                     help="the command under test")


@pytest.fixture(scope="session", name="run")
def _run(request: pytest.FixtureRequest) -> Callable[..., subprocess.CompletedProcess[str]]:
    binary = pathlib.Path(request.config.getoption("--chainready")).resolve()
    if not binary.is_file():
        pytest.fail(f"there is no {binary}: build it, or name it with --chainready")

    def run(*words: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(binary), *map(str, words)], text=True, capture_output=True, check=False)
    return run


@pytest.fixture(scope="session", name="browser")
def _browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="there is no Playwright here")
    if not CHROMIUM:
        pytest.skip("there is no Chromium here")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=[
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync"])
        yield browser
        browser.close()


class Opened:
    """A page that is open, and what it did besides."""

    def __init__(self, context: Any, path: pathlib.Path) -> None:
        self.page = context.new_page()
        self.console: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.console.append(message.text))
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())

    def is_quiet(self) -> None:
        """Nothing on the console, and nothing asked for but the file itself."""
        assert self.console == []
        left = [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]
        assert left == [] and len([url for url in self.requests if url.startswith("file:")]) == 1


@pytest.fixture(name="open_page")
def _open_page(browser: Any) -> Iterator[Callable[..., Opened]]:
    contexts = []

    def open_page(path: pathlib.Path, **how: Any) -> Opened:
        contexts.append(browser.new_context(**how))
        return Opened(contexts[-1], path)
    yield open_page
    for context in contexts:
        context.close()


def store_of(folder: pathlib.Path, name: str, *roots: str) -> pathlib.Path:
    """A bundle of roots of the corpus."""
    path = folder / name
    path.write_bytes(b"".join((ROOTS / f"{root}.pem").read_bytes() for root in roots))
    return path


def load(path: pathlib.Path) -> Any:
    """A JSON document."""
    return json.loads(path.read_text("utf-8"))
