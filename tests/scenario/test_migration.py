# SPDX-License-Identifier: Apache-2.0
"""A user's own migration: an internal CA's rotation, minted on the spot."""
import json
import pathlib
from typing import Any, Callable

import pytest

import migrations
import pki
from command import BROKEN, LATER, READY, UNKNOWN, Chainready, fixes, outcome, result
from instants import after, before
from migrations import Timeline, changed
from pki import Identity

NOW = "2026-11-22T00:00:00Z"
Write = Callable[[str, Any], pathlib.Path]

# The old certificates are issued to 2027-02-01 in UTC+1, a day; the bridge goes to an exact instant.
DAY, NEXT = "2027-01-31T23:00:00Z", "2027-02-01T23:00:00Z"
END = "2027-07-01T12:00:00Z"
PHASES = ("endpoints", 0, "phases")


class Rotation:
    """The migration, and stores to hold against it."""

    def __init__(self, chainready: Chainready, write: Write) -> None:
        self.chainready = chainready
        self.write = write
        self.timeline, self.authorities = migrations.rotation()

    def __getitem__(self, name: str) -> Identity:
        return self.authorities[name]

    def words(self, roots: str, timeline: Timeline | None = None) -> list[Any]:
        """The arguments of a check of these roots against this migration, or another."""
        store = self.write("roots.pem", b"".join(self[name].pem for name in roots.split()))
        return ["--roots", store, "--timeline",
                self.write("rotation.json", timeline or self.timeline)]

    def result(self, roots: str, at: str = NOW, *more: str, timeline: Timeline | None = None,
               lane: str = "installed") -> dict[str, Any]:
        """Its only result in a lane."""
        report = self.chainready.report(*self.words(roots, timeline), "--at", at, *more)
        return result(report, lane)

    def ask(self, roots: str, at: str = NOW, *more: str, timeline: Timeline | None = None,
            lane: str = "installed") -> dict[str, Any]:
        """Its outcome."""
        return outcome(self.result(roots, at, *more, timeline=timeline, lane=lane))


@pytest.fixture
def rotation(chainready: Chainready, write: Write) -> Rotation:
    """A fresh one."""
    return Rotation(chainready, write)


# ---- what becomes of stores -----------------------------------------------------------------------


def test_both_roots_are_ready(rotation: Rotation) -> None:
    assert rotation.ask("old new") == {"verdict": "ready"}
    assert rotation.ask("old new", NOW, "--until", "2046-01-01T00:00:01Z") == {"verdict": "ready"}
    assert rotation.ask("old new", "2045-06-01") == {"verdict": "breaks_later",
                                                     "breaks_at": "2046-01-01T00:00:01Z"}
    run = rotation.chainready.check(*rotation.words("old new"), "--at", NOW)
    assert run.code == READY
    assert run.first.startswith("Ready (as stated) — 1 root store, 1 current migration, until 2028")


@pytest.mark.memory
def test_the_old_root_breaks_when_the_bridge_ends(rotation: Rotation) -> None:
    breaks = {"verdict": "breaks_later", "breaks_at": END}
    assert rotation.ask("old") == breaks
    assert rotation.ask("old", before(END)) == breaks
    assert rotation.ask("old", END) == {"verdict": "broken", "broken_since": END}
    assert rotation.ask("old", after(END)) == {"verdict": "broken", "broken_since": END}
    assert rotation.ask("old", NOW, "--until", END) == {"verdict": "ready"}
    assert rotation.ask("old", NOW, "--until", after(END)) == breaks
    item = rotation.result("old")
    assert fixes(item) == ["CN=Corp Root 2026"]
    assert item["fix"][0]["root"]["sha256"] == rotation["new"].sha256
    assert "Corp IT says so of new-alone." in item["reason"]
    run = rotation.chainready.check(*rotation.words("old"), "--at", NOW)
    assert run.code == LATER
    assert run.first.startswith("Breaks on 2027-07-01 — this root store stops reaching the intranet.")
    assert "add  Corp Root 2026" in run.out


