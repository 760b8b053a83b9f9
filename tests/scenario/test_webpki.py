# SPDX-License-Identifier: Apache-2.0
"""--profile webpki: a chain that keeps every rule, and one for each finding that breaks just that rule."""
import base64
import pathlib
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose, NameOID

from command import BROKEN, READY, Chainready
from instants import after, moment

NOW = "2026-11-22T00:00:00Z"
HOST = "www.example.com"
Write = Callable[[str, Any], pathlib.Path]


def usage(*bits: str) -> x509.KeyUsage:
    """A key usage with these bits."""
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
             "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{name: name in bits for name in names})


def names(*hosts: str) -> x509.SubjectAlternativeName:
    """Subject alternative names, unchecked."""
    return x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])


@dataclass
class Plan:
    """A certificate to be made: its extensions by name, each with whether it is critical."""
    subject: str
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    extensions: dict[str, tuple[x509.ExtensionType, bool]] = field(default_factory=dict)
    old: bool = False
    digest: hashes.HashAlgorithm = field(default_factory=hashes.SHA256)

    def name(self) -> x509.Name:
        """The subject."""
        parts = [x509.NameAttribute(NameOID.COMMON_NAME, self.subject)] if self.subject else []
        return x509.Name(parts)


def own_id(plan: Plan) -> x509.SubjectKeyIdentifier:
    """The identifier of a plan's key."""
    return x509.SubjectKeyIdentifier.from_public_key(plan.key.public_key())


def above(plan: Plan, *more: Any) -> x509.AuthorityKeyIdentifier:
    """An authority key identifier that names a plan's key."""
    issuer, serial = more or (None, None)
    return x509.AuthorityKeyIdentifier(own_id(plan).digest, issuer, serial)


class World:
    """A root, a CA and a server; each test changes one of them before they are made."""

    def __init__(self) -> None:
        self.root, self.ca, self.leaf = Plan("Root"), Plan("CA"), Plan(HOST)
        for plan in (self.root, self.ca):
            plan.extensions = {
                "basic": (x509.BasicConstraints(True, None), True),
                "usage": (usage("key_cert_sign", "crl_sign"), True),
                "own": (own_id(plan), False),
            }
        self.ca.extensions["above"] = (above(self.root), False)
        self.leaf.extensions = {
            "usage": (usage("digital_signature"), True),
            "purposes": (x509.ExtendedKeyUsage([Purpose.SERVER_AUTH]), False),
            "names": (names(HOST), False),
            "above": (above(self.ca), False),
        }

    def make(self, plan: Plan, issuer: Plan) -> bytes:
        """The certificate in PEM."""
        builder = (x509.CertificateBuilder().subject_name(plan.name()).issuer_name(issuer.name())
                   .public_key(plan.key.public_key()).serial_number(x509.random_serial_number())
                   .not_valid_before(moment("2026-01-01")).not_valid_after(moment("2027-06-01")))
        for extension, critical in plan.extensions.values():
            builder = builder.add_extension(extension, critical)
        cert = builder.sign(issuer.key, plan.digest)
        return pem(version_2(cert, issuer.key)) if plan.old else pem(cert.public_bytes(serialization.Encoding.DER))


def pem(der: bytes) -> bytes:
    """PEM of one certificate, which cryptography need not be able to read."""
    text = base64.encodebytes(der)
    return b"-----BEGIN CERTIFICATE-----\n" + text + b"-----END CERTIFICATE-----\n"


def element(tag: int, content: bytes) -> bytes:
    """One DER element."""
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


