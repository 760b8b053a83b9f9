# SPDX-License-Identifier: Apache-2.0
"""The examples of bindings/python/examples/, as a user would run them."""
import asyncio
import logging
import sys
from typing import Any, Awaitable, Callable

import pytest

import stage
from conftest import CORPUS, ENOUGH, roots

EXAMPLES = stage.REPOSITORY / "bindings" / "python" / "examples"

MANAGE = f"""
import sys
sys.path.insert(0, {str(EXAMPLES)!r})
import django
from django.conf import settings
from django.core.management import execute_from_command_line
settings.configure(INSTALLED_APPS=[], SECRET_KEY="-")
django.setup()
import django_check
execute_from_command_line(["manage.py", "check", "--tag", "security"])
"""


@pytest.fixture
def good(tmp_path: Any) -> dict[str, str]:
    """Variables that make every stack ready."""
    file = tmp_path / "enough.pem"
    file.write_bytes(roots(*ENOUGH))
    return {"SSL_CERT_FILE": str(file), "SSL_CERT_DIR": "", "REQUESTS_CA_BUNDLE": str(file)}


def bad(name: str) -> dict[str, str]:
    """Variables that leave every stack with one root."""
    file = str(CORPUS / f"{name}.pem")
    return {"SSL_CERT_FILE": file, "SSL_CERT_DIR": "", "REQUESTS_CA_BUNDLE": file}


def test_django(child: Callable[..., Any], good: dict[str, str]) -> None:
    pytest.importorskip("django")
    assert b"no issues" in child("-c", MANAGE, env=good).stdout
    broken = child("-c", MANAGE, env=bad("baltimore-cybertrust-root"), code=1).stderr.decode()
    assert "(chainready.E001) broken" in broken
    assert "HINT: Broken" in broken and "add  Amazon Root CA 1" in broken


class Server:
    """Starts and stops an ASGI application as the specification has it."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app
        self.sent: list[str] = []

    async def run(self) -> list[str]:
        """The answers to start-up and shutdown."""
        messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

        async def receive() -> dict[str, str]:
            return messages.pop(0)

        async def send(message: dict[str, Any]) -> None:
            self.sent.append(message["type"])

        await self.app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send)
        return self.sent


async def plain(scope: Any, receive: Callable[[], Awaitable[dict[str, str]]],
                send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
    """An application of no framework."""
    while (await receive())["type"] == "lifespan.startup":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


def applications() -> list[Any]:
    """A plain one, and Starlette's where it is installed."""
    try:
        from starlette.applications import Starlette
    except ImportError:
        return [plain]
    return [plain, Starlette()]


@pytest.mark.parametrize("app", applications(), ids=lambda app: type(app).__name__)
def test_asgi(app: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    for name, value in bad("baltimore-cybertrust-root").items():
        monkeypatch.setenv(name, value)
    sys.modules.pop("asgi_startup", None)
    from asgi_startup import ChainReady
    hook = ChainReady(app)
    with caplog.at_level(logging.INFO, "chainready"):
        assert asyncio.run(Server(hook).run()) == ["lifespan.startup.complete",
                                                   "lifespan.shutdown.complete"]
    assert hook.report.verdict == "broken"
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
