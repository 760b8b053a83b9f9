# SPDX-License-Identifier: Apache-2.0
"""What happened must be what is predicted: the incidents of the past, to the second on both sides,
and the migrations that are there on request. Minted again with fresh keys, and where the real
certificates and stores lie beside the repository with those."""
import base64
import hashlib
import json
import lzma
import pathlib
import re
from typing import Any, Callable, Optional

import pytest

import pki
import real
from command import BROKEN, READY, REPOSITORY, USAGE, Chainready, outcome, result
from instants import after, before
from migrations import Reminted, builtin

Write = Callable[[str, Any], pathlib.Path]

DST, ADDTRUST = "letsencrypt-dst-x3", "sectigo-addtrust"
# The first seconds at which the roots were no longer valid: RFC 5280 4.1.2.5 counts notAfter in.
DST_OVER, ADDTRUST_OVER = "2021-09-30T14:01:16Z", "2020-05-30T10:48:39Z"
ALL = sorted(path.stem for path in (REPOSITORY / "timelines").glob("*.json")
             if path.name != "schema.json")


class Incident:
    """A migration whose authorities can be put into stores."""

    def __init__(self, chainready: Chainready, write: Write, name: str) -> None:
        self.chainready = chainready
        self.write = write
        self.minted = Reminted(name)
        self.path = write(f"{name}.json", self.minted.timeline)

    def ask(self, roots: str, at: str, *more: Any, endpoint: Optional[str] = None,
            lane: str = "installed") -> dict[str, Any]:
        """The outcome for a store of these roots."""
        store = self.write("roots.pem", b"".join(self.minted[name].pem for name in roots.split()))
        report = self.chainready.report("--roots", store, "--timeline", self.path, "--at", at, *more)
        return outcome(result(report, lane, endpoint))


@pytest.fixture
def incident(chainready: Chainready, write: Write) -> Callable[[str], Incident]:
    """One of the built-in migrations, minted again."""
    return lambda name: Incident(chainready, write, name)


def needs_profile(chainready: Chainready, name: str) -> tuple[str, str]:
    """The option; whoever asks is skipped where this build does not know the profile."""
    run = chainready.check("--roots", REPOSITORY / "corpus" / "roots" / "globalsign-root-ca.pem",
                           "--profile", name, "--at", "2026-11-22")
    if run.code == USAGE:
        pytest.skip(f"there is no profile {name} here")
    return "--profile", name


# ---- DST Root CA X3, 2021-09-30 --------------------------------------------------------------------


def test_dst_x3_alone_broke_when_it_expired(incident: Callable[[str], Incident]) -> None:
    dst = incident(DST)
    until = ("--until", "2024-09-30")
    later = {"verdict": "breaks_later", "breaks_at": DST_OVER}
    assert dst.ask("dst-x3", "2021-09-01", *until) == later
    assert dst.ask("dst-x3", before(DST_OVER), *until) == later
    assert dst.ask("dst-x3", DST_OVER, *until) == {"verdict": "broken", "broken_since": DST_OVER}
    assert dst.ask("dst-x3", before(DST_OVER), "--until", DST_OVER) == {"verdict": "ready"}


def test_isrg_x1_was_enough_all_along(incident: Callable[[str], Incident]) -> None:
    dst = incident(DST)
    for roots in ("isrg-x1", "isrg-x1 dst-x3"):
        for at in ("2021-02-01", before(DST_OVER), DST_OVER, "2024-02-08", "2024-06-06"):
            assert dst.ask(roots, at, "--until", "2024-09-30") == {"verdict": "ready"}
    assert dst.ask("dst-x3", "2024-10-01") == {"verdict": "not_applicable"}


