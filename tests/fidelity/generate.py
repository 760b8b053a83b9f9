# SPDX-License-Identifier: Apache-2.0
"""Scenarios: small PKIs in which verifiers differ, each with chains, stores and instants.

A scenario is what frame.h describes. Its dates are relative to an anchor instant (`now`), so that the
same PKI can be made for verifiers that have no time parameter: shift the instant, not the clock.

Everything that is chosen comes from one random.Random; keys come from a small pool, since making them
is slow and nothing here depends on which they are.
"""
import random
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID

import resign
from minting import Authority, ec_keys, name_of, rsa_keys, utc, weak_keys

DAY = 86400
NOW = 1_800_000_000  # 2027-01-15; any fixed instant would do
HOST = "www.fidelity.example"
SERVER, CLIENT = ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH
ANY = x509.ObjectIdentifier("2.5.29.37.0")


class Scenario:
    """Collects certificates, chains, stores and instants."""

    def __init__(self, kind):
        self.kind, self.host = kind, HOST
        self.certs, self.chains, self.stores, self.ends = [], [], [], set()
        self.keys = []  # of the certificates, in their order
        self.serial = 1000
        self.depth = None  # certificates in a path, where a question needs another budget

    def issue(self, subject, issuer, window, **form):
        """Adds a certificate and returns its number. `form` says what is unusual about it."""
        self.serial += 1
        builder = (x509.CertificateBuilder().subject_name(name_of(subject.name))
                   .issuer_name(name_of(issuer.name, form.get("spelling", ""))).public_key(subject.key.public_key())
                   .serial_number(self.serial).not_valid_before(utc(window[0]))
                   .not_valid_after(utc(window[1])))
        for extension, critical in extensions(subject, issuer, form):
            builder = builder.add_extension(extension, critical)
        signer = form.get("signer", issuer).key
        der = builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
        self.certs.append(resign.with_sha1(der, signer) if form.get("sha1") else der)
        self.keys.append(subject.key)
        self.ends.update(window)
        return len(self.certs) - 1

    def instants(self, rng, most):
        """The ends of validities, a second either side of them, and what lies between."""
        at = set()
        for end in self.ends:
            at.update((end - 1, end, end + 1))
        ends = sorted(self.ends)
        at.update((a + b) // 2 for a, b in zip(ends, ends[1:]))
        at = sorted(at)
        at = at if len(at) <= most else sorted(rng.sample(at, most))
        return at + [NOW - 40 * DAY, NOW, NOW + 40 * DAY]

    def line(self, rng, most=12):
        return {"kind": self.kind, "host": self.host, "certs": [der.hex() for der in self.certs],
                "chains": self.chains, "stores": self.stores, "instants": self.instants(rng, most),
                **({"depth": self.depth} if self.depth else {})}

    def served(self):
        """For a verifier that has no time parameter: one instant, and the keys of the leaves."""
        keys = {chain[0]: self.keys[chain[0]].private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption()).decode() for chain in self.chains}
        return {**self.line(random.Random(0)), "instants": [int(time.time())], "keys": keys}


def extensions(subject, issuer, form):
    """The extensions of a certificate and whether each is critical."""
    is_ca = form.get("ca", True)
    if not form.get("no_basic"):
        yield (x509.BasicConstraints(is_ca, form.get("length") if is_ca else None),
               not form.get("basic_not_critical"))
    if not form.get("no_usage"):
        signs = is_ca and not form.get("no_cert_sign")
        yield x509.KeyUsage(not form.get("usage_other"), False, False, False, False, signs, is_ca,
                            False, False), True
    if form.get("purposes"):
        yield x509.ExtendedKeyUsage(form["purposes"]), bool(form.get("purposes_critical"))
    if form.get("names"):
        yield x509.SubjectAlternativeName([x509.DNSName(name) for name in form["names"]]), False
    if form.get("permitted") or form.get("excluded"):
        yield x509.NameConstraints([x509.DNSName(n) for n in form.get("permitted", [])] or None,
                                   [x509.DNSName(n) for n in form.get("excluded", [])] or None), True
    if form.get("unknown_critical"):
        yield x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\5\0"), True
    if not form.get("no_subject_id"):
        wrong = form.get("wrong_subject_id") or form.get("forged_id")
        yield (x509.SubjectKeyIdentifier(b"\x77" * 20) if wrong else subject.key_id), False
    if not form.get("no_authority_id"):
        digest = (b"\x99" * 20 if form.get("wrong_authority_id") else
                  b"\x77" * 20 if form.get("forged_id") else issuer.key_id.digest)
        issuer_name = serial = None
        if form.get("authority_serial"):
            issuer_name = [x509.DirectoryName(name_of(issuer.name))]
            serial = form["authority_serial"]
        yield x509.AuthorityKeyIdentifier(digest, issuer_name, serial), False


