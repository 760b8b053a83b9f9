# SPDX-License-Identifier: Apache-2.0
"""Real certificates: the roots of corpus/, and what lies beside the repository where it does."""
import json
import pathlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from cryptography import x509

from command import REPOSITORY

FILES = {
    "dc-g1": "digicert-global-root-ca",
    "dc-g2": "digicert-global-root-g2",
    "baltimore": "baltimore-cybertrust-root",
    "gs-r1": "globalsign-root-ca",
    "gs-r3": "globalsign-root-ca-r3",
    "gs-r6": "globalsign-root-ca-r6",
    "gs-r46": "globalsign-root-r46",
    "amz-1": "amazon-root-ca-1",
    "sf-services-g2": "starfield-services-root-certificate-authority-g2",
    "sf-class2": "starfield-class-2-ca",
}
DEBIAN = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")


@cache
def root(name: str) -> x509.Certificate:
    """A root of corpus/roots, by the id that the timelines give it."""
    path = REPOSITORY / "corpus" / "roots" / (FILES[name] + ".pem")
    return x509.load_pem_x509_certificate(path.read_bytes())


@dataclass(frozen=True)
class Shared:
    """Real data that is not part of the repository."""
    folder: pathlib.Path

    @classmethod
    def open_or_skip(cls) -> "Shared":
        """../shared/data of the repository."""
        folder = REPOSITORY.parent / "shared" / "data"
        if not (folder / "README.md").is_file():
            pytest.skip("the real certificates are not beside this repository")
        return cls(folder)

    def cert(self, sha256: str) -> x509.Certificate:
        """A certificate by its fingerprint."""
        return x509.load_der_x509_certificate(
            (self.folder / "certs" / "der" / f"{sha256}.der").read_bytes())

    def chain(self, number: str) -> pathlib.Path:
        """A recorded chain, or one put together from real issuing CAs and bridges."""
        part = "ca_only" if number.startswith("ca-") else "pem"
        return self.folder / "chains" / part / f"{number}.pem"

    def chain_facts(self, number: str) -> dict[str, Any]:
        """What is known of a recorded chain."""
        with open(self.folder / "chains" / "chains.jsonl", encoding="utf-8") as lines:
            return next(row for row in map(json.loads, lines) if row["id"] == number)

    @property
    def bridges(self) -> pathlib.Path:
        """The folder of all cross-certificates."""
        return self.folder / "bridges" / "cross"
