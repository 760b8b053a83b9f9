# SPDX-License-Identifier: Apache-2.0
"""The forms in which runtimes keep their roots."""
import hashlib
import pathlib
from typing import Callable, Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

JUNK = b"""# Roots that somebody collected over the years
=============================================

subject= /C=XX/O=not a certificate
-----not a begin line-----
MIIB this is not base64 ----- END
"""


def _tlv(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def _oid(dotted: str) -> bytes:
    first, second, *rest = (int(part) for part in dotted.split("."))
    out = b""
    for number in (first * 40 + second, *rest):
        septets = [number & 0x7f]
        while number := number >> 7:
            septets.append(0x80 | (number & 0x7f))
        out += bytes(reversed(septets))
    return _tlv(6, out)


def openssl_hash(name: x509.Name) -> str:
    """X509_NAME_hash: SHA-1 over the canonical form, which has no letter case and single spaces."""
    canonical = b""
    for rdn in name.rdns:
        members = b""
        for attribute in rdn:
            text = " ".join(part for part in str(attribute.value).split(" ") if part)
            text = "".join(c.lower() if c.isascii() else c for c in text)
            members += _tlv(0x30, _oid(attribute.oid.dotted_string) + _tlv(12, text.encode()))
        canonical += _tlv(0x31, members)
    return hashlib.sha1(canonical).digest()[3::-1].hex()


def android_hash(name: x509.Name) -> str:
    """X509_NAME_hash_old: MD5 over the name as it is, which Android kept."""
    return hashlib.md5(name.public_bytes()).digest()[3::-1].hex()


def _pem(cert: x509.Certificate) -> bytes:
    return cert.public_bytes(Encoding.PEM)


def bundle(folder: pathlib.Path, certs: Sequence[x509.Certificate]) -> pathlib.Path:
    """One file of PEM blocks."""
    path = folder / "roots.pem"
    path.write_bytes(b"".join(map(_pem, certs)))
    return path


def commented(folder: pathlib.Path, certs: Sequence[x509.Certificate]) -> pathlib.Path:
    """The same with comments, junk and CRLF line ends around the blocks."""
    path = folder / "commented.pem"
    blocks = (b"# " + str(number).encode() + b"\n" + JUNK + _pem(cert).replace(b"\n", b"\r\n")
              for number, cert in enumerate(certs))
    path.write_bytes(b"\xef\xbb\xbf" + JUNK + b"\n".join(blocks) + JUNK)
    return path


def single(folder: pathlib.Path, certs: Sequence[x509.Certificate]) -> pathlib.Path:
    """One certificate in DER."""
    path = folder / "root.der"
    assert len(certs) == 1
    path.write_bytes(certs[0].public_bytes(Encoding.DER))
    return path


def _directory(folder: pathlib.Path, certs: Sequence[x509.Certificate],
               hash_of: Callable[[x509.Name], str], text: bool) -> pathlib.Path:
    folder.mkdir()
    for cert in certs:
        number = 0
        while (path := folder / f"{hash_of(cert.subject)}.{number}").exists():
            number += 1
        dump = b"Certificate:\n    Data:\n        Version: 3 (0x2)\n" if text else b""
        path.write_bytes(_pem(cert) + dump)
    return folder


def hashed(folder: pathlib.Path, certs: Sequence[x509.Certificate]) -> pathlib.Path:
    """OpenSSL's directory: links that carry the hash, to files that do not."""
    path = _directory(folder / "hashed", certs, openssl_hash, False)
    for number, link in enumerate(sorted(path.iterdir())):
        target = path / f"root-{number}.pem"
        link.rename(target)
        link.symlink_to(target.name)
    return path


def android(folder: pathlib.Path, certs: Sequence[x509.Certificate]) -> pathlib.Path:
    """Android's directory: older hashes, and a text dump after each certificate."""
    return _directory(folder / "android", certs, android_hash, True)


Form = Callable[[pathlib.Path, Sequence[x509.Certificate]], pathlib.Path]
FOR_ONE: dict[str, Form] = {"bundle": bundle, "commented": commented, "der": single,
                            "hashed": hashed, "android": android}
FOR_MANY: dict[str, Form] = {name: form for name, form in FOR_ONE.items() if name != "der"}
