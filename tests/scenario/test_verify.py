# SPDX-License-Identifier: Apache-2.0
"""chainready verify: one chain against one store, for all of a window."""
import pathlib
from typing import Any, Callable, Sequence

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed448

import pki
from command import BROKEN, LATER, READY, UNKNOWN, USAGE, Chainready
from instants import after, before
from pki import Identity

NOW = "2026-11-22T00:00:00Z"
Write = Callable[[str, Any], pathlib.Path]
Segment = tuple[str, str, str]


class Bench:
    """A store and a chain on disk."""

    def __init__(self, chainready: Chainready, write: Write) -> None:
        self.chainready = chainready
        self.write = write

    def words(self, roots: Sequence[Identity], chain: Sequence[Identity]) -> list[Any]:
        """The arguments that name them."""
        store = self.write("roots.pem", b"".join(each.pem for each in roots))
        sent = self.write("chain.pem", b"".join(each.pem for each in chain))
        return ["--roots", store, "--chain", sent]

    def segments(self, roots: Sequence[Identity], chain: Sequence[Identity], *more: Any,
                 at: str = NOW) -> list[Segment]:
        """From, until and verdict of each stretch; they follow one another without a gap."""
        document = self.chainready.verify(*self.words(roots, chain), *more, "--at", at)
        found = [(each["from"], each["until"], each["verdict"]) for each in document["segments"]]
        assert found[0][0] == (at if "T" in at else at + "T00:00:00Z")
        for (_, until, _), (start, _, _) in zip(found, found[1:]):
            assert until == start
        return found

    def verdict(self, roots: Sequence[Identity], chain: Sequence[Identity], *more: Any,
                at: str = NOW) -> str:
        """The verdict at one instant."""
        end = ("--until", after(at))
        found = self.segments(roots, chain, *more, *end, at=at)
        assert [each[:2] for each in found] == [(at if "T" in at else at + "T00:00:00Z", after(at))]
        return found[0][2]


@pytest.fixture
def bench(chainready: Chainready, write: Write) -> Bench:
    """A place to try chains."""
    return Bench(chainready, write)


ROOT = pki.authority("Verify Root", dates=("2020-01-01", "2040-01-01"))
ISSUER = pki.authority("Verify Issuer", issuer=ROOT, dates=("2021-01-01", "2028-06-01"))
LEAF = pki.server(ISSUER, ["www.example.org", "*.cdn.example.org", "192.0.2.7", "2001:db8::7"],
                  ("2026-09-01", "2027-03-01"))
CHAIN = (LEAF, ISSUER)


# ---- windows and exit codes -----------------------------------------------------------------------


@pytest.mark.memory
def test_valid_over_the_whole_window_is_exit_0(bench: Bench) -> None:
    run = bench.chainready("verify", *bench.words([ROOT], CHAIN), "--at", NOW, "--until", "2027-01-01")
    assert (run.code, run.err) == (READY, "")
    assert run.first == "Valid at 2026-11-22T00:00:00Z, and until 2027-01-01T00:00:00Z."
    assert "*" not in run.first
    assert "www.example.org <- Verify Issuer <- Verify Root" in run.out


def test_valid_at_the_start_only_is_exit_1(bench: Bench) -> None:
    run = bench.chainready("verify", *bench.words([ROOT], CHAIN), "--at", NOW)
    assert run.code == LATER
    assert run.first == "Valid at 2026-11-22T00:00:00Z, until 2027-03-01T00:00:01Z."
    assert "expired (RFC 5280 6.1.3 (a)(2))" in run.out


def test_invalid_at_the_start_is_exit_2(bench: Bench) -> None:
    run = bench.chainready("verify", *bench.words([pki.authority("Other")], CHAIN), "--at", NOW)
    assert run.code == BROKEN
    assert run.first == "Invalid at 2026-11-22T00:00:00Z, and until 2028-11-22T00:00:00Z."
    assert "no_issuer" in run.out


def ed448_chain() -> tuple[Identity, Identity]:
    """A root that signs with Ed448, and a leaf of it."""
    key = ed448.Ed448PrivateKey.generate()
    name = pki.named("Ed448 Root")
    start = (x509.CertificateBuilder().issuer_name(name).not_valid_before(pki.moment("2020-01-01"))
             .not_valid_after(pki.moment("2040-01-01")))
    own = (start.subject_name(name).public_key(key.public_key()).serial_number(7)
           .add_extension(x509.BasicConstraints(True, None), critical=True).sign(key, None))
    leaf_key = pki.new_key()
    leaf = (start.subject_name(pki.named("leaf")).public_key(leaf_key.public_key()).serial_number(8)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("leaf.example")]), critical=False)
            .sign(key, None))
    return Identity(own, leaf_key), Identity(leaf, leaf_key)


