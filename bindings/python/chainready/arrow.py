# SPDX-License-Identifier: Apache-2.0
"""Columns of captured chains: Apache Arrow in, Apache Arrow out, no row of it an object of Python.

    >>> import pyarrow, chainready.arrow
    >>> batch = pyarrow.RecordBatch.from_pydict({"record": lines})    # libchain.record/1, or zgrab2's
    >>> answers = chainready.arrow.judge(batch, "/etc/ssl/certs/ca-certificates.crt")

``python -m chainready.arrow IN.ndjson OUT.parquet --roots FILE`` does the same with files. Needs pyarrow.
"""
from __future__ import annotations

import os
import time
from typing import Any, Iterable, NamedTuple, Optional, Union

import pyarrow as pa
import pyarrow.compute as pc

from . import native
from ._errors import argument
from ._moments import Moment, seconds, two_years_on
from ._ready import Roots, Timeline, _each, _root_set, _timeline
from ._roots import RootSet

VERDICTS = ("not_applicable", "ready", "breaks_later", "unknown", "broken")
"""The codes of the column "verdict"."""
SCHEMA = pa.schema([
    pa.field("row", pa.int64(), False),
    pa.field("host", pa.string()),
    pa.field("leaf", pa.binary()),
    pa.field("error", pa.string()),
    pa.field("store", pa.dictionary(pa.int32(), pa.string())),
    pa.field("timeline", pa.dictionary(pa.int32(), pa.string())),
    pa.field("verdict", pa.dictionary(pa.int8(), pa.string())),
    pa.field("finding", pa.dictionary(pa.int32(), pa.string())),
    pa.field("complete", pa.bool_()),
    pa.field("breaks_at", pa.int64()),
    pa.field("broken_since", pa.int64()),
    pa.field("unknown_from", pa.int64()),
    pa.field("breaks_by", pa.int64()),
])
"""What ``judge`` answers. A record has one row for each store, in the order of the stores; a record that
is null or malformed has one row, with ``error`` and nothing else. ``row`` is its number in the batch, from
0. Times are seconds since 1970; null where they do not apply or lie at an end of time. ``leaf`` is the
SHA-256 of the leaf. The words are those of ``chainready check --ndjson``."""

_ENDS = pa.array([-2**63, 2**63 - 1], pa.int64())


class _Store(NamedTuple):
    """A root store as plain data."""
    fields: "dict[str, str]"  # of the place
    label: str
    data: Optional[bytes]
    anchors: "tuple[bytes, ...]"

    def open(self) -> "tuple[native.Store, native.Place]":
        """The store, and what a report calls it."""
        place = native.Place(self.label)
        for name, value in self.fields.items():
            place.put(name, value)
        if self.data is not None:
            return native.Store.from_bytes(self.label, self.data, None), place
        anchors = native.Anchors()
        for der in self.anchors:
            anchors.add(der)
        return anchors.store(self.label), place