def test_openssl_102_followed_the_bridge_to_the_expired_root(
        chainready: Chainready, incident: Callable[[str], Incident]) -> None:
    """With ISRG Root X1 in its store, and a second earlier: it takes notAfter itself for expired."""
    profile = needs_profile(chainready, "openssl-1.0.2")
    dst = incident(DST)
    broke = before(DST_OVER)
    until = ("--until", "2024-02-01")
    assert dst.ask("isrg-x1 dst-x3", before(broke), *until, *profile) == {
        "verdict": "breaks_later", "breaks_at": broke}
    assert dst.ask("isrg-x1 dst-x3", broke, *until, *profile) == {
        "verdict": "broken", "broken_since": broke}
    assert dst.ask("isrg-x1", "2021-09-01", *until, *profile) == {"verdict": "ready"}, (
        "the cure was to remove the expired root")


REAL_DST = {
    "certifi-2015-04-23": {"verdict": "breaks_later", "breaks_at": DST_OVER},
    "android-4.4-kitkat-cfssl-trust-2014-07-09": {"verdict": "breaks_later", "breaks_at": DST_OVER},
    "debian-ca-certificates-20210119-bullseye-2021-01-19": {"verdict": "ready"},
    "certifi-2020.12.05-2020-12-05": {"verdict": "ready"},
}


@pytest.mark.parametrize("store", REAL_DST)
def test_dst_x3_in_real_stores(chainready: Chainready, shared: real.Shared, store: str) -> None:
    path = shared.folder / "stores" / "pem" / f"{store}.pem"
    report = chainready.report("--roots", path, "--timeline", DST, "--bridges", shared.bridges,
                               "--at", "2021-09-01", "--until", "2024-09-01")
    assert outcome(result(report)) == REAL_DST[store]


# ---- AddTrust External CA Root, 2020-05-30 -----------------------------------------------------------

KEPT = ("usertrust-rsa", "comodo-rsa")


@pytest.mark.parametrize("root", KEPT)
def test_addtrust_alone_broke_when_it_expired(incident: Callable[[str], Incident], root: str) -> None:
    addtrust = incident(ADDTRUST)
    until = ("--until", "2022-09-01")
    later = {"verdict": "breaks_later", "breaks_at": ADDTRUST_OVER}
    for at in ("2020-05-01", before(ADDTRUST_OVER)):
        assert addtrust.ask("addtrust", at, *until, endpoint=f"{root}-kept") == later
    assert addtrust.ask("addtrust", ADDTRUST_OVER, *until, endpoint=f"{root}-kept") == {
        "verdict": "broken", "broken_since": ADDTRUST_OVER}


@pytest.mark.parametrize("root", KEPT)
def test_the_newer_root_was_enough_all_along(incident: Callable[[str], Incident], root: str) -> None:
    addtrust = incident(ADDTRUST)
    for roots in (root, f"addtrust {root}"):
        for at in ("2020-05-01", before(ADDTRUST_OVER), ADDTRUST_OVER):
            assert addtrust.ask(roots, at, "--until", "2022-09-01", endpoint=f"{root}-kept") == {
                "verdict": "ready"}
    assert addtrust.ask("aaa", "2020-05-01", endpoint="usertrust-rsa-by-aaa") == {"verdict": "ready"}


@pytest.mark.parametrize("root", KEPT)
def test_old_verifiers_followed_the_bridge_to_addtrust(
        chainready: Chainready, incident: Callable[[str], Incident], root: str) -> None:
    profile = needs_profile(chainready, "openssl-1.0.2")
    addtrust = incident(ADDTRUST)
    broke = before(ADDTRUST_OVER)
    ask = lambda at: addtrust.ask(f"addtrust {root}", at, "--until", "2022-09-01", *profile,
                                  endpoint=f"{root}-kept")
    assert ask(before(broke)) == {"verdict": "breaks_later", "breaks_at": broke}
    assert ask(broke) == {"verdict": "broken", "broken_since": broke}


REAL_ADDTRUST = {
    "oracle-java-sun-jre-5.0u13-2007-08-01": {"verdict": "breaks_later",
                                              "breaks_at": ADDTRUST_OVER},
    "python-requests-requests-0.13.1-2012-06-28": {"verdict": "breaks_later",
                                                   "breaks_at": ADDTRUST_OVER},
    "certifi-2018.04.16-2018-04-16": {"verdict": "ready"},
}


