# SPDX-License-Identifier: Apache-2.0
"""Keys and names for the scenarios of generate.py, old and odd ones among them."""
import datetime
import functools
import random

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import NameOID


@functools.lru_cache(None)
def ec_keys():
    return [ec.generate_private_key(ec.SECP256R1()) for _ in range(24)]


@functools.lru_cache(None)
def rsa_keys(bits):
    return [rsa.generate_private_key(65537, bits) for _ in range(4)]


def prime(bits):
    while True:
        number = random.getrandbits(bits) | 1 | 3 << bits - 2
        if (number - 1) % 65537 and all(pow(base, number - 1, number) == 1 for base in (2, 3, 5, 7)):
            return number


@functools.lru_cache(None)
def weak_keys():
    """RSA keys of sizes that the generator does not make any more, on both sides of several bounds."""
    def make(bits):
        p, q = prime(bits // 2), prime(bits // 2)
        d = pow(65537, -1, (p - 1) * (q - 1))
        numbers = rsa.RSAPrivateNumbers(p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q),
                                        rsa.rsa_crt_iqmp(p, q), rsa.RSAPublicNumbers(65537, p * q))
        return numbers.private_key(unsafe_skip_rsa_key_validation=True)
    return [make(bits) for bits in (904, 1016, 1976)]


def utc(seconds):
    return datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)


def name_of(text, spelling=""):
    """A name; or the same name to RFC 5280 7.1, in other octets."""
    kind = _ASN1Type.PrintableString if spelling == "other type" else _ASN1Type.UTF8String
    if spelling == "other case":
        text = text.upper()
    if spelling == "wide":
        text = text.replace(" ", "  ")
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Fidelity"),
                      x509.NameAttribute(NameOID.COMMON_NAME, text, kind)])


class Authority:
    """A name and a key; its certificates may be many."""

    def __init__(self, name, key):
        self.name, self.key = name, key
        self.key_id = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