# ---- forms ---------------------------------------------------------------------------------------

CA_ODDITIES = [
    ("no_subject_id", 1), ("wrong_subject_id", 1), ("no_authority_id", 2), ("wrong_authority_id", 1),
    ("basic_not_critical", 2), ("no_usage", 2), ("no_cert_sign", 1), ("no_basic", 1), ("sha1", 2),
    ("purposes", 4), ("length", 3), ("permitted", 2), ("excluded", 1), ("unknown_critical", 1),
    ("authority_serial", 1), ("not_ca", 1), ("spelling", 1),
]
LEAF_ODDITIES = [
    ("no_authority_id", 2), ("wrong_authority_id", 1), ("sha1", 2), ("purposes", 3), ("names", 3),
    ("usage_other", 1), ("no_usage", 1), ("basic_not_critical", 1), ("no_basic", 1),
    ("no_subject_id", 1), ("unknown_critical", 1), ("spelling", 1),
]


def value_of(rng, oddity):
    """What an oddity looks like in a certificate."""
    if oddity == "purposes":
        return {"purposes": rng.choice([[SERVER], [SERVER, CLIENT], [CLIENT], [ANY], [CLIENT, ANY]])}
    if oddity == "length":
        return {"length": rng.choice([0, 0, 1, 2])}
    if oddity == "permitted":
        return {"permitted": rng.choice([["fidelity.example"], ["example"], ["other.example"]])}
    if oddity == "excluded":
        return {"excluded": rng.choice([["fidelity.example"], ["other.example"]])}
    if oddity == "names":
        return {"names": rng.choice([["*.fidelity.example"], ["other.example"],
                                     ["www.fidelity.example", "x.example"], []])}
    if oddity == "authority_serial":
        return {"authority_serial": rng.randrange(1001, 1012)}
    if oddity == "spelling":
        return {"spelling": rng.choice(["other type", "other case", "wide"])}
    if oddity == "not_ca":
        return {"ca": False}
    return {oddity: True}


def odd_form(rng, oddities, odds):
    form = {}
    total = sum(weight for _, weight in oddities)
    for oddity, weight in oddities:
        if rng.random() < odds * weight / total * len(oddities):
            form.update(value_of(rng, oddity))
    return form


def window_of(rng, wild):
    """Mostly around NOW; sometimes long over, or not begun."""
    if rng.random() < wild:
        begin = NOW + rng.randrange(-900, 400) * DAY
        return begin, begin + rng.randrange(30, 900) * DAY
    return NOW - rng.randrange(100, 900) * DAY, NOW + rng.randrange(100, 900) * DAY


def leaf_of(scenario, rng, issuer, odds=0.0, window=None, **form):
    form = {"ca": False, "names": [HOST], "purposes": [SERVER], **odd_form(rng, LEAF_ODDITIES, odds),
            **form}
    leaf = Authority(HOST, rng.choice(ec_keys()))
    return scenario.issue(leaf, issuer, window or (NOW - 600 * DAY, NOW + 600 * DAY), **form)


# ---- random graphs -------------------------------------------------------------------------------