class Judge:
    """A question that is asked of one batch after the other.

    It is plain data: stores and migrations are read when it is made, and their octets go with it where it
    is pickled, so that another machine needs no file, and answers the same whenever it is asked. The
    parameters are those of ``chainready.ready``.

    :param roots: one or several of: a file, PEM text, an SSLContext or a RootSet. A folder is refused.
    :param column: the name of the column of records: string or binary, ordinary, large or a dictionary.
    :raises CallError: for arguments that are wrong, or input that cannot be read.
    """

    def __init__(self, roots: Union[Roots, Iterable[Roots]], *,
                 timelines: Union[Timeline, Iterable[Timeline], None] = None,
                 bridges: Optional[bytes] = None,
                 at: Optional[Moment] = None, until: Optional[Moment] = None,
                 lane: str = "installed", renewal: str = "assume", profile: Optional[str] = None,
                 column: str = "record") -> None:
        self.column = column
        self._at = int(time.time()) if at is None else seconds(at, "at")
        self._until = two_years_on(self._at) if until is None else seconds(until, "until")
        self._stores = [_plain(_root_set(each)) for each in _each(roots)]
        self._timelines = [each.json().encode() for each in _timelines(timelines, self._at)]
        self._bridges = bridges
        self._words = {"lane": lane, "renewal": renewal}
        if profile is not None:
            self._words["profile"] = profile
        self._question: Optional[native.Question] = None
        self._ask()  # what is wrong with it is said here, not on another machine

    def __getstate__(self) -> "dict[str, Any]":
        return {**self.__dict__, "_question": None}

    def _ask(self) -> native.Question:
        """The question, made once in each process."""
        if self._question is None:
            question = native.Question(self._at, self._until)
            for store in self._stores:
                question.add_store(*store.open())
            for timeline in self._timelines:
                question.add_timeline(native.Timeline.from_bytes(timeline))
            if self._bridges is not None:
                question.set_bridges(native.Chain.from_bytes(self._bridges))
            for name, word in self._words.items():
                getattr(question, f"set_{name}")(word)
            self._question = question
        return self._question

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The answers, by ``SCHEMA``. May be called from several threads, which then run side by side."""
        lines = _lines(batch.column(self.column), self.column)
        columns = native.Columns(self._ask(), *_buffers(lines))
        rows = len(lines)
        row = _numbers(columns, "row", pa.int64())
        error = _text(columns, "error", rows)
        failed = pc.equal(pc.binary_length(error), 0)
        hosts = pc.if_else(pc.equal(pc.binary_length(host := _text(columns, "host", rows)), 0), None, host)
        leaf = pa.Array.from_buffers(pa.binary(32), rows, [None, pa.py_buffer(columns.get("leaf"))])
        judged = pc.greater_equal(_numbers(columns, "verdict", pa.int8()), 0)
        complete = _numbers(columns, "complete", pa.int8()).cast(pa.bool_())
        found = {
            "row": row,
            "host": hosts.take(row),
            "leaf": pc.if_else(judged, leaf.cast(pa.binary()).take(row), None),
            "error": pc.if_else(failed, None, error).take(row),
            "store": _words(columns, "store", _names(columns, "stores"), pa.int32()),
            "timeline": _words(columns, "timeline", _names(columns, "timelines"), pa.int32()),
            "verdict": _words(columns, "verdict", VERDICTS, pa.int8()),
            "finding": _words(columns, "finding", _findings(), pa.int32()),
            "complete": pc.if_else(judged, complete, None),
        }
        for name in ("breaks_at", "broken_since", "unknown_from", "breaks_by"):
            at = _numbers(columns, name, pa.int64())
            found[name] = pc.if_else(pc.is_in(at, _ENDS), None, at)
        return pa.RecordBatch.from_arrays(list(found.values()), schema=SCHEMA)


def judge(batch: pa.RecordBatch, roots: Union[Roots, Iterable[Roots]], **options: Any) -> pa.RecordBatch:
    """``Judge(roots, **options)(batch)``; who has several batches makes the ``Judge`` once."""
    return Judge(roots, **options)(batch)


# ---- the question, as plain data


def _plain(roots: RootSet) -> _Store:
    """Its octets. A set of several files, or with a folder, has no octets of its own."""
    if roots.doubt:
        raise argument(f"roots: {roots.doubt}")
    fields = {name: value for name, value in (("id", roots.id), ("stack", roots.stack),
                                              ("config", roots.config), ("follows", roots.follows))
              if value}
    if len(roots.paths) + bool(roots.anchors) + (roots.data is not None) != 1:
        raise argument(f"roots: {roots.label} is not one file, or all anchors of a program")
    if not roots.paths:
        return _Store(fields, roots.label, roots.data, roots.anchors)
    if os.path.isdir(roots.paths[0]):
        raise argument(f"roots: {roots.paths[0]} is a folder, which cannot be sent; name a file")
    native.Store.from_path(roots.paths[0], None)  # its errors are better than those of open
    with open(roots.paths[0], "rb") as file:
        return _Store(fields, roots.label, file.read(), ())


def _timelines(timelines: Union[Timeline, Iterable[Timeline], None], at: int) -> "list[native.Timeline]":
    if timelines is not None:
        return [_timeline(each) for each in _each(timelines)]
    known: list[native.Timeline] = []
    while (name := native.timeline_name(len(known))) is not None:
        known.append(native.Timeline.builtin(name))
    return [each for each in known if each.is_current(at)]


# ---- columns in


def _lines(column: pa.Array, name: str) -> pa.Array:
    """As large_binary; the octets are not copied, unless out of a dictionary."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
    elif not (pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_string(kind)
              or pa.types.is_large_string(kind)):
        raise TypeError(f"{name}: a column of string or binary is wanted, not {kind}")
    return column.cast(pa.large_binary())


def _values(array: pa.Array, number: int, width: int, extra: int = 0) -> Any:
    """The part of a buffer that a slice of an array is about."""
    buffer = array.buffers()[number]
    if buffer is None or not buffer.size:
        return b""
    return buffer.slice(array.offset * width, (len(array) + extra) * width)


