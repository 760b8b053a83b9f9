# SPDX-License-Identifier: Apache-2.0
"""A migration from an old root to a new one, minted so that today is a given day of it.

    day  -90      -30       0         300           400          500
          | old     |        | bridged |             |            | new
          | leaves under the | the bridge is sent, and            | it is not
          | old root         | the old root ends: the bridge ends:|
          |                  |         day 300       day 400      |

TLS stacks take their time from the clock, so the clock stays and the dates move: of one schedule, each
*moment* below is minted with its day on today. The bridge outlives its issuer, as that of DST Root CA X3
did, so that stacks which do not look at an anchor's dates show.
"""
import datetime
import ipaddress
from dataclasses import dataclass
from typing import Any

from cryptography import x509

import authority
from authority import Identity

# What today is, as a day of the migration.
MOMENTS = {
    "old": -30,             # before the switch
    "bridged": 100,         # the bridge is sent, and the old root is in date
    "anchor-expired": 350,  # the bridge is in date, and the old root is not
    "bridge-expired": 450,  # neither is, and the bridge is still sent
    "new": 550,             # the bridge is not sent any more
}
SWITCH, OLD_ENDS, BRIDGE_ENDS, UNBRIDGED = 0, 300, 400, 500
HOST = "localhost"


@dataclass(frozen=True)
class Migration:
    """The certificates of a migration whose day `day` is today."""
    now: datetime.datetime
    day: int
    old: Identity
    new: Identity
    bridge: Identity        # the new root's name and key, signed by the old one
    issuing_old: Identity
    issuing_new: Identity
    new_without_id: Identity  # the new root again, without a subject key identifier
    twin: Identity            # the new root's name, without an identifier, with another key
    stranger: Identity

    @classmethod
    def mint(cls, day: int) -> "Migration":
        """Makes all of it."""
        now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0, tzinfo=None)

        def days(first: int, last: int) -> tuple[datetime.datetime, datetime.datetime]:
            return (now + datetime.timedelta(first - day), now + datetime.timedelta(last - day))

        old = authority.authority("Handshake Root 2006", days(-7000, OLD_ENDS))
        new = authority.authority("Handshake Root 2026", days(-400, 7000))
        bridge = authority.authority("", days(-300, BRIDGE_ENDS), issuer=old, same_key=new)
        twin = authority.authority("Handshake Root 2026", days(-400, 7001), identified=False)
        return cls(now, day, old, new, bridge,
                   authority.authority("Handshake CA 1", days(-2000, OLD_ENDS), issuer=old),
                   authority.authority("Handshake CA 2", days(-200, 5000), issuer=new),
                   authority.authority("", days(-400, 7000), same_key=new, identified=False),
                   twin, authority.authority("A Stranger", days(-400, 7000)))

    def server(self) -> tuple[Identity, list[Identity]]:
        """What a server has today: its certificate, and what it sends after that."""
        issuer = self.issuing_old if self.day < SWITCH else self.issuing_new
        names = [x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        dates = (self.now - datetime.timedelta(1), self.now + datetime.timedelta(40))
        leaf = authority.server(issuer, names, dates)
        bridged = SWITCH <= self.day < UNBRIDGED
        return leaf, [issuer, self.bridge] if bridged else [issuer]

    def stores(self) -> dict[str, list[Identity]]:
        """Root sets to hold against it, by name."""
        return {
            "old": [self.old],
            "new": [self.new],
            "both": [self.old, self.new],
            "stranger": [self.stranger],
            "bridge": [self.bridge],             # only the cross-signed copy of the new root
            "no-identifier": [self.new_without_id],
            "twin": [self.twin, self.new],       # the wrong one first
        }

    def text(self, day: int) -> str:
        """The instant at which a day of the migration begins."""
        return (self.now + datetime.timedelta(day - self.day)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def timeline(self) -> dict[str, Any]:
        """The same as data, with the certificates in it."""
        own = {"sources": ["own"], "confidence": "high"}

        def link(identity: Identity, issuer: Identity, role: str, first: int, last: int
                 ) -> dict[str, Any]:
            cert = identity.cert
            return {"role": role, "subject": cert.subject.rfc4514_string(),
                    "issuer": cert.issuer.rfc4514_string(),
                    "serial": f"{cert.serial_number:040x}", "sha256": identity.sha256,
                    "key": identity.key_sha256, "issuer_key": issuer.key_sha256,
                    "not_before": self.text(first), "not_after": self.text(last),
                    "sources": ["own"], "pem": identity.pem.decode()}

        def phase(name: str, begin: int | None, end: int | None, issuer: str, sent: list[str]
                  ) -> dict[str, Any]:
            return {"id": name, "begin": None if begin is None else self.text(begin),
                    "end": {"kind": "none_announced"} if end is None else
                    {"kind": "instant", "at": self.text(end), **own},
                    "chains": [{"id": name, "presence": "served", "issuer": issuer, "sent": sent,
                                "statement": f"The test serves what it calls {name}.", **own}]}

        return {
            "schema": "libchain.timeline/1", "id": "handshake", "operator": "the test",
            "title": "from the old root to the new one, over a bridge", "status": "current",
            "facts_as_of": self.now.strftime("%Y-%m-%d"),
            "sources": {"own": {"url": "urn:libchain:handshake", "kind": "own"}},
            "links": {"old": link(self.old, self.old, "root", -7000, OLD_ENDS),
                      "new": link(self.new, self.new, "root", -400, 7000),
                      "new-by-old": link(self.bridge, self.old, "bridge", -300, BRIDGE_ENDS)},
            "endpoints": [{"id": "server", "title": "the server", "hosts": [HOST], "phases": [
                phase("old", None, SWITCH, "old", []),
                phase("bridged", SWITCH, UNBRIDGED, "new", ["new-by-old"]),
                phase("new", UNBRIDGED, None, "new", [])]}],
        }