@pytest.mark.parametrize("store", REAL_ADDTRUST)
def test_addtrust_in_real_stores(chainready: Chainready, shared: real.Shared, store: str) -> None:
    path = shared.folder / "stores" / "pem" / f"{store}.pem"
    report = chainready.report("--roots", path, "--timeline", ADDTRUST, "--bridges", shared.bridges,
                               "--at", "2020-05-01", "--until", "2022-09-01")
    for root in KEPT:
        assert outcome(result(report, endpoint=f"{root}-kept")) == REAL_ADDTRUST[store]


# ---- what is issued after a date -------------------------------------------------------------------

# timeline, root, program, the last second at which what is issued is trusted
LIMITS = [
    ("entrust-distrust", "entrust-g2", "mozilla", "2024-11-30T23:59:59Z"),
    ("entrust-distrust", "affirmtrust-commercial", "mozilla", "2024-11-30T23:59:59Z"),
    ("entrust-distrust", "entrust-g2", "chrome", "2024-11-11T23:59:59Z"),
    ("entrust-distrust", "entrust-2006", "jdk", "2024-11-11T23:59:59Z"),
    ("symantec-distrust", "verisign-class3-g5", "jdk", "2019-04-16T23:59:59Z"),
    ("symantec-distrust", "geotrust-global", "jdk", "2019-04-16T23:59:59Z"),
    ("camerfirma-distrust", "camerfirma-chambers-2008", "jdk", "2025-04-15T23:59:59Z"),
    ("chunghwa-netlock-distrust", "hipki", "chrome", "2025-07-31T23:59:59Z"),
    ("chunghwa-netlock-distrust", "epki", "jdk", "2026-03-17T23:59:59Z"),
]


@pytest.mark.parametrize("name, root, program, last", LIMITS)
def test_a_program_distrusts_what_is_issued_after(incident: Callable[[str], Incident], name: str,
                                                  root: str, program: str, last: str) -> None:
    there = incident(name)
    for issued, good in ((last, True), (after(last), False)):
        leaf = pki.server(there.minted[root], ["www.example.org"], (issued, after(after(last))))
        chain = there.write("leaf.pem", leaf.pem)
        asked = ("--until", after(after(last)), "--chain", chain, "--host", "www.example.org",
                 "--renewal", "literal", "--follows", program)
        verdict = there.ask(root, issued, *asked, lane="program")
        assert verdict["verdict"] == ("ready" if good else "broken"), verdict
        assert there.ask(root, issued, *asked)["verdict"] == "ready", "the store has no such limit"


# ---- those that are pending ------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["r1", "r4"])
def test_gts_over_globalsign_r1(incident: Callable[[str], Incident], number: str) -> None:
    """The bridge ends forty-two seconds into the day, half a day before its issuer."""
    gts = incident("gts-globalsign-r1")
    over = "2028-01-28T00:00:43Z"
    ask = lambda roots, at: gts.ask(roots, at, "--until", "2028-02-01", endpoint=f"root-{number}")
    assert ask("gs-r1", "2026-11-22")["verdict"] == "unknown", "who sends the bridge is not known"
    assert ask("gs-r1", "2026-11-22")["breaks_by"] == over
    assert ask("gs-r1", before(over))["verdict"] == "unknown"
    assert ask("gs-r1", over)["verdict"] == "broken"
    assert ask(f"gts-{number}", before(over)) == {"verdict": "ready"}


def test_azure_left_baltimore(incident: Callable[[str], Incident]) -> None:
    azure = incident("azure-baltimore-g2")
    for endpoint, begin, end in (("iot-hub", "2023-02-15", "2023-10-15"),
                                 ("dps", "2024-01-15", "2024-09-30")):
        assert azure.ask("baltimore", "2026-11-22", endpoint=endpoint)["verdict"] == "broken"
        first = azure.ask("baltimore", "2023-01-01", endpoint=endpoint)
        assert first["breaks_at"] == f"{begin}T00:00:00Z"
        assert azure.ask("dc-g2", "2023-01-01", endpoint=endpoint)["verdict"] == "broken"
        assert azure.ask("dc-g2", after(f"{end}T23:59:59Z"), endpoint=endpoint) == {
            "verdict": "ready"}
        assert azure.ask("dc-g2 baltimore", "2023-01-01", endpoint=endpoint) == {"verdict": "ready"}