def test_what_cannot_be_checked_is_unknown_and_exit_3(bench: Bench) -> None:
    root, leaf = ed448_chain()
    run = bench.chainready("verify", *bench.words([root], [leaf]), "--at", NOW)
    assert run.code == UNKNOWN
    assert run.first.startswith("Unknown at 2026-11-22T00:00:00Z, ")
    assert "unsupported" in run.out
    assert bench.verdict([root], [leaf]) == "unknown"
    assert bench.verdict([root], [leaf], at="2040-01-01T00:00:01Z") == "invalid", "expired besides"


def test_dates_count_to_the_second(bench: Bench) -> None:
    """notBefore is the first good second, notAfter the last."""
    for first, last, chain, roots in (
            ("2026-09-01", "2027-03-01", CHAIN, [ROOT]),):
        assert bench.verdict(roots, chain, at=before(first)) == "invalid"
        assert bench.verdict(roots, chain, at=first) == "valid"
        assert bench.verdict(roots, chain, at=last) == "valid"
        assert bench.verdict(roots, chain, at=after(last)) == "invalid"
    assert bench.segments([ROOT], CHAIN, "--until", "2027-06-01", at="2026-08-01") == [
        ("2026-08-01T00:00:00Z", "2026-09-01T00:00:00Z", "invalid"),
        ("2026-09-01T00:00:00Z", "2027-03-01T00:00:01Z", "valid"),
        ("2027-03-01T00:00:01Z", "2027-06-01T00:00:00Z", "invalid")]


def test_an_issuer_that_ends_first_ends_the_chain(bench: Bench) -> None:
    issuer = pki.authority("Short Issuer", issuer=ROOT, dates=("2021-01-01", "2027-01-01"))
    leaf = pki.server(issuer, ["www.example.org"], ("2026-09-01", "2027-03-01"))
    assert bench.segments([ROOT], [leaf, issuer], "--until", "2027-02-01") == [
        (NOW, "2027-01-01T00:00:01Z", "valid"),
        ("2027-01-01T00:00:01Z", "2027-02-01T00:00:00Z", "invalid")]


def test_a_root_that_ends_first_ends_the_chain(bench: Bench) -> None:
    root = pki.authority("Short Root", dates=("2020-01-01", "2027-01-01"))
    leaf = pki.server(root, ["www.example.org"], ("2026-09-01", "2027-03-01"))
    document = bench.chainready.verify(*bench.words([root], [leaf]), "--at", NOW,
                                       "--until", "2027-02-01")
    assert document["segments"][1]["from"] == "2027-01-01T00:00:01Z"
    assert [each["code"] for each in document["segments"][1]["findings"]] == ["anchor_expired"]
    assert document["segments"][1]["findings"][0]["certificate"] == 1


def test_a_second_bridge_takes_over_from_the_first(bench: Bench) -> None:
    """An issuing CA with two certificates, one after the other and an hour apart."""
    first = pki.authority("Twice", issuer=ROOT, dates=("2021-01-01", "2026-12-31T23:00:00Z"))
    second = pki.authority("", issuer=ROOT, same_key=first,
                           dates=("2027-01-01T00:00:00Z", "2028-01-01"))
    leaf = pki.server(first, ["www.example.org"], ("2026-09-01", "2027-03-01"))
    assert bench.segments([ROOT], [leaf, first, second], "--until", "2027-02-01") == [
        (NOW, "2026-12-31T23:00:01Z", "valid"),
        ("2026-12-31T23:00:01Z", "2027-01-01T00:00:00Z", "invalid"),
        ("2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z", "valid")]
    overlapping = pki.authority("", issuer=ROOT, same_key=first, dates=("2026-12-01", "2028-01-01"))
    found = bench.segments([ROOT], [leaf, first, overlapping], "--until", "2027-02-01")
    assert {verdict for _, _, verdict in found} == {"valid"}
    assert found[-1][1] == "2027-02-01T00:00:00Z"


def test_an_expired_bridge_beside_a_good_root_does_no_harm(bench: Bench) -> None:
    """The chain of 2020 that broke OpenSSL 1.0.2: the old cross-certificate is sent, and expired."""
    old = pki.authority("Old Root", dates=("2000-01-01", "2026-05-30"))
    bridge = pki.authority("", issuer=old, same_key=ROOT, dates=("2000-01-01", "2026-05-30"))
    assert bench.verdict([ROOT], [LEAF, ISSUER, bridge]) == "valid"
    assert bench.verdict([old, ROOT], [LEAF, ISSUER, bridge]) == "valid"
    assert bench.verdict([old], [LEAF, ISSUER, bridge]) == "invalid"