class Graph:
    """Authorities that certify themselves and each other."""

    def __init__(self, rng, odds):
        self.rng, self.odds = rng, odds
        self.scenario = Scenario("graph")
        self.up = {}   # authority -> [(number of its certificate, issuer)]
        names = [f"CA {i}" for i in range(rng.randrange(2, 6))]
        self.authorities = [Authority(name, self.key()) for name in names]
        for authority in list(self.authorities):
            if rng.random() < 0.12:  # a twin: the same name, another key
                self.authorities.append(Authority(authority.name, self.key()))
        for level, authority in enumerate(self.authorities):
            self.certify(authority, level)

    def key(self):
        draw = self.rng.random()
        return self.rng.choice(weak_keys() if draw < 0.005 * (self.odds > 0) else
                               rsa_keys(1024) if draw < 0.03 * (self.odds > 0) else
                               rsa_keys(2048) if draw < 0.06 else ec_keys())

    def issue(self, subject, issuer):
        form = odd_form(self.rng, CA_ODDITIES, self.odds)
        if self.rng.random() < 0.01 * (self.odds > 0):
            form["signer"] = self.rng.choice(self.authorities)
        number = self.scenario.issue(subject, issuer, window_of(self.rng, 0.25), **form)
        self.up.setdefault(subject, []).append((number, issuer))

    def certify(self, authority, level):
        if level == 0 or self.rng.random() < 0.5:
            self.issue(authority, authority)
        for issuer in self.rng.sample(self.authorities, min(2, len(self.authorities))):
            if issuer is not authority and self.rng.random() < 0.7:
                self.issue(authority, issuer)
        if authority not in self.up:
            self.issue(authority, self.authorities[0])

    def walk(self, issuer):
        """Certificates from an authority upwards, as a server might send them."""
        sent, seen = [], set()
        while issuer in self.up and issuer not in seen and len(sent) < 5:
            seen.add(issuer)
            number, above = self.rng.choice(self.up[issuer])
            sent.append(number)
            if above is issuer:
                break
            issuer = above
        return sent

    def chain(self, leaf, issuer):
        sent = self.walk(issuer)
        if sent and self.rng.random() < 0.4:
            sent = sent[:self.rng.randrange(len(sent) + 1)]
        extra = [n for certs in self.up.values() for n, _ in certs if n not in sent]
        if extra and self.rng.random() < 0.4:
            sent += self.rng.sample(extra, min(len(extra), self.rng.randrange(1, 3)))
        if self.rng.random() < 0.2:
            self.rng.shuffle(sent)
        return [leaf] + sent

    def store(self):
        roots = [n for authority, certs in self.up.items() for n, issuer in certs
                 if issuer is authority]
        others = [n for authority, certs in self.up.items() for n, issuer in certs
                  if issuer is not authority]
        picked = [n for n in roots if self.rng.random() < 0.75]
        picked += [n for n in others if self.rng.random() < 0.15]
        self.rng.shuffle(picked)
        return picked or [self.rng.choice(roots or others)]


def random_graph(rng):
    graph = Graph(rng, rng.choice([0.0, 0.02, 0.05, 0.1]))
    issuer = rng.choice(graph.authorities)
    leaf = leaf_of(graph.scenario, rng, issuer, graph.odds)
    scenario = graph.scenario
    scenario.chains = [graph.chain(leaf, issuer) for _ in range(3)]
    scenario.stores = [graph.store() for _ in range(3)]
    return scenario


# ---- graphs like those of BetterTLS ---------------------------------------------------------------

DEFECTS = [
    {}, {"expired": True}, {"permitted": ["other.example"]}, {"purposes": [CLIENT]}, {"ca": False},
    {"no_basic": True}, {"length": 0}, {"sha1": True}, {"no_cert_sign": True},
    {"wrong_subject_id": True}, {"unknown_critical": True}, {"excluded": ["fidelity.example"]},
]