def _buffers(lines: pa.Array) -> "tuple[Any, Any, Any]":
    """Octets, offsets, and an octet for each row: is there one?"""
    valid = pc.is_valid(lines).cast(pa.uint8())
    return lines.buffers()[2] or b"", _values(lines, 1, 8, 1), _values(valid, 1, 1)


# ---- columns out


def _numbers(columns: native.Columns, name: str, kind: pa.DataType) -> pa.Array:
    data = columns.get(name)
    return pa.Array.from_buffers(kind, len(data) * 8 // kind.bit_width, [None, pa.py_buffer(data)])


def _text(columns: native.Columns, name: str, rows: int) -> pa.Array:
    parts = [None, pa.py_buffer(columns.get(f"{name}_offsets")), pa.py_buffer(columns.get(name))]
    return pa.Array.from_buffers(pa.large_binary(), rows, parts).cast(pa.string())


def _words(columns: native.Columns, name: str, words: Iterable[str], kind: pa.DataType) -> pa.Array:
    """Numbers with their words; negative ones are null."""
    codes = _numbers(columns, name, kind)
    codes = pc.if_else(pc.less(codes, 0), None, codes)
    return pa.DictionaryArray.from_arrays(codes, pa.array(list(words), pa.string()))


def _names(columns: native.Columns, name: str) -> "list[str]":
    return columns.get(name).decode("utf-8", "replace").split("\0")[:-1]


def _findings() -> "list[str]":
    names: list[str] = []
    while (name := native.finding_name(len(names))) is not None:
        names.append(name)
    return names


# ---- python -m chainready.arrow


def batches_of(path: str, column: str = "record", block: int = 8 << 20) -> Iterable[pa.RecordBatch]:
    """The lines of a file, in batches of about ``block`` octets; a blank line is null. A file that ends on
    ".gz" or ".zst" is unpacked."""
    packed = {".gz": "gzip", ".zst": "zstd"}.get(os.path.splitext(path)[1])
    with pa.OSFile(path) as raw:
        stream = pa.CompressedInputStream(raw, packed) if packed else raw
        rest = b""
        while chunk := stream.read(block):
            whole, end, rest = (rest + chunk).rpartition(b"\n")
            if end:
                yield _batch(whole, column)
        if rest:
            yield _batch(rest, column)


def _batch(text: bytes, column: str) -> pa.RecordBatch:
    lines = pc.split_pattern(pa.array([text], pa.large_binary()), pattern=b"\n").flatten()
    blank = pc.match_substring_regex(lines, pattern="^[ \\t\\r]*$")
    return pa.RecordBatch.from_arrays([pc.if_else(blank, None, lines)], [column])


def convert(source: str, target: str, judge_of: Judge) -> "dict[str, int]":
    """Judges a file of records into a Parquet file, whose "row" counts lines from 0; blank ones are left out. How many records and
    errors there were. The target is there once it is whole."""
    import pyarrow.parquet as pq
    counts, first = {"records": 0, "errors": 0}, 0
    with pq.ParquetWriter(target + ".part", SCHEMA, compression="zstd") as writer:
        for batch in batches_of(source, judge_of.column):
            answers = judge_of(batch)
            lines = batch.column(judge_of.column)
            answers = answers.filter(pc.is_valid(lines.take(answers.column("row"))))
            row = pc.add(answers.column("row"), first)
            first += batch.num_rows
            counts["records"] += batch.num_rows - lines.null_count
            counts["errors"] += answers.num_rows - answers.column("error").null_count
            writer.write_batch(answers.set_column(0, SCHEMA.field("row"), row))
    os.replace(target + ".part", target)
    return counts


def main() -> int:
    """``python -m chainready.arrow``"""
    import argparse
    parser = argparse.ArgumentParser(prog="python -m chainready.arrow", description=main.__doc__)
    parser.add_argument("source", help="records, one a line; .gz and .zst are unpacked")
    parser.add_argument("target", help="the Parquet file to write")
    parser.add_argument("--roots", action="append", required=True, help="a root store; may be repeated")
    parser.add_argument("--timeline", action="append", help="an id or a file; may be repeated")
    parser.add_argument("--at", help="the instant asked about (default: now)")
    parser.add_argument("--until", help="the end of what matters (default: two years on)")
    options = parser.parse_args()
    counts = convert(options.source, options.target,
                     Judge(options.roots, timelines=options.timeline, at=options.at, until=options.until))
    print(f"{options.target}: {counts['records']} records, {counts['errors']} of them not readable")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
