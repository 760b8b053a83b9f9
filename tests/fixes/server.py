# SPDX-License-Identifier: Apache-2.0
"""A TLS server on the loopback that sends one chain and answers every request in HTTP."""
import pathlib
import socket
import ssl
import threading

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nready\n"


class Server:
    """Listens on 127.0.0.1 until it is closed."""

    def __init__(self, chain: pathlib.Path, key: pathlib.Path) -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(chain, key)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return  # closed
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        try:
            with self.context.wrap_socket(connection, server_side=True) as channel:
                request = b""
                while b"\r\n\r\n" not in request:
                    more = channel.recv(4096)
                    if not more:
                        return
                    request += more
                channel.sendall(ANSWER)
                channel.unwrap()  # an end that nobody can have cut
        except OSError:
            pass  # the client refused the chain, which is what half of the tests are about
        finally:
            connection.close()

    def close(self) -> None:
        """No further connections."""
        self.listener.close()