def cross_signed(rng):
    """One issuing CA, an intermediate below two roots, one way of which has a defect."""
    scenario = Scenario("cross")
    keys = rng.sample(ec_keys(), 4)
    issuing, middle, one, two = (Authority(n, k) for n, k in
                                 zip(("Issuing", "Middle", "Root 1", "Root 2"), keys))
    long, short = (NOW - 900 * DAY, NOW + 900 * DAY), (NOW - 900 * DAY, NOW - 10 * DAY)
    root_one, root_two = (scenario.issue(root, root, long) for root in (one, two))
    defect = dict(rng.choice(DEFECTS))
    window = short if defect.pop("expired", False) else long
    bridge = scenario.issue(one, two, window, **defect)
    by_one = scenario.issue(middle, one, long)
    by_two = scenario.issue(middle, two, long, **dict(rng.choice(DEFECTS[2:5] + [{}])))
    lower = scenario.issue(issuing, middle, long)
    leaf = leaf_of(scenario, rng, issuing)
    ways = [[by_one], [by_two], [by_one, by_two], [by_two, by_one], [by_one, bridge],
            [by_one, root_one], [by_two, by_one, bridge], [bridge, by_one]]
    scenario.chains = [[leaf, lower] + way for way in rng.sample(ways, 4)]
    scenario.stores = [[root_one], [root_two], [root_one, root_two], [root_two, root_one], [bridge],
                       [by_two], [root_two, by_two]]
    return scenario


# ---- what broke people in practice ----------------------------------------------------------------

def incident(rng):
    return rng.choice(INCIDENTS)(rng)


def bridge_expires(rng):
    """AddTrust 2020 and DST X3 2021: a good root here, a bridge to an older one that ends."""
    scenario = Scenario("bridge expires")
    issuing, new, old = (Authority(n, k) for n, k in
                         zip(("Issuing", "New Root", "Old Root"), rng.sample(ec_keys(), 3)))
    long, ends = (NOW - 900 * DAY, NOW + 900 * DAY), NOW + rng.randrange(-200, 200) * DAY
    root = scenario.issue(new, new, long)
    old_root = scenario.issue(old, old, (NOW - 900 * DAY, ends + rng.choice([0, 0, 40 * DAY])))
    bridge = scenario.issue(new, old, (NOW - 700 * DAY, ends))
    lower = scenario.issue(issuing, new, long)
    leaf = leaf_of(scenario, rng, issuing, window=(NOW - 400 * DAY, NOW + 400 * DAY))
    scenario.chains = [[leaf, lower], [leaf, lower, bridge], [leaf, lower, bridge, old_root],
                       [leaf, lower, root]]
    scenario.stores = [[root], [old_root], [root, old_root], [old_root, root], [bridge],
                       [bridge, old_root], [lower]]
    return scenario


def odd_anchor(rng):
    """Anchors that say something about themselves, or too little."""
    scenario = Scenario("odd anchor")
    forms = [{"no_subject_id": True}, {"basic_not_critical": True}, {"no_usage": True}, {"sha1": True},
             {"no_authority_id": True}, {"permitted": ["other.example"]}, {"purposes": [CLIENT]},
             {"permitted": ["fidelity.example"]}, {"no_basic": True}, {"ca": False}, {"length": 0},
             {"no_cert_sign": True}, {"purposes": [ANY]}, {"unknown_critical": True},
             {"no_basic": True, "no_usage": True}, {"ca": False, "no_usage": True}, {"excluded": ["fidelity.example"]}]
    form = rng.choice(forms)
    key = rng.choice(rsa_keys(1024) + ec_keys()[:8] + rsa_keys(2048) + weak_keys())
    root, issuing = Authority("Root", key), Authority("Issuing", rng.choice(ec_keys()))
    long = (NOW - 900 * DAY, NOW + rng.choice([900, -20, 30]) * DAY)
    anchor = scenario.issue(root, root, long, **form)
    lower = scenario.issue(issuing, root, (NOW - 800 * DAY, NOW + 800 * DAY),
                           **rng.choice([{}, {}, {"no_authority_id": True}]))
    leaf = leaf_of(scenario, rng, issuing)
    direct = leaf_of(scenario, rng, root)
    scenario.chains = [[leaf, lower], [leaf, lower, anchor], [direct], [direct, anchor]]
    scenario.stores = [[anchor], [lower], [anchor, lower]]
    return scenario