def test_until_must_lie_after_at(bench: Bench) -> None:
    for until in (NOW, before(NOW), "2026"):
        run = bench.chainready("verify", *bench.words([ROOT], CHAIN), "--at", NOW, "--until", until)
        run.fails(USAGE, "--until does not lie after --at")


# ---- hosts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["www.example.org", "WWW.Example.ORG", "www.example.org.",
                                  "a.cdn.example.org", "A.CDN.example.org", "192.0.2.7",
                                  "2001:db8::7", "2001:0DB8:0:0::7", "[2001:db8::7]"])
def test_a_host_that_the_leaf_names_is_good(bench: Bench, host: str) -> None:
    assert bench.verdict([ROOT], CHAIN, "--host", host) == "valid"


@pytest.mark.parametrize("host", ["example.org", "www.example.com", "cdn.example.org",
                                  "a.b.cdn.example.org", "xcdn.example.org", "192.0.2.8",
                                  "2001:db8::8", "wwwXexample.org", "a.www.example.org"])
def test_a_host_that_the_leaf_does_not_name_is_not(bench: Bench, host: str) -> None:
    document = bench.chainready.verify(*bench.words([ROOT], CHAIN), "--host", host, "--at", NOW)
    assert document["verdict"] == "invalid"
    assert [each["code"] for each in document["segments"][0]["findings"]] == ["host_mismatch"]
    assert document["segments"][0]["findings"][0]["rfc"] == "RFC 9525 6"


def test_an_address_is_not_matched_by_a_dns_name(bench: Bench) -> None:
    name = pki.server(ISSUER, ["host.example"])
    assert bench.verdict([ROOT], [name, ISSUER], "--host", "192.0.2.7") == "invalid"


@pytest.mark.parametrize("host", ["", "*.example.org", "www..example.org", "www.example.org:443",
                                  "https://www.example.org", "münchen.example", "1.2.3", "a b",
                                  "-a.example", "x" * 254, "256.1.1.1", "[2001:db8::7", "fe80::1%eth0"])
def test_what_is_no_host_is_wrong_usage(bench: Bench, host: str) -> None:
    run = bench.chainready("verify", *bench.words([ROOT], CHAIN), "--host", host, "--at", NOW)
    run.fails(USAGE, "neither a DNS name")


def test_without_a_host_names_are_not_looked_at(bench: Bench) -> None:
    assert bench.verdict([ROOT], CHAIN) == "valid"


# ---- what chains may be ---------------------------------------------------------------------------


def test_a_chain_may_be_in_any_order(bench: Bench) -> None:
    for chain in ([ISSUER, LEAF], [ROOT, ISSUER, LEAF], [ROOT, LEAF, ISSUER]):
        document = bench.chainready.verify(*bench.words([ROOT], chain), "--at", NOW)
        assert [step["subject"].split(",")[0] for step in document["segments"][0]["path"]] == [
            "CN=www.example.org", "CN=Verify Issuer", "CN=Verify Root"]


def test_the_evidence_of_a_chain_at_hand_is_recorded(bench: Bench) -> None:
    document = bench.chainready.verify(*bench.words([ROOT], CHAIN), "--at", NOW)
    path = document["segments"][0]["path"]
    assert [step["evidence"] for step in path] == ["recorded"] * 3
    assert [step["sha256"] for step in path] == [LEAF.sha256, ISSUER.sha256, ROOT.sha256]
    assert document["complete"] is True


def test_a_missing_intermediate_can_come_from_bridges(bench: Bench) -> None:
    assert bench.verdict([ROOT], [LEAF]) == "invalid"
    bridges = bench.write("bridges.pem", ISSUER.pem)
    assert bench.verdict([ROOT], [LEAF], "--bridges", bridges) == "valid"


def test_a_store_may_hold_the_issuing_ca_itself(bench: Bench) -> None:
    assert bench.verdict([ISSUER], [LEAF]) == "valid"


def test_a_root_with_the_name_and_another_key_is_a_look_alike(bench: Bench) -> None:
    look_alike = pki.authority(ROOT.cert.subject, dates=("2020-01-01", "2040-01-01"))
    document = bench.chainready.verify(*bench.words([look_alike], CHAIN), "--at", NOW)
    assert document["verdict"] == "invalid"
    codes = {each["code"] for each in document["segments"][0]["findings"]}
    assert codes & {"signature_invalid", "issuer_mismatch"}
    assert bench.verdict([look_alike, ROOT], CHAIN) == "valid"


def test_a_changed_certificate_has_a_bad_signature(bench: Bench) -> None:
    der = bytearray(LEAF.der)
    der[der.index(b"www.example.org")] = ord("x")
    forged = x509.load_der_x509_certificate(bytes(der))
    assert bench.verdict([ROOT], [Identity(forged, LEAF.key), ISSUER]) == "invalid"


