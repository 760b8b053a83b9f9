# SPDX-License-Identifier: Apache-2.0
"""The one call."""
from __future__ import annotations

import logging
import os
import ssl
import sys
import time
from typing import Any, Callable, Iterable, Mapping, Optional, Union

from . import native
from ._command import fix_command, until_word
from ._errors import NotReadyError
from ._moments import Moment, seconds, two_years_on
from ._report import Report
from ._roots import Path, RootSet
from ._stacks import root_sets

Roots = Union[RootSet, ssl.SSLContext, Path, bytes]
"""A root set, a context, a file or folder, or PEM text."""
Timeline = Union[Path, bytes, Mapping[str, Any]]
"""The id of a built-in migration, a file, or JSON as octets or as an object."""
Chain = Union[Path, bytes, "tuple[Union[Path, bytes], Optional[str]]"]
"""What a server sent (a file, PEM text or DER), alone or with the host that it came from."""
Baseline = Union[Path, bytes, Mapping[str, Any]]
"""A file of accepted findings, or JSON as octets or as an object."""

logger = logging.getLogger("chainready")
logger.addHandler(logging.NullHandler())

_LEVELS = {"ready": logging.INFO, "not_applicable": logging.INFO, "breaks_later": logging.WARNING,
           "unknown": logging.WARNING, "broken": logging.ERROR}


def ready(roots: Union[Roots, Iterable[Roots], None] = None, *,
          timelines: Union[Timeline, Iterable[Timeline], None] = None,
          hosts: Union[str, Iterable[str]] = (),
          chains: Union[Path, bytes, Iterable[Chain]] = (),
          bridges: Union[Path, bytes, None] = None,
          at: Optional[Moment] = None,
          until: Optional[Moment] = None,
          lane: str = "installed",
          follows: Optional[str] = None,
          renewal: str = "assume",
          profile: Optional[str] = None,
          password: Optional[str] = None,
          baseline: Optional[Baseline] = None,
          origin: Union[Path, tuple[Path, int], None] = None,
          or_raise: bool = False) -> Report:
    """Will these roots validate those servers, on every date of every migration?

    Without arguments: the roots of every HTTP stack of this process (``chainready.root_sets()``),
    the built-in migrations that are current, now and two years on. Reads files, never the network;
    may be called from any thread. What it found is logged in one line by the logger "chainready".

    :param roots: one or several of: a path, an ``ssl.SSLContext``, PEM text, a ``RootSet``.
    :param timelines: one or several of: the id of a built-in migration, a path, JSON.
    :param hosts: the servers that matter, by DNS name (A-labels) or IP address; empty: all.
    :param chains: captured chains; once there is one, the report is about them alone.
    :param bridges: more cross-certificates to build with: a file, a folder, or octets.
    :param at: the instant asked about; None: now.
    :param until: the end of what matters, later than ``at``; None: two years on.
    :param lane: what decides: "installed", or "program" where roots leave as announced.
    :param follows: every set's root program: "mozilla", "chrome", "jdk" or "none".
    :param renewal: of captured leaves: "assume", or "literal" where they end when they end.
    :param profile: the name of a verifier's profile; None: the default.
    :param password: of keystores among the roots.
    :param baseline: findings that are known and accepted, each with a reason and a date (a file, or
        JSON): they are shown, and decide nothing.
    :param origin: the file whose build made the root sets, as its repository has it (a Dockerfile),
        alone or with a line of it, from 1: formats that point at places point there.
    :param or_raise: raise where the report is not ready.
    :raises NotReadyError: with ``or_raise`` only, and it has the report. A verdict never raises else.
    :raises CallError: for arguments that are wrong, or input that cannot be read. Where no ``roots``
        are given, a root set that cannot be read is part of the report, which is then not complete.
    :raises TypeError: for an argument of a type that is not understood.
    """
    start = int(time.time()) if at is None else seconds(at, "at")
    end = two_years_on(start) if until is None else seconds(until, "until")
    named = None if timelines is None else list(_each(timelines))
    servers, captured = list(_each(hosts)), list(_each_chain(chains))
    question = native.Question(start, end)
    opened: dict[str, native.Store] = {}
    for root_set in _root_sets(roots):
        root_set.add_to(question, opened, password, strict=roots is not None)
    _add_timelines(question, named)
    for host in servers:
        question.add_host(host)
    for chain in captured:
        source, host_of = chain if isinstance(chain, tuple) else (chain, None)
        question.add_chain(_chain(source), host_of)
    if bridges is not None:
        question.set_bridges(_chain(bridges))
    if baseline is not None:
        question.set_baseline(_baseline(baseline))
    if origin is not None:
        path, line = origin if isinstance(origin, tuple) else (origin, 1)
        question.set_origin(os.fspath(path), line)
    question.set_lane(lane)
    question.set_renewal(renewal)
    if follows is not None:
        question.set_follows(follows)
    if profile is not None:
        question.set_profile(profile)
    command = None if password is not None else fix_command(
        named or (), captured, bridges,
        {"until": until_word(None if until is None else end), "follows": follows,
         "profile": profile, "lane": None if lane == "installed" else lane,
         "renewal": None if renewal == "assume" else renewal})
    report = Report.of(question.run(), start, end, lane, command)
    _log(report)
    if or_raise and not report:
        raise NotReadyError(report)
    return report


