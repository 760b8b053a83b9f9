# SPDX-License-Identifier: Apache-2.0
"""The same certificate with another key or signature, which no certificate builder makes."""
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

SHA1_WITH_RSA = "06092a864886f70d0101050500"
SHA1_WITH_ECDSA = "06072a8648ce3d0401"
VERSION = 0xa0


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


def signed(fields, key, digest):
    """A certificate of these fields of a TBSCertificate, signed as the third of them says."""
    algorithm = fields[1 + (fields[0][0] == VERSION)]
    body = element(0x30, b"".join(fields))
    signature = (key.sign(body, padding.PKCS1v15(), digest) if isinstance(key, rsa.RSAPrivateKey)
                 else key.sign(body, ec.ECDSA(digest)))
    return element(0x30, body + algorithm + element(3, b"\0" + signature))


def fields_of(der):
    return list(split(inside(next(split(inside(der))))))


def with_sha1(der, key):
    """The same certificate, signed with SHA-1."""
    fields = fields_of(der)
    is_rsa = isinstance(key, rsa.RSAPrivateKey)
    fields[2] = element(0x30, bytes.fromhex(SHA1_WITH_RSA if is_rsa else SHA1_WITH_ECDSA))
    return signed(fields, key, hashes.SHA1())


def with_keys(der, key, signer, digest):
    """The same certificate, but for the key in it and the one that signs. All else stays, octet by
    octet: names, dates, number, key identifiers and every other extension. The signature algorithm
    does too, so that `signer` has to be of the kind that signed the original."""
    fields = fields_of(der)
    at = 5 + (fields[0][0] == VERSION)
    fields[at] = key.public_key().public_bytes(serialization.Encoding.DER,
                                               serialization.PublicFormat.SubjectPublicKeyInfo)
    return signed(fields, signer, digest)
