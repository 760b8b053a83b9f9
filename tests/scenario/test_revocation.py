# SPDX-License-Identifier: Apache-2.0
"""chainready verify --crl and --policy: revocation lists as sets of time, and asking for a policy."""
import pathlib
from typing import Any, Callable, Optional, Sequence

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

import pki
from command import BROKEN, DATA, LATER, NO_INPUT, READY, UNKNOWN, USAGE, Chainready
from instants import moment
from pki import Identity

AT, UNTIL = "2026-11-22T00:00:00Z", "2027-01-01T00:00:00Z"
Write = Callable[[str, Any], pathlib.Path]
Entry = tuple[Identity, str, Optional[x509.ReasonFlags]]

ROOT = pki.authority("Revocation Root", dates=("2020-01-01", "2040-01-01"))
ISSUER = pki.authority("Revocation Issuer", issuer=ROOT, dates=("2021-01-01", "2030-01-01"))
LEAF = pki.server(ISSUER, ["www.example.org"], ("2026-09-01", "2027-03-01"))


def crl(issuer: Identity, dates: Sequence[str], entries: Sequence[Entry] = (), number: int = 1,
        base: Optional[int] = None) -> bytes:
    """A revocation list in DER; with `base` a delta."""
    builder = (x509.CertificateRevocationListBuilder()
               .issuer_name(issuer.cert.subject)
               .last_update(moment(dates[0]))
               .next_update(moment(dates[1]))
               .add_extension(x509.CRLNumber(number), critical=False))
    if base is not None:
        builder = builder.add_extension(x509.DeltaCRLIndicator(base), critical=True)
    for identity, date, reason in entries:
        entry = (x509.RevokedCertificateBuilder()
                 .serial_number(identity.cert.serial_number)
                 .revocation_date(moment(date)))
        if reason:
            entry = entry.add_extension(x509.CRLReason(reason), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


ALL_YEAR = ("2026-01-01", "2027-12-31")
OF_ROOT = crl(ROOT, ALL_YEAR)


class Bench:
    """A store, a chain and revocation lists on disk."""

    def __init__(self, chainready: Chainready, write: Write) -> None:
        self.chainready = chainready
        self.write = write
        self.words = ["--roots", write("roots.pem", ROOT.pem), "--at", AT, "--until", UNTIL,
                      "--chain", write("chain.pem", LEAF.pem + ISSUER.pem)]

    def lists(self, *lists: bytes) -> list[Any]:
        """The arguments that give these."""
        words: list[Any] = []
        for number, each in enumerate(lists):
            words += ["--crl", self.write(f"{number}.crl", each)]
        return words

    def segments(self, *words: Any) -> list[tuple[str, str, list[str]]]:
        """Day of the beginning, verdict and findings of each stretch."""
        document = self.chainready.verify(*self.words, *words)
        return [(each["from"][:10], each["verdict"], [f["code"] for f in each.get("findings", [])])
                for each in document["segments"]]


@pytest.fixture
def bench(chainready: Chainready, write: Write) -> Bench:
    """A place to try revocation lists."""
    return Bench(chainready, write)


def test_without_lists_nothing_is_asked(bench: Bench) -> None:
    assert bench.segments() == [("2026-11-22", "valid", [])]


@pytest.mark.memory
def test_good_until_the_list_is_out_of_date(bench: Bench) -> None:
    words = bench.lists(OF_ROOT, crl(ISSUER, ("2026-11-01", "2026-12-01")))
    assert bench.segments(*words) == [("2026-11-22", "valid", []),
                                      ("2026-12-01", "unknown", ["revocation_unknown"])]
    run = bench.chainready("verify", *bench.words, *words)
    assert run.code == LATER
    assert "www.example.org is covered by none of the revocation lists" in run.out


def test_every_certificate_below_the_root_needs_a_list(bench: Bench) -> None:
    words = bench.lists(crl(ISSUER, ALL_YEAR))
    assert bench.segments(*words) == [("2026-11-22", "unknown", ["revocation_unknown"])]
    assert bench.chainready("verify", *bench.words, *words).code == UNKNOWN


def test_revoked_before_today_and_from_a_later_day_on(bench: Bench) -> None:
    past = crl(ISSUER, ALL_YEAR, [(LEAF, "2026-10-01", x509.ReasonFlags.key_compromise)])
    later = crl(ISSUER, ALL_YEAR, [(LEAF, "2026-12-05", None)])
    assert bench.segments(*bench.lists(OF_ROOT, past)) == [("2026-11-22", "invalid", ["revoked"])]
    assert bench.chainready("verify", *bench.words, *bench.lists(OF_ROOT, past)).code == BROKEN
    assert bench.segments(*bench.lists(OF_ROOT, later)) == [("2026-11-22", "valid", []),
                                                             ("2026-12-05", "invalid", ["revoked"])]


def test_a_revoked_issuer(bench: Bench) -> None:
    words = bench.lists(crl(ROOT, ALL_YEAR, [(ISSUER, "2026-12-10", None)]), crl(ISSUER, ALL_YEAR))
    run = bench.chainready("verify", *bench.words, *words)
    assert "revoked (RFC 5280 6.1.3 (a)(3)): Revocation Issuer is revoked from 2026-12-10" in run.out


def test_a_hold_and_its_release_by_a_delta(bench: Bench) -> None:
    hold = [(LEAF, "2026-11-25", x509.ReasonFlags.certificate_hold)]
    release = [(LEAF, "2026-11-25", x509.ReasonFlags.remove_from_crl)]
    complete = crl(ISSUER, ("2026-11-01", "2026-12-31"), hold, number=3)
    assert bench.segments(*bench.lists(OF_ROOT, complete))[:2] == [
        ("2026-11-22", "valid", []), ("2026-11-25", "invalid", ["revoked"])]
    delta = crl(ISSUER, ("2026-12-03", "2026-12-31"), release, number=4, base=3)
    assert bench.segments(*bench.lists(OF_ROOT, complete, delta))[:3] == [
        ("2026-11-22", "valid", []), ("2026-11-25", "invalid", ["revoked"]), ("2026-12-03", "valid", [])]


def test_a_list_that_somebody_else_signed(bench: Bench) -> None:
    stranger = pki.authority("Revocation Issuer")
    words = bench.lists(OF_ROOT, crl(stranger, ALL_YEAR, [(LEAF, "2026-10-01", None)]))
    assert bench.segments(*words) == [("2026-11-22", "unknown", ["revocation_unknown"])]


def test_pem_a_directory_and_standard_input(bench: Bench, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    for name, der in (("a", OF_ROOT), ("b", crl(ISSUER, ALL_YEAR))):
        pem = x509.load_der_x509_crl(der).public_bytes(serialization.Encoding.PEM)
        (folder / name).write_bytes(b"a comment\n" + pem)
    assert bench.segments("--crl", folder) == [("2026-11-22", "valid", [])]
    both = b"".join(sorted(each.read_bytes() for each in folder.iterdir()))
    run = bench.chainready("verify", *bench.words, "--crl", "-", stdin=both)
    assert run.code == READY


def test_damaged_lists(bench: Bench, write: Write, tmp_path: pathlib.Path) -> None:
    words = bench.words
    bench.chainready("verify", *words, "--crl", tmp_path / "absent").fails(NO_INPUT, "absent")
    bench.chainready("verify", *words, "--crl", write("junk", "junk")).fails(DATA, "junk", "entry 1")
    cut = write("cut.crl", OF_ROOT[:-9])
    bench.chainready("verify", *words, "--crl", cut).fails(DATA, "cut.crl", "entry 1, offset 0")
    empty = write("chain-again.pem", LEAF.pem)
    bench.chainready("verify", *words, "--crl", empty).fails(DATA, "holds no revocation list")


def test_a_damaged_entry_is_skipped_and_named(bench: Bench, write: Write) -> None:
    pem = x509.load_der_x509_crl(OF_ROOT).public_bytes(serialization.Encoding.PEM)
    broken = b"-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n"
    run = bench.chainready("verify", *bench.words, "--crl", write("two.pem", broken + pem))
    assert run.code == UNKNOWN  # the root's list alone
    assert "two.pem: entry 1" in run.err


# ---- policies -------------------------------------------------------------------------------------


def test_a_policy_that_the_path_does_not_have(bench: Bench) -> None:
    assert bench.segments("--policy", "1.2.3") == [("2026-11-22", "invalid", ["policy_required"])]


def test_what_is_no_policy(bench: Bench) -> None:
    for wrong in ("", "1.2.x", "anyPolicy", "4.5.6"):
        bench.chainready("verify", *bench.words, "--policy", wrong).fails(USAGE, "is not a policy")
