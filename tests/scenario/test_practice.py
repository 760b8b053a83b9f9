# SPDX-License-Identifier: Apache-2.0
"""What broke people in practice, and what was measured of real verifiers: the same chain and the same
store, with other answers. What happened to whole migrations is in test_incidents.py."""
import json
import pathlib
import random
import sys
from typing import Any, Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from command import REPOSITORY, Chainready
from instants import FORM, after
from test_incidents import ADDTRUST, ADDTRUST_OVER, DST, DST_OVER, Incident
from test_incidents import before, incident  # pylint: disable=unused-import

sys.path.insert(0, str(REPOSITORY / "tests" / "fidelity"))
import generate  # pylint: disable=wrong-import-position
from minting import Authority, ec_keys  # pylint: disable=wrong-import-position

DAY, NOW, HOST = generate.DAY, generate.NOW, generate.HOST
LONG, OVER = (NOW - 900 * DAY, NOW + 900 * DAY), (NOW - 900 * DAY, NOW - 10 * DAY)
AT = ("--at", "2027-01-15T08:00:00Z", "--until", "2027-01-16")
STRICT, PARTIAL = "python-3.13", ("curl-openssl", "openssl-3-partial", "python-3.13")
Write = Callable[[str, Any], pathlib.Path]


class World:
    """A root, a CA and a server, and what is odd about one of them."""

    def __init__(self, **odd: Any) -> None:
        self.made = generate.Scenario("practice")
        keys = ec_keys()
        self.root, self.old, self.issuing, self.twin = (
            Authority(name, key) for name, key in zip(("Root", "Old Root", "Issuing", "Root"), keys))
        lower = odd.pop("lower", {})
        window = odd.pop("window", LONG)
        self.anchor = self.made.issue(self.root, self.root, window, **odd)
        self.lower = self.made.issue(self.issuing, self.root, LONG, **lower)
        self.leaf = generate.leaf_of(self.made, random.Random(1), self.issuing, window=LONG)

    def pem(self, *numbers: int) -> bytes:
        """These certificates."""
        return b"".join(x509.load_der_x509_certificate(self.made.certs[n]).public_bytes(Encoding.PEM)
                        for n in numbers)


@pytest.fixture
def verdict(chainready: Chainready, write: Write) -> Callable[..., tuple[str, set[str]]]:
    """The verdict under a profile and the findings at NOW."""
    def ask(world: World, profile: str, sent: list[int], store: list[int]) -> tuple[str, set[str]]:
        run = chainready("verify", "--json", "--roots", write("store.pem", world.pem(*store)), "--chain",
                         write("chain.pem", world.pem(world.leaf, *sent)), "--host", HOST,
                         "--profile", profile, *AT)
        answer = json.loads(run.out)
        return answer["verdict"], {f["code"] for f in answer["segments"][0]["findings"]}
    return ask


MEASURED = ["openssl-3", "python-3.13", "gnutls-3.7", "jdk-17", "go"]


def case_expired_anchor() -> tuple[World, list[int], list[int], set[str]]:
    """Only the JDK takes an anchor that has expired."""
    world = World(window=OVER)
    return world, [world.lower], [world.anchor], set(MEASURED) - {"jdk-17"}


def case_expired_twin() -> tuple[World, list[int], list[int], set[str]]:
    """The store has an old certificate of the root's name and key; the server sends the new one."""
    world = World()
    old = world.made.issue(world.root, world.root, OVER)
    return world, [world.lower, world.anchor], [old], set(MEASURED) - {"jdk-17"}


def case_only_the_intermediate() -> tuple[World, list[int], list[int], set[str]]:
    """OpenSSL wants a self-signed end, unless partial chains are allowed."""
    world = World()
    return world, [world.lower], [world.lower], {"openssl-3"}


def case_only_the_cross_signed_root() -> tuple[World, list[int], list[int], set[str]]:
    """The same where the root of the store is somebody else's."""
    world = World()
    bridge = world.made.issue(world.root, world.old, LONG)
    return world, [world.lower], [bridge], {"openssl-3"}


def case_root_without_subject_key_id() -> tuple[World, list[int], list[int], set[str]]:
    """cpython#107361: in the store, and yet refused."""
    world = World(no_subject_id=True)
    return world, [world.lower], [world.anchor], {STRICT}


def case_basic_constraints_not_critical() -> tuple[World, list[int], list[int], set[str]]:
    """Of the issuing CA."""
    world = World(lower={"basic_not_critical": True})
    return world, [world.lower], [world.anchor], {STRICT}


