# SPDX-License-Identifier: Apache-2.0
"""Runtimes of this machine, each with one of its stores, and how one sees whom it trusts."""
import dataclasses
import pathlib
import shutil
import subprocess
from typing import Optional

from namespace import SEEN_PATH, is_seen

CLIENTS = pathlib.Path(__file__).with_name("clients")
JVMS = sorted(path.parents[1] for path in pathlib.Path("/usr/lib/jvm").glob("*/bin/keytool")
              if not path.parents[1].is_symlink() and is_seen(str(path)))


@dataclasses.dataclass(frozen=True)
class Client:
    """A program that fetches a page over TLS and fails where it does not trust the chain."""
    name: str
    command: str  # with {url}, {port}
    refusal: str  # what it says of a chain that it does not trust
    needs: tuple[str, ...] = ()

    def missing(self) -> Optional[str]:
        """The program that is not on this machine, or not where the tests see it."""
        def found(name: str) -> bool:
            path = shutil.which(name, path=SEEN_PATH)
            return bool(path) and is_seen(str(path))
        return next((each for each in self.needs if not found(each)), None)


CURL = Client("curl", "curl -sS --max-time 20 {url}", "certificate", ("curl",))
WGET = Client("wget", "wget -nv -T 20 -O - {url}", "certificate", ("wget",))
OPENSSL = Client(
    "openssl", "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | openssl s_client -quiet -verify_return_error "
    "-verify_hostname localhost -connect localhost:{port}", "verify error", ("openssl",))
GNUTLS = Client("gnutls", "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | gnutls-cli --port {port} localhost",
                "certificate", ("gnutls-cli",))
PYTHON = Client("python", "/usr/bin/python3 -c 'import sys, urllib.request as r; "
                "print(r.urlopen(sys.argv[1], timeout=20).read().decode())' {url}",
                "CERTIFICATE_VERIFY_FAILED", ("/usr/bin/python3",))
PHP = Client("php streams", f"php {CLIENTS}/stream.php {{url}}", "certificate verify failed", ("php",))
PHP_CURL = Client("php curl", f"php {CLIENTS}/curl.php {{url}}", "certificate", ("php",))
NODE = Client("node", f"node {CLIENTS}/fetch.js {{url}}", "unable to verify", ("node",))


def java(home: pathlib.Path, options: str = "") -> Client:
    """The Java of this home."""
    return Client(f"java ({home.name})", f"{home}/bin/java {options} {CLIENTS}/Fetch.java {{url}}",
                  "unable to find valid certification path", (f"{home}/bin/java",))


def in_python(python: str, module: str, call: str) -> Client:
    """A library of a virtual environment."""
    return Client(module, f"{python} -c 'import sys, {module}; {call}' {{url}}", "ERTIFICATE_VERIFY_FAILED")


def versions(clients: list[Client]) -> str:
    """A line for the record: which runtimes confirmed."""
    return ", ".join(client.name for client in clients)


def first_line(*command: str) -> str:
    """What a program says of itself."""
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    return (done.stdout + done.stderr).splitlines()[0]
