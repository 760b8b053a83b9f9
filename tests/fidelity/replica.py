# SPDX-License-Identifier: Apache-2.0
"""Copies of certificates whose private keys nobody has.

A *template* is a certificate as it is published, or one made from the facts of a timeline where the
certificate itself is not at hand. A *copy* is the template with keys of ours: one for each key that the
originals have, of the same kind and size, so that who certifies whom stays as it is. Everything else is
kept octet by octet (resign.with_keys), the key identifiers too: nobody derives them again.
"""
import collections
import datetime
import functools

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

import resign

DIGESTS = {"sha1": hashes.SHA1, "sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
LEAF_KIND = ("EC", "secp256r1")


@functools.lru_cache(None)
def pool(kind, number):
    """The n-th key of a kind: ("RSA", bits) or ("EC", curve)."""
    if kind[0] == "RSA":
        return rsa.generate_private_key(65537, kind[1])
    return ec.generate_private_key({"secp256r1": ec.SECP256R1, "secp384r1": ec.SECP384R1,
                                    "secp521r1": ec.SECP521R1}[kind[1]]())


def kind_of(public):
    if isinstance(public, rsa.RSAPublicKey):
        return "RSA", public.key_size
    return "EC", public.curve.name


class Keys:
    """Our keys, by the name that the original has: the SHA-256 of its SubjectPublicKeyInfo."""

    def __init__(self):
        self.made, self.used = {}, collections.Counter()

    def get(self, name, kind):
        if name not in self.made:
            self.made[name] = pool(kind, self.used[kind])
            self.used[kind] += 1
        return self.made[name]


class Template:
    """A certificate to copy. `key` and `issuer_key` are names of keys; issuer_key may be None."""

    def __init__(self, der, key=None, issuer_key=None):
        self.der, self.issuer_key = der, issuer_key
        cert = x509.load_der_x509_certificate(der)
        self.kind = kind_of(cert.public_key())
        self.key = key or self.name_of_key(cert)
        self.subject, self.issuer = cert.subject.public_bytes(), cert.issuer.public_bytes()
        self.digest = cert.signature_hash_algorithm
        self.by_rsa = cert.signature_algorithm_oid.dotted_string.startswith("1.2.840.113549.")
        self.ends = tuple(int(end.replace(tzinfo=datetime.timezone.utc).timestamp())
                          for end in (cert.not_valid_before, cert.not_valid_after))
        self.subject_id = identifier(cert, x509.SubjectKeyIdentifier, "digest")
        self.authority_id = identifier(cert, x509.AuthorityKeyIdentifier, "key_identifier")

    @staticmethod
    def name_of_key(cert):
        spki = cert.public_key().public_bytes(serialization.Encoding.DER,
                                              serialization.PublicFormat.SubjectPublicKeyInfo)
        digest = hashes.Hash(hashes.SHA256())
        digest.update(spki)
        return digest.finalize().hex()

    def may_be_by(self, other):
        """Whether the other one's name and key identifier fit as those of the issuer."""
        if self.issuer != other.subject or self.by_rsa != (other.kind[0] == "RSA"):
            return False
        return not self.authority_id or not other.subject_id or self.authority_id == other.subject_id

    def copy(self, keys):
        """The certificate with our keys. An issuer that nobody knows has a key of its own."""
        signer = keys.get(self.issuer_key or ("unknown", self.issuer, self.by_rsa),
                          ("RSA", 2048) if self.by_rsa else LEAF_KIND)
        return resign.with_keys(self.der, keys.get(self.key, self.kind), signer, self.digest)


def identifier(cert, extension, field):
    try:
        return getattr(cert.extensions.get_extension_for_class(extension).value, field)
    except (x509.ExtensionNotFound, ValueError):
        return None


def find_issuers(templates):
    """Names the issuer's key where one of the templates can be it."""
    for template in templates:
        above = (other.key for other in templates if template.may_be_by(other))
        template.issuer_key = template.issuer_key or next(above, None)


def copies(templates, keys):
    """All of them. Keys are made by the subjects first, so that each has its kind."""
    for template in templates:
        keys.get(template.key, template.kind)
    return [template.copy(keys) for template in templates]


# ---- templates from the facts of a timeline ----------------------------------------------------------

def instant(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def kind_from(algorithm):
    """Of "RSA2048, signed with sha1" or "EC-secp384r1, signed with sha384"."""
    key = algorithm.split(",")[0]
    return ("EC", key[3:]) if key.startswith("EC-") else ("RSA", int(key[3:]))


def from_facts(link, kinds):
    """A CA certificate as a timeline describes it. `kinds` has the kind of each key by its name."""
    kind, digest = kind_from(link["algorithm"]), link["algorithm"].split()[-1]
    signer = pool(kinds.get(link["issuer_key"], ("RSA", 2048)), 0)
    builder = (x509.CertificateBuilder()
               .subject_name(x509.Name.from_rfc4514_string(link["subject"]))
               .issuer_name(x509.Name.from_rfc4514_string(link["issuer"]))
               .public_key(pool(kind, 0).public_key())
               .serial_number(int(link["serial"], 16) or 1)
               .not_valid_before(instant(link["not_before"])).not_valid_after(instant(link["not_after"]))
               .add_extension(x509.BasicConstraints(True, None), True)
               .add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), True)
               .add_extension(x509.SubjectKeyIdentifier(bytes.fromhex(link["key"])[:20]), False))
    if link["key"] != link["issuer_key"]:
        issuer_id = x509.AuthorityKeyIdentifier(bytes.fromhex(link["issuer_key"])[:20], None, None)
        builder = builder.add_extension(issuer_id, False)
    made = builder.sign(signer, hashes.SHA256() if digest == "sha1" else DIGESTS[digest]())
    der = made.public_bytes(serialization.Encoding.DER)
    der = resign.with_sha1(der, signer) if digest == "sha1" else der
    return Template(der, link["key"], link["issuer_key"])