def test_the_new_root_is_broken_until_the_old_certificates_are_gone(rotation: Rotation) -> None:
    """A day in UTC+1 is all that is known of their end."""
    assert rotation.ask("new") == {"verdict": "broken"}
    assert rotation.ask("new", before(DAY)) == {"verdict": "broken"}
    assert rotation.ask("new", DAY)["verdict"] == "unknown"
    assert rotation.ask("new", before(NEXT))["verdict"] == "unknown"
    assert rotation.ask("new", NEXT) == {"verdict": "ready"}
    run = rotation.chainready.check(*rotation.words("new"), "--at", NOW)
    assert run.code == BROKEN
    assert run.first.startswith("Broken — this root store does not reach the intranet.")
    assert fixes(rotation.result("new")) == ["CN=Corp Root 2017"]


def test_old_certificates_that_linger_make_the_new_root_unknown(rotation: Rotation) -> None:
    """The last of them may be issued on the last day, for as long as is allowed then: 200 days."""
    lingering = changed(rotation.timeline, *PHASES, 0, "lingers", value=True)
    gone = "2027-08-20T23:00:00Z"
    assert rotation.ask("new", NEXT, timeline=lingering)["verdict"] == "unknown"
    assert rotation.ask("new", before(gone), timeline=lingering)["verdict"] == "unknown"
    assert rotation.ask("new", gone, timeline=lingering) == {"verdict": "ready"}
    assert rotation.ask("old new", NEXT, timeline=lingering) == {"verdict": "ready"}


def test_a_bridge_that_may_not_be_sent_makes_the_old_root_unknown(rotation: Rotation) -> None:
    chains = [migrations.chain("new-bridged", "new", ["new-by-old"], "possible"),
              migrations.chain("new-alone", "new", [], "possible")]
    timeline = changed(rotation.timeline, *PHASES, 1, "chains", value=chains)
    unknown = {"verdict": "unknown", "unknown_from": DAY, "breaks_by": END}
    assert rotation.ask("old", timeline=timeline) == unknown
    assert rotation.ask("old", NOW, "--until", DAY, timeline=timeline) == {"verdict": "ready"}
    assert rotation.ask("old", NOW, "--until", after(DAY), timeline=timeline) == {
        "verdict": "unknown", "unknown_from": DAY}
    assert rotation.ask("new old", timeline=timeline) == {"verdict": "ready"}
    run = rotation.chainready.check(*rotation.words("old", timeline), "--at", NOW)
    assert run.code == UNKNOWN
    assert run.first.startswith("Unknown from 2027-01-31 — this root store may not reach the intranet")


def test_a_bridge_of_which_the_end_has_no_date_makes_the_old_root_unknown(rotation: Rotation) -> None:
    end = {"kind": "announced_undated", "earliest": END, "stated": "in summer", "sources": ["own"]}
    timeline = changed(changed(rotation.timeline, *PHASES, 1, "end", value=end),
                       *PHASES, 2, "begin", value=end)
    assert rotation.ask("old", timeline=timeline) == {"verdict": "unknown", "unknown_from": END}
    assert rotation.ask("old", NOW, "--until", END, timeline=timeline) == {"verdict": "ready"}
    assert rotation.ask("old new", timeline=timeline) == {"verdict": "ready"}


def test_a_bridge_without_an_end_holds_as_long_as_it_is_valid(rotation: Rotation) -> None:
    timeline = changed(rotation.timeline, *PHASES, 1, "end", value={"kind": "none_announced"})
    timeline = changed(timeline, *PHASES, 2, drop=True)
    last = "2029-06-30T00:00:00Z"
    assert rotation.ask("old", timeline=timeline) == {"verdict": "ready"}
    assert rotation.ask("old", NOW, "--until", after(last), timeline=timeline) == {
        "verdict": "ready"}
    assert rotation.ask("old", last, timeline=timeline) == {"verdict": "breaks_later",
                                                            "breaks_at": after(last)}
    assert rotation.ask("old", after(last), timeline=timeline) == {"verdict": "broken",
                                                                   "broken_since": after(last)}


# ---- each change of a fact changes the answer ------------------------------------------------------


def test_a_bridge_that_is_dropped_breaks_the_old_root_earlier(rotation: Rotation) -> None:
    timeline = changed(rotation.timeline, *PHASES, 1, "chains", 0, "sent", value=[])
    assert rotation.ask("old", timeline=timeline) == {
        "verdict": "breaks_later", "breaks_at": DAY, "breaks_latest": NEXT}


