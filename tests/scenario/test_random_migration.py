# SPDX-License-Identifier: Apache-2.0
"""Random migrations: fresh authorities, bridges between them, phases and dates as they fall. What is
expected comes from OpenSSL, one instant at a time.

LIBCHAIN_SEED=N asks about one other migration in place of the fixed ones.
"""
import calendar
import os
import random
from datetime import datetime, timezone
from functools import cached_property, partial
from typing import Any, Callable

import pytest
from cryptography import x509

import algebra
import migrations
import openssl
import pki
from command import Chainready, outcome, result
from instants import FORM, moment

Write = Callable[[str, Any], Any]

AT, UNTIL = "2027-03-01T00:00:00Z", "2031-01-01T00:00:00Z"
SEEDS = [int(os.environ["LIBCHAIN_SEED"])] if "LIBCHAIN_SEED" in os.environ else list(range(1, 25))
SOURCES = {"sources": ["own"], "confidence": "high"}


def seconds(text: str) -> int:
    """An instant as seconds since 1970."""
    return calendar.timegm(moment(text).timetuple())


def text(at: int) -> str:
    """The other way round."""
    return datetime.fromtimestamp(at, timezone.utc).strftime(FORM)


class World:
    """A migration, and OpenSSL's view of it."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.roots = {f"root{i}": pki.authority(f"Root {i}", dates=self._dates(2010))
                      for i in range(self.chance.randint(2, 4))}
        self.bridges = self._bridges()
        self.leaves = {name: pki.server(root, ["www.corp.example"], dates=("1990-01-01", "2090-01-01"))
                       for name, root in self.roots.items()}
        self.phases: list[dict[str, Any]] = []
        self.reference: list[tuple[algebra.When, algebra.When, list[dict[str, Any]]]] = []
        self._phases()

    def _dates(self, first: int) -> tuple[str, str]:
        end = self.chance.choice([f"{self.chance.randint(2027, 2031)}-0{self.chance.randint(1, 9)}-15",
                                  "2028-06-30T23:59:59Z", "2045-01-01", "2045-01-01"])
        return f"{first + self.chance.randint(0, 8)}-01-01", end

    def _bridges(self) -> dict[str, tuple[str, pki.Identity]]:
        """Name to name of the issuer and certificate; the wrong key has signed one now and then."""
        out = {}
        for subject, root in self.roots.items():
            for issuer in self.roots:
                if subject != issuer and self.chance.random() < 0.5:
                    signer = self.roots[issuer]
                    if self.chance.random() < 0.1:
                        signer = pki.Identity(signer.cert, pki.new_key())
                    out[f"{subject}-by-{issuer}"] = (issuer, pki.authority(
                        "", issuer=signer, same_key=root, dates=self._dates(2018)))
        return out

    def _phases(self) -> None:
        count = self.chance.randint(1, 4)
        months = sorted(self.chance.sample(range(48), count - 1))
        begin, when = None, algebra.ALWAYS
        for number in range(count):
            chains = self._chains(number)
            if number + 1 == count:
                end, next_when = {"kind": "none_announced"}, algebra.NEVER
            else:
                date, next_when = self._date(months[number])
                end = {"kind": "instant", **date}
            self.phases.append({"id": f"phase{number}", "begin": begin, "end": end, "chains": chains})
            self.reference.append((when, next_when, chains))
            begin, when = (None, next_when) if number + 1 == count else (date, next_when)

    def _date(self, month: int) -> tuple[dict[str, Any], algebra.When]:
        """A date, to the second or to the day."""
        day = f"{2027 + month // 12}-{month % 12 + 1:02}-{self.chance.randint(1, 28):02}"
        if self.chance.random() < 0.5:
            exact = f"{day}T{self.chance.randint(0, 23):02}:30:00Z"
            return {"at": exact, **SOURCES}, algebra.When(seconds(exact), seconds(exact))
        return {"at": day, **SOURCES}, algebra.When(seconds(day), seconds(day) + 86400)

    def _chains(self, number: int) -> list[dict[str, Any]]:
        out = []
        for i in range(self.chance.choice([1, 1, 2, 3])):
            names = sorted(self.bridges)
            sent = self.chance.sample(names, self.chance.randint(0, min(3, len(names))))
            presence = "served" if self.chance.random() < 0.6 else "possible"
            out.append(migrations.chain(f"chain{number}{i}", self.chance.choice(sorted(self.roots)),
                                        sent, presence))
        return out

    @property
    def timeline(self) -> dict[str, Any]:
        """The file."""
        timeline, _ = migrations.rotation()
        links = {name: migrations.link(root, root, "root") for name, root in self.roots.items()}
        for name, (issuer, bridge) in self.bridges.items():
            links[name] = migrations.link(bridge, self.roots[issuer], "bridge")
        endpoint = {**timeline["endpoints"][0], "phases": self.phases}
        return {**timeline, "links": links, "endpoints": [endpoint]}

    def ask_openssl(self, store: tuple[str, ...], chain: dict[str, Any], at: int) -> bool:
        """Is the chain valid at this instant for who trusts these roots?

        To OpenSSL a certificate has expired in the very second of its notAfter, which RFC 5280
        4.1.2.5 counts in. No validity begins in such a second here, so the one before it will do.
        """
        at -= at + 1 in self.ends
        sent = tuple(self.bridges[name][1].der for name in chain["sent"])
        return openssl.is_valid(tuple(self.roots[name].der for name in store),
                                self.leaves[chain["issuer"]].der, sent, at)

    def expected(self, store: tuple[str, ...]) -> list[algebra.Phase]:
        """The phases, with OpenSSL to answer for their chains."""
        return [algebra.Phase(begin, end, [algebra.Chain(chain["id"], chain["presence"] == "served",
                                                         partial(self.ask_openssl, store, chain))
                                           for chain in chains])
                for begin, end, chains in self.reference]

    @cached_property
    def begins(self) -> set[int]:
        """The first instants of certificates."""
        return {calendar.timegm(cert.not_valid_before.timetuple()) for cert in self.certs}

    @cached_property
    def ends(self) -> set[int]:
        """The first instants after certificates."""
        return {calendar.timegm(cert.not_valid_after.timetuple()) + 1 for cert in self.certs}

    @property
    def certs(self) -> list[x509.Certificate]:
        """Roots and bridges."""
        bridges = [bridge for _, bridge in self.bridges.values()]
        return [identity.cert for identity in (*self.roots.values(), *bridges)]

    @property
    def instants(self) -> list[int]:
        """Every instant at which anything can change."""
        dates = {at for begin, end, _ in self.reference
                 for at in (begin.earliest, begin.latest, end.earliest, end.latest)}
        return sorted(at for at in dates | self.begins | self.ends if abs(at) < algebra.FOREVER)


def hold_segments(world: World, store: tuple[str, ...], item: dict[str, Any]) -> int:
    """Each chain's segments against OpenSSL, at every boundary and a second either side of it."""
    chains = {chain["id"]: chain for phase in world.phases for chain in phase["chains"]}
    asked = 0
    for chain in item["chains"]:
        for segment in chain["segments"]:
            start, end = seconds(segment["from"]), seconds(segment["until"])
            near = {start, end - 1, *(at + by for at in world.instants for by in (-1, 0, 1))}
            for at in sorted(at for at in near if start <= at < end):
                valid = world.ask_openssl(store, chains[chain["chain"]], at)
                assert (segment["verdict"] == "valid") == valid, (chain["chain"], text(at), segment)
                asked += 1
    return asked


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_migration_is_what_openssl_says(chainready: Chainready, write: Write,
                                                 seed: int) -> None:
    world = World(seed)
    timeline = write("migration.json", world.timeline)
    asked = 0
    for number in range(3):
        names = sorted(world.roots)
        store = tuple(world.chance.sample(names, world.chance.randint(1, min(2, len(names)))))
        roots = write(f"roots{number}.pem", b"".join(world.roots[name].pem for name in store))
        report = chainready.report("--roots", roots, "--timeline", timeline, "--at", AT,
                                   "--until", UNTIL)
        item = result(report)
        expected = algebra.outcome(world.expected(store), world.instants, seconds(AT), seconds(UNTIL))
        told = {key: value if key == "verdict" else text(value) for key, value in expected.items()}
        assert outcome(item) == told, (seed, store)
        asked += hold_segments(world, store, item)
    assert asked
