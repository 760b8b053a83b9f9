# SPDX-License-Identifier: Apache-2.0
"""Keys, names and signatures for the scenarios of generate.py, old and odd ones among them."""
import datetime
import functools
import random

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
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


def name_of(text):
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Fidelity"),
                      x509.NameAttribute(NameOID.COMMON_NAME, text)])


# ---- SHA-1, which the certificate builder does not make any more ----------------------------------

def element(tag, content):
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def split(content):
    """The DER elements one after the other, whole."""
    while content:
        size, start = content[1], 2
        if size & 0x80:
            start = 2 + (size & 0x7f)
            size = int.from_bytes(content[2:start], "big")
        yield content[:start + size]
        content = content[start + size:]


def inside(whole):
    return whole[2 + (whole[1] & 0x7f if whole[1] & 0x80 else 0):]


def sign_with_sha1(der, key):
    """The same certificate, signed with SHA-1."""
    is_rsa = isinstance(key, rsa.RSAPrivateKey)
    algorithm = (element(0x30, bytes.fromhex("06092a864886f70d0101050500")) if is_rsa
                 else element(0x30, bytes.fromhex("06072a8648ce3d0401")))
    fields = list(split(inside(next(split(inside(der))))))
    fields[2] = algorithm  # after the version and the serial number
    body = element(0x30, b"".join(fields))
    signature = (key.sign(body, padding.PKCS1v15(), hashes.SHA1()) if is_rsa
                 else key.sign(body, ec.ECDSA(hashes.SHA1())))
    return element(0x30, body + algorithm + element(3, b"\0" + signature))


class Authority:
    """A name and a key; its certificates may be many."""

    def __init__(self, name, key):
        self.name, self.key = name, key
        self.key_id = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