def twins(rng):
    """Several roots of one name, as GlobalSign's R3 to R6 were in naive tools."""
    scenario = Scenario("twins")
    keys = rng.sample(ec_keys(), 4)
    if rng.random() < 0.4:  # one that cannot even make such signatures
        keys[1] = rng.choice(rsa_keys(2048))
    right, wrong, other = (Authority("Same Name", key) for key in keys[:3])
    issuing = Authority("Issuing", keys[3])
    known = rng.choice([{}, {"no_authority_id": True}])
    identified = rng.choice([{}, {"no_subject_id": True}])
    long = (NOW - 900 * DAY, NOW + 900 * DAY)
    a = scenario.issue(right, right, long, **identified)
    b = scenario.issue(wrong, wrong, (NOW - 900 * DAY, NOW + rng.choice([-50, 50, 900]) * DAY),
                       **identified)
    c = scenario.issue(other, other, (NOW - 900 * DAY, NOW - 100 * DAY), **identified)
    again = scenario.issue(right, right, (NOW - 700 * DAY, NOW - 40 * DAY), **identified)
    lower = scenario.issue(issuing, right, long, **known)
    leaf = leaf_of(scenario, rng, issuing)
    scenario.chains = [[leaf, lower], [leaf, lower, a], [leaf, lower, b], [leaf, lower, again]]
    scenario.stores = [[a], [b], [a, b], [b, a], [c, b, a], [again, a], [again], [again, c]]
    return scenario


def issuing_limits(rng):
    """Path lengths with self-issued certificates, purposes of intermediates, small keys."""
    scenario = Scenario("limits")
    root, middle = (Authority(n, k) for n, k in zip(("Root", "Middle"), rng.sample(ec_keys(), 2)))
    issuing = Authority("Issuing", rng.choice(rsa_keys(1024) + ec_keys() + weak_keys()))
    long = (NOW - 900 * DAY, NOW + 900 * DAY)
    anchor = scenario.issue(root, root, long, **rng.choice([{}, {}, {"length": 1}]))
    rekeyed = Authority("Middle", rng.choice(ec_keys()))
    form = rng.choice([{"length": 0}, {"length": 1}, {"purposes": [CLIENT]}, {"purposes": [ANY]},
                       {"purposes": [SERVER]}, {"basic_not_critical": True}, {"sha1": True}, {}])
    upper = scenario.issue(middle, root, long, **form)
    selfish = scenario.issue(rekeyed, middle, long)
    lower = scenario.issue(issuing, rekeyed, long)
    straight = scenario.issue(issuing, middle, long)
    leaf = leaf_of(scenario, rng, issuing, 0.15, **rng.choice([{}, {}, {"usage_other": True}]))
    scenario.chains = [[leaf, lower, selfish, upper], [leaf, straight, upper],
                       [leaf, straight, lower, selfish, upper], [leaf, upper, straight]]
    scenario.stores = [[anchor], [upper], [anchor, upper]]
    return scenario


def spellings(rng):
    """Certificates that spell their issuer's name in other octets than the issuer does."""
    scenario = Scenario("spelling")
    root, issuing, old = (Authority(n, k) for n, k in
                          zip(("The Root", "The Issuing CA", "The Old Root"), rng.sample(ec_keys(), 3)))
    long = (NOW - 900 * DAY, NOW + rng.choice([900, 30]) * DAY)
    form = {"spelling": rng.choice(["other type", "other case", "wide"]),
            **rng.choice([{}, {}, {"no_authority_id": True}])}
    own, old_root = (scenario.issue(a, a, long) for a in (root, old))
    otherwise = scenario.issue(root, root, long, **form)
    bridge = scenario.issue(root, old, long, **rng.choice([{}, form]))
    lower = scenario.issue(issuing, root, long, **rng.choice([{}, form]))
    leaf, direct = leaf_of(scenario, rng, issuing, **rng.choice([{}, form])), leaf_of(scenario, rng, root, **form)
    scenario.chains = [[leaf, lower], [leaf, lower, own], [leaf, lower, bridge], [direct], [direct, bridge],
                       [direct, own]]
    scenario.stores = [[own], [old_root], [bridge], [lower], [otherwise], [own, old_root], [bridge, own]]
    return scenario