@pytest.mark.parametrize("endpoint", ["ev-rsa", "ov-rsa", "dv-rsa"])
def test_sectigo_bridges_are_not_known_to_be_sent(incident: Callable[[str], Incident],
                                                  endpoint: str) -> None:
    sectigo = incident("sectigo-2025")
    ask = lambda roots, at: sectigo.ask(roots, at, endpoint=endpoint)["verdict"]
    assert ask("usertrust-rsa", "2026-11-22") == "unknown"
    assert ask("sectigo-r46", "2026-11-22") == "ready"
    assert ask("sectigo-r46", "2025-01-01") == "broken"
    assert ask("sectigo-r46 usertrust-rsa", "2025-01-01") == "ready"


def test_generation_y_needs_an_older_root(incident: Callable[[str], Incident]) -> None:
    """The bridges made again end on 2032-09-02; those of 2025 are revoked when they are."""
    letsencrypt = incident("letsencrypt-generation-y")
    over = "2032-09-03T00:00:00Z"
    assert letsencrypt.ask("isrg-x1", "2026-11-22", endpoint="rsa") == {"verdict": "ready"}
    for at in ("2032-01-01", before(over)):
        assert letsencrypt.ask("isrg-x1", at, endpoint="rsa") == {
            "verdict": "breaks_later", "breaks_at": over}
    assert letsencrypt.ask("isrg-x1", over, endpoint="rsa")["verdict"] == "broken"
    assert letsencrypt.ask("isrg-x2", "2026-11-22", endpoint="ecc") == {"verdict": "ready"}
    assert letsencrypt.ask("isrg-x1", "2026-11-22", endpoint="ecc")["verdict"] == "unknown"


def of_ccadb(folder: pathlib.Path, wanted: set[str]) -> bytes:
    """Certificates of the list of CCADB, by fingerprint."""
    text = lzma.open(folder / "bridges" / "ccadb_all.pem.xz").read().decode("latin-1")
    blocks = re.findall("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", text, re.S)
    bodies = ((block, block.split("-----")[2]) for block in blocks)
    return "".join(block for block, body in bodies
                   if hashlib.sha256(base64.b64decode(body)).hexdigest() in wanted).encode()


def test_the_facts_of_generation_y_agree_with_its_certificates(
        chainready: Chainready, write: Write, shared: real.Shared) -> None:
    links = builtin("letsencrypt-generation-y")["links"]
    found = of_ccadb(shared.folder, {link["sha256"] for link in links.values()})
    bridges = write("bridges.pem", found + b"".join(
        pki.Identity(shared.cert(links[name]["sha256"]), pki.new_key()).pem
        for name in ("isrg-x1", "isrg-x2")))
    run = chainready("timelines", "letsencrypt-generation-y", "--verify", "--strict", "--bridges",
                     bridges)
    assert run.code == READY, run.out
    assert " 0 are wrong, 0 could not be checked" in run.out


# ---- what is on request, and what programs do -------------------------------------------------------


def test_the_default_run_asks_about_servers_that_an_app_may_call(chainready: Chainready) -> None:
    listed = {line.split()[0]: line for line in chainready("timelines").out.splitlines()}
    assert sorted(listed) == ALL
    default = [name for name in ALL if not builtin(name).get("on_request", False)]
    assert [name for name in ALL if " current " in listed[name].split("facts")[0]] == default
    for name in default:
        timeline = builtin(name)
        assert timeline["status"] == "current", f"{name} is past, and not on request"
        assert all(endpoint["hosts"] for endpoint in timeline["endpoints"]), name
    store = REPOSITORY / "corpus" / "roots" / "digicert-global-root-g2.pem"
    for at in ("2019-01-01", "2021-01-10", "2026-11-22"):
        report = chainready.report("--roots", store, "--at", at)
        assert {item["timeline"] for item in report["results"]} <= set(default), at


