# SPDX-License-Identifier: Apache-2.0
"""The forms in which runtimes keep their roots."""
import hashlib
import pathlib
import shutil
import subprocess
import tempfile
from functools import cache
from typing import Callable, Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12

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


# ---- what tools write: once for each set of roots, since a keytool takes half a second ------------

PASSWORD = "changeit"  # the JDKs' own, which is tried without being given
Form = Callable[[pathlib.Path, Sequence[x509.Certificate]], pathlib.Path]
Tool = Callable[[pathlib.Path, Sequence[pathlib.Path], pathlib.Path], None]
QUICK = ("-J-XX:TieredStopAtLevel=1", "-J-Xshare:auto")
HAS_KEYTOOL = shutil.which("keytool") is not None


def _run(*words: str | pathlib.Path) -> None:
    done = subprocess.run(words, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _keytool_jks(out: pathlib.Path, certs: Sequence[pathlib.Path], _whole: pathlib.Path) -> None:
    for number, cert in enumerate(certs):
        _run("keytool", *QUICK, "-importcert", "-noprompt", "-storetype", "JKS", "-keystore", out,
             "-storepass", PASSWORD, "-alias", f"root {number}", "-file", cert)


def _keytool_pkcs12(out: pathlib.Path, certs: Sequence[pathlib.Path], _whole: pathlib.Path) -> None:
    source = out.with_suffix(".jks")
    source.write_bytes(_written(_keytool_jks, tuple(cert.read_bytes() for cert in certs)))
    _run("keytool", *QUICK, "-importkeystore", "-noprompt", "-srckeystore", source, "-srcstorepass",
         PASSWORD, "-destkeystore", out, "-deststoretype", "PKCS12", "-deststorepass", PASSWORD)


def _openssl_pkcs7(out: pathlib.Path, _certs: Sequence[pathlib.Path], whole: pathlib.Path) -> None:
    _run("openssl", "crl2pkcs7", "-nocrl", "-certfile", whole, "-outform", "DER", "-out", out)


def _openssl_pkcs12(out: pathlib.Path, _certs: Sequence[pathlib.Path], whole: pathlib.Path) -> None:
    _run("openssl", "pkcs12", "-export", "-nokeys", "-in", whole, "-passout", f"pass:{PASSWORD}",
         "-jdktrust", "anyExtendedKeyUsage", "-out", out)


def _openssl_trusted(out: pathlib.Path, certs: Sequence[pathlib.Path], _whole: pathlib.Path) -> None:
    with out.open("wb") as file:
        for cert in certs:
            part = out.with_suffix(".part")
            _run("openssl", "x509", "-in", cert, "-trustout", "-addtrust", "serverAuth", "-out", part)
            file.write(part.read_bytes())


@cache
def _written(tool: Tool, certs: tuple[bytes, ...]) -> bytes:
    """What a tool makes of these certificates in PEM."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        paths = [folder / f"{number}.pem" for number in range(len(certs))]
        for path, cert in zip(paths, certs):
            path.write_bytes(cert)
        whole = folder / "whole.pem"
        whole.write_bytes(b"".join(certs))
        out = folder / "store"
        tool(out, paths, whole)
        return out.read_bytes()


def _by(tool: Tool, file: str) -> Form:
    def write(folder: pathlib.Path, certs: Sequence[x509.Certificate]) -> pathlib.Path:
        path = folder / file
        path.write_bytes(_written(tool, tuple(map(_pem, certs))))
        return path
    return write


def java_truststore(folder: pathlib.Path, certs: Sequence[x509.Certificate]) -> pathlib.Path:
    """PKCS#12 with Java's attribute, as a Python program writes it."""
    path = folder / "python.p12"
    entries = [pkcs12.PKCS12Certificate(cert, f"root {n}".encode()) for n, cert in enumerate(certs)]
    path.write_bytes(pkcs12.serialize_java_truststore(
        entries, BestAvailableEncryption(PASSWORD.encode())))
    return path


def p11_kit(folder: pathlib.Path, certs: Sequence[x509.Certificate]) -> pathlib.Path:
    """p11-kit's file, as `trust anchor --store` and Fedora's ca-certificates have it."""
    path = folder / "roots.p11-kit"
    path.write_bytes(b"".join(b"[p11-kit-object-v1]\ntrusted: true\nx-distrusted: false\n" + _pem(cert)
                              + b"\n" for cert in certs))
    return path


def _openssl_knows_jdktrust() -> bool:
    """From OpenSSL 3.2 on."""
    helped = subprocess.run(["openssl", "pkcs12", "-help"], text=True, capture_output=True, check=False)
    return "-jdktrust" in helped.stderr + helped.stdout


BY_TOOLS: dict[str, Form] = {"pkcs7": _by(_openssl_pkcs7, "roots.p7b"),
                             "trusted": _by(_openssl_trusted, "trusted.pem"),
                             "p11-kit": p11_kit, "pkcs12-python": java_truststore}
if _openssl_knows_jdktrust():
    BY_TOOLS["pkcs12-openssl"] = _by(_openssl_pkcs12, "openssl.p12")
if HAS_KEYTOOL:
    BY_TOOLS |= {"jks": _by(_keytool_jks, "roots.jks"),
                 "pkcs12-keytool": _by(_keytool_pkcs12, "keytool.p12")}

FOR_ONE: dict[str, Form] = {"bundle": bundle, "commented": commented, "der": single,
                            "hashed": hashed, "android": android, **BY_TOOLS}
FOR_MANY: dict[str, Form] = {name: form for name, form in FOR_ONE.items() if name != "der"}
