# SPDX-License-Identifier: Apache-2.0
"""A captured chain: in the forms in which people have one, and matched to the migrations that it is
exposed to. Leaves are issued under copies of the real authorities, which have keys of their own."""
import itertools
import pathlib
from dataclasses import dataclass
from functools import cache
from typing import Any, Callable

import pytest

import pki
from command import DATA, LATER, NO_INPUT, UNKNOWN, USAGE, Chainready, Run, fixes, outcome, result
from instants import after, before
from migrations import Reminted
from pki import Identity
from real import Shared, root

NOW = "2026-11-22T00:00:00Z"
OSS_HOST = "my-bucket.oss-cn-hangzhou.aliyuncs.com"
Write = Callable[[str, Any], pathlib.Path]


@cache
def reminted(name: str) -> Reminted:
    """One copy of a migration for all tests."""
    return Reminted(name)


@dataclass(frozen=True)
class Captured:
    """Chains of OSS, each leaf first."""
    r3: list[Identity]          # leaf, issuing CA
    r3_bridged: list[Identity]  # and R3 by R1
    r46: list[Identity]
    r46_by_r1: list[Identity]
    r46_by_r3: list[Identity]   # and R3 by R1


@cache
def oss_chains() -> Captured:
    """What OSS might have sent in November 2026."""
    migration = reminted("oss-globalsign")
    old = pki.authority("GlobalSign RSA OV SSL CA 2018", issuer=migration["gs-r3"],
                        dates=("2018-11-21", "2028-11-21"))
    new = pki.authority("Alibaba Cloud GCC R46 OV TLS CA 2026", issuer=migration["gs-r46"],
                        dates=("2026-08-19", "2029-08-18T12:00:00Z"))
    r3 = [pki.server(old, ["*.oss-cn-hangzhou.aliyuncs.com"], ("2026-06-10", "2026-12-26")), old]
    r46 = [pki.server(new, ["*.oss-cn-hangzhou.aliyuncs.com"], ("2026-09-10", "2027-03-27")), new]
    return Captured(r3, r3 + [migration["gs-r3-by-r1"]], r46, r46 + [migration["gs-r46-by-r1"]],
                    r46 + [migration["gs-r46-by-r3"], migration["gs-r3-by-r1"]])


def joined(chain: list[Identity]) -> bytes:
    """Its certificates as PEM, in this order."""
    return b"".join(identity.pem for identity in chain)


class Scene:
    """One migration, one store and one capture on disk."""

    def __init__(self, chainready: Chainready, write: Write, name: str) -> None:
        self.chainready = chainready
        self.write = write
        self.migration = reminted(name)
        self.timeline = write("migration.json", self.migration.timeline)

    def words(self, roots: str, chain: bytes, host: str | None, *more: str) -> list[Any]:
        """The arguments of a check."""
        store = self.write("roots.pem", b"".join(self.migration[each].pem for each in roots.split()))
        captured = self.write("captured.txt", chain)
        named = ["--host", host] if host else []
        return ["--roots", store, "--timeline", self.timeline, "--chain", captured, *named, *more]

    def report(self, roots: str, chain: bytes, host: str | None = OSS_HOST, *more: str,
               at: str = NOW) -> dict[str, Any]:
        """The report about it."""
        return self.chainready.report(*self.words(roots, chain, host, *more), "--at", at)

    def ask(self, roots: str, chain: bytes, host: str | None = OSS_HOST, *more: str,
            at: str = NOW) -> dict[str, Any]:
        """The outcome of its only result in the installed lane."""
        return outcome(result(self.report(roots, chain, host, *more, at=at)))

    def text(self, roots: str, chain: bytes, host: str | None = OSS_HOST, *more: str,
             at: str = NOW) -> Run:
        """The same for a person."""
        return self.chainready.check(*self.words(roots, chain, host, *more), "--at", at)


@pytest.fixture
def oss(chainready: Chainready, write: Write) -> Scene:
    """Alibaba Cloud OSS."""
    return Scene(chainready, write, "oss-globalsign")


