# SPDX-License-Identifier: Apache-2.0
"""The answers that chainready must give about the four migrations, through each form of store, in
both lanes, with the instants checked to the second on both sides."""
import pathlib
from typing import Any, Callable, Sequence

import pytest
from cryptography import x509

import pki
from command import LATER, READY, UNKNOWN, Argument, Chainready, fixes, outcome, result
from instants import after, before, next_day, noon
from real import DEBIAN, Shared, root

NOW = "2026-11-22T00:00:00Z"
ANT, OSS, AWS, DV = "ant-digicert-g2", "oss-globalsign", "aws-ats", "globalsign-dv-2021"
CURRENT = (ANT, AWS, OSS)
READY_OUTCOME = {"verdict": "ready"}

KeepOne = Callable[[x509.Certificate], pathlib.Path]
KeepMany = Callable[[Sequence[x509.Certificate]], pathlib.Path]
Outcome = dict[str, Any]


class Asked:
    """What chainready says of one store and one migration."""

    def __init__(self, chainready: Chainready, store: pathlib.Path, timeline: str,
                 endpoint: str | None = None) -> None:
        self.chainready = chainready
        self.endpoint = endpoint
        self.words: tuple[Argument, ...] = ("--roots", store, "--timeline", timeline,
                                            "--follows", "mozilla")

    def __call__(self, at: str, until: str | None = None, lane: str = "installed") -> Outcome:
        """Its outcome in a lane, which is also the one that decides."""
        end: tuple[Argument, ...] = ("--until", until) if until else ()
        report = self.chainready.report(*self.words, "--at", at, *end, "--lane", lane)
        assert report["lane"] == lane
        found = outcome(result(report, lane, self.endpoint))
        if self.endpoint is None:
            assert outcome(report) == found
        return found

    def program(self, at: str, until: str | None = None) -> Outcome:
        """Its outcome in the program lane."""
        return self(at, until, "program")

    def first(self, *more: Argument) -> str:
        """The first line for a person, blanks folded."""
        return " ".join(self.chainready.check(*self.words, "--at", NOW, *more).first.split())


def later(day: str) -> Outcome:
    """Valid now, and broken from some instant of a day on."""
    return {"verdict": "breaks_later", "breaks_at": day + "T00:00:00Z",
            "breaks_latest": next_day(day)}


def broken(since: str) -> Outcome:
    """Broken since an instant, or since some instant of a day."""
    return {"verdict": "broken", "broken_since": since if "T" in since else since + "T00:00:00Z"}


def unknown(since: str, by: str | None = None) -> Outcome:
    """Unknown from an instant on, and broken by another."""
    dates = {"unknown_from": since if "T" in since else since + "T00:00:00Z"}
    if by:
        dates["breaks_by"] = by if "T" in by else by + "T00:00:00Z"
    return {"verdict": "unknown", **dates}


def breaks_within_day(ask: Callable[[str], Outcome], day: str) -> None:
    """A day is all that the source gives: good before it, not known in it, broken after it."""
    assert ask(before(day)) == later(day)
    for instant in (day, noon(day), before(next_day(day))):
        assert ask(instant) == unknown(day, by=instant if "T" in instant else day)
    assert ask(next_day(day)) == broken(day)


# ---- root sets that are ready ---------------------------------------------------------------------


def assert_is_ready(chainready: Chainready, store: pathlib.Path) -> None:
    """Ready for all that is current, in both lanes, and nothing is pending of what is over."""
    report = chainready.report("--roots", store, "--at", NOW)
    assert outcome(report) == READY_OUTCOME
    assert {item["timeline"] for item in report["results"]} == set(CURRENT)
    assert {(item["endpoint"], item["lane"]) for item in report["results"]} == {
        (endpoint, lane) for endpoint in ("ant", "oss", "s3", "cloudfront")
        for lane in ("installed", "program")}
    assert {item["verdict"] for item in report["results"]} == {"ready"}
    program = chainready.report("--roots", store, "--at", NOW, "--lane", "program")
    assert outcome(program) == READY_OUTCOME
    past = chainready.report("--roots", store, "--at", NOW, "--timeline", DV)
    assert outcome(past) == {"verdict": "not_applicable"}
    assert {item["verdict"] for item in past["results"]} == {"not_applicable"}


