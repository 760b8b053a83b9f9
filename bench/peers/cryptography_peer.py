# SPDX-License-Identifier: Apache-2.0
"""cryptography (Python) as a peer of the benchmark; see bench/outside.h.

usage: cryptography_peer.py FOLDER
"""

import datetime
import pathlib
import sys
import time

from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

STORES = 5
FIELDS = (
    x509.BasicConstraints,
    x509.KeyUsage,
    x509.ExtendedKeyUsage,
    x509.SubjectAlternativeName,
)


class World:
    def __init__(self, folder):
        self.folder = folder
        self.dates = [
            datetime.datetime.fromtimestamp(int(line), datetime.timezone.utc)
            for line in (folder / "dates").read_text().split()
        ]
        self.count = sum(1 for _ in folder.glob("host*"))
        self.hosts = [(folder / f"host{i}").read_text().rstrip("\0") for i in range(self.count)]
        self.sent = [
            [(folder / f"chain{i}-{k}.der").read_bytes() for k in range(3)]
            for i in range(self.count)
        ]
        self.certs = [[x509.load_der_x509_certificate(der) for der in sent] for sent in self.sent]
        self.stores = [self.load(i) for i in range(STORES)]

    def load(self, i):
        data = (self.folder / f"store{i}.pem").read_bytes()
        return Store(x509.load_pem_x509_certificates(data))

    def judge(self, chain, store):
        """A bit for each date at which the chain is accepted."""
        leaf, *others = self.certs[chain]
        subject = x509.DNSName(self.hosts[chain])
        builder = PolicyBuilder().store(self.stores[store])
        out = 0
        for i, date in enumerate(self.dates):
            verifier = builder.time(date).build_server_verifier(subject)
            try:
                verifier.verify(leaf, others)
                out |= 1 << i
            except VerificationError:
                pass
        return out

    def run(self, begin, end):
        verdicts = [self.judge(i, k) for i in range(begin, end) for k in range(STORES)]
        return lambda: " " + "".join(f"{each:08x}" for each in verdicts)

    def parse(self, begin, end):
        for i in range(begin, end):
            cert = x509.load_der_x509_certificate(self.sent[i][0])
            for field in FIELDS:
                cert.extensions.get_extension_for_class(field)
            cert.subject, cert.issuer, cert.not_valid_before_utc, cert.not_valid_after_utc
            cert.public_key()
        return str

    def bundle(self, times):
        for _ in range(times):
            self.load(0)
        return str


def main():
    world = World(pathlib.Path(sys.argv[1]))
    works = {"run": world.run, "parse": world.parse, "bundle": world.bundle}
    world.run(0, 1)
    print("ready", flush=True)
    for line in sys.stdin:
        name, *numbers = line.split()
        start = time.process_time_ns()
        answer = works[name](*map(int, numbers))
        took = time.process_time_ns() - start
        print(f"{took}{answer()}", flush=True)


main()
