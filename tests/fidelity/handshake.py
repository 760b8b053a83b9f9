# SPDX-License-Identifier: Apache-2.0
"""Verifiers that can only be asked by a handshake: a server on the loopback, and a client process.

The client reads lines {"port", "ca", "none", "host"} and answers each with a line: "1", or "0:" and why.

`ca` is the store, a file; `none` is a folder without certificates, for clients that would look into the
system's folder beside any file, as Debian's curl does: copies of real roots have names that are there.

Most such verifiers take no time but the clock's. Scenarios are then made around today, or the client
runs under libfaketime, with a clock that stands still at the instant that is asked about.
"""
import json
import os
import pathlib
import socket
import ssl
import subprocess
import tempfile
import threading
import time

ANSWER = b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def clock_library():
    """libfaketime, or None where it is not installed (Debian: libfaketime)."""
    return next(map(str, pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)


def pem(der):
    return ssl.DER_cert_to_PEM_cert(der)


class Server:
    """Sends one chain to whoever connects."""

    def __init__(self, folder, key, chain):
        path = pathlib.Path(folder) / "server.pem"
        path.write_text(key + "".join(pem(der) for der in chain), "ascii")
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.set_ciphers("DEFAULT:@SECLEVEL=0")  # small keys and SHA-1 are what is sent
        self.context.load_cert_chain(path)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection):
        connection.settimeout(10)
        try:
            with self.context.wrap_socket(connection, server_side=True) as stream:
                stream.recv(4096)
                stream.sendall(ANSWER)
        except OSError:
            connection.close()

    def close(self):
        self.socket.close()


class Handshakes:
    """Connects a client to a server for each chain, with each store; at each instant, where there is a
    clock library to tell it, and otherwise now."""

    def __init__(self, command, clock=None):
        self.command, self.clock = command, clock

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.none = pathlib.Path(self.folder.name) / "none"
        self.none.mkdir()
        environment = dict(os.environ)
        if self.clock:
            self.told = pathlib.Path(self.folder.name) / "clock"
            self.tell(time.time())
            environment.update(LD_PRELOAD=self.clock, FAKETIME_TIMESTAMP_FILE=str(self.told),
                               FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1", TZ="UTC")
        self.client = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       text=True, env=environment)
        return self

    def tell(self, instant):
        """All at once, since the client's other threads read the clock meanwhile."""
        new = self.told.with_suffix(".new")
        new.write_text(time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(instant)), "ascii")
        new.replace(self.told)

    def __exit__(self, *failure):
        self.client.stdin.close()
        self.client.stdout.close()
        self.client.wait()
        self.folder.cleanup()

    def connect(self, port, store, host):
        line = {"port": port, "ca": str(store), "none": str(self.none), "host": host}
        print(json.dumps(line), file=self.client.stdin, flush=True)
        answer = self.client.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.command[0]} ended with {self.client.wait()}")
        return answer.strip()

    def serve(self, key, chain):
        """A server, or None where OpenSSL does not load such a chain into one."""
        try:
            return Server(self.folder.name, key, chain)
        except ssl.SSLError:
            return None

    def ask(self, line):
        certs = [bytes.fromhex(der) for der in line["certs"]]
        servers = [self.serve(line["keys"][chain[0]], [certs[n] for n in chain]) for chain in line["chains"]]
        store, answers = pathlib.Path(self.folder.name) / "store.pem", []
        for roots in line["stores"]:
            store.write_text("".join(pem(certs[n]) for n in roots), "ascii")
            for server in servers:
                for at in line["instants"] if self.clock else line["instants"][:1]:
                    if self.clock:
                        self.tell(at)
                    answers.append(self.connect(server.port, store, line["host"]) if server else None)
        for server in filter(None, servers):
            server.close()
        return answers
