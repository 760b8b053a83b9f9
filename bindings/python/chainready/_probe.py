# SPDX-License-Identifier: Apache-2.0
"""Asks an SSLContext whether it looks into a folder of hashed certificates (OpenSSL's "capath").

Such a folder is read lazily: a root is loaded when a chain calls for it, and ``get_ca_certs`` lists only
what is loaded. Nothing tells whether a context has one, so it is shown a chain that calls for a root of
the folder, in memory: a certificate with that root's name as its issuer and a signature that is none.
The context refuses it, and has or has not loaded the root. No socket is opened, and nothing is changed but
for that one root, which the context trusts anyway.
"""
from __future__ import annotations

import base64
import os
import ssl
from contextlib import contextmanager
from typing import Iterator, Optional

_HEX = set("0123456789abcdef")
_END = b"-----END CERTIFICATE-----"

# P-256 with the number 1 as its private key, whose public key is the generator: nothing to keep secret.
_POINT = bytes.fromhex(
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
_P256 = bytes.fromhex("06082a8648ce3d030107")
_EC_KEY = bytes.fromhex("06072a8648ce3d0201")
_ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")


def _tlv(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def _elements(der: bytes) -> list[bytes]:
    """The elements inside a constructed one, each with its header. Definite lengths only."""
    def header(at: int) -> tuple[int, int]:
        first = der[at + 1]
        if first < 0x80:
            return at + 2, first
        count = first & 0x7f
        return at + 2 + count, int.from_bytes(der[at + 2:at + 2 + count], "big")

    start, size = header(0)
    out, end = [], start + size
    while start < end:
        inner, length = header(start)
        out.append(der[start:inner + length])
        start = inner + length
    return out


def _subject(cert: bytes) -> bytes:
    """The Name of a certificate's subject (RFC 5280 4.1)."""
    fields = _elements(_elements(cert)[0])
    return fields[5 if fields[0][0] == 0xa0 else 4]


def _calls_for(issuer: bytes) -> bytes:
    """PEM of a key and of a certificate that a root of this name is said to have issued."""
    algorithm = _tlv(0x30, _EC_KEY, _P256)
    public = _tlv(0x03, b"\0", _POINT)
    name = _tlv(0x30, _tlv(0x31, _tlv(0x30, bytes.fromhex("0603550403"), _tlv(0x0c, b"probe"))))
    dates = _tlv(0x30, _tlv(0x17, b"200101000000Z"), _tlv(0x18, b"20991231235959Z"))
    tbs = _tlv(0x30, _tlv(0xa0, _tlv(0x02, b"\2")), _tlv(0x02, b"\1"), _ECDSA_SHA256, issuer, dates,
               name, _tlv(0x30, algorithm, public))
    signature = _tlv(0x03, b"\0", _tlv(0x30, _tlv(0x02, b"\1"), _tlv(0x02, b"\1")))
    cert = _tlv(0x30, tbs, _ECDSA_SHA256, signature)
    number = _tlv(0x04, (1).to_bytes(32, "big"))
    key = _tlv(0x30, _tlv(0x02, b"\1"), number, _tlv(0xa0, _P256), _tlv(0xa1, public))
    return b"".join(b"-----BEGIN " + label + b"-----\n" + base64.encodebytes(der)
                    + b"-----END " + label + b"-----\n"
                    for label, der in ((b"EC PRIVATE " + b"KEY", key), (b"CERTIFICATE", cert)))


@contextmanager
def _file(content: bytes) -> Iterator[str]:
    """A file for load_cert_chain, in memory where the system has such."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("probe")
        try:
            os.write(descriptor, content)
            yield f"/proc/self/fd/{descriptor}"
        finally:
            os.close(descriptor)
    else:
        import tempfile  # slow to load, and seldom needed
        with tempfile.NamedTemporaryFile() as file:
            file.write(content)
            file.flush()
            yield file.name


def _one_beyond(folder: str, known: set[bytes]) -> Optional[bytes]:
    """Some certificate of the folder that is not among the known ones."""
    for name in sorted(os.listdir(folder)):
        digest, _, number = name.partition(".")
        if len(digest) != 8 or not number.isdigit() or not set(digest) <= _HEX:
            continue
        try:
            with open(os.path.join(folder, name), "rb") as file:
                pem = file.read(1 << 20)
            start = pem.index(b"-----BEGIN CERTIFICATE-----")
            text = pem[start:pem.index(_END, start) + len(_END)].decode("ascii")
            der = ssl.PEM_cert_to_DER_cert(text)
        except (OSError, ValueError):
            continue
        if der not in known:
            return der
    return None


def _handshake(client: ssl.SSLObject, server: ssl.SSLObject, ends: list[ssl.MemoryBIO]) -> bool:
    """Was the server's certificate judged? `ends`: what the client gets, what the server gets."""
    to_client, from_client, to_server, from_server = ends
    for _ in range(10):
        for side in (client, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLCertVerificationError:
                return side is client
            if side is client and client.version() and client.cipher() and not from_client.pending:
                return True  # it does not verify, and would have refused by now
            to_server.write(from_client.read())
            to_client.write(from_server.read())
    return False


def looks_into(context: ssl.SSLContext, folder: str) -> Optional[bool]:
    """Does this context take roots from that folder? None: it cannot be told."""
    known = set(context.get_ca_certs(True))
    try:
        root = _one_beyond(folder, known)
        if root is None:
            return False  # it would add nothing
        server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with _file(_calls_for(_subject(root))) as path:
            server_context.load_cert_chain(path)
        ends = [ssl.MemoryBIO() for _ in range(4)]
        client = context.wrap_bio(ends[0], ends[1], server_hostname="probe.invalid")
        server = server_context.wrap_bio(ends[2], ends[3], server_side=True)
        judged = _handshake(client, server, ends)
    except (OSError, ValueError, IndexError):
        return None  # an SSLError is an OSError
    if set(context.get_ca_certs(True)) - known:
        return True
    return False if judged else None