def _each(value: Any) -> Iterable[Any]:
    """One or several, as several."""
    one = (RootSet, ssl.SSLContext, str, bytes, os.PathLike, Mapping)
    several: Iterable[Any] = value
    return [value] if isinstance(value, one) or hasattr(value, "get_ca_certs") else several


def _root_sets(roots: Union[Roots, Iterable[Roots], None]) -> list[RootSet]:
    if roots is None:
        return list(root_sets())
    return [_root_set(each) for each in _each(roots)]


def _root_set(roots: Roots) -> RootSet:
    if isinstance(roots, RootSet):
        return roots
    if isinstance(roots, ssl.SSLContext) or hasattr(roots, "get_ca_certs"):
        return RootSet.of_context(roots)  # type: ignore[arg-type] # truststore's is no SSLContext
    if isinstance(roots, bytes):
        return RootSet.of_bytes(roots)
    if isinstance(roots, (str, os.PathLike)):
        return RootSet.of_path(roots)
    raise TypeError(f"roots: a path, an SSLContext, bytes or a RootSet is wanted, "
                    f"not {type(roots).__name__}")


def _each_chain(chains: Union[Path, bytes, Iterable[Chain]]) -> Iterable[Chain]:
    """One file, or several chains; a pair of a chain and its host is one of several."""
    return [chains] if isinstance(chains, (str, bytes, os.PathLike)) else chains


def _add_timelines(question: native.Question, timelines: Optional[list[Timeline]]) -> None:
    if timelines is None:
        question.add_current_timelines()
        return
    for timeline in timelines:
        question.add_timeline(_timeline(timeline))


def _octets(document: Mapping[str, Any]) -> bytes:
    import json  # as slow to load as all of this package
    return json.dumps(document).encode()


def _timeline(timeline: Timeline) -> native.Timeline:
    if isinstance(timeline, Mapping):
        return native.Timeline.from_bytes(_octets(timeline))
    if isinstance(timeline, bytes):
        return native.Timeline.from_bytes(timeline)
    name = os.fspath(timeline)
    return (native.Timeline.builtin(name) if name in timeline_ids()
            else native.Timeline.from_path(name))


def _baseline(baseline: Baseline) -> native.Baseline:
    if isinstance(baseline, Mapping):
        return native.Baseline.from_bytes(_octets(baseline))
    if isinstance(baseline, bytes):
        return native.Baseline.from_bytes(baseline)
    return native.Baseline.from_path(os.fspath(baseline))


def _names(name_at: Callable[[int], Optional[str]]) -> tuple[str, ...]:
    names: list[str] = []
    while (name := name_at(len(names))) is not None:
        names.append(name)
    return tuple(names)


def timeline_ids() -> tuple[str, ...]:
    """The ids of the built-in migrations."""
    return _names(native.timeline_name)


def default_timeline_ids() -> tuple[str, ...]:
    """Of these, the ones that ``ready()`` asks about where they are current and none is named."""
    return _names(native.default_timeline_name)


def report_formats() -> tuple[str, ...]:
    """What ``Report.to_format`` takes."""
    return _names(native.format_name)


def _chain(source: Union[Path, bytes]) -> native.Chain:
    if isinstance(source, bytes):
        return native.Chain.from_bytes(source)
    return native.Chain.from_path(os.fspath(source))


def _log(report: Report) -> None:
    """One line: the verdict with its date, the roots and who reads them, and what to type."""
    level = _LEVELS[report.verdict] if report.complete else max(_LEVELS[report.verdict],
                                                                logging.WARNING)
    if logger.isEnabledFor(level):
        hint = _hint(report)
        logger.log(level, "%s%s", report.summary, f": {hint}" if hint else "")


def _hint(report: Report) -> str:
    """What to type; where no command can be given this question, or this root set, what to call."""
    store = report.worst
    if report.command or store is None or not report.missing(store.id):
        return report.command
    if store.manager == "program":
        return "SSLContext.load_verify_locations(cadata=root.pem) for each root of report.missing()"
    return "report.fix is the script"