def case_twin_of_another_key() -> tuple[World, list[int], list[int], set[str]]:
    """Several roots of one name: without key identifiers, who never goes back takes the wrong one."""
    world = World(lower={"no_authority_id": True})
    twin = world.made.issue(world.twin, world.twin, LONG)
    return world, [world.lower], [twin, world.anchor], {"openssl-3", STRICT}


def case_expired_bridge_sent() -> tuple[World, list[int], list[int], set[str]]:
    """AddTrust, for current verifiers: the good root is in the store, and nobody minds the bridge."""
    world = World()
    bridge = world.made.issue(world.root, world.old, OVER)
    return world, [world.lower, bridge], [world.anchor], set()


def case_root_signed_with_sha1() -> tuple[World, list[int], list[int], set[str]]:
    """sslyze#155: a root's own signature is nobody's business."""
    world = World(sha1=True)
    return world, [world.lower], [world.anchor], set()


def case_the_servers_certificate_is_in_the_store() -> tuple[World, list[int], list[int], set[str]]:
    """Pinned: OpenSSL wants more unless partial chains are allowed, and GnuTLS where more is sent."""
    world = World()
    return world, [world.lower], [world.leaf], {"openssl-3", "gnutls-3.7"}


ROWS = {name.removeprefix("case_"): case for name, case in list(globals().items())
        if name.startswith("case_")}


@pytest.mark.parametrize("profile", MEASURED)
@pytest.mark.parametrize("row", ROWS)
def test_who_refuses_what(verdict: Callable[..., tuple[str, set[str]]], row: str, profile: str) -> None:
    world, sent, store, refuse = ROWS[row]()
    assert verdict(world, profile, sent, store)[0] == ("invalid" if profile in refuse else "valid")


@pytest.mark.parametrize("profile, expected", [
    ("curl-openssl", "valid"), ("php-streams", "invalid"), ("openssl-3-partial", "valid"),
    ("openssl-1.1.1", "invalid"), ("jdk-8", "valid"), ("jdk-25", "valid"), ("android-4.4", "valid"),
    ("android-10", "valid"), ("libressl", "unknown"), ("libressl-3.1", "invalid")])
def test_the_verdict_belongs_to_the_stack(verdict: Callable[..., tuple[str, set[str]]], profile: str,
                                          expected: str) -> None:
    world, sent, store, _ = case_only_the_cross_signed_root()
    answer, found = verdict(world, profile, sent, store)
    assert answer == expected
    assert expected == "valid" or "anchor_not_self_signed" in found


@pytest.mark.parametrize("profile", ["go", "jdk-17", "curl-openssl"])
def test_a_pinned_certificate_is_good_until_it_is_renewed(chainready: Chainready, write: Write, profile: str) -> None:
    """The next one will not be in the store; also for the JDK, which does not look at its dates."""
    world = World()
    world.leaf = generate.leaf_of(world.made, random.Random(2), world.issuing, window=(LONG[0], NOW + 200 * DAY))
    sent, store = [world.lower], [world.leaf]
    leaf = x509.load_der_x509_certificate(world.made.certs[world.leaf])
    report = chainready.report("--roots", write("store.pem", world.pem(*store)), "--chain",
                               write("chain.pem", world.pem(world.leaf, *sent)), "--host", HOST, "--profile", profile,
                               "--at", "2027-01-15T08:00:00Z", "--until", "2035-01-01")
    answer = report["results"][0]
    assert answer["verdict"] == "breaks_later"
    over = leaf.not_valid_after_utc.strftime(FORM)
    assert answer["breaks_at"] == (over if profile == "curl-openssl" else after(over))


def test_strict_and_webpki_have_one_word_for_one_fact(
        verdict: Callable[..., tuple[str, set[str]]]) -> None:
    for row, code in (("root_without_subject_key_id", "subject_key_id_missing"),
                      ("basic_constraints_not_critical", "extension_not_critical")):
        world, sent, store, _ = ROWS[row]()
        for profile in (STRICT, "webpki"):
            assert code in verdict(world, profile, sent, store)[1], (row, profile)


# ---- what is predicted from documentation -----------------------------------------------------------


@pytest.mark.parametrize("profile, expected", [
    ("android-4.4", "valid"), ("android-7", "valid"), ("android-10", "valid"), ("jdk-8", "valid"),
    ("libressl", "invalid"), ("libressl-3.1", "invalid"), ("openssl-1.0.1", "invalid")])
