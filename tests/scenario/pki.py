# SPDX-License-Identifier: Apache-2.0
"""Mints certificates. All keys are P-256: signatures of other kinds are the unit tests' affair."""
import ipaddress
from dataclasses import dataclass
from typing import Optional, Sequence

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from instants import moment

LONG_AGO, FAR_OFF = "2015-01-01", "2045-01-01"


@dataclass(frozen=True)
class Identity:
    """A certificate, with the key that it is about."""
    cert: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate as PEM."""
        return self.cert.public_bytes(serialization.Encoding.PEM)

    @property
    def der(self) -> bytes:
        """The certificate as DER."""
        return self.cert.public_bytes(serialization.Encoding.DER)

    @property
    def sha256(self) -> str:
        """Fingerprint of the certificate."""
        return self.cert.fingerprint(hashes.SHA256()).hex()

    @property
    def key_sha256(self) -> str:
        """Hash of the subject public key info."""
        spki = self.key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        digest = hashes.Hash(hashes.SHA256())
        digest.update(spki)
        return digest.finalize().hex()

    @property
    def private_pem(self) -> bytes:
        """The private key as PEM, for those who mix it up with the certificate."""
        return self.key.private_bytes(serialization.Encoding.PEM,
                                      serialization.PrivateFormat.PKCS8,
                                      serialization.NoEncryption())


def new_key() -> ec.EllipticCurvePrivateKey:
    """A fresh key."""
    return ec.generate_private_key(ec.SECP256R1())


def named(common: str, **more: str) -> x509.Name:
    """A name of country, organization, unit and common name, in that order."""
    parts = [(NameOID.COUNTRY_NAME, more.get("country", "BE")),
             (NameOID.ORGANIZATION_NAME, more.get("organization", "Scenario")),
             (NameOID.ORGANIZATIONAL_UNIT_NAME, more.get("unit", "")),
             (NameOID.COMMON_NAME, common)]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


def _start(name: x509.Name, key: ec.EllipticCurvePrivateKey, issuer: Optional[Identity],
           dates: Sequence[str]) -> x509.CertificateBuilder:
    return (x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer.cert.subject if issuer else name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(moment(dates[0]))
            .not_valid_after(moment(dates[1])))


def authority(name: str | x509.Name, issuer: Optional[Identity] = None,
              dates: Sequence[str] = (LONG_AGO, FAR_OFF), same_key: Optional[Identity] = None,
              path_length: Optional[int] = None) -> Identity:
    """A root, or with an issuer an issuing CA; with `same_key` of it a bridge. notAfter counts."""
    key = same_key.key if same_key else new_key()
    full = same_key.cert.subject if same_key else named(name) if isinstance(name, str) else name
    builder = _start(full, key, issuer, dates)
    builder = builder.add_extension(x509.BasicConstraints(True, path_length), critical=True)
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    builder = builder.add_extension(usage, critical=True)
    return Identity(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def server(issuer: Identity, hosts: Sequence[str],
           dates: Sequence[str] = ("2026-09-01", "2027-03-01")) -> Identity:
    """A server's certificate for DNS names and IP addresses."""
    key = new_key()
    names: list[x509.GeneralName] = []
    for host in hosts:
        try:
            names.append(x509.IPAddress(ipaddress.ip_address(host)))
        except ValueError:
            names.append(x509.DNSName(host))
    builder = _start(named(hosts[0], organization=""), key, issuer, dates)
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(False, None), critical=True)
    purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    builder = builder.add_extension(purposes, critical=False)
    return Identity(builder.sign(issuer.key, hashes.SHA256()), key)
