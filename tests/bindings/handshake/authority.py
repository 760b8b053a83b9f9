# SPDX-License-Identifier: Apache-2.0
"""Mints the certificates of a migration, with the key identifiers that real ones carry."""
import datetime
import pathlib
import sys
from typing import Optional, Sequence

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.x509.oid import ExtendedKeyUsageOID

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scenario"))
from pki import Identity, named, new_key  # noqa: E402 # pylint: disable=wrong-import-position

Dates = Sequence[datetime.datetime]


def _start(name: x509.Name, key_of: Optional[Identity], issuer: Optional[Identity], dates: Dates
           ) -> tuple[x509.CertificateBuilder, EllipticCurvePrivateKey]:
    """What all certificates have; the key is that of `key_of`, or fresh."""
    key = key_of.key if key_of else new_key()
    builder = (x509.CertificateBuilder()
               .subject_name(name)
               .issuer_name(issuer.cert.subject if issuer else name)
               .public_key(key.public_key())
               .serial_number(x509.random_serial_number())
               .not_valid_before(dates[0])
               .not_valid_after(dates[1]))
    signer = issuer.key if issuer else key
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    return builder, key


def authority(name: str, dates: Dates, issuer: Optional[Identity] = None,
              same_key: Optional[Identity] = None, identified: bool = True) -> Identity:
    """A root; with an issuer an issuing CA; with `same_key` of another one, its name under another
    issuer (a bridge) or in another form. `identified`: with a subject key identifier."""
    full = same_key.cert.subject if same_key else named(name)
    builder, key = _start(full, same_key, issuer, dates)
    if identified:
        builder = builder.add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(True, None), critical=True)
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    builder = builder.add_extension(usage, critical=True)
    return Identity(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def server(issuer: Identity, names: Sequence[x509.GeneralName], dates: Dates) -> Identity:
    """A server's certificate."""
    builder, key = _start(named("a server", organization=""), None, issuer, dates)
    for extension, critical in (
            (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
            (x509.SubjectAlternativeName(names), False),
            (x509.BasicConstraints(False, None), True),
            (x509.KeyUsage(True, False, False, False, False, False, False, False, False), True),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)):
        builder = builder.add_extension(extension, critical=critical)
    return Identity(builder.sign(issuer.key, hashes.SHA256()), key)
