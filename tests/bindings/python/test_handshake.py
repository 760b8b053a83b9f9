# SPDX-License-Identifier: Apache-2.0
"""Real handshakes in each moment of a migration end as ready() said before: ../handshake/README.md."""
import http.client
import json
import pathlib
import socket
import ssl
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any, Callable, Iterator

import pytest

import stage
from conftest import CORPUS

FOLDER = stage.REPOSITORY / "tests" / "bindings" / "handshake"
HABITS = json.loads((FOLDER / "habits.json").read_text("utf-8"))["habits"]
MOMENTS = ("old", "bridged", "anchor-expired", "bridge-expired", "new")
STORES = ("old", "new", "both", "stranger", "bridge", "no-identifier", "twin")
TEN_YEARS = 3652 * 86400


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """All moments, served."""
    command = [sys.executable, str(FOLDER / "serve.py"), str(tmp_path_factory.mktemp("servers"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin and child.stdout
        yield json.loads(child.stdout.readline())
        child.stdin.close()
        assert child.wait(10) == 0


def get_ssl(host: str, port: int, store: str) -> str:
    """http.client over an ssl.create_default_context()."""
    context = ssl.create_default_context(cafile=store)
    connection = http.client.HTTPSConnection(host, port, timeout=10, context=context)
    try:
        connection.request("GET", "/")
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def get_requests(host: str, port: int, store: str) -> str:
    """requests, with its roots given as everybody gives them."""
    requests = pytest.importorskip("requests")
    try:
        with requests.Session() as session:
            return str(session.get(f"https://{host}:{port}/", verify=store, timeout=10).text)
    except requests.exceptions.SSLError as error:
        raise ssl.SSLCertVerificationError(str(error)) from error


@cache
def is_strict(module: str) -> bool:
    """Do the contexts of this stack have VERIFY_X509_STRICT?"""
    if module == "ssl":
        context = ssl.create_default_context(cafile=str(CORPUS / "globalsign-root-r46.pem"))
    else:
        from urllib3.util.ssl_ import create_urllib3_context
        context = create_urllib3_context()
    return bool(context.verify_flags & ssl.VERIFY_X509_STRICT)


@dataclass(frozen=True)
class Stack:
    """An HTTP stack of Python's."""
    module: str
    get: Callable[[str, int, str], str]

    @property
    def name(self) -> str:
        """As habits.json calls it."""
        return f"python-{self.module}{'-strict' if is_strict(self.module) else ''}"

    def happens(self, servers: dict[str, Any], moment: dict[str, Any], store: str) -> str:
        """Connects for real."""
        try:
            answer = self.get(servers["host"], moment["port"], store)
        except ssl.SSLCertVerificationError:
            return "refuses"
        assert answer == moment["moment"]
        return "connects"


STACKS = (Stack("ssl", get_ssl), Stack("requests", get_requests))


def predicted(moment: dict[str, Any], store: str) -> str:
    """What ready() says: about the timeline, about the chain itself, and on the first day already."""
    import chainready
    facts = {"timelines": pathlib.Path(moment["timeline"])}
    today = chainready.ready(store, at=moment["at"], **facts)
    chain = [(pathlib.Path(moment["chain"]), "localhost")]
    captured = chainready.ready(store, at=moment["at"], chains=chain, renewal="literal",
                                until=moment["at"] + 3600, **facts)
    assert {today.verdict, captured.verdict} <= {"ready", "breaks_later", "broken"}
    good = today.verdict != "broken"
    assert good == (captured.verdict != "broken"), (today, captured)
    began = chainready.ready(store, at=moment["began"], until=moment["began"] + TEN_YEARS, **facts)
    if began.verdict == "breaks_later":
        assert began.breaks_at is not None
        assert (began.breaks_at.timestamp() > moment["at"]) == good, (began, today)
    return "connects" if good else "refuses"


def habits_of(stack: str, moment: str, store: str) -> list[dict[str, Any]]:
    """The habits that are named for this case."""
    return [habit for habit in HABITS if stack in habit["stacks"] and store == habit["store"]
            and moment in habit["moments"]]


@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.module)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("store", STORES)
def test_handshake(servers: dict[str, Any], moment: str, store: str, stack: Stack,
                   record_property: Callable[[str, object], None]) -> None:
    facts = next(each for each in servers["moments"] if each["moment"] == moment)
    path = facts["stores"][store]
    said = predicted(facts, path)
    seen = stack.happens(servers, facts, path)
    record_property("handshake", f"{stack.name} {moment} {store}: predicted {said}, it {seen}")
    habits = habits_of(stack.name, moment, store)
    if habits:
        assert (said, seen) == (habits[0]["predicted"], habits[0]["happens"]), habits[0]["name"]
    else:
        assert said == seen


def test_all_of_it_is_asked(servers: dict[str, Any]) -> None:
    assert tuple(each["moment"] for each in servers["moments"]) == MOMENTS
    assert all(tuple(each["stores"]) == STORES for each in servers["moments"])


@pytest.mark.parametrize("store", ("old", "new", "both", "stranger"))
def test_a_context_connects_as_it_was_asked_about(servers: dict[str, Any], store: str) -> None:
    """The very object that connects afterwards, with its roots in a folder that is read lazily too."""
    import chainready
    for moment in servers["moments"]:
        context = ssl.create_default_context(cafile=moment["stores"][store])
        good = chainready.ready(context, timelines=pathlib.Path(moment["timeline"]),
                                at=moment["at"]).verdict != "broken"
        with socket.create_connection((servers["address"], moment["port"]), 10) as plain:
            try:
                context.wrap_socket(plain, server_hostname=servers["host"]).close()
                happened = True
            except ssl.SSLCertVerificationError:
                happened = False
        assert good == happened, (moment["moment"], store)
