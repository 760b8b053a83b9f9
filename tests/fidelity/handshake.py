# SPDX-License-Identifier: Apache-2.0
"""Verifiers that can only be asked by a handshake: a server on the loopback, and a client process.

The client reads lines {"port", "ca", "host"} and answers each with a line: "1", or "0:" and why.
"""
import json
import pathlib
import socket
import ssl
import subprocess
import tempfile
import threading

ANSWER = b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


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
    def __init__(self, command):
        self.command = command

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.client = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       text=True)
        return self

    def __exit__(self, *failure):
        self.client.stdin.close()
        self.client.stdout.close()
        self.client.wait()
        self.folder.cleanup()

    def connect(self, port, store, host):
        print(json.dumps({"port": port, "ca": str(store), "host": host}), file=self.client.stdin,
              flush=True)
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
            answers += [self.connect(server.port, store, line["host"]) if server else None
                        for server in servers]
        for server in filter(None, servers):
            server.close()
        return answers