def version_2(cert: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> bytes:
    """The same certificate with another version, signed again (ECDSA with SHA-256)."""
    tbs = cert.tbs_certificate_bytes
    assert tbs.count(b"\xa0\x03\x02\x01\x02") == 1
    tbs = tbs.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x01")
    algorithm = bytes.fromhex("300a06082a8648ce3d040302")
    signature = key.sign(tbs, ec.ECDSA(hashes.SHA256()))
    return element(0x30, tbs + algorithm + element(0x03, b"\0" + signature))


def judge(chainready: Chainready, write: Write, world: World, profile: str = "webpki",
          host: Optional[str] = HOST) -> dict[str, Any]:
    """The only segment."""
    store = write("roots.pem", world.make(world.root, world.root))
    sent = write("chain.pem", world.make(world.leaf, world.ca) + world.make(world.ca, world.root))
    words = ["--host", host] if host else []
    document = chainready.verify("--roots", store, "--chain", sent, *words, "--profile", profile,
                                 "--at", NOW, "--until", after(NOW))
    assert len(document["segments"]) == 1
    return document["segments"][0]


def put(which: str, name: str, value: Any, critical: bool = False) -> Callable[[World], None]:
    """A change: an extension of one certificate, or with None its absence."""
    def change(world: World) -> None:
        extensions = getattr(world, which).extensions
        if value is None:
            del extensions[name]
        else:
            extensions[name] = (value(world) if callable(value) else value, critical)
    return change


def turn(which: str, **fields: Any) -> Callable[[World], None]:
    """A change of other fields."""
    def change(world: World) -> None:
        for name, value in fields.items():
            setattr(getattr(world, which), name, value)
    return change


def all_of(*changes: Callable[[World], None]) -> Callable[[World], None]:
    """Several changes."""
    def change(world: World) -> None:
        for each in changes:
            each(world)
    return change


INFO = x509.AuthorityInformationAccess([x509.AccessDescription(
    x509.AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://example.com/"))])
CASES = {
    "subject_empty": ("ca", turn("ca", subject="")),
    "version_old": ("leaf", turn("leaf", old=True)),
    "key_not_allowed": ("leaf", turn("leaf", key=ed25519.Ed25519PrivateKey.generate())),
    "signature_not_allowed": ("leaf", turn("leaf", digest=hashes.SHA224())),
    "ca_as_leaf": ("leaf", put("leaf", "basic", x509.BasicConstraints(True, None), True)),
    "key_usage_wrong": ("leaf", put("leaf", "usage", usage("digital_signature", "crl_sign"))),
    "cert_sign_without_ca": ("leaf", put("leaf", "usage", usage("digital_signature", "key_cert_sign"))),
    "key_usage_missing": ("ca", put("ca", "usage", None)),
    "purpose_missing": ("leaf", put("leaf", "purposes", None)),
    "purpose_too_wide": ("leaf", put("leaf", "purposes", x509.ExtendedKeyUsage(
        [Purpose.SERVER_AUTH, Purpose.ANY_EXTENDED_KEY_USAGE]))),
    "alt_name_missing": ("leaf", put("leaf", "names", None)),
    "alt_name_form": ("leaf", put("leaf", "names", names(HOST, "under_score.example.com"))),
    "common_name_form": ("leaf", turn("leaf", subject="WWW.example.com")),
    "authority_key_id_missing": ("leaf", put("leaf", "above", None)),
    "authority_key_id_form": ("leaf", put("leaf", "above", lambda world: above(
        world.ca, [x509.DirectoryName(world.root.name())], 7))),
    "subject_key_id_missing": ("ca", put("ca", "own", None)),
    "extension_not_critical": ("ca", put("ca", "basic", x509.BasicConstraints(True, None))),
    "extension_critical": ("leaf", put("leaf", "info", INFO, True)),
    "extension_not_allowed": ("root", put("root", "purposes",
                                          x509.ExtendedKeyUsage([Purpose.SERVER_AUTH]))),
}
PLACES = {"leaf": 0, "ca": 1, "root": 2}
# What cannot be broken alone: each has an older finding that every profile minds.
TOGETHER = {"subject_empty": ("issuer_empty", 0), "version_old": ("version_mismatch", 0)}


def test_what_keeps_every_rule_is_valid(chainready: Chainready, write: Write) -> None:
    assert judge(chainready, write, World())["verdict"] == "valid"


@pytest.mark.parametrize("code", CASES)
def test_one_broken_rule_is_found_where_it_is(chainready: Chainready, write: Write, code: str) -> None:
    place, change = CASES[code]
    world = World()
    change(world)
    host = None if code == "alt_name_missing" else HOST
    segment = judge(chainready, write, world, host=host)
    found = {(each["code"], each["certificate"]) for each in segment["findings"]}
    assert segment["verdict"] == "invalid"
    assert found - {TOGETHER.get(code)} == {(code, PLACES[place])}
    explained = chainready("explain", code)
    assert explained.code == READY and ("BR" in explained.out or "RFC" in explained.out)


@pytest.mark.parametrize("code", sorted(set(CASES) - set(TOGETHER)))
def test_the_default_profile_minds_none_of_them(chainready: Chainready, write: Write, code: str) -> None:
    world = World()
    CASES[code][1](world)
    host = None if code == "alt_name_missing" else HOST
    assert judge(chainready, write, world, "tls", host)["verdict"] == "valid"


@pytest.mark.parametrize("wildcard, host", [
    ("*.com", "example.com"), ("*.co.uk", "example.co.uk"),
    ("*.s3.amazonaws.com", "example.s3.amazonaws.com")])
def test_a_wildcard_below_a_public_suffix_stands_for_no_host(
        chainready: Chainready, write: Write, wildcard: str, host: str) -> None:
    world = World()
    put("leaf", "names", names(wildcard))(world)
    segment = judge(chainready, write, world, host=host)
    assert [each["code"] for each in segment["findings"]] == ["wildcard_public_suffix"]
    assert judge(chainready, write, world, "tls", host)["verdict"] == "valid"


def test_exit_codes(chainready: Chainready, write: Write) -> None:
    world = World()
    paths = (write("roots.pem", world.make(world.root, world.root)),
             write("chain.pem", world.make(world.leaf, world.ca) + world.make(world.ca, world.root)))
    words = ["--roots", paths[0], "--chain", paths[1], "--at", NOW, "--until", after(NOW)]
    assert chainready("verify", *words, "--profile", "webpki").code == READY
    paths[1].write_bytes(world.make(world.leaf, world.ca) +
                         world.make(Plan("CA", world.ca.key), world.root))
    assert chainready("verify", *words, "--profile", "webpki").code == BROKEN
