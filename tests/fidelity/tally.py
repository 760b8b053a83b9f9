# SPDX-License-Identifier: Apache-2.0
"""Counts what came of the comparisons with one verifier, and names what differs by its cause."""
import collections
import datetime
import json
import pathlib
import re
import warnings

from cryptography import x509

import judges

LIMITS = pathlib.Path(__file__).resolve().parent / "limits.json"


def limits():
    """What is known not to be predicted."""
    return json.loads(LIMITS.read_text("utf-8"))["limits"]


class Tally:
    """What came of one verifier."""

    def __init__(self, verifier):
        self.verifier = verifier
        self.compared = self.agreed = self.refused = self.unknown = 0
        self.limited = collections.Counter()
        self.causes = collections.Counter()
        self.examples = {}
        self.findings = collections.Counter()

    def add(self, ours, theirs, cell, limits):
        self.compared += 1
        self.refused += theirs[0] == "0"
        if ours[0] == "0":
            self.findings.update(set(re.findall(r"[a-z_0-9]+(?=@)", ours)))
        if ours[0] == "?":
            self.unknown += 1
        elif ours[0] == theirs[0]:
            self.agreed += 1
            return
        cause = f"{cell['kind']}: ours {re.sub(r'@[0-9]+', '', ours)} | real {theirs}"
        for limit in limits:
            if self.verifier in limit["verifiers"] and re.search(limit["pattern"], cause):
                self.limited[limit["id"]] += 1
                return
        if ours[0] != "?":
            self.causes[cause] += 1
            self.examples.setdefault(cause, cell)

    def as_json(self):
        differ = sum(self.causes.values())
        return {"verifier": self.verifier, "compared": self.compared, "agreed": self.agreed,
                "refused": self.refused, "unknown": self.unknown, "differ": differ,
                "limits": dict(self.limited), "causes": dict(self.causes.most_common()),
                "findings": dict(self.findings.most_common())}


def compare(verifier, build, made, count, limits, real=None):
    """Has both judge the scenarios until there are `count` comparisons, or no more scenarios. `real`: how
    the verifier is asked, unless it is as it opens by itself."""
    tally = Tally(verifier.name)
    with real or verifier.open() as real, judges.Prediction(build, verifier.profile) as ours:
        for line in made:
            left, right = ours.ask(line), real.ask(line)
            if len(left) != len(right):
                raise SystemExit(f"{verifier.name}: {len(left)} answers against {len(right)}")
            for number, (mine, theirs) in enumerate(zip(left, right)):
                if theirs is None:
                    continue  # could not be asked
                tally.add(mine, theirs, {"kind": line["kind"], "line": line, "number": number}, limits)
            if count and tally.compared >= count:
                break
    return tally


def describe(cell):
    """The certificates of a comparison that differs, for a person."""
    warnings.simplefilter("ignore")
    line, number = cell["line"], cell["number"]
    chains, instants = line["chains"], line["instants"]
    at = instants[number % len(instants)]
    chain = chains[number // len(instants) % len(chains)]
    store = line["stores"][number // len(instants) // len(chains)]
    print(f"      at {at}, {datetime.datetime.fromtimestamp(at, datetime.timezone.utc):%Y-%m-%dT%H:%M:%SZ}")
    for role, numbers in (("sent", chain), ("store", store)):
        for n in numbers:
            cert = x509.load_der_x509_certificate(bytes.fromhex(line["certs"][n]))
            first, last = (int(end.replace(tzinfo=datetime.timezone.utc).timestamp())
                           for end in (cert.not_valid_before, cert.not_valid_after))
            extras = " ".join(e.oid._name + ("!" if e.critical else "") for e in cert.extensions)
            print(f"      {role} {n}: {cert.subject.rfc4514_string()} <- "
                  f"{cert.issuer.rfc4514_string()} [{first - at:+} {last - at:+}] {extras}")


def show(tally, most):
    differ = sum(tally.causes.values())
    share = 100 * tally.refused // max(tally.compared, 1)
    print(f"{tally.verifier}: {tally.compared} compared, {share} % refused, {tally.agreed} agree, "
          f"{tally.unknown} unknown, {sum(tally.limited.values())} within documented limits, "
          f"{differ} differ")
    for limit, count in tally.limited.most_common():
        print(f"    {count:6} limit {limit}")
    for cause, count in tally.causes.most_common(most):
        print(f"    {count:6} {cause}")
        describe(tally.examples[cause])