def loop(rng):
    """Two CAs in the store that have certified each other, before the root that one of them has."""
    scenario = Scenario("loop")
    one, two = (Authority(n, k) for n, k in zip(("One", "Two"), rng.sample(ec_keys(), 2)))
    long = (NOW - 900 * DAY, NOW + 900 * DAY)
    there = scenario.issue(one, two, (NOW - 900 * DAY, NOW + rng.choice([-30, 30, 900]) * DAY))
    back, root = scenario.issue(two, one, long), scenario.issue(one, one, long)
    leaf = leaf_of(scenario, rng, one)
    scenario.chains = [[leaf], [leaf, there], [leaf, root], [leaf, there, back]]
    scenario.stores = [[there, back, root], [root, there, back], [there, back], [back, root]]
    return scenario


def forged_ids(rng):
    """Two roots of one name and one key identifier, whose keys are of two kinds."""
    scenario = Scenario("forged ids")
    right = Authority("Same Name", rng.choice(ec_keys()))
    wrong = Authority("Same Name", rng.choice(rsa_keys(2048)))
    issuing = Authority("Issuing", rng.choice(ec_keys()))
    long = (NOW - 900 * DAY, NOW + 900 * DAY)
    a = scenario.issue(right, right, long, forged_id=True)
    b = scenario.issue(wrong, wrong, long, forged_id=True)
    lower = scenario.issue(issuing, right, long, wrong_subject_id=False, forged_id=True)
    leaf = leaf_of(scenario, rng, issuing, forged_id=True)
    scenario.chains = [[leaf, lower], [leaf, lower, a], [leaf, lower, b]]
    scenario.stores = [[a], [a, b], [b, a]]
    return scenario


def disordered(rng):
    """Sent in no order, so that who goes by order has to look for a path."""
    scenario = Scenario("disordered")
    form = rng.choice([{"key": "weak"}, {"leaf": {"names": []}}, {"lower": {"wrong_subject_id": True}},
                       {"leaf": {"purposes": [CLIENT]}}, {"leaf": {"usage_other": True}},
                       {"upper": {"wrong_subject_id": True}}, {}])
    root, middle = (Authority(n, rng.choice(ec_keys())) for n in ("Root", "Middle"))
    issuing = Authority("Issuing", rng.choice(weak_keys() if "key" in form else ec_keys()))
    long = (NOW - 900 * DAY, NOW + 900 * DAY)
    anchor = scenario.issue(root, root, (long[0], NOW + rng.choice([-30, 900]) * DAY))
    upper = scenario.issue(middle, root, long, **form.get("upper", {}))
    lower = scenario.issue(issuing, middle, long, **form.get("lower", {}))
    leaf = leaf_of(scenario, rng, issuing, **form.get("leaf", {}))
    direct = leaf_of(scenario, rng, root, **form.get("leaf", {}))
    scenario.chains = [[leaf, upper, lower], [leaf, anchor, upper, lower], [leaf, lower, upper],
                       [direct, lower]]
    scenario.stores = [[anchor], [upper], [anchor, lower]]
    return scenario