def test_who_looks_at_the_dates_of_an_anchor(verdict: Callable[..., tuple[str, set[str]]], profile: str,
                                             expected: str) -> None:
    world, sent, store, _ = case_expired_anchor()
    assert verdict(world, profile, sent, store)[0] == expected


@pytest.mark.parametrize("profile, expected", [
    ("android-4.4", "valid"), ("android-7", "valid"), ("android-10", "invalid"),
    ("libressl", "valid"), ("jdk-8", "valid"), ("go", "invalid")])
def test_sha1_below_an_anchor(verdict: Callable[..., tuple[str, set[str]]], profile: str,
                              expected: str) -> None:
    world = World(lower={"sha1": True})
    answer, found = verdict(world, profile, [world.lower], [world.anchor])
    assert answer == expected
    assert expected == "valid" or "signature_sha1" in found


@pytest.mark.parametrize("profile", ["android-4.4", "android-7", "jdk-17"])
def test_dst_x3_alone_was_enough_where_anchors_do_not_expire(
        incident: Callable[[str], Incident], profile: str) -> None:
    dst = incident(DST)
    until = ("--until", "2024-01-01", "--profile", profile)
    assert dst.ask("dst-x3", "2021-09-01", *until) == {"verdict": "ready"}
    assert dst.ask("dst-x3", "2023-09-01", *until) == {"verdict": "ready"}


def test_old_libressl_followed_the_bridge_and_the_cure_was_to_remove_a_root(
        incident: Callable[[str], Incident]) -> None:
    """libressl/portable#595"""
    addtrust, broke = incident(ADDTRUST), before(ADDTRUST_OVER)
    ask = lambda roots, profile: addtrust.ask(
        roots, "2020-05-01", "--until", "2020-12-01", "--profile", profile, endpoint="usertrust-rsa-kept")
    later = {"verdict": "breaks_later", "breaks_at": broke}
    assert ask("addtrust usertrust-rsa", "libressl-3.1") == later
    assert ask("usertrust-rsa", "libressl-3.1") == {"verdict": "ready"}
    assert ask("addtrust usertrust-rsa", "libressl") == {"verdict": "ready"}
    assert ask("addtrust usertrust-rsa", "openssl-1.0.1") == later


def test_libressl_counts_the_last_second_in(incident: Callable[[str], Incident]) -> None:
    dst = incident(DST)
    assert dst.ask("dst-x3", "2021-09-01", "--until", "2024-01-01", "--profile", "libressl") == {
        "verdict": "breaks_later", "breaks_at": DST_OVER}


# ---- and says so ------------------------------------------------------------------------------------

DOCUMENTED = ["openssl-1.0.1", "libressl-3.1", "libressl", "jdk-8", "android-4.4", "android-7",
              "android-10"]


@pytest.mark.parametrize("profile", DOCUMENTED + MEASURED + ["openssl-1.0.2", "openssl-1.1.1", "tls"])
def test_what_a_prediction_rests_on_is_said(chainready: Chainready, write: Write, profile: str) -> None:
    world = World()
    store, chain = write("store.pem", world.pem(world.anchor)), write(
        "chain.pem", world.pem(world.leaf, world.lower))
    expected = {"tls": None}.get(profile, "documentation" if profile in DOCUMENTED else "measurement")
    asked = ("--roots", store, "--chain", chain, "--host", HOST, "--profile", profile, *AT)
    assert json.loads(chainready("verify", "--json", *asked).out).get("predicted_from") == expected
    report = chainready.report(*asked)
    assert report["stores"][0].get("predicted_from") == expected
    said = f"{profile} is predicted from documentation"
    for command in ("verify", "check"):
        text = " ".join(chainready(command, *asked).out.split())
        assert (said in text) == (expected == "documentation"), text
    page = chainready("check", *asked, "--html", "-").out
    assert ('"predicted_from": "documentation"' in page) == (expected == "documentation")


def test_the_matrix_marks_what_is_predicted_from_documentation(chainready: Chainready,
                                                               write: Write) -> None:
    world = World()
    run = chainready("check", "--roots", write("store.pem", world.pem(world.anchor)), "--chain",
                     write("chain.pem", world.pem(world.leaf, world.lower)), "--host", HOST,
                     "--profile", "all", *AT)
    marked = {line.split()[0] for line in run.out.splitlines() if line.startswith("  ") and " * " in line}
    assert marked == set(DOCUMENTED)
    assert run.out.rstrip().endswith("* predicted from documentation; the others are measured")
