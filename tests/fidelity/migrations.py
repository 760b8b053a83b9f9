# SPDX-License-Identifier: Apache-2.0
"""Scenarios of the migrations in timelines/: every chain that may be served, the stores that matter, and
every boundary instant, one second before it, at it and one second after.

There are two kinds. *Copies* have the published certificates of the timeline with keys of ours
(replica.py), and below them an issuing CA and a leaf that outlive the whole migration, so that nothing
but the migration decides, in any year. *Recorded* ones have real leaves and issuing CAs, with the
published certificates as they are; their boundaries are those within the life of the leaf. For roots
that are distrusted by the date of issue see distrust.py.
"""
import datetime
import itertools
import json
import pathlib
import re

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

import distrust
import recorded
import replica

HERE = pathlib.Path(__file__).resolve().parent
TIMELINES = HERE.parent.parent / "timelines"
ROOTS = HERE.parent.parent / "corpus/roots"
DAY = 86400
HOST = "www.fidelity.example"
STORES_AT_ONCE = 8
LEAVES_OF_A_CHAIN = 6
DATE = re.compile(r"(\d{4})(-\d\d)?(-\d\d)?(T\d\d:\d\d:\d\dZ)?")


def instants_of(value, key=""):
    """Every date that a part of a timeline gives; days and years begin at midnight in UTC."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from instants_of(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from instants_of(part, key)
    elif isinstance(value, str) and key in ("at", "earliest", "latest", "begin", "end"):
        found = DATE.fullmatch(value)
        if found:
            year, month, day, clock = found.groups()
            text = f"{year}{month or '-01'}{day or '-01'}{clock or 'T00:00:00Z'}"
            yield int(replica.instant(text).replace(tzinfo=datetime.timezone.utc).timestamp())


def around(ends):
    """One second before each, at it, and after it."""
    return {end + shift for end in ends for shift in (-1, 0, 1)}


class Migration:
    """A timeline and the templates of its certificates, by their ids."""

    def __init__(self, path, data):
        self.facts = json.loads(path.read_text("utf-8"))
        self.name = self.facts["id"]
        self.links = {name: link for name, link in self.facts.get("links", {}).items()
                      if "algorithm" in link}
        kinds = {link["key"]: replica.kind_from(link["algorithm"]) for link in self.links.values()}
        self.published = 0
        self.templates = {}
        for name, link in self.links.items():
            der = published(link, data)
            self.published += der is not None
            self.templates[name] = (replica.Template(der, link["key"], link["issuer_key"]) if der
                                    else replica.from_facts(link, kinds))

    def roots(self):
        return [name for name, link in self.links.items() if link["role"] == "root"]

    def others(self):
        return [name for name, link in self.links.items() if link["role"] != "root"]

    def boundaries(self):
        """What the timeline dates, and the ends of the validities of its certificates."""
        stated = set(instants_of([self.facts.get(part, []) for part in
                                  ("endpoints", "programs", "deadlines")]))
        ends = {end for template in self.templates.values() for end in template.ends}
        return stated | ends

    def served(self):
        """(issuer, certificates above the issuing CA) of every chain of every phase, each once. Where
        the timeline is about no endpoint: what stands below each root."""
        chains = [(chain["issuer"], tuple(chain["sent"])) for endpoint in self.facts.get("endpoints", [])
                  for phase in endpoint["phases"] for chain in phase["chains"]]
        return list(dict.fromkeys(chains)) or [(root, ()) for root in self.roots()]

    def above(self, name):
        """The root whose key has signed this certificate."""
        return next((root for root in self.roots()
                     if self.links[root]["key"] == self.links[name]["issuer_key"]), None)

    def ways(self, issuer, sent):
        """What may follow the issuing CA: as announced; with the root on top of it; with the issuer's
        own root instead; and in the wrong order, as careless operators send it."""
        yield sent
        top = self.above(sent[-1]) if sent else None
        if top:
            yield sent + (top,)
        if issuer in self.roots():
            yield (issuer,)
        if len(sent) > 1:
            yield sent[::-1]

    def stores(self):
        """Each root, pairs of them, all of them; bridges as anchors, alone and beside a root."""
        roots, others = self.roots(), self.others()
        yield from ([root] for root in roots)
        if self.facts.get("endpoints"):  # the others are about many roots that have nothing in common
            yield from map(list, itertools.combinations(roots, 2))
        if len(roots) > 2:
            yield roots
            yield roots[::-1]
        yield from ([other] for other in others)
        for other in others:
            yield from ([other, root] for root in roots
                        if self.links[root]["key"] in (self.links[other]["key"],
                                                       self.links[other]["issuer_key"]))
        if others:
            yield roots + others


def published(link, data):
    """The certificate itself, from corpus/roots or the folder of real data; None where it is not there."""
    if data:
        path = data.folder / f"certs/der/{link['sha256']}.der"
        if path.is_file():
            return path.read_bytes()
    return corpus_roots().get(link["sha256"])


def corpus_roots():
    if not hasattr(corpus_roots, "found"):
        corpus_roots.found = {}
        for path in ROOTS.glob("*.pem"):
            cert = x509.load_pem_x509_certificate(path.read_bytes())
            der = cert.public_bytes(serialization.Encoding.DER)
            corpus_roots.found[cert.fingerprint(hashes.SHA256()).hex()] = der
    return corpus_roots.found


def find(names, data):
    """The migrations that are asked for; unless told, all that are about endpoints or, where there are
    recorded leaves, about distrust by issuance."""
    for path in sorted(TIMELINES.glob("*.json")):
        if path.name == "schema.json" or (names and path.stem not in names):
            continue
        facts = json.loads(path.read_text("utf-8"))
        limits = any(program["effect"] == "distrust_after" for program in facts.get("programs", []))
        if facts.get("endpoints") or (limits and data):
            migration = Migration(path, data)
            if migration.links:  # some files name roots without saying what is in them
                yield migration


# ---- below the published certificates -----------------------------------------------------------------

def lower(name, issuer, signer, key, window, leaf):
    """An issuing CA or a leaf. `issuer` is (name, key identifier)."""
    above, identifier = issuer
    builder = (x509.CertificateBuilder().subject_name(name).issuer_name(above)
               .public_key(key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(utc(window[0])).not_valid_after(utc(window[1]))
               .add_extension(x509.BasicConstraints(not leaf, None if leaf else 0), True)
               .add_extension(x509.KeyUsage(leaf, False, False, False, False, not leaf, not leaf, False,
                                            False), True)
               .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
               .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False))
    if leaf:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), False)
    if identifier:
        builder = builder.add_extension(x509.AuthorityKeyIdentifier(identifier, None, None), False)
    return builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def utc(seconds):
    return datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)


def called(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def pem(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                             serialization.NoEncryption()).decode()


class Copies:
    """The certificates of a migration with keys of ours, and a leaf for each that issues."""

    def __init__(self, migration):
        self.migration, self.keys = migration, replica.Keys()
        names = list(migration.templates)
        self.certs = replica.copies(list(migration.templates.values()), self.keys)
        self.number = {name: n for n, name in enumerate(names)}
        ends = migration.boundaries()
        self.window = min(ends) - 3 * DAY, max(ends) + 3 * DAY
        self.secrets, self.issuing = {}, []

    def add(self, der):
        self.certs.append(der)
        return len(self.certs) - 1

    def below(self, issuer):
        """Numbers of a leaf and, unless the issuer is itself an issuing CA, of the CA above it."""
        template = self.migration.templates[issuer]
        above = (x509.load_der_x509_certificate(template.der).subject, template.subject_id)
        signer, middle = self.keys.get(template.key, template.kind), []
        if self.migration.links[issuer]["role"] != "issuer":
            key = self.keys.get(("issuing", issuer), replica.LEAF_KIND)
            name = called(f"Issuing CA of {issuer}")
            middle = [self.add(lower(name, above, signer, key, self.window, False))]
            self.issuing += middle
            identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest
            above, signer = (name, identifier), key
        key = self.keys.get(("leaf", issuer), replica.LEAF_KIND)
        leaf = self.add(lower(called(HOST), above, signer, key, self.window, True))
        self.secrets[leaf] = pem(key)
        return [leaf] + middle

    def line(self):
        """One scenario with all of it."""
        chains, below = [], {}
        for issuer, sent in self.migration.served():
            begin = below.setdefault(issuer, None) or self.below(issuer)
            below[issuer] = begin
            for way in self.migration.ways(issuer, sent):
                chains.append(begin + [self.number[name] for name in way])
            if sent and len(begin) > 1:  # the issuing CA last
                chains.append(begin[:1] + [self.number[name] for name in sent] + begin[1:])
        stores = [[self.number[name] for name in store] for store in self.migration.stores()]
        stores += [[number] for number in self.issuing]
        ends = sorted(self.migration.boundaries())
        instants = around(ends) | {(a + b) // 2 for a, b in zip(ends, ends[1:])}
        return {"kind": self.migration.name, "host": HOST, "certs": [der.hex() for der in self.certs],
                "chains": unique(chains), "stores": unique(stores), "instants": sorted(instants),
                "keys": self.secrets}


def unique(lists):
    return [list(numbers) for numbers in dict.fromkeys(map(tuple, lists))]


# ---- recorded leaves ---------------------------------------------------------------------------------

class Recorded:
    """Real chains below the certificates of a migration."""

    def __init__(self, migration, data):
        self.migration, self.data = migration, data

    def template(self, sha256):
        return replica.Template(self.data.cert(sha256)[0])

    def prefixes(self, issuer):
        """Recorded certificates from the leaf up to the one that the issuer has signed."""
        link, above = self.migration.links[issuer], self.migration.templates[issuer]
        seen = {}
        for chain in self.data.chains:
            sent = chain["sent"]
            if not all(map(self.data.cert, sent)):
                continue
            for size, sha256 in enumerate(sent, 1):
                own = link["role"] == "issuer" and size > 1
                if own or self.data.cert(sha256)[2] != above.subject:
                    continue
                if sha256 != link["sha256"] and self.template(sha256).may_be_by(above):
                    seen.setdefault(tuple(sent[1:size]), []).append((chain, tuple(sent[:size])))
                break
        return seen

    def chosen(self, issuer):
        """A few: of each issuing CA the leaf that has the most boundaries in its life, the latest first."""
        ends = self.migration.boundaries()

        def worth(found):
            begin, end = self.data.cert(found[1][0])[3]
            return sum(begin <= at <= end for at in ends), begin
        best = [max(found, key=worth) for found in self.prefixes(issuer).values()]
        return sorted(best, key=worth, reverse=True)[:LEAVES_OF_A_CHAIN]

    def lines(self):
        """A scenario for each leaf, since instants beyond its life tell nothing."""
        links, leaves = self.migration.links, {}
        for issuer, sent in self.migration.served():
            for chain, prefix in self.chosen(issuer):
                known = leaves.setdefault(prefix[0], (chain, []))[1]
                for way in self.migration.ways(issuer, sent):
                    known.append(prefix + tuple(links[name]["sha256"] for name in way))
                known.append(tuple(chain["sent"]))
        for chain, chains in leaves.values():
            yield self.line(chain, chains)

    def line(self, chain, chains):
        links = self.migration.links
        stores = [tuple(links[name]["sha256"] for name in store) for store in self.migration.stores()]
        known = list(dict.fromkeys(itertools.chain(*chains, *stores)))
        known = [sha256 for sha256 in known if self.data.has(sha256)]
        number = {sha256: n for n, sha256 in enumerate(known)}
        begin, end = self.data.cert(chains[0][0])[3]
        ends = {begin, end} | {at for at in self.migration.boundaries() if begin < at < end}
        ends |= {at for sha256 in itertools.chain(*chains) if sha256 in number
                 for at in self.data.cert(sha256)[3] if begin < at < end}
        return {"kind": f"{self.migration.name} recorded", "host": recorded.host_of(chain),
                "certs": [self.data.cert(sha256)[0].hex() for sha256 in known],
                "chains": unique([[number[s] for s in c] for c in chains if set(c) <= set(known)]),
                "stores": unique([[number[s] for s in store] for store in stores if set(store) <= set(known)]),
                "instants": sorted(around(ends) | {(begin + end) // 2})}


def scenarios(migration, data):
    """The whole of one migration, a few stores at a time; with recorded leaves where there are data."""
    lines = [Copies(migration).line()] if migration.facts.get("endpoints") else []
    if data:
        lines += Recorded(migration, data).lines()
        lines += distrust.scenarios(migration, data)
    for line in lines:
        for first in range(0, len(line["stores"]), STORES_AT_ONCE):
            yield {**line, "stores": line["stores"][first:first + STORES_AT_ONCE]}


def sample(rng, lines, served):
    """Small parts of them without end. `served`: only those whose leaves have a key."""
    lines = [line for line in lines if not served or "keys" in line]
    while lines:
        line = rng.choice(lines)
        sizes = (("stores", 2), ("chains", 2), ("instants", 6)) if not served else \
            (("stores", 1), ("chains", 1), ("instants", 5))
        yield {**line, **{part: rng.sample(line[part], min(len(line[part]), size))
                          for part, size in sizes}}