def test_a_leaf_cannot_issue(bench: Bench) -> None:
    below = pki.server(LEAF, ["below.example"])
    document = bench.chainready.verify(*bench.words([ROOT], [below, LEAF, ISSUER]), "--at", NOW)
    assert "not_a_ca" in [each["code"] for each in document["segments"][0]["findings"]]


def test_a_path_length_is_kept(bench: Bench) -> None:
    last = pki.authority("Last", issuer=ROOT, path_length=0)
    more = pki.authority("More", issuer=last)
    assert bench.verdict([ROOT], [pki.server(last, ["a.example"]), last]) == "valid"
    assert bench.verdict([ROOT], [pki.server(more, ["a.example"]), more, last]) == "invalid"


def test_sha_1_is_refused_by_the_default_profile_only(bench: Bench) -> None:
    key = pki.new_key()
    builder = (x509.CertificateBuilder().subject_name(pki.named("old.example"))
               .issuer_name(ROOT.cert.subject).public_key(key.public_key()).serial_number(5)
               .not_valid_before(pki.moment("2026-01-01")).not_valid_after(pki.moment("2027-06-01")))
    try:
        cert = builder.sign(ROOT.key, hashes.SHA1())
    except Exception as refusal:  # pylint: disable=broad-except
        pytest.skip(f"this cryptography does not sign with SHA-1: {refusal}")
    leaf = Identity(cert, key)
    assert bench.verdict([ROOT], [leaf]) == "invalid"
    assert bench.verdict([ROOT], [leaf], "--profile", "rfc5280") == "valid"


# ---- usage ----------------------------------------------------------------------------------------


def test_verify_takes_one_store_and_one_chain(bench: Bench) -> None:
    words = bench.words([ROOT], CHAIN)
    for wrong in (words[:2], words[2:], words + words[:2], words + words[2:], words + ["more.pem"]):
        bench.chainready("verify", *wrong).fails(USAGE, "one --roots and one --chain")


def test_quiet_leaves_the_exit_code_alone(bench: Bench) -> None:
    run = bench.chainready("verify", *bench.words([ROOT], CHAIN), "--at", NOW, "--quiet")
    assert (run.code, run.raw, run.err) == (LATER, b"", "")


def test_an_unknown_profile_is_wrong_usage(bench: Bench) -> None:
    run = bench.chainready("verify", *bench.words([ROOT], CHAIN), "--profile", "netscape")
    run.fails(USAGE, "netscape")


def test_the_chain_or_the_store_may_come_from_standard_input(bench: Bench) -> None:
    words = bench.words([ROOT], CHAIN)
    sent = b"".join(each.pem for each in CHAIN)
    for number, content in ((3, sent), (1, ROOT.pem), (3, LEAF.der)):
        changed = list(words)
        changed[number] = "-"
        bridges = ["--bridges", bench.write("bridges.pem", ISSUER.pem)]
        document = bench.chainready.verify(*changed, *bridges, "--at", NOW, stdin=content)
        assert document["verdict"] == "valid"


def test_both_cannot_come_from_standard_input(bench: Bench) -> None:
    run = bench.chainready("verify", "--roots", "-", "--chain", "-", stdin=ROOT.pem)
    run.fails(USAGE, "standard input")


def test_the_private_key_of_a_server_is_not_mistaken_for_its_certificate(bench: Bench) -> None:
    words = bench.words([ROOT], CHAIN)
    words[3] = bench.write("key.pem", LEAF.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption()))
    bench.chainready("verify", *words).fails(65, "key.pem", "entry 1", "a private key")


def test_a_ca_is_not_judged_for_a_leaf_that_cannot_be_read(bench: Bench) -> None:
    words = bench.words([ROOT], CHAIN)
    lines = LEAF.pem.splitlines(keepends=True)
    words[3] = bench.write("cut.pem", b"".join(lines[:3] + lines[4:]) + ISSUER.pem)
    for command in ("verify", "check"):
        run = bench.chainready(command, *words, "--at", NOW, "--until", "2027-01-01")
        run.fails(65, "cut.pem: entry 1, offset 0", "may have been the server's")
        assert not run.out


def test_a_key_before_its_certificate_is_skipped(bench: Bench) -> None:
    words = bench.words([ROOT], CHAIN)
    words[3] = bench.write("both.pem", LEAF.private_pem + LEAF.pem + ISSUER.pem)
    run = bench.chainready("verify", *words, "--at", NOW, "--until", "2027-01-01")
    assert run.code == READY
    assert "both.pem: entry 1, offset 0: a private key" in run.err
