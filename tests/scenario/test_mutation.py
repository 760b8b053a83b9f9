# SPDX-License-Identifier: Apache-2.0
"""The four real migrations with one thing changed: a bridge dropped, a date shifted, a key swapped, an
anchor limited. Each change must change the answer as it should, so that the engine is tested and not
the table."""
import copy
from typing import Any, Callable, Sequence

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID

import migrations
import pki
from command import Chainready, fixes, outcome, result
from instants import next_day
from real import root

NOW = "2026-11-22T00:00:00Z"
ANT, OSS, AWS, DV = "ant-digicert-g2", "oss-globalsign", "aws-ats", "globalsign-dv-2021"
OTHER_KEY = "7" * 64

Write = Callable[[str, Any], Any]
Timeline = dict[str, Any]


class Mutants:
    """Changed timelines against stores of real roots."""

    def __init__(self, chainready: Chainready, write: Write) -> None:
        self.chainready = chainready
        self.write = write

    def ask(self, timeline: Timeline, roots: Sequence[x509.Certificate], at: str = NOW,
            endpoint: str | None = None) -> dict[str, Any]:
        """The result in the installed lane."""
        store = self.write("roots.pem", b"".join(pki.Identity(cert, None).pem for cert in roots))
        report = self.chainready.report("--roots", store, "--timeline",
                                        self.write("mutant.json", timeline), "--at", at)
        return result(report, endpoint=endpoint)


@pytest.fixture
def mutants(chainready: Chainready, write: Write) -> Mutants:
    """A fresh one."""
    return Mutants(chainready, write)


def without(name: str, *bridges: str) -> Timeline:
    """A built-in timeline in which nobody sends these bridges."""
    timeline = migrations.builtin(name)
    for endpoint in timeline["endpoints"]:
        for phase in endpoint["phases"]:
            for chain in phase["chains"]:
                chain["sent"] = [link for link in chain["sent"] if link not in bridges]
            phase.pop("sufficient", None)
    return timeline


def with_phase(name: str, phase: str, **changes: Any) -> Timeline:
    """A built-in timeline with members of the phases of this name changed."""
    timeline = migrations.builtin(name)
    for endpoint in timeline["endpoints"]:
        for each in endpoint["phases"]:
            if each["id"] == phase:
                for member, value in changes.items():
                    each[member] = {**each[member], **value} if isinstance(each[member], dict) else value
    return timeline


# ---- a bridge dropped -----------------------------------------------------------------------------


def test_r1_without_its_bridges_breaks_when_r46_comes(mutants: Mutants) -> None:
    item = mutants.ask(without(OSS, "gs-r46-by-r1", "gs-r3-by-r1"), [root("gs-r1")])
    assert outcome(item)["verdict"] == "broken"
    assert set(fixes(item)) == {"CN=GlobalSign Root R46", "CN=GlobalSign"}  # which is R3


def test_r1_with_one_bridge_of_two_is_unknown(mutants: Mutants) -> None:
    """It is not known which of the two is sent."""
    item = mutants.ask(without(OSS, "gs-r46-by-r1"), [root("gs-r1")])
    assert outcome(item) == {"verdict": "unknown", "unknown_from": "2026-06-15T00:00:00Z",
                             "breaks_by": "2027-01-28T00:00:00Z"}


def test_g1_without_the_bridge_is_broken_since_g2_is_served(mutants: Mutants) -> None:
    item = mutants.ask(without(ANT, "dc-g2-by-g1"), [root("dc-g1")])
    assert outcome(item) == {"verdict": "broken", "broken_since": "2024-08-07T00:00:00Z"}
    assert fixes(item) == ["CN=DigiCert Global Root G2"]


@pytest.mark.parametrize("endpoint", ["s3", "cloudfront"])
def test_starfield_services_without_the_bridge_is_broken(mutants: Mutants, endpoint: str) -> None:
    item = mutants.ask(without(AWS, "amz-1-by-sfs"), [root("sf-services-g2")], endpoint=endpoint)
    assert outcome(item)["verdict"] == "broken"
    assert "CN=Amazon Root CA 1" in fixes(item)


# ---- a date shifted -------------------------------------------------------------------------------


def test_r1_breaks_when_the_shifted_date_has_come(mutants: Mutants) -> None:
    timeline = with_phase(OSS, "r46-bridged", end={"at": "2027-03-05"})
    phases = timeline["endpoints"][0]["phases"]
    last = phases[-1]["begin"]
    phases[-1]["begin"] = {**last, "at": "2027-03-05"} if isinstance(last, dict) else "2027-03-05"
    item = mutants.ask(timeline, [root("gs-r1")])
    assert outcome(item) == {"verdict": "breaks_later", "breaks_at": "2027-03-05T00:00:00Z",
                             "breaks_latest": next_day("2027-03-05")}


def test_g1_is_unknown_from_the_shifted_date_on(mutants: Mutants) -> None:
    begin = "2026-12-24T00:00:00Z"
    timeline = with_phase(ANT, "g2-bridged", end={"earliest": begin})
    timeline["endpoints"][0]["phases"][-1]["begin"]["earliest"] = begin
    item = mutants.ask(timeline, [root("dc-g1")])
    assert outcome(item)["verdict"] == "unknown"
    assert outcome(item)["unknown_from"] == begin