@pytest.mark.parametrize("name", [name for name in ALL if builtin(name)["status"] == "current"])
def test_what_is_pending_finds_the_system_ready(chainready: Chainready, name: str) -> None:
    if not real.DEBIAN.is_file():
        pytest.skip("there is no Debian store here")
    report = chainready.report("--roots", real.DEBIAN, "--timeline", name, "--at", "2026-11-22")
    nothing = not builtin(name)["endpoints"]
    assert report["verdict"] == ("not_applicable" if nothing else "ready")
    assert report["complete"]


def test_mozillas_lifecycle_is_laid_over_what_it_is_asked_about_with(chainready: Chainready,
                                                                    write: Write) -> None:
    ant = builtin("ant-digicert-g2")
    del ant["programs"]
    path = write("ant.json", ant)
    store = REPOSITORY / "corpus" / "roots" / "digicert-global-root-g2.pem"
    asked = ("--roots", store, "--timeline", path, "--follows", "mozilla", "--until", "2030-01-01")

    def program(at: str, *more: str) -> dict[str, Any]:
        return outcome(result(chainready.report(*asked, "--at", at, *more), "program"))

    day = "2029-04-15T00:00:00Z"
    assert program("2026-11-22")["verdict"] == "ready"
    later = program("2026-11-22", "--timeline", "mozilla-lifecycle")
    assert (later["verdict"], later["breaks_at"]) == ("breaks_later", day)
    assert program(after("2029-04-15T23:59:59Z"), "--timeline", "mozilla-lifecycle")[
        "verdict"] == "broken"


# Mozilla's table: keys made before the first day leave on the second; later ones after 15 years.
TABLE = [("2006-01-01", "2025-04-15"), ("2008-01-01", "2026-04-15"), ("2010-01-01", "2027-04-15"),
         ("2012-01-01", "2028-04-15"), ("2014-04-15", "2029-04-15")]


def leaves(made: str) -> str:
    """When the root of a key that was made on this day leaves."""
    for before_day, day in TABLE:
        if made < before_day:
            return day
    return f"{int(made[:4]) + 15}{made[4:]}"


def test_mozillas_lifecycle_follows_from_the_age_of_keys() -> None:
    """Where notBefore stands in for it; the others have a source of their own."""
    timeline = builtin("mozilla-lifecycle")
    counted = 0
    for rule in timeline["programs"]:
        note = rule.get("note", "")
        made = re.search(r"the key, made on (\S+):", note)
        if not made and "key age by notBefore" not in note:
            continue
        day = made.group(1) if made else timeline["links"][rule["root"]]["not_before"][:10]
        assert rule["at"]["at"] == leaves(day), rule["root"]
        assert rule["confidence"] == "medium"
        counted += 1
    assert counted > 100


@pytest.mark.parametrize("name", ["clientauth-removal", "lifetimes-47-days"])
def test_what_is_for_reading_is_judged_by_nobody(chainready: Chainready, name: str) -> None:
    run = chainready("timelines", name)
    assert run.code == READY
    for deadline in builtin(name)["deadlines"]:
        assert deadline["at"]["at"] in run.out
        assert deadline["text"] in run.out
    store = REPOSITORY / "corpus" / "roots" / "globalsign-root-ca.pem"
    assert chainready.report("--roots", store, "--timeline", name)["results"] == []
    first = chainready.check("--roots", store, "--timeline", name).first
    assert first.startswith("Not applicable — no servers are named: rules for captured chains")


def test_each_fact_has_a_source_and_a_confidence() -> None:
    for name in ALL:
        timeline = builtin(name)
        for part in ("programs", "revocations", "deadlines", "minimums"):
            for number, fact in enumerate(timeline.get(part, [])):
                assert fact["sources"] and fact["confidence"], (name, part, number)
        for key, link in timeline["links"].items():
            assert link["sources"] and link["confidence"], (name, key)
        for endpoint in timeline["endpoints"]:
            for phase in endpoint["phases"]:
                for chain in phase["chains"]:
                    assert chain["sources"] and chain["confidence"], (name, chain["id"])
        assert json.dumps(timeline).count("REPLACE") == 0