@pytest.mark.memory
def test_system_roots_are_ready_in_both_lanes(chainready: Chainready,
                                                    tmp_path: pathlib.Path) -> None:
    if not DEBIAN.exists():
        pytest.skip(f"there is no {DEBIAN} on this machine")
    assert_is_ready(chainready, DEBIAN)
    copy = tmp_path / DEBIAN.relative_to("/")
    copy.parent.mkdir(parents=True)
    copy.write_bytes(DEBIAN.read_bytes())
    found = chainready.check("--sysroot", tmp_path, "--at", NOW)
    assert found.code == READY
    assert found.first.startswith("Ready (as stated) — 1 root store, 3 current migrations, until "
                                  "2028-11-22.")


def test_system_roots_as_a_directory_are_ready_in_both_lanes(chainready: Chainready) -> None:
    folder = pathlib.Path("/etc/ssl/certs")
    if not any(folder.glob("*.0")):
        pytest.skip(f"there is no hashed directory at {folder}")
    assert_is_ready(chainready, folder)


def test_certifi_is_ready_in_both_lanes(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    certifi = pytest.importorskip("certifi")
    source = pathlib.Path(certifi.where())
    store = tmp_path / "certifi" / "cacert.pem"
    store.parent.mkdir()
    store.write_bytes(source.read_bytes())
    assert_is_ready(chainready, store)
    assert chainready.report("--roots", store, "--at", NOW)["stores"][0]["id"] == "certifi"


@pytest.mark.parametrize("name", [
    "certifi-2026.04.22-2026-04-22", "certifi-2026.07.22-2026-07-21",
    "debian-ca-certificates-20230311-deb12u1-bookworm-2025-06-13",
    "debian-ca-certificates-20250419-trixie-2025-04-19",
])
def test_recorded_current_stores_are_ready(chainready: Chainready, shared: Shared,
                                           name: str) -> None:
    store = shared.folder / "stores" / "pem" / f"{name}.pem"
    report = chainready.report("--roots", store, "--follows", "mozilla", "--at", NOW)
    assert {item["verdict"] for item in report["results"]} == {"ready"}


def test_system_roots_break_with_their_program_on_2029_04_15(chainready: Chainready) -> None:
    if not DEBIAN.exists():
        pytest.skip(f"there is no {DEBIAN} on this machine")
    ask = Asked(chainready, DEBIAN, ANT)
    assert ask.program(NOW, until="2029-04-15") == READY_OUTCOME
    assert ask.program(NOW, until=after("2029-04-15")) == later("2029-04-15")


# ---- Ant Group: DigiCert Global Root CA to Global Root G2 ----------------------------------------


def test_digicert_g1_alone_is_unknown_since_2025(chainready: Chainready, keep_one: KeepOne) -> None:
    ask = Asked(chainready, keep_one(root("dc-g1")), ANT)
    assert ask(NOW) == unknown("2025-01-01")
    assert ask(before("2025-01-01")) == unknown("2025-01-01")
    assert ask(before("2025-01-01"), until="2025-01-01") == READY_OUTCOME
    assert ask(before("2025-01-01"), until=after("2025-01-01")) == unknown("2025-01-01")
    assert ask("2025-01-01") == unknown("2025-01-01")


def test_digicert_g1_alone_is_broken_once_the_bridge_has_expired(chainready: Chainready,
                                                                 keep_one: KeepOne) -> None:
    """The bridge is valid to 2031-11-09T23:59:59Z, the root one second longer."""
    ask = Asked(chainready, keep_one(root("dc-g1")), ANT)
    end = "2031-11-10T00:00:00Z"
    assert ask(before(end), until=end) == unknown("2025-01-01")
    assert ask(before(end)) == unknown("2025-01-01", by=end)
    assert ask(end) == broken(end)
    assert ask(after(end)) == broken(end)


def test_digicert_g1_alone_says_to_add_g2(chainready: Chainready, keep_one: KeepOne) -> None:
    store = keep_one(root("dc-g1"))
    item = result(chainready.report("--roots", store, "--timeline", ANT, "--at", NOW))
    assert fixes(item) == ["CN=DigiCert Global Root G2"]
    assert item["fix"][0]["root"]["sha256"] == (
        "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f")
    assert int(item["fix"][0]["root"]["serial"], 16) == 0x033af1e6a711a9a0bb2864b11d09fae5
    assert "by 2026" in item["reason"]
    run = chainready.check("--roots", store, "--timeline", ANT, "--at", NOW)
    assert run.code == UNKNOWN
    assert run.first.startswith("Unknown since 2025-01-01 — this root store may not reach Alipay")
    assert "add  DigiCert Global Root G2" in run.out


def test_digicert_g1_alone_is_broken_by_its_program_since_2026_04_15(chainready: Chainready,
                                                                     keep_one: KeepOne) -> None:
    ask = Asked(chainready, keep_one(root("dc-g1")), ANT)
    day = "2026-04-15"
    assert ask.program(before(day)) == unknown("2025-01-01", by=day)
    assert ask.program(noon(day)) == unknown("2025-01-01", by=noon(day))
    assert ask.program(next_day(day)) == broken(day)
    assert ask.program(NOW) == broken(day)


def test_digicert_g2_alone_is_ready(chainready: Chainready, keep_one: KeepOne) -> None:
    ask = Asked(chainready, keep_one(root("dc-g2")), ANT)
    assert ask(NOW) == READY_OUTCOME
    assert ask.program(NOW) == READY_OUTCOME
    assert ask(NOW, until="2030") == READY_OUTCOME
    assert ask.first("--until", "2030").startswith(
        "Ready (as stated) — 1 root store, 1 current migration, until 2030-01-01.")


def test_digicert_g2_alone_breaks_with_its_program_on_2029_04_15(chainready: Chainready,
                                                                 keep_one: KeepOne) -> None:
    ask = Asked(chainready, keep_one(root("dc-g2")), ANT)
    assert ask.program(NOW, until="2030") == later("2029-04-15")
    assert ask.program(NOW, until="2029-04-15") == READY_OUTCOME
    breaks_within_day(ask.program, "2029-04-15")
    assert ask.first("--until", "2030", "--lane", "program").startswith("Breaks on 2029-04-15 — ")


def test_digicert_g2_alone_expires_after_2038_01_15_at_noon(chainready: Chainready,
                                                            keep_one: KeepOne) -> None:
    """notAfter is the last good second."""
    ask = Asked(chainready, keep_one(root("dc-g2")), ANT)
    last = "2038-01-15T12:00:00Z"
    assert ask(last, until=after(last)) == READY_OUTCOME
    assert ask(last) == {"verdict": "breaks_later", "breaks_at": after(last)}
    assert ask(after(last)) == broken(after(last))


def test_digicert_g2_alone_did_not_reach_servers_with_old_certificates(
        chainready: Chainready, keep_one: KeepOne) -> None:
    """The old certificates end on 2024-08-07, a day, and their like may last 398 days longer."""
    ask = Asked(chainready, keep_one(root("dc-g2")), ANT)
    gone = "2025-09-10"
    assert ask(before("2024-08-07"))["verdict"] == "broken"
    assert ask("2024-08-08")["verdict"] == "unknown"
    assert ask(before(gone))["verdict"] == "unknown"
    assert ask(gone) == READY_OUTCOME


@pytest.mark.memory
def test_baltimore_alone_does_not_reach_ant_since_2024_08_07(chainready: Chainready,
                                                             keep_one: KeepOne) -> None:
    store = keep_one(root("baltimore"))
    ask = Asked(chainready, store, ANT)
    assert ask(NOW) == broken("2024-08-07")
    breaks_within_day(ask, "2024-08-07")
    item = result(chainready.report("--roots", store, "--timeline", ANT, "--at", NOW))
    assert "DigiCert Global Root G2" in item["reason"]
    assert fixes(item) == ["CN=DigiCert Global Root G2"]
    assert ask.first().startswith("Broken since 2024-08-07 — this root store does not reach Alipay")


# ---- AWS: DigiCert to Amazon Trust Services -------------------------------------------------------


def test_baltimore_alone_does_not_reach_s3_since_2021_03_23(chainready: Chainready,
                                                            keep_one: KeepOne) -> None:
    store = keep_one(root("baltimore"))
    ask = Asked(chainready, store, AWS, "s3")
    assert ask(NOW) == broken("2021-03-23")
    breaks_within_day(ask, "2021-03-23")
    report = chainready.report("--roots", store, "--timeline", AWS, "--at", NOW)
    for endpoint in ("s3", "cloudfront"):
        item = result(report, endpoint=endpoint)
        assert "Amazon Root CA 1" in item["reason"]
        assert fixes(item) == ["CN=Amazon Root CA 1"]
    assert ask.first().startswith("Broken since 2021-03-23 — this root store does not reach Amazon")


def test_baltimore_alone_did_not_surely_reach_cloudfront_before(chainready: Chainready,
                                                                keep_one: KeepOne) -> None:
    """AWS never named CloudFront's old root: DigiCert Global Root G2 was seen there."""
    ask = Asked(chainready, keep_one(root("baltimore")), AWS, "cloudfront")
    assert ask(before("2021-03-23")) == unknown("2000-05-12T18:46:00Z", by="2021-03-23")
    assert ask(NOW) == broken("2021-03-23")


def test_baltimore_alone_breaks_both_migrations_at_once(chainready: Chainready) -> None:
    store = pathlib.Path("corpus/roots/baltimore-cybertrust-root.pem")
    run = chainready.check("--roots", store, "--timeline", ANT, "--timeline", AWS, "--at", NOW,
                           cwd=pathlib.Path(__file__).parents[2])
    assert run.first.startswith("Broken since 2021-03-23 — ")
    assert f"{store}  " in run.out
    assert "2024-08-07  Alipay and Ant Group: broken since" in run.out
    assert "2021-03-23  Amazon S3, Amazon CloudFront: broken since" in run.out
    assert run.out.count("add  Amazon Root CA 1 ") == 1  # said once for both


def test_starfield_services_g2_alone_is_ready_by_the_bridge(chainready: Chainready,
                                                            keep_one: KeepOne) -> None:
    store = keep_one(root("sf-services-g2"))
    report = chainready.report("--roots", store, "--timeline", AWS, "--at", NOW)
    assert outcome(report) == READY_OUTCOME
    for endpoint in ("s3", "cloudfront"):
        item = result(report, endpoint=endpoint)
        short = next(chain for chain in item["chains"] if chain["chain"] == "ats-sfs")
        assert [step["subject"].split(",")[0] for step in short["segments"][0]["path"]] == [
            "leaf", "CN=Amazon Root CA 1",
            "CN=Starfield Services Root Certificate Authority - G2"]
        assert item["evidence"] == "stated"


@pytest.mark.parametrize("endpoint", ["s3", "cloudfront"])
def test_starfield_services_g2_alone_breaks_with_its_program_on_2027_04_15(
        chainready: Chainready, keep_one: KeepOne, endpoint: str) -> None:
    ask = Asked(chainready, keep_one(root("sf-services-g2")), AWS, endpoint)
    assert ask.program(NOW) == later("2027-04-15")
    breaks_within_day(ask.program, "2027-04-15")
    assert ask(NOW) == READY_OUTCOME


def test_starfield_services_g2_alone_ends_with_the_bridge_of_2037(chainready: Chainready,
                                                                  keep_one: KeepOne) -> None:
    """The bridge lasts to 2037-12-31T01:00:00Z, the root to the last second of that day."""
    ask = Asked(chainready, keep_one(root("sf-services-g2")), AWS, "s3")
    last = "2037-12-31T01:00:00Z"
    assert ask(last, until=after(last)) == READY_OUTCOME
    assert ask(after(last)) == broken(after(last))


@pytest.mark.parametrize("endpoint", ["s3", "cloudfront"])
def test_starfield_class2_alone_is_unknown_since_2024_08(chainready: Chainready,
                                                         keep_one: KeepOne, endpoint: str) -> None:
    ask = Asked(chainready, keep_one(root("sf-class2")), AWS, endpoint)
    start = "2024-08-01T00:00:00Z"
    assert ask(before(start), until=start) == READY_OUTCOME
    assert ask(before(start), until=after(start)) == unknown(start)
    assert ask(start) == unknown(start)
    assert ask(NOW) == unknown(start)
    assert ask(NOW, until="2034-06-28T17:39:18Z") == unknown(start, by="2034-06-28T17:39:17Z")
    assert ask("2034-06-28T17:39:16Z", until="2034-06-28T17:39:17Z") == unknown(start)
    assert ask("2034-06-28T17:39:17Z") == broken("2034-06-28T17:39:17Z")
    assert ask.program(NOW) == broken("2025-04-15")
    assert ask.program("2025-04-16") == broken("2025-04-15")
    assert ask.program(before("2025-04-15")) == unknown(start, by="2025-04-15")


def test_starfield_class2_alone_says_what_to_add(chainready: Chainready,
                                                 keep_one: KeepOne) -> None:
    store = keep_one(root("sf-class2"))
    run = chainready.check("--roots", store, "--timeline", AWS, "--at", NOW)
    assert run.code == UNKNOWN
    assert run.first.startswith("Unknown since 2024-08-01 — this root store may not reach Amazon")
    assert "add  Amazon Root CA 1" in run.out


STARFIELD_2008 = "b5bd2cb79cbd1907298d6bdf4842e516d8c78fa6fc96d25f71af814e16cc245e"


def starfield_look_alike() -> x509.Certificate:
    """A root that has the name of the one of 2008: without "- G2"."""
    name = pki.named("Starfield Services Root Certificate Authority", country="US",
                     organization="Starfield Technologies, Inc.",
                     unit="http://certificates.starfieldtech.com/repository/")
    return pki.authority(name, dates=("2008-06-02", "2029-12-31")).cert


def assert_look_alike_is_broken(chainready: Chainready, store: pathlib.Path) -> None:
    report = chainready.report("--roots", store, "--timeline", AWS, "--at", NOW)
    assert outcome(report) == {"verdict": "broken"}
    for endpoint in ("s3", "cloudfront"):
        item = result(report, endpoint=endpoint)
        assert outcome(item) == {"verdict": "broken"}, "ever since: no date"
        assert fixes(item) == ["CN=Amazon Root CA 1"]
    first = chainready.check("--roots", store, "--timeline", AWS, "--at", NOW).first
    assert first.startswith("Broken — this root store does not reach Amazon")


def test_a_look_alike_of_starfield_services_g2_is_broken(chainready: Chainready,
                                                         keep_one: KeepOne) -> None:
    assert_look_alike_is_broken(chainready, keep_one(starfield_look_alike()))


def test_the_starfield_services_root_of_2008_is_broken(chainready: Chainready, shared: Shared,
                                                       keep_one: KeepOne) -> None:
    assert_look_alike_is_broken(chainready, keep_one(shared.cert(STARFIELD_2008)))


# ---- Alibaba Cloud OSS: GlobalSign R1, R3, R46 ----------------------------------------------------


def test_r1_alone_breaks_on_2027_01_28(chainready: Chainready, keep_one: KeepOne) -> None:
    store = keep_one(root("gs-r1"))
    ask = Asked(chainready, store, OSS)
    assert ask(NOW) == later("2027-01-28")
    breaks_within_day(ask, "2027-01-28")
    assert ask(NOW, until="2027-01-28") == READY_OUTCOME
    item = result(chainready.report("--roots", store, "--timeline", OSS, "--at", NOW))
    assert fixes(item) == ["CN=GlobalSign Root R46"]
    assert "no longer promises a bridge" in item["reason"]
    run = chainready.check("--roots", store, "--timeline", OSS, "--at", NOW)
    assert run.code == LATER
    assert run.first.startswith(
        "Breaks on 2027-01-28 — this root store stops reaching Alibaba Cloud OSS.")


def test_r1_alone_is_broken_by_its_program_since_2025_04_15(chainready: Chainready,
                                                            keep_one: KeepOne) -> None:
    ask = Asked(chainready, keep_one(root("gs-r1")), OSS)
    assert ask.program(NOW) == broken("2025-04-15")
    breaks_within_day(ask.program, "2025-04-15")


def test_the_bridge_from_r1_to_r46_ends_twelve_hours_before_r1(chainready: Chainready,
                                                               keep_one: KeepOne) -> None:
    """Valid through 2028-01-28T00:00:00Z; R1 itself, and R3 by R1, through 12:00:00Z."""
    item = result(chainready.report("--roots", keep_one(root("gs-r1")), "--timeline", OSS,
                                    "--at", NOW))
    ends = {chain["chain"]: chain["segments"][0]["until"] for chain in item["chains"]
            if chain["segments"][0]["verdict"] == "valid"}
    assert ends == {"r3-cross": "2028-01-28T12:00:01Z", "r46-cross-r1": "2028-01-28T00:00:01Z",
                    "r46-cross-r3": "2028-01-28T12:00:01Z"}


def test_r3_alone_is_unknown_since_2026_06_15(chainready: Chainready, keep_one: KeepOne) -> None:
    store = keep_one(root("gs-r3"))
    ask = Asked(chainready, store, OSS)
    day = "2026-06-15"
    assert ask(NOW) == unknown(day, by="2027-01-28")
    assert ask(before(day), until=day) == READY_OUTCOME
    assert ask(before(day), until=after(day)) == unknown(day)
    for instant in (day, noon(day), next_day(day)):
        assert ask(instant) == unknown(day, by="2027-01-28")
    assert ask.program(NOW) == unknown(day, by="2027-01-28")
    item = result(chainready.report("--roots", store, "--timeline", OSS, "--at", NOW))
    assert fixes(item) == ["CN=GlobalSign Root R46"]
    run = chainready.check("--roots", store, "--timeline", OSS, "--at", NOW)
    assert run.code == UNKNOWN
    assert run.first.startswith(
        "Unknown since 2026-06-15 — this root store may not reach Alibaba Cloud OSS.")
    assert "add  GlobalSign Root R46" in run.out


def test_r3_alone_is_broken_from_2027_01_28_on(chainready: Chainready, keep_one: KeepOne) -> None:
    ask = Asked(chainready, keep_one(root("gs-r3")), OSS)
    day = "2027-01-28"
    assert ask(before(day)) == unknown("2026-06-15", by=day)
    assert ask(noon(day)) == unknown("2026-06-15", by=noon(day))
    assert ask(next_day(day)) == broken(day)


def test_r1_r3_r6_and_r46_are_ready(chainready: Chainready, keep_many: KeepMany) -> None:
    store = keep_many([root(name) for name in ("gs-r1", "gs-r3", "gs-r6", "gs-r46")])
    ask = Asked(chainready, store, OSS)
    assert ask(NOW) == READY_OUTCOME
    assert ask.program(NOW) == READY_OUTCOME
    assert ask.program(NOW, until="2034-03-20") == READY_OUTCOME
    assert ask.program(NOW, until=after("2034-03-20")) == later("2034-03-20")
    assert ask("2046-03-20", until=after("2046-03-20")) == READY_OUTCOME
    assert ask(after("2046-03-20")) == broken(after("2046-03-20"))
    assert ask.first().startswith("Ready (as stated) — 1 root store, 1 current migration, until "
                                  "2028-11-22.")


def test_r46_alone_is_ready_once_no_r3_certificate_can_be_left(chainready: Chainready,
                                                               keep_one: KeepOne) -> None:
    """The last one may be issued on 2026-06-15 for 200 days."""
    ask = Asked(chainready, keep_one(root("gs-r46")), OSS)
    gone = "2027-01-02"
    assert ask(before(gone), until=gone)["verdict"] == "unknown"
    assert ask(gone) == READY_OUTCOME


def test_an_impostor_with_the_name_of_r46_is_broken(chainready: Chainready,
                                                    keep_one: KeepOne) -> None:
    impostor = pki.authority(root("gs-r46").subject, dates=("2019-03-20", "2046-03-20"))
    store = keep_one(impostor.cert)
    report = chainready.report("--roots", store, "--timeline", OSS, "--at", NOW)
    assert outcome(report) == {"verdict": "broken"}
    item = result(report)
    assert "GlobalSign Root R46, but with another key" in item["reason"]
    assert "CN=GlobalSign Root R46" in fixes(item)
    run = chainready.check("--roots", store, "--timeline", OSS, "--at", NOW)
    assert run.first.startswith("Broken — this root store does not reach Alibaba Cloud OSS.")


def test_an_impostor_does_not_help_r1(chainready: Chainready, keep_many: KeepMany) -> None:
    impostor = pki.authority(root("gs-r46").subject, dates=("2019-03-20", "2046-03-20"))
    ask = Asked(chainready, keep_many([root("gs-r1"), impostor.cert]), OSS)
    assert ask(NOW) == later("2027-01-28")


# ---- GlobalSign's DV certificates of 2021 ---------------------------------------------------------


@pytest.mark.memory
def test_dv_2018_breaks_when_its_issuing_ca_is_revoked(chainready: Chainready,
                                                       keep_one: KeepOne) -> None:
    ask = Asked(chainready, keep_one(root("gs-r3")), DV, "kept")
    assert ask("2021-01-10") == later("2021-01-21")
    breaks_within_day(ask, "2021-01-21")


def test_dv_2020_is_not_revoked(chainready: Chainready, keep_one: KeepOne) -> None:
    ask = Asked(chainready, keep_one(root("gs-r3")), DV, "reissued")
    for at in ("2020-12-01", "2021-01-10", before("2021-01-21"), noon("2021-01-21"), "2021-01-22"):
        assert ask(at, until="2022-02-23") == READY_OUTCOME


def test_dv_2021_breaks_a_root_store_that_has_r3(chainready: Chainready, keep_one: KeepOne) -> None:
    store = keep_one(root("gs-r3"))
    run = chainready.check("--roots", store, "--timeline", DV, "--at", "2021-01-10")
    assert run.code == LATER
    assert run.first.startswith("Breaks on 2021-01-21 — this root store stops reaching servers with "
                                "a certificate of GlobalSign RSA DV SSL CA 2018.")
    item = result(chainready.report("--roots", store, "--timeline", DV, "--at", "2021-01-10"),
                  endpoint="kept")
    assert "revoked" in item["reason"]
    assert fixes(item) == [], "no root can help"


def test_dv_2021_is_over_on_2022_02_23(chainready: Chainready, keep_one: KeepOne) -> None:
    store = keep_one(root("gs-r3"))
    ask = Asked(chainready, store, DV, "kept")
    assert ask(before("2022-02-23")) == broken("2021-01-21")
    assert ask("2022-02-23") == {"verdict": "not_applicable"}
    other = Asked(chainready, store, DV, "reissued")
    assert other(before("2022-02-23")) == READY_OUTCOME
    assert other("2022-02-23") == {"verdict": "not_applicable"}