def test_a_date_that_is_moved_moves_the_break(rotation: Rotation) -> None:
    moved = "2027-07-01T12:00:01Z"
    timeline = changed(changed(rotation.timeline, *PHASES, 1, "end", "at", value=moved),
                       *PHASES, 2, "begin", value=moved)
    assert rotation.ask("old", timeline=timeline)["breaks_at"] == moved


def test_a_bridge_with_another_key_is_no_bridge(rotation: Rotation) -> None:
    other = pki.authority("Corp Root 2026")
    wrong = pki.authority("", issuer=rotation["old"], same_key=other)
    facts = migrations.link(wrong, rotation["old"], "bridge")
    for link in (facts, migrations.stated(facts)):
        timeline = changed(rotation.timeline, "links", "new-by-old", value=link)
        assert rotation.ask("old", timeline=timeline)["breaks_at"] == DAY


def test_a_bridge_signed_by_somebody_else_is_no_bridge(rotation: Rotation) -> None:
    """It has the names, but the signature is not the old root's."""
    forger = pki.authority(rotation["old"].cert.subject)
    forged = pki.authority("", issuer=forger, same_key=rotation["new"])
    facts = migrations.link(forged, rotation["old"], "bridge")
    timeline = changed(rotation.timeline, "links", "new-by-old", value=facts)
    assert rotation.ask("old", timeline=timeline)["breaks_at"] == DAY
    assert rotation.ask("old", timeline=changed(
        timeline, "links", "new-by-old", value=migrations.stated(facts)))["breaks_at"] == END, (
            "stated facts prove no signature")


def test_a_bridge_that_expires_early_breaks_the_old_root_then(rotation: Rotation) -> None:
    early = pki.authority("", issuer=rotation["old"], same_key=rotation["new"],
                          dates=("2026-01-15", "2027-04-30T12:00:00Z"))
    timeline = changed(rotation.timeline, "links", "new-by-old",
                       value=migrations.link(early, rotation["old"], "bridge"))
    assert rotation.ask("old", timeline=timeline) == {
        "verdict": "breaks_later", "breaks_at": "2027-04-30T12:00:01Z"}


def test_recorded_bridges_replace_what_is_stated_of_them(rotation: Rotation) -> None:
    """With --bridges the certificate with the stated fingerprint speaks: here, of an earlier end."""
    facts = migrations.stated(migrations.link(rotation["bridge"], rotation["old"], "bridge"))
    facts["not_after"] = "2044-01-01T00:00:00Z"
    timeline = changed(rotation.timeline, "links", "new-by-old", value=facts)
    for phase in (1, 2):
        timeline = changed(timeline, *PHASES, phase, "chains", 0, "sent", value=["new-by-old"])
    bridges = rotation.write("bridges.pem", rotation["bridge"].pem)
    far = ("--until", "2029-08-01")
    assert rotation.ask("old", NOW, *far, timeline=timeline) == {"verdict": "ready"}
    assert rotation.ask("old", NOW, *far, "--bridges", str(bridges), timeline=timeline) == {
        "verdict": "breaks_later", "breaks_at": "2029-06-30T00:00:01Z"}


def test_a_timeline_of_stated_facts_alone_gives_the_same_answers(rotation: Rotation) -> None:
    links = {name: migrations.stated(link) for name, link in rotation.timeline["links"].items()}
    timeline = changed(rotation.timeline, "links", value=links)
    for roots in ("old", "new", "old new"):
        for at in (NOW, before(DAY), DAY, NEXT, before(END), END):
            assert rotation.ask(roots, at, timeline=timeline) == rotation.ask(roots, at), (roots, at)


# ---- programs and revocations ---------------------------------------------------------------------


def program(effect: str, at: Any) -> list[dict[str, Any]]:
    """What Mozilla does about the old root."""
    return [{"program": "mozilla", "root": "old", "effect": effect, "at": at, "sources": ["own"]}]


def test_a_program_that_removes_a_root_counts_in_its_lane_only(rotation: Rotation) -> None:
    timeline = changed(rotation.timeline, "programs",
                       value=program("remove", "2027-05-01T10:00:00Z"))
    words = ("--follows", "mozilla")
    assert rotation.ask("old", NOW, *words, timeline=timeline)["breaks_at"] == END
    assert rotation.ask("old", NOW, *words, timeline=timeline, lane="program") == {
        "verdict": "breaks_later", "breaks_at": "2027-05-01T10:00:00Z"}
    for follows in ("chrome", "jdk"):
        assert rotation.ask("old", NOW, "--follows", follows, timeline=timeline,
                            lane="program")["breaks_at"] == END