@pytest.fixture
def ant(chainready: Chainready, write: Write) -> Scene:
    """Ant Group."""
    return Scene(chainready, write, "ant-digicert-g2")


@pytest.fixture
def aws(chainready: Chainready, write: Write) -> Scene:
    """Amazon S3 and CloudFront."""
    return Scene(chainready, write, "aws-ats")


@pytest.fixture
def dv(chainready: Chainready, write: Write) -> Scene:
    """GlobalSign's DV certificates."""
    return Scene(chainready, write, "globalsign-dv-2021")


# ---- the form that it has -------------------------------------------------------------------------

BREAKS = {"verdict": "breaks_later", "breaks_at": "2027-01-28T00:00:00Z",
          "breaks_latest": "2027-01-29T00:00:00Z"}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_pem_may_be_in_any_order(oss: Scene, order: tuple[int, ...]) -> None:
    chain = oss_chains().r46_by_r1
    assert oss.ask("gs-r1", joined([chain[number] for number in order])) == BREAKS


def test_pem_may_hold_the_root_and_strangers_too(oss: Scene) -> None:
    stranger = pki.authority("Nobody's CA")
    chain = [stranger, oss.migration["gs-r1"], *reversed(oss_chains().r46_by_r1)]
    assert oss.ask("gs-r1", joined(chain)) == BREAKS


def s_client(chain: list[Identity], leaf_again: bool) -> bytes:
    """What `openssl s_client` prints, as pasted from a terminal."""
    def name(full: Any) -> str:
        return ", ".join(f"{part.rfc4514_attribute_name} = {part.value}" for part in full)

    out = ["depth=1 " + name(chain[-1].cert.subject),
           "verify error:num=20:unable to get local issuer certificate", "verify return:1",
           "CONNECTED(00000003)", "---", "Certificate chain"]
    for number, identity in enumerate(chain):
        out += [f" {number} s:{name(identity.cert.subject)}",
                f"   i:{name(identity.cert.issuer)}",
                "   a:PKEY: id-ecPublicKey, 256 (bit); sigalg: ecdsa-with-SHA256",
                "   v:NotBefore: Sep 10 00:00:00 2026 GMT; NotAfter: Mar 27 00:00:00 2027 GMT"]
        if not leaf_again:
            out += identity.pem.decode().splitlines()
    out += ["---", "Server certificate"]
    if leaf_again:
        out += chain[0].pem.decode().splitlines()
    out += [f"subject={name(chain[0].cert.subject)}", f"issuer={name(chain[0].cert.issuer)}", "---",
            "No client certificate CA names sent", "Server Temp Key: X25519, 253 bits", "---",
            "New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384",
            "Verify return code: 20 (unable to get local issuer certificate)", "---",
            "    TLS session ticket:",
            "    0000 - 95 ee 0e 2a 13 06 c4 ef-50 8d d2 df 8a 1d cd e1   ...*....P.......", "---",
            "read R BLOCK", "closed", "$ "]
    return "\n".join(out).encode()


def test_the_output_of_s_client_showcerts_is_read(oss: Scene) -> None:
    text = s_client(oss_chains().r46_by_r1, leaf_again=False)
    assert oss.ask("gs-r1", text) == BREAKS
    assert oss.ask("gs-r1", text.replace(b"\n", b"\r\n")) == BREAKS


def test_the_output_of_s_client_without_showcerts_holds_the_leaf_alone(oss: Scene,
                                                                       write: Write) -> None:
    text = s_client(oss_chains().r46_by_r1, leaf_again=True)
    assert oss.ask("gs-r1", text)["verdict"] == "broken"
    bridges = write("bridges.pem", joined(oss_chains().r46_by_r1[1:]))
    assert oss.ask("gs-r1", text, OSS_HOST, "--bridges", str(bridges)) == BREAKS


