# SPDX-License-Identifier: Apache-2.0
"""What comes back: immutable, complete, and free of the native objects that it was made from, the
report itself aside."""
from __future__ import annotations

from datetime import datetime
from typing import Any, Iterator, Literal, NoReturn, Optional, cast

from . import native
from ._command import is_typeable, plain, quoted
from ._frozen import Frozen
from ._moments import moment

Verdict = Literal["ready", "breaks_later", "unknown", "broken", "not_applicable"]
_DATES = ("breaks_at", "breaks_latest", "broken_since", "unknown_from", "breaks_by")


class Outcome(Frozen):
    """A word and its dates, all in UTC; None where a date has no meaning for the word.

    :ivar breaks_at: ``breaks_later``: the earliest instant that its source can mean.
    :ivar breaks_latest: and the latest; the same where the date is exact.
    :ivar broken_since: ``broken``: since when; None: ever since.
    :ivar unknown_from: ``unknown``: from when on; None: ever since.
    :ivar breaks_by: ``unknown``: from when on it is broken at the latest, where that is known.
    """
    verdict: Verdict
    breaks_at: Optional[datetime]
    breaks_latest: Optional[datetime]
    broken_since: Optional[datetime]
    unknown_from: Optional[datetime]
    breaks_by: Optional[datetime]

    @property
    def good(self) -> bool:
        """Is there nothing to do? True for ``ready`` and ``not_applicable``."""
        return self.verdict in ("ready", "not_applicable")


class Problem(Frozen):
    """Why a store could not be read."""
    status: str
    entry: int
    offset: Optional[int]
    path: str
    message: str


class Root(Frozen):
    """A root that would mend something; ``pem`` is "" where its certificate is not at hand."""
    name: str
    slug: str
    sha256: str
    pem: str
    is_public: bool

    def __repr__(self) -> str:
        return f"Root({self.name!r}, sha256={self.sha256!r})"


class Store(Outcome):
    """A root set, who reads it, and what becomes of it. ``roots`` is how many it holds."""
    id: str
    path: str
    stack: str
    kind: str
    roots: int
    manager: str
    follows: str
    problem: Optional[Problem]


class Result(Outcome):
    """One store, lane, migration and endpoint; ``roots`` would make it ready."""
    store: str
    lane: Literal["installed", "program"]
    timeline: str
    endpoint: str
    reason: str
    roots: tuple[Root, ...]


def _dates(outcome: native.Outcome) -> dict[str, Any]:
    dates: dict[str, Any] = {name: moment(getattr(outcome, name)()) for name in _DATES}
    return {"verdict": outcome.readiness(), **dates}


def _root(root: native.Root) -> Root:
    return Root(name=root.name(), slug=root.slug(), sha256=root.sha256(), pem=root.pem(),
                is_public=root.is_public())


def problem_of(problem: native.Problem) -> Problem:
    """A copy of a native one."""
    offset = problem.offset()
    return Problem(status=problem.status(), entry=problem.entry(), path=problem.path(),
                   offset=None if offset < 0 else offset, message=problem.message())


def _store(report: native.Report, index: int) -> Store:
    place, problem = report.store_place(index), report.store_problem(index)
    return Store(id=place.get("id"), path=place.get("path"), stack=place.get("stack"),
                 manager=place.get("manager"), follows=place.get("follows"),
                 kind=report.store_kind(index), roots=report.store_roots(index),
                 problem=problem_of(problem) if problem else None,
                 **_dates(report.store_outcome(index)))


def _result(report: native.Report, index: int) -> Result:
    roots = tuple(_root(report.result_root(index, root))
                  for root in range(report.result_root_count(index)))
    return Result(store=report.result_store(index),
                  lane=cast(Literal["installed", "program"], report.result_lane(index)),
                  timeline=report.result_timeline(index), endpoint=report.result_endpoint(index),
                  reason=report.result_reason(index), roots=roots,
                  **_dates(report.result_outcome(index)))


