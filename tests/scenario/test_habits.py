# SPDX-License-Identifier: Apache-2.0
"""The habits that real handshakes show (tests/bindings/handshake) are what the profiles predict, by the
timeline alone and by what the server sends."""
import datetime
import json
import subprocess
import sys
from typing import Any, Iterator

import pytest

from command import REPOSITORY, Chainready

HANDSHAKE = REPOSITORY / "tests" / "bindings" / "handshake"
HABITS = json.loads((HANDSHAKE / "habits.json").read_text("utf-8"))["habits"]
MOMENTS = ("old", "bridged", "anchor-expired", "bridge-expired", "new")
STORES = ("old", "new", "both", "stranger", "bridge", "no-identifier", "twin")
STACKS = {
    "python-ssl": ["openssl-3"], "python-ssl-strict": ["python-3.13"], "php-stream": ["php-streams"],
    "php-curl": ["curl-openssl"], "java-httpsurlconnection": ["jdk-8", "jdk-17", "jdk-25"],
}


@pytest.fixture(scope="module")
def moments(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The migration of the handshakes, at each of its moments."""
    command = [sys.executable, str(HANDSHAKE / "serve.py"), str(tmp_path_factory.mktemp("servers"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin and child.stdout
        yield {each["moment"]: each for each in json.loads(child.stdout.readline())["moments"]}
        child.stdin.close()


def word(verdict: str) -> str:
    """As habits.json has it."""
    return {"broken": "refuses", "unknown": "unknown"}.get(verdict, "connects")


def predicted(chainready: Chainready, moment: dict[str, Any], store: str, *more: str) -> dict[str, str]:
    """What each profile says of today, and the default one under ""."""
    at = datetime.datetime.fromtimestamp(moment["at"], datetime.timezone.utc).isoformat()
    words = ["check", "--json", "--roots", moment["stores"][store], "--timeline", moment["timeline"],
             "--at", at, *more]
    results = [chainready(*words, "--profile", profile).document["results"] for profile in ("all", "tls")]
    shown = [[each for each in all_of if each["lane"] == "installed"] for all_of in results]
    assert [len(each) for each in shown] == [1, 1]
    out = {reader["profile"]: word(reader["verdict"]) for reader in shown[0][0]["readers"]}
    return {**out, "": word(shown[1][0]["verdict"])}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("store", STORES)
def test_profiles_predict_what_happens(chainready: Chainready, moments: dict[str, Any], moment: str,
                                       store: str) -> None:
    facts = moments[moment]
    both = {"timeline": predicted(chainready, facts, store),
            "chain": predicted(chainready, facts, store, "--chain", facts["chain"], "--host", "localhost",
                               "--renewal", "literal")}
    for stack, profiles in STACKS.items():
        habit = next((each for each in HABITS if stack in each["stacks"] and store == each["store"]
                      and moment in each["moments"]), None)
        for way, said in both.items():
            happens = habit["happens"] if habit else said[""]
            assert not habit or said[""] == habit["predicted"], (stack, way)
            assert {said[profile] for profile in profiles} == {happens}, (stack, way, habit)