def test_a_bridge_that_is_stated_to_end_earlier_ends_then(mutants: Mutants) -> None:
    timeline = migrations.builtin(AWS)
    timeline["links"]["amz-1-by-sfs"]["not_after"] = "2027-05-05T11:59:59Z"
    item = mutants.ask(timeline, [root("sf-services-g2")], endpoint="s3")
    assert outcome(item) == {"verdict": "breaks_later", "breaks_at": "2027-05-05T12:00:00Z"}


# ---- a key swapped --------------------------------------------------------------------------------


def with_key(name: str, link: str, member: str) -> Timeline:
    """A built-in timeline that states another key."""
    timeline = migrations.builtin(name)
    timeline["links"][link][member] = OTHER_KEY
    return timeline


def test_a_bridge_by_another_key_of_that_name_does_not_lead_to_starfield(mutants: Mutants) -> None:
    item = mutants.ask(with_key(AWS, "amz-1-by-sfs", "issuer_key"), [root("sf-services-g2")],
                       endpoint="s3")
    assert outcome(item)["verdict"] == "broken"


def test_a_bridge_by_another_key_of_that_name_does_not_lead_to_g1(mutants: Mutants) -> None:
    item = mutants.ask(with_key(ANT, "dc-g2-by-g1", "issuer_key"), [root("dc-g1")])
    assert outcome(item) == {"verdict": "broken", "broken_since": "2024-08-07T00:00:00Z"}


@pytest.mark.parametrize("name, link, anchor", [(ANT, "dc-g2", "dc-g2"), (OSS, "gs-r46", "gs-r46")])
def test_leaves_under_another_key_of_that_name_do_not_lead_to_the_root(
        mutants: Mutants, name: str, link: str, anchor: str) -> None:
    item = mutants.ask(with_key(name, link, "key"), [root(anchor)], at="2027-06-01T00:00:00Z")
    assert outcome(item)["verdict"] == "broken"
    assert "but with another key" in item["reason"]


# ---- an anchor limited ----------------------------------------------------------------------------


def limited(identity: pki.Identity, *extensions: x509.ExtensionType) -> x509.Certificate:
    """The same root with the same key, and a limit in its certificate (RFC 5937)."""
    cert = identity.cert
    builder = (x509.CertificateBuilder().subject_name(cert.subject).issuer_name(cert.subject)
               .public_key(identity.key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(cert.not_valid_before).not_valid_after(cert.not_valid_after)
               .add_extension(x509.BasicConstraints(True, None), critical=True))
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(identity.key, hashes.SHA256())


def permits(*names: str) -> x509.NameConstraints:
    """Subtrees of DNS names that alone are permitted."""
    return x509.NameConstraints([x509.DNSName(name) for name in names], None)


@pytest.mark.parametrize("name, anchor, hosts", [
    (ANT, "dc-g2", ("alipay.com", "alipayobjects.com", "alipayplus.com")),
    (OSS, "gs-r46", ("aliyuncs.com",)),
    (AWS, "amz-1", ("amazonaws.com", "cloudfront.net")),
])
def test_an_anchor_that_is_limited_in_its_certificate(mutants: Mutants, name: str, anchor: str,
                                                      hosts: tuple[str, ...]) -> None:
    minted = migrations.Reminted(name)
    at = "2027-06-01T00:00:00Z"

    def verdict(*extensions: x509.ExtensionType) -> str:
        item = mutants.ask(copy.deepcopy(minted.timeline), [limited(minted[anchor], *extensions)],
                           at, "s3" if name == AWS else None)
        return str(outcome(item)["verdict"])

    assert verdict() == "ready"
    assert verdict(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])) == "ready"
    assert verdict(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])) == "broken"
    assert verdict(permits(*hosts)) == "ready"
    assert verdict(permits("elsewhere.example")) == "broken"
    excluded = x509.NameConstraints(None, [x509.DNSName(hosts[0])])
    assert verdict(excluded) == "broken"


# ---- a revocation ---------------------------------------------------------------------------------


@pytest.mark.parametrize("at, expected", [
    ("2021-01-21", {"verdict": "breaks_later", "breaks_at": "2021-01-21T00:00:00Z",
                    "breaks_latest": "2021-01-22T00:00:00Z"}),
    ("2021-02-11T08:00:00Z", {"verdict": "breaks_later", "breaks_at": "2021-02-11T08:00:00Z"}),
    (None, {"verdict": "ready"}),
])
def test_dv_2018_breaks_when_the_shifted_revocation_comes(
        chainready: Chainready, write: Write, at: str | None, expected: dict[str, str]) -> None:
    minted = migrations.Reminted(DV)
    timeline = minted.timeline
    if at:
        timeline["revocations"][0]["at"]["at"] = at
    else:
        del timeline["revocations"]
    leaf = pki.server(minted["gs-dv-2018"], ["www.example.com"], dates=("2020-08-01", "2021-07-01"))
    report = chainready.report(
        "--roots", write("roots.pem", minted["gs-r3"].pem), "--timeline",
        write("dv.json", timeline), "--chain", write("chain.pem", leaf.pem + minted["gs-dv-2018"].pem),
        "--at", "2021-01-10", "--until", "2021-03-01")
    assert outcome(result(report)) == expected