def test_distrust_by_issuance_is_unknown_for_a_lifetime_and_then_denied(rotation: Rotation) -> None:
    """A leaf issued on 2027-01-10 may last 200 days: to 2027-07-29. The bridge goes on here."""
    limit = "2027-01-10T00:00:00Z"
    last = "2027-07-29T00:00:00Z"
    timeline = changed(rotation.timeline, *PHASES, 0, "end", value={"kind": "none_announced"})
    timeline = changed(changed(timeline, *PHASES, 2, drop=True), *PHASES, 1, drop=True)
    timeline = changed(timeline, "programs", value=program("distrust_after", limit))

    def ask(at: str, *more: str) -> dict[str, Any]:
        return rotation.ask("old", at, "--follows", "mozilla", *more, timeline=timeline,
                            lane="program")

    assert ask(NOW) == {"verdict": "unknown", "unknown_from": limit, "breaks_by": last}
    assert ask(NOW, "--until", limit) == {"verdict": "ready"}
    assert ask(limit) == {"verdict": "unknown", "unknown_from": limit, "breaks_by": last}
    assert ask(before(last)) == {"verdict": "unknown", "unknown_from": limit, "breaks_by": last}
    assert ask(last) == {"verdict": "broken", "broken_since": last}


def revoked(**what: Any) -> list[dict[str, Any]]:
    """A revocation with a source."""
    return [{"sources": ["own"], **what}]


def test_a_revoked_bridge_breaks_what_needs_it(rotation: Rotation) -> None:
    timeline = changed(rotation.timeline, "revocations",
                       value=revoked(certificate="new-by-old", at="2027-04-01T00:00:00Z"))
    assert rotation.ask("old", timeline=timeline) == {
        "verdict": "breaks_later", "breaks_at": "2027-04-01T00:00:00Z"}
    assert rotation.ask("old new", timeline=timeline) == {"verdict": "ready"}


def test_a_revocation_by_issuance_spares_what_was_issued_outside(rotation: Rotation) -> None:
    """What the old root issued in March and before April 2026 is revoked on 2027-01-05."""
    at = "2027-01-05T00:00:00Z"
    timeline = changed(rotation.timeline, "revocations", value=revoked(
        issuer="old", issued_from="2026-03-01T00:00:00Z", issued_until="2026-04-01T00:00:00Z", at=at))
    words = rotation.words("old", timeline)
    cases = {"2026-02-28T23:59:59Z": None, "2026-03-01": at, "2026-03-31T23:59:59Z": at,
             "2026-04-01": None}
    for issued, breaks in cases.items():
        leaf = pki.server(rotation["old"], ["wiki.corp.example"], (issued, "2027-02-01"))
        chain = rotation.write("chain.pem", leaf.pem)
        found = outcome(result(rotation.chainready.report(
            *words, "--chain", chain, "--host", "wiki.corp.example", "--at", NOW,
            "--until", "2027-01-20")))
        assert found == ({"verdict": "breaks_later", "breaks_at": breaks} if breaks
                         else {"verdict": "ready"}), issued


# ---- captured and selected ------------------------------------------------------------------------


def test_a_captured_chain_of_the_intranet_is_held_against_the_rotation(rotation: Rotation) -> None:
    leaf = pki.server(rotation["old"], ["wiki.corp.example"], ("2026-10-01", "2027-01-15"))
    chain = rotation.write("chain.pem", leaf.pem)
    report = rotation.chainready.report(*rotation.words("old"), "--chain", chain,
                                        "--host", "wiki.corp.example", "--at", NOW)
    assert result(report)["timeline"] == "corp-rotation"
    assert outcome(result(report)) == {"verdict": "breaks_later", "breaks_at": END}


def test_the_rotation_beside_builtin_migrations(rotation: Rotation) -> None:
    report = rotation.chainready.report(*rotation.words("old new"), "--timeline", "oss-globalsign",
                                        "--at", NOW)
    assert {item["timeline"]: item["verdict"] for item in report["results"]} == {
        "corp-rotation": "ready", "oss-globalsign": "broken"}
    assert report["verdict"] == "broken"


