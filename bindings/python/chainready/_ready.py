# SPDX-License-Identifier: Apache-2.0
"""The one call."""
from __future__ import annotations

import logging
import os
import ssl
import sys
import time
from typing import Any, Iterable, Mapping, Optional, Union

from . import native
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

logger = logging.getLogger("chainready")
logger.addHandler(logging.NullHandler())

_LEVELS = {"ready": logging.INFO, "not_applicable": logging.INFO, "breaks_later": logging.WARNING,
           "unknown": logging.WARNING, "broken": logging.ERROR}


def ready(roots: Union[Roots, Iterable[Roots], None] = None, *,
          timelines: Union[Timeline, Iterable[Timeline], None] = None,
          hosts: Iterable[str] = (),
          chains: Iterable[Chain] = (),
          bridges: Union[Path, bytes, None] = None,
          at: Optional[Moment] = None,
          until: Optional[Moment] = None,
          lane: str = "installed",
          follows: Optional[str] = None,
          renewal: str = "assume",
          profile: Optional[str] = None,
          password: Optional[str] = None,
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
    :param or_raise: raise where the report is not ready.
    :raises NotReadyError: with ``or_raise`` only, and it has the report. A verdict never raises else.
    :raises CallError: for arguments that are wrong, or input that cannot be read. Where no ``roots``
        are given, a root set that cannot be read is part of the report, which is then not complete.
    :raises TypeError: for an argument of a type that is not understood.
    """
    start = int(time.time()) if at is None else seconds(at, "at")
    end = two_years_on(start) if until is None else seconds(until, "until")
    question = native.Question(start, end)
    opened: dict[str, native.Store] = {}
    for root_set in _root_sets(roots):
        root_set.add_to(question, opened, password, strict=roots is not None)
    _add_timelines(question, timelines)
    for host in _each(hosts):
        question.add_host(host)
    for chain in chains:
        source, host_of = chain if isinstance(chain, tuple) else (chain, None)
        question.add_chain(_chain(source), host_of)
    if bridges is not None:
        question.set_bridges(_chain(bridges))
    question.set_lane(lane)
    question.set_renewal(renewal)
    if follows is not None:
        question.set_follows(follows)
    if profile is not None:
        question.set_profile(profile)
    report = Report.of(question.run(), start, end, lane)
    _log(report, timelines)
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


def _add_timelines(question: native.Question,
                   timelines: Union[Timeline, Iterable[Timeline], None]) -> None:
    if timelines is None:
        question.add_current_timelines()
        return
    for timeline in _each(timelines):
        question.add_timeline(_timeline(timeline))


def _timeline(timeline: Timeline) -> native.Timeline:
    if isinstance(timeline, Mapping):
        import json  # as slow to load as all of this package
        return native.Timeline.from_bytes(json.dumps(timeline).encode())
    if isinstance(timeline, bytes):
        return native.Timeline.from_bytes(timeline)
    name = os.fspath(timeline)
    return (native.Timeline.builtin(name) if name in timeline_ids()
            else native.Timeline.from_path(name))


def timeline_ids() -> tuple[str, ...]:
    """The ids of the built-in migrations."""
    names: list[str] = []
    while (name := native.timeline_name(len(names))) is not None:
        names.append(name)
    return tuple(names)


def _chain(source: Union[Path, bytes]) -> native.Chain:
    if isinstance(source, bytes):
        return native.Chain.from_bytes(source)
    return native.Chain.from_path(os.fspath(source))


def _log(report: Report, timelines: object) -> None:
    """One line: the verdict with its date, the roots and who reads them, and what to type."""
    level = _LEVELS[report.verdict] if report.complete else max(_LEVELS[report.verdict],
                                                                logging.WARNING)
    if logger.isEnabledFor(level):
        command = command_of(report, timelines)
        logger.log(level, "%s%s", report.summary, f": {command}" if command else "")


def command_of(report: Report, timelines: object = None) -> str:
    """What to type to mend the store that the summary is about: a command that prints the script, or
    for roots that the program holds a call. "" where nothing would mend it."""
    store = report.worst
    if store is None or not report.missing(store.id):
        return ""
    if store.manager == "program":
        return "SSLContext.load_verify_locations(cadata=root.pem) for each root of report.missing()"
    words = [sys.executable or "python3", "-m", "chainready", "fix", "--roots", store.path]
    for timeline in _each(timelines or ()):
        if not isinstance(timeline, (str, os.PathLike)):
            return "report.fix is the script"  # the command could not be given this migration
        words += ["--timeline", os.fspath(timeline)]
    from shlex import join
    return join(words)
