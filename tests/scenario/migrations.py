# SPDX-License-Identifier: Apache-2.0
"""Migrations to ask about: an internal one, and the built-in ones minted again with fresh keys, so
that leaves can be issued under their authorities."""
import copy
import json
from typing import Any, Optional, Sequence

from cryptography import x509

import pki
from command import REPOSITORY

Timeline = dict[str, Any]


def builtin(name: str) -> Timeline:
    """A built-in timeline, to be changed at will."""
    return json.loads((REPOSITORY / "timelines" / f"{name}.json").read_text("utf-8"))


def link(identity: pki.Identity, issuer: pki.Identity, role: str) -> dict[str, Any]:
    """What a timeline says of a certificate, which it holds."""
    cert = identity.cert
    return {
        "role": role,
        "subject": cert.subject.rfc4514_string(),
        "issuer": cert.issuer.rfc4514_string(),
        "serial": f"{cert.serial_number:040x}",
        "sha256": identity.sha256,
        "key": identity.key_sha256,
        "issuer_key": issuer.key_sha256,
        "not_before": cert.not_valid_before.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "not_after": cert.not_valid_after.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sources": ["own"],
        "pem": identity.pem.decode(),
    }


def stated(facts: dict[str, Any]) -> dict[str, Any]:
    """The same without the certificate."""
    return {key: value for key, value in facts.items() if key != "pem"}


class Reminted:
    """A built-in migration with the same names and dates, and other keys."""

    def __init__(self, name: str) -> None:
        self.timeline = builtin(name)
        self.authorities: dict[str, pki.Identity] = {}
        facts = self.timeline["links"]
        for key in sorted(facts, key=lambda each: facts[each]["role"] != "root"):
            self.authorities[key] = self._mint(facts, key)
        for key, identity in self.authorities.items():
            issuer = self._holder(facts, facts[key]["issuer"])
            minted = link(identity, issuer or identity, facts[key]["role"])
            facts[key] = {**facts[key], **minted, "sources": facts[key]["sources"]}

    def _holder(self, facts: dict[str, Any], subject: str) -> Optional[pki.Identity]:
        return next((self.authorities[key] for key in self.authorities
                     if facts[key]["subject"] == subject and facts[key]["role"] == "root"), None)

    def _mint(self, facts: dict[str, Any], key: str) -> pki.Identity:
        stated_link = facts[key]
        name = x509.Name.from_rfc4514_string(stated_link["subject"])
        dates = (stated_link["not_before"], stated_link["not_after"])
        if stated_link["role"] == "root":
            return pki.authority(name, dates=dates)
        return pki.authority(name, issuer=self._holder(facts, stated_link["issuer"]), dates=dates,
                             same_key=self._holder(facts, stated_link["subject"]))

    def __getitem__(self, key: str) -> pki.Identity:
        return self.authorities[key]


def rotation() -> tuple[Timeline, dict[str, pki.Identity]]:
    """A company's own: from root "old" to root "new" in 2027, with a bridge for half a year.

    Old certificates are issued to 2027-02-01, a day in UTC+1; those of the new root come with the
    bridge until 2027-07-01T12:00:00Z, and alone after that.
    """
    old = pki.authority("Corp Root 2017", dates=("2017-01-01", "2029-12-31"))
    new = pki.authority("Corp Root 2026", dates=("2026-01-01", "2046-01-01"))
    bridge = pki.authority("", issuer=old, same_key=new, dates=("2026-01-15", "2029-06-30"))
    sources = {"sources": ["own"], "confidence": "high"}
    bridged = {"at": "2027-02-01", "zone": "+01:00", **sources}
    timeline = {
        "schema": "libchain.timeline/1",
        "id": "corp-rotation",
        "title": "Corp: root 2017 to root 2026",
        "operator": "Corp IT",
        "status": "current",
        "facts_as_of": "2026-11-22",
        "sources": {"own": {"title": "change 4711", "url": "https://change.corp.example/4711",
                            "kind": "own", "read": "2026-11-22"}},
        "links": {"old": link(old, old, "root"), "new": link(new, new, "root"),
                  "new-by-old": link(bridge, old, "bridge")},
        "endpoints": [{
            "id": "intranet",
            "title": "the intranet",
            "hosts": ["*.corp.example"],
            "phases": [
                {"id": "old", "begin": None, "end": {"kind": "instant", **bridged},
                 "chains": [chain("old", "old", [])]},
                {"id": "bridged", "begin": bridged,
                 "end": {"kind": "instant", "at": "2027-07-01T12:00:00Z", **sources},
                 "chains": [chain("new-bridged", "new", ["new-by-old"])]},
                {"id": "new", "begin": "2027-07-01T12:00:00Z", "end": {"kind": "none_announced"},
                 "chains": [chain("new-alone", "new", [])]},
            ],
        }],
    }
    return timeline, {"old": old, "new": new, "bridge": bridge}


def chain(name: str, issuer: str, sent: Sequence[str], presence: str = "served") -> dict[str, Any]:
    """A chain of a phase."""
    return {"id": name, "presence": presence, "issuer": issuer, "sent": list(sent),
            "statement": f"Corp IT says so of {name}.", "sources": ["own"]}


def changed(timeline: Timeline, *path: Any, value: Any = None, drop: bool = False) -> Timeline:
    """A copy in which the member at the path is another, or is gone."""
    out = copy.deepcopy(timeline)
    place: Any = out
    for step in path[:-1]:
        place = place[step]
    if drop:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return out
