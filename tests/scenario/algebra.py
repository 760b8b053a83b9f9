# SPDX-License-Identifier: Apache-2.0
"""What INTERFACE and docs/TIME.md make of answers at single instants: an endpoint's verdict, and the
word for it over a window. Written a second time, over instants instead of spans, as a reference."""
from dataclasses import dataclass
from typing import Any, Callable, Optional, Sequence

VALID, UNKNOWN, INVALID = "valid", "unknown", "invalid"
FOREVER = 1 << 60


@dataclass(frozen=True)
class When:
    """Something happens at an instant between the two, both included; exact where they are equal."""
    earliest: int
    latest: int


ALWAYS, NEVER = When(-FOREVER, -FOREVER), When(FOREVER, FOREVER)


@dataclass(frozen=True)
class Chain:
    """A chain of a phase: is it valid at an instant?"""
    name: str
    served: bool  # else possible
    is_valid: Callable[[int], bool]


@dataclass(frozen=True)
class Phase:
    """What is served from one date to another."""
    begin: When
    end: When
    chains: Sequence[Chain]


def _served(phases: Sequence[Phase], at: int, early: bool) -> tuple[list[Chain], list[Chain]]:
    """The chains that are served for sure at an instant, and those that may be."""
    sure, maybe = [], []
    for phase in phases:
        begin, end = phase.begin, phase.end
        if early:
            begin, end = When(begin.earliest, begin.earliest), When(end.earliest, end.earliest)
        for chain in phase.chains:
            if chain.served and begin.latest <= at < end.earliest:
                sure.append(chain)
            elif begin.earliest <= at < end.latest:
                maybe.append(chain)
    return sure, maybe


def is_active(phases: Sequence[Phase], at: int) -> bool:
    """Is anything served?"""
    return any(_served(phases, at, early=False))


def verdict(phases: Sequence[Phase], at: int, early: bool = False) -> str:
    """The table of docs/TIME.md, "From chains to an endpoint"."""
    sure, maybe = _served(phases, at, early)
    if any(not chain.is_valid(at) for chain in sure):
        return INVALID
    failing = [chain for chain in maybe if not chain.is_valid(at)]
    if not sure and maybe and len(failing) == len(maybe):
        return INVALID
    return UNKNOWN if failing else VALID


@dataclass(frozen=True)
class Part:
    """From one instant to the next at which anything changes."""
    start: int
    active: bool
    careful: str
    early: str

    @property
    def is_near(self) -> bool:
        """Undecided only because a date is not exact, and broken once it has come."""
        return self.careful == UNKNOWN and self.early == INVALID


def line(phases: Sequence[Phase], instants: Sequence[int]) -> list[Part]:
    """The verdicts from each instant to the next."""
    parts = []
    for at in sorted({-FOREVER, *instants}):
        active = is_active(phases, at)
        parts.append(Part(at, active, verdict(phases, at) if active else VALID,
                          verdict(phases, at, early=True)))
    return parts


def _break(parts: Sequence[Part], until: int) -> Optional[tuple[int, int]]:
    """The first break: its earliest instant, and the one from which it is sure."""
    first: Optional[int] = None
    for part in parts:
        if part.start >= until:
            return None
        if part.careful == INVALID:
            return (part.start if first is None else first), part.start
        first = (part.start if first is None else first) if part.is_near else None
    return None


def _since(before: Sequence[Part], now: Part) -> int:
    """Where the run began that `now` is the end of."""
    start = now.start
    for part in reversed(before):
        same = part.active and part.careful == now.careful
        if not same and not (now.careful == INVALID and part.is_near):
            break
        start = part.start
    return start


def outcome(phases: Sequence[Phase], instants: Sequence[int], at: int, until: int) -> dict[str, Any]:
    """The word over [at, until) and its dates, in seconds."""
    parts = line(phases, [*instants, at])
    number = max(i for i, part in enumerate(parts) if part.start <= at)
    now, ahead = parts[number], [part for part in parts[number:] if part.start < until]
    if not any(part.active for part in ahead):
        return {"verdict": "not_applicable"}
    breaks = _break(ahead, until)
    if now.careful == INVALID:
        since = _since(parts[:number], now)
        return {"verdict": "broken", **({"broken_since": since} if since != -FOREVER else {})}
    troubled = next((part for part in ahead if part.careful != VALID), None)
    if not troubled:
        return {"verdict": "ready"}
    if now.careful == VALID and breaks and breaks[0] == troubled.start:
        exact = {} if breaks[0] == breaks[1] else {"breaks_latest": breaks[1]}
        return {"verdict": "breaks_later", "breaks_at": breaks[0], **exact}
    since = _since(parts[:number], now) if now.careful == UNKNOWN else troubled.start
    word: dict[str, Any] = {"verdict": "unknown"}
    if since != -FOREVER:
        word["unknown_from"] = since
    if breaks:
        word["breaks_by"] = max(breaks[0], at)
    return word