def test_der_holds_one_certificate(oss: Scene, write: Write) -> None:
    leaf = oss_chains().r46_by_r1[0].der
    bridges = write("bridges.pem", joined(oss_chains().r46_by_r1[1:]))
    assert oss.ask("gs-r1", leaf)["verdict"] == "broken"
    assert oss.ask("gs-r1", leaf, OSS_HOST, "--bridges", str(bridges)) == BREAKS


def test_bridges_may_be_a_directory(oss: Scene, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "bridges"
    folder.mkdir()
    for number, identity in enumerate(oss_chains().r46_by_r1[1:]):
        (folder / f"{number}.der").write_bytes(identity.der)
    (folder / "README").write_text("what these are")
    leaf = oss_chains().r46_by_r1[0].pem
    assert oss.ask("gs-r1", leaf, OSS_HOST, "--bridges", str(folder)) == BREAKS


def test_standard_input_is_a_chain(oss: Scene) -> None:
    words = oss.words("gs-r1", b"", OSS_HOST)
    words[words.index("--chain") + 1] = "-"
    report = oss.chainready.report(*words, "--at", NOW, stdin=joined(oss_chains().r46_by_r1))
    assert outcome(result(report)) == BREAKS


def test_a_damaged_certificate_of_a_chain_is_reported_and_skipped(oss: Scene) -> None:
    leaf, issuer, bridge = oss_chains().r46_by_r1
    lines = bridge.pem.splitlines(keepends=True)
    damaged = leaf.pem + issuer.pem + b"".join(lines[:3] + [b"***\n"] + lines[3:])
    run = oss.text("gs-r1", damaged)
    offset = len(leaf.pem + issuer.pem)
    assert f"captured.txt: entry 3, offset {offset}: " in run.err
    assert run.first.startswith("Broken")


@pytest.mark.parametrize("content, code", [
    (b"", DATA), (b"no certificate here\n", DATA), (b"\x00\x01\x02", DATA),
    (pki.authority("x").private_pem, DATA)])
def test_a_chain_without_certificates_is_refused(oss: Scene, content: bytes, code: int) -> None:
    words = oss.words("gs-r1", content, OSS_HOST)
    oss.chainready.check(*words, "--at", NOW).fails(code, "captured.txt")


def test_a_missing_chain_is_no_such_file(oss: Scene) -> None:
    words = oss.words("gs-r1", b"", OSS_HOST)
    words[words.index("--chain") + 1] = "missing.pem"
    oss.chainready.check(*words, "--at", NOW).fails(NO_INPUT, "missing.pem")


# ---- what it is exposed to ------------------------------------------------------------------------


def test_a_chain_is_matched_by_its_host(oss: Scene) -> None:
    report = oss.report("gs-r1", joined(oss_chains().r46_by_r1))
    assert [(item["timeline"], item["endpoint"]) for item in report["results"]] == [
        ("oss-globalsign", OSS_HOST)]
    chains = [(chain.get("phase"), chain["chain"], chain["presence"])
              for chain in report["results"][0]["chains"]]
    assert ("r46-bridged", "captured", "served") in chains
    assert ("r46", "r46-short", "served") in chains


def test_a_chain_without_a_host_is_matched_by_the_names_of_its_leaf(oss: Scene) -> None:
    report = oss.report("gs-r1", joined(oss_chains().r46_by_r1), None)
    assert report["results"][0]["timeline"] == "oss-globalsign"
    assert report["results"][0]["endpoint"] == "oss"
    assert outcome(result(report)) == BREAKS


def test_a_chain_of_another_host_belongs_to_no_migration(oss: Scene) -> None:
    issuer = oss_chains().r46[1]
    leaf = pki.server(issuer, ["www.example.org"])
    report = oss.report("gs-r46", joined([leaf, issuer]), "www.example.org")
    item = result(report)
    assert "timeline" not in item
    assert item["endpoint"] == "www.example.org"
    assert outcome(item) == {"verdict": "ready"}
    assert item["evidence"] == "recorded"


def test_a_chain_is_matched_by_its_issuer_where_the_migration_has_no_hosts(dv: Scene) -> None:
    ca = dv.migration["gs-dv-2018"]
    leaf = pki.server(ca, ["www.example.org"], ("2020-06-01", "2021-07-01"))
    report = dv.report("gs-r3", joined([leaf, ca]), "www.example.org", at="2021-01-10")
    assert [item["timeline"] for item in report["results"]] == ["globalsign-dv-2021"]
    assert outcome(result(report))["breaks_at"] == "2021-01-21T00:00:00Z"


def test_a_host_that_the_leaf_does_not_name_is_broken(oss: Scene) -> None:
    run = oss.text("gs-r46", joined(oss_chains().r46), "a.b.oss-cn-hangzhou.aliyuncs.com")
    assert run.code == 2
    assert run.first.startswith("Broken")
    report = oss.report("gs-r46", joined(oss_chains().r46), "a.b.oss-cn-hangzhou.aliyuncs.com")
    findings = [finding["code"] for chain in report["results"][0]["chains"]
                if chain["chain"] == "captured" for segment in chain["segments"]
                for finding in segment["findings"]]
    assert "host_mismatch" in findings


def test_two_captures_are_judged_each_for_itself(oss: Scene, write: Write) -> None:
    first, second = oss_chains().r46_by_r1, oss_chains().r46
    words = oss.words("gs-r1", joined(first), OSS_HOST)
    other = write("other.pem", joined(second))
    report = oss.chainready.report(*words, "--chain", other, "--host",
                                   "other.oss-cn-hangzhou.aliyuncs.com", "--at", NOW)
    assert {item["endpoint"]: item["verdict"] for item in report["results"]} == {
        OSS_HOST: "breaks_later", "other.oss-cn-hangzhou.aliyuncs.com": "broken"}
    assert report["verdict"] == "broken"


@pytest.mark.parametrize("host", ["", "a b", "-x.example", "Zürich.example", "x" * 64 + ".example",
                                  "1.2.3.4.5", "*.aliyuncs.com", "example..org"])
def test_a_host_that_is_none_is_wrong_usage(oss: Scene, host: str) -> None:
    words = oss.words("gs-r1", joined(oss_chains().r46), host or None)
    words += ["--host", ""] if not host else []
    oss.chainready.check(*words, "--at", NOW).fails(USAGE, "--host")


# ---- what a capture tells -------------------------------------------------------------------------


def test_a_captured_bridge_settles_which_one_is_sent(oss: Scene) -> None:
    """Without the capture, R3 alone is unknown: nobody says which of two ways is taken."""
    assert oss.ask("gs-r3", joined(oss_chains().r46_by_r3)) == BREAKS
    assert oss.ask("gs-r1", joined(oss_chains().r46_by_r1)) == BREAKS


def test_a_captured_chain_without_a_bridge_needs_the_new_root(oss: Scene) -> None:
    """Since the day of its leaf: before, another chain may have been sent."""
    for roots in ("gs-r1", "gs-r3", "gs-r1 gs-r3"):
        item = result(oss.report(roots, joined(oss_chains().r46)))
        assert outcome(item) == {"verdict": "broken", "broken_since": "2026-09-10T00:00:00Z"}
        assert fixes(item) == ["CN=GlobalSign Root R46"]


def test_what_others_may_still_serve_is_not_settled_by_a_capture(oss: Scene) -> None:
    """Certificates under R3 may be met until 2027-01-02, whatever this server sends."""
    for chain in (oss_chains().r46, oss_chains().r46_by_r1, oss_chains().r46_by_r3):
        assert oss.ask("gs-r46", joined(chain)) == {
            "verdict": "unknown", "unknown_from": "2026-06-15T00:00:00Z"}
        assert oss.ask("gs-r46", joined(chain), at="2027-01-02")["verdict"] == "ready"
    assert oss.ask("gs-r46 gs-r3", joined(oss_chains().r46))["verdict"] == "ready"


def test_a_bridge_that_was_captured_does_not_make_another_root_the_issuer(oss: Scene) -> None:
    """R3 by R1 is in the capture; its leaf is one of R3's all the same."""
    migration = oss.migration
    issuer = pki.authority("GlobalSign RSA OV SSL CA 2018", issuer=migration["gs-r3"])
    leaf = pki.server(issuer, ["*.oss-cn-hangzhou.aliyuncs.com"], ("2025-01-10", "2026-02-10"))
    captured = joined([leaf, issuer, migration["gs-r3-by-r1"]])
    item = result(oss.report("gs-r1", captured, at="2025-01-15"))
    placed = [(chain["phase"], chain["chain"]) for chain in item["chains"]]
    assert ("r3", "captured") in placed
    assert ("r1", "r1-direct") in placed
    other = pki.authority("Nobody's Root")
    store = oss.write("other.pem", other.pem)
    words = oss.words("gs-r1", captured, OSS_HOST)
    words[1] = store
    for at in ("2025-01-15", "2025-12-01", "2026-02-01"):
        report = oss.chainready.report(*words, "--at", at)
        assert report["verdict"] == "broken", at


def test_a_captured_bridge_says_nothing_about_an_end_that_has_no_date(ant: Scene) -> None:
    """Ant Group promised the bridge for 2024 and asks for G2 "by 2026": that one server sends it on
    2026-11-22 says nothing about the next day, nor about the other servers."""
    migration = ant.migration
    issuer = pki.authority("DigiCert Secure Site Pro G2 TLS CN RSA4096 SHA256 2022 CA1",
                           issuer=migration["dc-g2"])
    leaf = pki.server(issuer, ["*.alipay.com"], ("2026-09-10", "2027-03-27"))
    bridged = joined([leaf, issuer, migration["dc-g2-by-g1"]])
    item = result(ant.report("dc-g1", bridged, "openapi.alipay.com"))
    assert outcome(item) == {"verdict": "unknown", "unknown_from": "2025-01-01T00:00:00Z"}
    assert fixes(item) == ["CN=DigiCert Global Root G2"]
    assert ant.ask("dc-g2", bridged, "openapi.alipay.com") == {"verdict": "ready"}


def test_a_chain_captured_without_its_bridge_is_broken_since_then(ant: Scene) -> None:
    migration = ant.migration
    issuer = pki.authority("DigiCert Secure Site Pro G2 TLS CN RSA4096 SHA256 2022 CA1",
                           issuer=migration["dc-g2"])
    leaf = pki.server(issuer, ["*.alipay.com"], ("2026-09-10", "2027-03-27"))
    alone = joined([leaf, issuer])
    assert ant.ask("dc-g1", alone, "openapi.alipay.com") == {"verdict": "broken",
                                                             "broken_since": NOW}
    assert ant.ask("dc-g2", alone, "openapi.alipay.com") == {"verdict": "ready"}


def test_a_captured_s3_chain_shows_whether_class_2_is_still_sent(aws: Scene) -> None:
    migration = aws.migration
    issuer = pki.authority("Amazon RSA 2048 M01", issuer=migration["amz-1"])
    leaf = pki.server(issuer, ["s3.amazonaws.com", "*.s3.amazonaws.com"], ("2026-09-01", "2027-03-01"))
    short = [leaf, issuer, migration["amz-1-by-sfs"]]
    full = short + [migration["sfs-by-class2"]]
    host = "my-bucket.s3.amazonaws.com"
    for chain in (short, full):
        assert aws.ask("sf-services-g2", joined(chain), host) == {"verdict": "ready"}
        assert aws.ask("amz-1", joined(chain), host) == {"verdict": "ready"}
    assert aws.ask("sf-class2", joined(short), host) == {"verdict": "broken", "broken_since": NOW}
    assert aws.ask("sf-class2", joined(full), host) == {
        "verdict": "unknown", "unknown_from": "2024-08-01T00:00:00Z"}
    assert aws.ask("sf-services-g2", joined(short[:2]), host) == {"verdict": "broken",
                                                                  "broken_since": NOW}


@pytest.mark.memory
def test_a_capture_under_r3_and_an_old_store_are_unknown(oss: Scene) -> None:
    """The third example of what a person should see."""
    chain = joined(oss_chains().r3)
    item = result(oss.report("gs-r3", chain))
    assert outcome(item) == {"verdict": "unknown", "unknown_from": "2026-06-15T00:00:00Z",
                             "breaks_by": "2027-01-28T00:00:00Z"}
    assert fixes(item) == ["CN=GlobalSign Root R46"]
    run = oss.text("gs-r3", chain)
    assert run.code == UNKNOWN
    assert run.first.startswith("Unknown since 2026-06-15 — ")
    assert "Nobody says which of 2 chains is sent" in run.out
    wide = [line.removesuffix(" \\").split() for line in run.out.splitlines() if len(line) > 100]
    assert all(words[0] in ("--timeline", "--store") and len(words) == 2 for words in wide), wide
    folded = " ".join(run.out.split())
    for words in ("✓ *.oss-cn-hangzhou.aliyuncs.com ← GlobalSign RSA OV SSL CA 2018 ← "
                  "GlobalSign Root CA - R3 (captured)",
                  "✗ leaf ← GlobalSign Root R46 ← GlobalSign Root CA ? (r46-cross-r1)",
                  "✓ leaf ← GlobalSign Root R46 ← GlobalSign Root CA - R3 (r46-cross-r3)",
                  "add GlobalSign Root R46 "):
        assert words in folded, words


# ---- renewal --------------------------------------------------------------------------------------


def test_an_assumed_renewal_ends_with_the_issuing_ca(oss: Scene) -> None:
    """The issuing CA is valid through 2029-08-18T12:00:00Z, the captured leaf to 2027-03-27."""
    chain, last = joined(oss_chains().r46), "2029-08-18T12:00:00Z"
    roots = "gs-r46 gs-r3"
    assert oss.ask(roots, chain, OSS_HOST, "--until", "2029-08-18T12:00:01Z") == {
        "verdict": "ready"}
    long = ("--until", "2030")
    assert oss.ask(roots, chain, OSS_HOST, *long)["verdict"] == "ready", "R46 alone is stated later"
    other = [pki.server(oss_chains().r46[1], ["www.example.org"], ("2026-09-10", "2027-03-27")),
             oss_chains().r46[1]]
    asked = ("www.example.org", "--until", "2030")
    assert oss.ask("gs-r46", joined(other), *asked) == {"verdict": "breaks_later",
                                                        "breaks_at": after(last)}
    assert oss.ask("gs-r46", joined(other), *asked, at=last)["verdict"] == "breaks_later"
    assert oss.ask("gs-r46", joined(other), *asked, at=after(last))["verdict"] == "broken"


def test_a_literal_leaf_ends_with_its_own_date(oss: Scene) -> None:
    issuer = oss_chains().r46[1]
    last = "2027-03-27T00:00:00Z"
    chain = joined([pki.server(issuer, ["www.example.org"], ("2026-09-10", "2027-03-27")), issuer])
    literal = ("www.example.org", "--renewal", "literal")
    assert oss.ask("gs-r46", chain, *literal) == {"verdict": "breaks_later",
                                                  "breaks_at": after(last)}
    assert oss.ask("gs-r46", chain, *literal, at=after(last)) == {
        "verdict": "broken", "broken_since": after(last)}
    assert oss.ask("gs-r46", chain, "www.example.org") == {"verdict": "ready"}
    assert oss.ask("gs-r46", chain, "www.example.org", "--renewal", "assume") == {
        "verdict": "ready"}
    assert oss.ask("gs-r46", chain, *literal, at=before("2026-09-10")) == {"verdict": "broken"}


def test_a_leaf_that_is_not_valid_yet_is_not_saved_by_renewal(oss: Scene) -> None:
    issuer = oss_chains().r46[1]
    chain = joined([pki.server(issuer, ["www.example.org"], ("2026-12-01", "2027-05-01")), issuer])
    assert oss.ask("gs-r46", chain, "www.example.org")["verdict"] == "broken"
    assert oss.ask("gs-r46", chain, "www.example.org", at="2026-12-01")["verdict"] == "ready"


# ---- GlobalSign's DV certificates -----------------------------------------------------------------


@pytest.mark.parametrize("renewal", ["assume", "literal"])
def test_a_leaf_of_dv_2018_breaks_when_its_issuing_ca_is_revoked(dv: Scene, renewal: str) -> None:
    ca = dv.migration["gs-dv-2018"]
    leaf = pki.server(ca, ["shop.example.org"], ("2020-06-01", "2021-07-01"))
    asked = ("gs-r3", joined([leaf, ca]), "shop.example.org", "--renewal", renewal)
    day = "2021-01-21T00:00:00Z"
    breaks = {"verdict": "breaks_later", "breaks_at": day, "breaks_latest": "2021-01-22T00:00:00Z"}
    assert dv.ask(*asked, at="2021-01-10") == breaks
    assert dv.ask(*asked, at=before(day)) == breaks
    assert dv.ask(*asked, at=day)["verdict"] == "unknown"
    assert dv.ask(*asked, at="2021-01-21T23:59:59Z")["verdict"] == "unknown"
    assert dv.ask(*asked, at="2021-01-22") == {"verdict": "broken", "broken_since": day}
    run = dv.text(*asked, at="2021-01-10")
    assert run.code == LATER
    assert run.first.startswith("Breaks on 2021-01-21 — ")


def test_a_leaf_of_dv_2020_issued_before_the_revocation_is_not_revoked(dv: Scene) -> None:
    ca = dv.migration["gs-gcc-r3-dv-2020"]
    leaf = pki.server(ca, ["shop.example.org"], ("2020-12-01", "2022-01-02"))
    for at in ("2021-01-10", "2021-01-21", "2021-01-22"):
        assert dv.ask("gs-r3", joined([leaf, ca]), "shop.example.org", at=at) == {
            "verdict": "ready"}
    literal = ("--renewal", "literal")
    assert dv.ask("gs-r3", joined([leaf, ca]), "shop.example.org", *literal, at="2021-01-10") == {
        "verdict": "breaks_later", "breaks_at": "2022-01-02T00:00:01Z"}


def test_a_leaf_with_the_name_of_dv_2018_and_another_key_is_broken(chainready: Chainready,
                                                                   write: Write) -> None:
    """The real R3, and a leaf that claims the real issuing CA: its signature is not that CA's."""
    fake = Reminted("globalsign-dv-2021")["gs-dv-2018"]
    leaf = pki.server(fake, ["shop.example.org"], ("2020-06-01", "2021-07-01"))
    store = write("r3.pem", root("gs-r3").public_bytes(pki.serialization.Encoding.PEM))
    chain = write("chain.pem", leaf.pem + fake.pem)
    report = chainready.report("--roots", store, "--timeline", "globalsign-dv-2021", "--chain", chain,
                               "--host", "shop.example.org", "--at", "2021-01-10")
    assert report["verdict"] == "broken"


# ---- real chains ----------------------------------------------------------------------------------


def corpus(name: str) -> pathlib.Path:
    """A root of the corpus as a store."""
    return pathlib.Path(__file__).parents[2] / "corpus" / "roots" / f"{name}.pem"


def test_a_real_s3_chain_needs_amazon_root_ca_1(chainready: Chainready, shared: Shared) -> None:
    """The path that was verified on 2026-01-20, without bridges; its leaf ends on 2026-08-23."""
    asked = ("--chain", shared.chain("499854b27a06"), "--host", "s3.amazonaws.com",
             "--at", "2026-03-01")
    amazon = chainready.report("--roots", corpus("amazon-root-ca-1"), *asked)
    assert outcome(result(amazon)) == {"verdict": "ready"}
    assert result(amazon)["timeline"] == "aws-ats"
    literal = chainready.report("--roots", corpus("amazon-root-ca-1"), *asked, "--renewal", "literal")
    assert outcome(result(literal)) == {"verdict": "breaks_later",
                                        "breaks_at": "2026-08-24T00:00:00Z"}
    starfield = corpus("starfield-services-root-certificate-authority-g2")
    without = chainready.report("--roots", starfield, *asked)
    assert result(without)["verdict"] == "broken"
    assert fixes(result(without)) == ["CN=Amazon Root CA 1"]
    bridged = chainready.report("--roots", starfield, *asked, "--bridges", shared.bridges)
    assert outcome(result(bridged)) == {"verdict": "ready"}


def test_a_real_s3_chain_of_2016_ended_with_the_move(chainready: Chainready,
                                                     shared: Shared) -> None:
    """Recorded on 2016-11-24 under Baltimore; its issuing CA is valid through 2025-05-10."""
    facts = shared.chain_facts("7e1ef7bbc00a")
    assert facts["kind"] == "recorded-on-the-wire"
    asked = ("--chain", shared.chain("7e1ef7bbc00a"), "--timeline", "aws-ats",
             "--at", "2016-11-24T15:31:25Z", "--roots", corpus("baltimore-cybertrust-root"))
    report = chainready.report(*asked, "--host", "my-bucket.s3.amazonaws.com", "--until", "2022")
    assert outcome(result(report)) == {"verdict": "breaks_later",
                                       "breaks_at": "2021-03-23T00:00:00Z",
                                       "breaks_latest": "2021-03-24T00:00:00Z"}
    wrong = chainready.report(*asked, "--host", facts["hosts"][0])
    assert result(wrong)["verdict"] == "broken", "it was met under a name that it does not carry"


def test_real_cloudfront_chains_with_all_bridges_end_at_three_roots(chainready: Chainready,
                                                                    shared: Shared) -> None:
    host = shared.chain_facts("8923b85b612a")["hosts"][0]
    for name in ("amazon-root-ca-1", "starfield-services-root-certificate-authority-g2",
                 "starfield-class-2-ca"):
        document = chainready.verify("--roots", corpus(name), "--chain",
                                     shared.chain("8923b85b612a"), "--host", host,
                                     "--at", "2018-10-20", "--until", "2019-08-24T12:00:00Z")
        assert document["verdict"] == "valid", name


def test_a_real_aliyun_chain_under_r1_is_exposed_to_the_move_of_oss(chainready: Chainready,
                                                                    shared: Shared) -> None:
    """Recorded on 2021-01-04; the issuing CA ends on 2024-02-20T10:00:00Z."""
    facts = shared.chain_facts("e1c75329a577")
    asked = ("--chain", shared.chain("e1c75329a577"), "--host", facts["hosts"][0],
             "--timeline", "oss-globalsign", "--at", "2021-01-04")
    report = chainready.report("--roots", corpus("globalsign-root-ca"), *asked)
    assert outcome(result(report)) == {"verdict": "ready"}
    assert result(report)["timeline"] == "oss-globalsign"
    far = chainready.report("--roots", corpus("globalsign-root-ca"), *asked, "--until", "2024-06-01")
    assert outcome(result(far)) == {"verdict": "breaks_later", "breaks_at": "2024-02-20T10:00:01Z"}
    other = chainready.report("--roots", corpus("globalsign-root-r46"), *asked)
    assert result(other)["verdict"] == "broken"


def test_the_real_bridge_from_r1_to_r46_is_valid_through_2028_01_28(chainready: Chainready,
                                                                    shared: Shared) -> None:
    """An issuing CA of OSS under R46 with the bridge, put together from real certificates."""
    document = chainready.verify("--roots", corpus("globalsign-root-ca"), "--chain",
                                 shared.chain("ca-79206883cf"), "--at", NOW,
                                 "--until", "2028-01-29")
    assert [(each["verdict"], each["until"]) for each in document["segments"]][0] == (
        "valid", "2028-01-28T00:00:01Z")
    assert {each["verdict"] for each in document["segments"][1:]} == {"invalid"}
    codes = {finding["code"] for finding in document["segments"][1]["findings"]}
    assert codes == {"expired"}, "R1 itself lasts twelve hours longer"