def test_the_rotation_from_standard_input(rotation: Rotation) -> None:
    words = rotation.words("old")
    words[3] = "-"
    report = rotation.chainready.report(*words, "--at", NOW,
                                        stdin=json.dumps(rotation.timeline).encode())
    assert outcome(report) == {"verdict": "breaks_later", "breaks_at": END}


@pytest.mark.parametrize("host, asked", [("wiki.corp.example", True), ("WIKI.corp.example", True),
                                         ("corp.example", False), ("example.org", False)])
def test_hosts_narrow_the_report(rotation: Rotation, host: str, asked: bool) -> None:
    hosts = rotation.write("hosts.txt", host + "\n")
    report = rotation.chainready.report(*rotation.words("old"), "--hosts", hosts, "--at", NOW)
    assert len(report["results"]) == asked
    assert report["verdict"] == ("breaks_later" if asked else "not_applicable")


# ---- timelines --verify ---------------------------------------------------------------------------


def test_every_fact_of_the_rotation_can_be_checked(rotation: Rotation) -> None:
    path = rotation.words("old")[3]
    run = rotation.chainready("timelines", path, "--verify", "--strict")
    assert (run.code, run.err) == (READY, "")
    assert run.out.endswith(" facts agree, 0 are wrong, 0 could not be checked\n")
    assert not run.out.startswith("0 ")


@pytest.mark.parametrize("member, value", [
    ("serial", "00" * 20), ("not_before", "2017-01-01T00:00:01Z"), ("sha256", "ab" * 32),
    ("not_after", "2029-12-30T23:59:59Z"), ("key", "cd" * 32), ("subject", "CN=Corp Root 2018"),
    ("issuer", "CN=Corp Root 2018")])
def test_a_wrong_fact_is_found(rotation: Rotation, member: str, value: str) -> None:
    timeline = changed(rotation.timeline, "links", "old", member, value=value)
    run = rotation.chainready("timelines", rotation.words("old", timeline)[3], "--verify")
    assert run.code == BROKEN
    assert f"wrong: corp-rotation $.links.old.{member}: " in run.out


def test_a_wrong_set_of_sufficient_roots_is_found(rotation: Rotation) -> None:
    for claimed, good in (([["old"]], True), ([["new"]], False), ([["old"], ["new"]], False),
                          ([["old", "new"]], False), ([], True)):
        timeline = changed(rotation.timeline, *PHASES, 0, "sufficient", value=claimed)
        run = rotation.chainready("timelines", rotation.words("old", timeline)[3], "--verify")
        assert run.code == (READY if good else BROKEN), claimed
        if not good:
            assert "$.endpoints[0].phases[0].sufficient" in run.out


def test_a_stated_fact_cannot_be_checked_without_its_certificate(rotation: Rotation) -> None:
    facts = migrations.stated(rotation.timeline["links"]["new-by-old"])
    timeline = changed(rotation.timeline, "links", "new-by-old", value=facts)
    path = rotation.words("old", timeline)[3]
    assert rotation.chainready("timelines", path, "--verify").code == READY
    run = rotation.chainready("timelines", path, "--verify", "--strict")
    assert run.code == UNKNOWN
    assert "$.links.new-by-old: no certificate with this fingerprint is at hand" in run.out
    bridges = rotation.write("bridges.pem", rotation["bridge"].pem)
    assert rotation.chainready("timelines", path, "--verify", "--strict", "--bridges",
                               bridges).code == READY


def test_the_facts_of_builtin_timelines_agree(chainready: Chainready) -> None:
    run = chainready("timelines", "--verify")
    assert run.code == READY
    assert " 0 are wrong, " in run.out


def test_the_facts_of_builtin_timelines_agree_with_all_real_certificates(chainready: Chainready,
                                                                         shared: Any) -> None:
    """All but Generation Y of Let's Encrypt lie in one folder; those are in the list of CCADB, where
    test_incidents.py looks."""
    run = chainready("timelines", "--verify", "--bridges", shared.folder / "certs" / "der")
    assert run.code == READY
    unchecked = [line for line in run.out.splitlines() if line.startswith("unchecked: ")]
    assert all(" $.links.le-y" in line for line in unchecked), unchecked
    assert f" 0 are wrong, {len(unchecked)} could not be checked" in run.out
    assert len(unchecked) == 6
