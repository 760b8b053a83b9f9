# SPDX-License-Identifier: Apache-2.0
"""chainready.arrow against the command, on chains of every verdict. Needs pyarrow."""
import base64
import json
import pathlib
import pickle
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from typing import Any, Callable

import pytest

pa = pytest.importorskip("pyarrow")
pytest.importorskip("cryptography")

import answers  # noqa: E402
import chainready  # noqa: E402
import chainready.arrow as columns  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "handshake"))
AT, UNTIL = "2026-11-22", "2028-11-22"
BAD = [b"{", b"[]", b'{"schema": "libchain.record/1", "chain": []}', b"\xff\x00",
       b'{"schema": "libchain.record/1", "chain": ["AAAA"]}']


def year(number: int) -> datetime:
    """1 June"""
    return datetime(number, 6, 1, tzinfo=timezone.utc)


@pytest.fixture(scope="module", name="world")
def make_world(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Two stores, and records of chains that are fine, end, have ended, and lack a root; some malformed."""
    from authority import authority, server
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding
    folder = tmp_path_factory.mktemp("arrow")
    roots = [authority(f"root {i}", (year(2016), year(2040 if i else 2027))) for i in range(3)]
    stores = [folder / "first.pem", folder / "second.pem"]
    for store, held in zip(stores, (roots[:2], roots[1:2])):
        store.write_bytes(b"".join(root.cert.public_bytes(Encoding.PEM) for root in held))
    lines: list[bytes] = []
    for root in roots:
        issuing = authority("issuing", (year(2018), year(2039)), issuer=root)
        for number, last in enumerate((2026, 2027, 2035)):
            leaf = server(issuing, [x509.DNSName(f"h{number}.example")], (year(2020), year(last)))
            sent = [base64.b64encode(each.cert.public_bytes(Encoding.DER)).decode()
                    for each in (leaf, issuing)]
            for host in (f"h{number}.example", "other.example", "10.0.0.1", None):
                record = {"schema": "libchain.record/1", "chain": sent}
                lines.append(json.dumps({**record, **({"host": host} if host else {})}).encode())
            lines.append(BAD[number])
    lines += BAD
    records = folder / "records.ndjson"
    records.write_bytes(b"\n".join(lines) + b"\n")
    return {"lines": lines, "records": records, "stores": stores}


@pytest.fixture(scope="module", name="judge")
def make_judge(world: dict[str, Any]) -> "columns.Judge":
    """Captured leaves end when they end, so that all words are met."""
    return columns.Judge([str(each) for each in world["stores"]], at=AT, until=UNTIL, renewal="literal")


def batch(lines: list[Any], kind: Any = None) -> Any:
    return pa.RecordBatch.from_arrays([pa.array(lines, kind or pa.binary())], ["record"])


def rows_of(found: Any) -> list[tuple[int, Any]]:
    return list(zip(found.column("row").to_pylist(), answers.of_rows(found.to_pylist())))


def test_answers_are_those_of_the_command(world: dict[str, Any], judge: Any, build: pathlib.Path) -> None:
    found = judge(batch(world["lines"]))
    assert found.schema == columns.SCHEMA
    found.validate(full=True)
    expected = list(answers.of_command(build, world["stores"], world["records"], AT, UNTIL,
                                       ["--renewal", "literal"]))
    assert rows_of(found) == expected
    assert {answer[2] for _, answer in expected if answer} == {"given", "given-2"}
    words = Counter(answer[4] for _, answer in expected if answer)
    assert set(words) == {"ready", "breaks_later", "broken"} and min(words.values()) >= 2, words
    assert len([answer for _, answer in expected if answer is None]) == 14


@pytest.mark.parametrize("profile, timelines", [("openssl-3", None), (None, "oss-globalsign")])
def test_the_question_counts(world: dict[str, Any], build: pathlib.Path, profile: Any,
                             timelines: Any) -> None:
    options = ["--profile", profile] if profile else ["--timeline", timelines]
    found = columns.judge(batch(world["lines"]), [str(each) for each in world["stores"]], at=AT,
                          until=UNTIL, profile=profile, timelines=timelines)
    assert rows_of(found) == list(answers.of_command(build, world["stores"], world["records"], AT, UNTIL,
                                                     options))


def test_rows_that_are_no_records_are_named_and_skipped(world: dict[str, Any], judge: Any) -> None:
    good = world["lines"][8]
    found = judge(batch([None, good, *BAD, good])).to_pylist()
    assert [row["row"] for row in found] == [0, 1, 1, 2, 3, 4, 5, 6, 7, 7]
    for row in found:
        if row["row"] in (1, 7):
            assert row["error"] is None and row["verdict"] and row["leaf"]
        else:
            assert {name for name, value in row.items() if value is not None} == {"row", "error"}
    assert found[0]["error"] == "not_found: no record"
    assert found[3]["error"].startswith("malformed: ")


@pytest.mark.parametrize("kind", ["binary", "large_binary", "string", "large_string", "dictionary"])
def test_every_layout_and_slice_is_read(world: dict[str, Any], judge: Any, kind: str) -> None:
    lines = [line if index % 5 else None for index, line in enumerate(world["lines"])
             if b"\xff" not in line]
    made = pa.array([line and line.decode() for line in lines], pa.string())
    made = made.dictionary_encode() if kind == "dictionary" else made.cast(getattr(pa, kind)())
    whole = pa.RecordBatch.from_arrays([made], ["record"])
    expected = rows_of(judge(whole))
    assert {row for row, answer in expected if answer} and len({row for row, _ in expected}) == len(lines)
    for first, count in ((0, 7), (3, 9), (8, 1), (13, 17), (len(lines) - 2, 2)):
        part = judge(whole.slice(first, count))
        assert rows_of(part) == [(row - first, answer) for row, answer in expected
                                 if first <= row < first + count]


def test_no_rows(judge: Any, world: dict[str, Any]) -> None:
    for none in (batch([]), batch(world["lines"]).slice(4, 0), batch([], pa.large_string())):
        found = judge(none)
        assert found.num_rows == 0 and found.schema == columns.SCHEMA
        found.validate(full=True)


def test_a_question_goes_to_another_process(world: dict[str, Any], judge: Any, child: Callable[..., Any],
                                            tmp_path: pathlib.Path) -> None:
    code = ("import pickle, sys; judge, batch = pickle.load(sys.stdin.buffer);"
            "sys.stdout.buffer.write(pickle.dumps(judge(batch)))")
    asked = batch(world["lines"])
    sent = tmp_path / "store.pem"
    sent.write_bytes(world["stores"][0].read_bytes())
    other = columns.Judge(sent, at=AT, until=UNTIL, renewal="literal")
    octets = pickle.dumps((other, asked))
    sent.unlink()  # the worker has no such file
    there = pickle.loads(child("-c", code, stdin=octets).stdout)
    assert there.equals(other(asked)) and there.num_rows == len(world["lines"])


def test_threads_share_a_judge(world: dict[str, Any], judge: Any) -> None:
    asked = batch(world["lines"])
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(judge, [asked] * 16))
    assert all(each.equals(found[0]) for each in found)


def test_what_is_wrong_is_said(world: dict[str, Any], judge: Any, tmp_path: pathlib.Path) -> None:
    from chainready import native
    with pytest.raises(TypeError, match="record: a column of string or binary is wanted, not int64"):
        judge(batch([1], pa.int64()))
    with pytest.raises(KeyError):
        judge(pa.RecordBatch.from_pydict({"line": [b"{"]}))
    with pytest.raises(chainready.ArgumentError, match="is a folder"):
        columns.Judge(tmp_path)
    with pytest.raises(chainready.NotFoundError):
        columns.Judge(tmp_path / "nothing.pem")
    with pytest.raises(chainready.ArgumentError, match="no profile"):
        columns.Judge(world["stores"], profile="nothing")
    question = judge._ask()
    numbers = pa.array([0, 3, 2], pa.int64()).buffers()[1]
    for lines, offsets, valid in ((b"abc", numbers, b"\1\1"), (b"abc", numbers, b"\1"), (b"", b"", b"\1"),
                                  (b"ab", pa.array([0, 3], pa.int64()).buffers()[1], b"\1"),
                                  (b"ab", pa.array([-1, 2], pa.int64()).buffers()[1], b"\1")):
        with pytest.raises(chainready.ArgumentError, match="offsets do not fit"):
            native.Columns(question, lines, offsets, valid)
    with pytest.raises(chainready.ArgumentError, match="no store"):
        native.Columns(native.Question(0, 1), b"", b"", b"")
    with pytest.raises(chainready.ArgumentError, match="no column 'size'"):
        native.Columns(question, b"", b"", b"").get("size")


def test_memory_is_flat(world: dict[str, Any], judge: Any) -> None:
    from memory import resident
    asked = batch(world["lines"] * 20)
    for _ in range(5):
        judge(asked)
    early = resident()
    for _ in range(40):
        judge(asked)
    assert resident() - early < 4096


def test_a_file_becomes_parquet(world: dict[str, Any], child: Callable[..., Any], judge: Any,
                                tmp_path: pathlib.Path, build: pathlib.Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    source, target = tmp_path / "in.ndjson.gz", tmp_path / "out.parquet"
    import gzip
    source.write_bytes(gzip.compress(b"\n \n".join(world["lines"])))  # blank lines, and no last newline
    words = [word for each in world["stores"] for word in ("--roots", str(each))]
    said = child("-m", "chainready.arrow", str(source), str(target), *words, "--at", AT, "--until",
                 UNTIL).stdout.decode()
    assert said == f"{target}: {len(world['lines'])} records, 14 of them not readable\n"
    expected = answers.of_command(build, world["stores"], world["records"], AT, UNTIL)
    assert rows_of(parquet.read_table(target)) == [(row * 2, answer) for row, answer in expected]
    small = list(columns.batches_of(str(source), block=1000))
    assert len(small) > 5 and sum(each.num_rows for each in small) == 2 * len(world["lines"]) - 1
