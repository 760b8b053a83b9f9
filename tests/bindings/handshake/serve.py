#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Real TLS servers on loopback, one for each moment of a migration that is minted on the spot.

usage: serve.py FOLDER [MOMENT...]

Prints one line of JSON when all of them listen, and leaves the same in FOLDER/servers.json; then serves
until standard input ends, so that it never outlives whoever started it:

    {"host": "localhost", "address": "127.0.0.1",
     "moments": [{"moment": "bridged", "port": 40123, "at": 1795600000, "began": 1786960000,
                  "timeline": "FOLDER/bridged/timeline.json", "chain": "FOLDER/bridged/chain.pem",
                  "stores": {"old": "FOLDER/bridged/old.pem", ...}}, ...]}

`at` is now, in seconds since 1970; `began` is the instant of the first day of the same schedule, from
which everything can be predicted. Every server answers each request with 200 and its moment, and ends
the connection.
"""
import datetime
import json
import pathlib
import socket
import ssl
import sys
import threading
from typing import Any

from cryptography.hazmat.primitives import serialization

from migration import HOST, MOMENTS, Migration

ADDRESS = "127.0.0.1"
FIRST_DAY = -90


class Server:
    """Answers on a port of its own, in threads that end with the process."""

    def __init__(self, name: str, certificate: pathlib.Path, key: pathlib.Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._answer = (f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n"
                        f"Content-Length: {len(name)}\r\n\r\n{name}").encode()
        self._socket = socket.create_server((ADDRESS, 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(10)
        try:
            with self._context.wrap_socket(connection, server_side=True) as stream:
                request = b""
                while b"\r\n\r\n" not in request and len(request) < 65536:
                    some = stream.recv(4096)
                    if not some:
                        return
                    request += some
                stream.sendall(self._answer)
                stream.unwrap()
        except OSError:
            pass  # the client did not like the certificate, which is what is tested
        finally:
            connection.close()


def start(folder: pathlib.Path, name: str) -> dict[str, Any]:
    """Writes the files of a moment, and serves it."""
    migration = Migration.mint(MOMENTS[name])
    leaf, sent = migration.server()
    folder.mkdir(parents=True, exist_ok=True)
    chain, key, timeline = folder / "chain.pem", folder / "key.pem", folder / "timeline.json"
    chain.write_bytes(b"".join(each.pem for each in [leaf, *sent]))
    key.write_bytes(leaf.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    timeline.write_text(json.dumps(migration.timeline(), indent=1), "utf-8")
    stores = {}
    for store, roots in migration.stores().items():
        path = folder / f"{store}.pem"
        path.write_bytes(b"".join(root.pem for root in roots))
        stores[store] = str(path)
    at = int(migration.now.replace(tzinfo=datetime.timezone.utc).timestamp())
    return {"moment": name, "port": Server(name, chain, key).port, "at": at,
            "began": at + (FIRST_DAY - migration.day) * 86400, "timeline": str(timeline),
            "chain": str(chain), "stores": stores}


def start_all(folder: pathlib.Path, names: list[str]) -> dict[str, Any]:
    """Serves these moments, or all."""
    servers = {"host": HOST, "address": ADDRESS,
               "moments": [start(folder / name, name) for name in names or MOMENTS]}
    (folder / "servers.json").write_text(json.dumps(servers), "utf-8")
    return servers


def main() -> int:
    """Serves until standard input ends."""
    if len(sys.argv) < 2 or not set(sys.argv[2:]) <= set(MOMENTS):
        print(f"usage: serve.py FOLDER [{'|'.join(MOMENTS)}]...", file=sys.stderr)
        return 64
    print(json.dumps(start_all(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:])), flush=True)
    sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