class Report(Outcome):
    """The answer: every root set against every endpoint of every migration, in both lanes.

    It is true where there is nothing to do and everything could be looked at, iterates over its
    results, and as text is what ``chainready check`` prints. May be used from any thread.

    :ivar at: the instant asked about.
    :ivar until: the end of what was looked at.
    :ivar lane: the one that decides: "installed", or "program" where roots leave as announced.
    :ivar complete: False: a store could not be read, or a budget was spent.
    """
    at: Optional[datetime]
    until: Optional[datetime]
    lane: Literal["installed", "program"]
    complete: bool
    stores: tuple[Store, ...]
    results: tuple[Result, ...]
    _native: native.Report
    _fix_command: Optional[str]

    @classmethod
    def of(cls, report: native.Report, at: int, until: int, lane: str,
           fix_command: Optional[str] = None) -> Report:
        """Takes a native report over. ``fix_command`` mends a store whose path is put behind it."""
        return cls(at=moment(at), until=moment(until),
                   lane=cast(Literal["installed", "program"], lane), complete=report.complete(),
                   stores=tuple(_store(report, i) for i in range(report.store_count())),
                   results=tuple(_result(report, i) for i in range(report.count())),
                   _native=report, _fix_command=fix_command, **_dates(report.outcome()))

    def __bool__(self) -> bool:
        return self.good and self.complete

    def __iter__(self) -> Iterator[Result]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<chainready.Report: {self.summary}>"

    def __copy__(self) -> Report:
        return self

    def __deepcopy__(self, memo: object) -> Report:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Report is not pickled; to_json() is for keeping")

    def __rich_repr__(self) -> Iterator[Any]:
        yield "verdict", self.verdict
        for name in _DATES:
            yield name, getattr(self, name), None
        yield "complete", self.complete, True
        yield "stores", self.stores
        yield "results", self.results

    def to_json(self) -> str:
        """libchain.report/1 with a final newline, octet by octet what the command prints."""
        return self._native.json()

    def to_format(self, name: str) -> str:
        """For other tools, octet by octet what ``chainready check --format`` prints.

        :param name: one of ``chainready.report_formats()``: "sarif", "junit", "prometheus", ...
        :raises ArgumentError: for another name.
        """
        return self._native.format(name)

    def text(self, width: int = 80, *, color: bool = False, unicode: bool = True,
             quiet: bool = False, fix_command: Optional[str] = None) -> str:
        """For a person.

        :param color: with SGR sequences.
        :param unicode: False: ASCII only; names are escaped.
        :param quiet: the summary line alone, and "" where there is nothing to say.
        :param fix_command: what to type to mend a store, as words of a shell that " --store" and its
            path are put behind; None: ``python -m chainready fix``; "": the text has no such line.
        :raises ArgumentError: for a width that is not from 40 to 1000 columns.
        """
        typed = self._fix_command if fix_command is None else fix_command
        style = (1 if color else 0) | (2 if unicode else 0) | (4 if quiet else 0)  # bridge.h
        return self._native.text(width, style, typed or None)

    def script(self, *, folder: Optional[str] = None, store: Optional[str] = None) -> str:
        """A shell script that adds the missing roots and is safe to run twice; "" for nothing to do.

        It carries the PEM files, or takes SLUG.pem from ``folder``; ``store`` is the id of the only
        one to mend.
        """
        return self._native.script(folder, store)

    @property
    def fix(self) -> str:
        """``script()``."""
        return self.script()

    def missing(self, store: Optional[str] = None) -> tuple[Root, ...]:
        """The roots to add in the lane that decides: to the store of this id, or to any."""
        count = self._native.root_count(store)
        return tuple(_root(self._native.root(store, index)) for index in range(count))

    @property
    def command(self) -> str:
        """What to type to mend the store that the summary is about: it prints the script. "" where
        nothing would mend it, or no command line could say what was asked."""
        store = self.worst
        if (store is None or not self._fix_command or store.manager == "program"
                or not is_typeable(store.path) or not self.missing(store.id)):
            return ""
        return f"{self._fix_command} --store {quoted(store.path)}"

    @property
    def worst(self) -> Optional[Store]:
        """The first of the stores that the verdict is about; None where there is nothing to do."""
        return next((store for store in self.stores if not self.good and not store.problem
                     and store.verdict == self.verdict and _same_dates(store, self)), None)

    @property
    def summary(self) -> str:
        """The answer in one line that names the date, the root set and what is to be added."""
        parts = [f"{store.path or store.id} ({store.stack or store.id}) cannot be read: "
                 f"{store.problem.message}" for store in self.stores if store.problem]
        worst = self.worst
        if worst is not None:
            parts.insert(0, self._about(worst))
        elif not self.good or not parts:
            parts.insert(0, _words(self))
        return plain("; ".join(parts))

    def _about(self, store: Store) -> str:
        ends = ", ".join(dict.fromkeys(
            f"{result.endpoint} ({result.timeline})" if result.timeline else result.endpoint
            for result in self if result.store == store.id and result.lane == self.lane
            and result.verdict == self.verdict))
        roots = ", ".join(root.name for root in self.missing(store.id))
        reach = "may not reach" if self.verdict == "unknown" else "does not reach"
        who = [store.stack] if store.stack else []
        who += [store.path] if store.path != store.id or not who else []
        return (f"{_words(self)}: {' with '.join(who)} {reach} {ends}"
                + (f"; add {roots}" if roots else ""))


def _same_dates(one: Outcome, other: Outcome) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _DATES)


def _words(report: Report) -> str:
    def on(word: str, when: Optional[datetime]) -> str:
        return f" {word} {when:%Y-%m-%d}" if when else ""

    if report.good:
        return "ready" + on("until", report.until)
    if report.verdict == "breaks_later":
        return "breaks" + on("on", report.breaks_at)
    if report.verdict == "broken":
        return "broken" + on("since", report.broken_since)
    return ("unknown" + on("from", report.unknown_from)
            + on("and broken by", report.breaks_by))
