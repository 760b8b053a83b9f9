# SPDX-License-Identifier: Apache-2.0
"""Scenarios of roots that a verifier distrusts by the date of issue: leaves issued one second before, at
and one second after every date that the programs of a timeline state, below copies of those roots.

A verifier knows such roots by their fingerprints, which no copy has. The judges that know any take the
copies for the originals (`poses` in frame.h); the same copies that do not pose stand beside them, under
which the same leaves must pass.
"""
from cryptography import x509

import migrations
import replica

DAY = 86400
# The issuing CAs that the JDK lets go on until 2019-12-31T23:59:59Z.
EXEMPT = ("ac2b922ecfd5e01711772fea8ed372de9d1e2245fce3f57a9cdbec77296a424b",
          "a4fe7c7f15155f3f0aef7aaa83cf6e06deb97ca3f909df920ac1490882d488ed")
EXEMPT_UNTIL = "2019-12-31T23:59:59Z"


def dates_of(migration, root):
    """The dates of issue that decide under this root."""
    return set(migrations.instants_of([program["at"] for program in migration.facts["programs"]
                                       if program["root"] == root
                                       and program["effect"] == "distrust_after"]))


class Distrusted:
    """One root, leaves below it, and what is special about an issuing CA that poses."""

    def __init__(self, migration, root, exempt):
        self.kind, self.keys = f"{migration.name} by issue", replica.Keys()
        self.root, self.exempt = migration.templates[root], exempt
        self.dates = dates_of(migration, root)
        if exempt:
            self.dates |= set(migrations.instants_of({"at": EXEMPT_UNTIL}))
        templates = [self.root] + ([exempt] if exempt else [])
        self.certs = replica.copies(templates, self.keys)
        # The same ones again, for those who take no certificate for another.
        self.plain = [self.add(der) for der in list(self.certs)]
        self.poses = [[number, template.der.hex()] for number, template in enumerate(templates)]

    def add(self, der):
        self.certs.append(der)
        return len(self.certs) - 1

    def issue(self, above, signer, window):
        key = self.keys.get("leaf", replica.LEAF_KIND)
        return self.add(migrations.lower(migrations.called(migrations.HOST), above, signer, key, window, True))

    def issuing(self):
        """(name and key identifier, signer, number) of the CAs that issue."""
        subject = x509.load_der_x509_certificate(self.root.der).subject
        signer = self.keys.get(self.root.key, self.root.kind)
        key, name = self.keys.get("issuing", replica.LEAF_KIND), migrations.called("Issuing CA")
        own = self.add(migrations.lower(name, (subject, self.root.subject_id), signer, key,
                                        (min(self.dates) - 900 * DAY, max(self.dates) + 900 * DAY), False))
        yield (name, x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest), key, own
        if self.exempt:
            subject = x509.load_der_x509_certificate(self.exempt.der).subject
            above = (subject, self.exempt.subject_id)
            signer = self.keys.get(self.exempt.key, self.exempt.kind)
            yield above, signer, 1
            yield above, signer, self.plain[1]

    def line(self):
        chains, ends = [], set()
        for above, signer, number in self.issuing():
            for begin in sorted(migrations.around(self.dates)):
                window = begin, begin + 300 * DAY
                ends.update((window[0], window[0] + 100 * DAY, window[1]))
                chains.append([self.issue(above, signer, window), number])
        return {"kind": self.kind, "host": migrations.HOST, "certs": [der.hex() for der in self.certs],
                "chains": chains, "stores": [[0], [self.plain[0]]], "instants": sorted(ends),
                "poses": self.poses}


def scenarios(migration, data):
    """Nothing where the originals are not at hand."""
    exempt = [replica.Template(data.cert(sha256)[0]) for sha256 in EXEMPT if data.has(sha256)]
    for root in migration.roots():
        if dates_of(migration, root) and data.has(migration.links[root]["sha256"]):
            below = [ca for ca in exempt if ca.may_be_by(migration.templates[root])]
            for ca in below:
                ca.issuer_key = migration.links[root]["key"]
            yield Distrusted(migration, root, below[0] if below else None).line()
