# SPDX-License-Identifier: Apache-2.0
"""Scenarios of real certificates: recorded chains, dated root stores, and the ends of validities.

The data are those of `conformance truth DIR`. Of each store only the roots that bear a name of the chain
or of a root above it are used, and a few others, so that a store is not sent whole to every judge.
"""
import datetime
import functools
import json
import pathlib
import random
import warnings

from cryptography import x509


class Data:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.chains = [line for line in self.lines("chains/chains.jsonl") if line["sent"]]
        self.roots = (self.folder / "stores/roots.txt").read_text("ascii").split()
        self.stores = list(self.lines("stores/stores.jsonl"))

    def lines(self, path):
        with open(self.folder / path, encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    @functools.lru_cache(None)
    def cert(self, sha256):
        """DER, subject, issuer and dates; None where it does not parse here."""
        der = (self.folder / f"certs/der/{sha256}.der").read_bytes()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                cert = x509.load_der_x509_certificate(der)
                ends = (int(cert.not_valid_before.replace(tzinfo=datetime.timezone.utc).timestamp()),
                        int(cert.not_valid_after.replace(tzinfo=datetime.timezone.utc).timestamp()))
                return der, cert.subject.public_bytes(), cert.issuer.public_bytes(), ends
        except (ValueError, TypeError):
            return None

    def has(self, sha256):
        return (self.folder / f"certs/der/{sha256}.der").is_file() and self.cert(sha256) is not None

    def relevant(self, rng, sent, store):
        """The roots of a store that can stand above this chain, and three others."""
        roots = [self.roots[n] for n in store["roots"]]
        roots = [sha256 for sha256 in roots if self.cert(sha256)]
        names = {self.cert(sha256)[2] for sha256 in sent}
        picked = []
        while True:
            more = [r for r in roots if r not in picked and self.cert(r)[1] in names]
            if not more:
                break
            picked += more
            names |= {self.cert(r)[2] for r in more}
        rest = [r for r in roots if r not in picked]
        return picked + rng.sample(rest, min(3, len(rest)))


def host_of(chain):
    for name in chain["leaf_names"]:
        name = name.replace("*.", "www.")
        if "." in name and name.replace(".", "").replace("-", "").isalnum() and name.isascii() \
                and not name.replace(".", "").isdigit():
            return name
    return "www.fidelity.example"


def scenarios(seed, folder):
    data, rng = Data(folder), random.Random(seed)
    while True:
        chain = rng.choice(data.chains)
        sent = [s for s in chain["sent"] if data.cert(s)]
        if not sent or sent[0] != chain["sent"][0]:
            continue
        stores = [data.relevant(rng, sent, store) for store in rng.sample(data.stores, 4)]
        known = list(dict.fromkeys(sent + [r for store in stores for r in store]))
        ends = {end for s in known[:12] for end in data.cert(s)[3]}
        begin, end = data.cert(sent[0])[3]
        instants = sorted({at for e in ends for at in (e - 1, e, e + 1)} |
                          {(begin + end) // 2, begin + 86400, end - 86400})
        instants = [at for at in instants if begin - 2 <= at <= end + 2]
        number = {s: n for n, s in enumerate(known)}
        whole = [number[s] for s in sent]
        yield {"kind": "recorded", "host": host_of(chain),
               "certs": [data.cert(s)[0].hex() for s in known],
               "chains": [whole, whole[:2], whole[:1] + whole[:0:-1]],
               "stores": [[number[r] for r in store] for store in stores],
               "instants": rng.sample(instants, min(len(instants), 10))}