def own_leaf(rng):
    """A server's own self-signed certificate, in the store itself."""
    scenario = Scenario("own leaf")
    server, root = (Authority(n, rng.choice(ec_keys())) for n in (HOST, "Root"))
    long = (NOW - 600 * DAY, NOW + rng.choice([600, 30]) * DAY)
    form = rng.choice([{}, {"no_usage": True}, {"no_basic": True}, {"ca": True}, {"purposes": [CLIENT]}])
    own = scenario.issue(server, server, long, **{"ca": False, "names": [HOST], "purposes": [SERVER], **form})
    anchor = scenario.issue(root, root, long)
    scenario.chains = [[own]]
    scenario.stores = [[own], [own, anchor], [anchor]]
    return scenario


def pinned_leaf(rng):
    """A server's certificate in the store itself, issued by somebody who is there, or not."""
    scenario = Scenario("pinned leaf")
    root, issuing = (Authority(n, k) for n, k in zip(("Root", "Issuing"), rng.sample(ec_keys(), 2)))
    long = (NOW - 900 * DAY, NOW + rng.choice([900, 30]) * DAY)
    anchor = scenario.issue(root, root, long)
    lower = scenario.issue(issuing, root, (long[0], NOW + rng.choice([800, -10]) * DAY))
    leaf = leaf_of(scenario, rng, issuing, **rng.choice([{}, {}, {"purposes": [CLIENT]}]))
    twin = leaf_of(scenario, rng, issuing)
    scenario.chains = [[leaf], [leaf, lower], [leaf, lower, anchor], [twin, lower]]
    scenario.stores = [[leaf], [leaf, anchor], [leaf, lower], [twin]]
    return scenario


def common_names(rng):
    """A server's certificate that names its host in the subject alone, below a CA that may or may not name it."""
    scenario = Scenario("common name")
    root, issuing = (Authority(n, k) for n, k in zip(("Root", "Issuing"), rng.sample(ec_keys(), 2)))
    long = (NOW - 900 * DAY, NOW + rng.choice([900, 30]) * DAY)
    form = rng.choice([{}, {"permitted": ["other.example"]}, {"permitted": ["fidelity.example"]},
                       {"excluded": ["fidelity.example"]}, {"excluded": ["other.example"]}])
    where = rng.random() < 0.7
    anchor = scenario.issue(root, root, long, **({} if where else form))
    lower = scenario.issue(issuing, root, long, **(form if where else {}))
    server = Authority(HOST, rng.choice(ec_keys()))
    bare = scenario.issue(server, issuing, long, ca=False, purposes=[SERVER])
    named = leaf_of(scenario, rng, issuing)
    scenario.chains = [[bare, lower], [named, lower], [bare, anchor, lower]]  # the last one out of order
    scenario.stores = [[anchor]]
    return scenario


def long_chain(rng, intermediates=101):
    """One CA below the other, more of them than OpenSSL follows."""
    scenario = Scenario("long chain")
    scenario.depth = intermediates + 20
    long = (NOW - 900 * DAY, NOW + 900 * DAY)
    above = Authority("Root", rng.choice(ec_keys()))
    root = scenario.issue(above, above, long)
    sent = []
    for number in range(intermediates):
        below = Authority(f"CA {number}", rng.choice(ec_keys()))
        sent.insert(0, scenario.issue(below, above, long))
        above = below
    scenario.chains, scenario.stores = [[leaf_of(scenario, rng, above)] + sent], [[root]]
    return scenario


INCIDENTS = [pinned_leaf, common_names, spellings, loop, bridge_expires, own_leaf, forged_ids, disordered, odd_anchor, twins, issuing_limits]


def draw(rng):
    """A scenario of any kind."""
    kind = rng.random()
    return (random_graph if kind < 0.5 else cross_signed if kind < 0.7 else incident)(rng)


def scenarios(seed):
    """Scenarios of all kinds without end."""
    rng = random.Random(seed)
    while True:
        yield draw(rng).line(rng)


def served_scenarios(seed):
    """The same with dates around today, as verifiers that know no other day must have them."""
    global NOW
    NOW = int(time.time()) - DAY // 2  # so that no validity ends while they are being judged
    rng = random.Random(seed)
    while True:
        yield draw(rng).served()
