# SPDX-License-Identifier: Apache-2.0
"""chainready.spark: what a task makes of its batches, run as a worker runs it but without a cluster (which
spark_run.py has). Needs pyspark and pyarrow."""
import base64
import json
import pathlib
import pickle
import sys
from datetime import date, datetime, timezone
from typing import Any, Iterator

import pytest

pa = pytest.importorskip("pyarrow")
pytest.importorskip("pyspark")
pytest.importorskip("cryptography")

from pyspark.sql.types import (BinaryType, DateType, LongType, StringType, StructField,  # noqa: E402
                               StructType)

import chainready  # noqa: E402
from chainready import arrow, spark  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "handshake"))
AT, UNTIL = "2026-11-22", "2028-11-22"
DAYS = [date(2026, 11, 1), None, date(2026, 11, 3), date(2026, 11, 4)]


class Frame:
    """As much of a DataFrame as is asked for: a schema, `select`, and `mapInArrow`, done at once with the
    function as it arrives on another machine."""

    def __init__(self, batches: list[Any], schema: StructType) -> None:
        self.batches, self.schema = batches, schema

    def select(self, *names: str) -> "Frame":
        assert len(set(names)) == len(names), "a column is asked for twice"
        return Frame([each.select(list(names)) for each in self.batches],
                     StructType([self.schema[name] for name in names]))

    def mapInArrow(self, function: Any, schema: StructType) -> "Frame":
        found: Iterator[Any] = pickle.loads(pickle.dumps(function))(iter(self.batches))
        return Frame(list(found), schema)


@pytest.fixture(scope="module", name="stores")
def _stores(tmp_path_factory: pytest.TempPathFactory, roots: list[Any]) -> list[str]:
    from cryptography.hazmat.primitives.serialization import Encoding
    folder = tmp_path_factory.mktemp("spark")
    paths = []
    for number, root in enumerate(roots):
        paths.append(folder / f"{number}.pem")
        paths[-1].write_bytes(root.cert.public_bytes(Encoding.PEM))
    return [str(path) for path in paths]


@pytest.fixture(scope="module", name="roots")
def _roots() -> list[Any]:
    from authority import authority
    return [authority(f"root {number}", (datetime(2016, 6, 1, tzinfo=timezone.utc),
                                         datetime(2040, 6, 1, tzinfo=timezone.utc))) for number in range(2)]


@pytest.fixture(scope="module", name="frame")
def _frame(roots: list[Any]) -> Frame:
    """Two batches of two rows; the second row is no record."""
    from authority import server
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding
    lines = []
    for number in range(4):
        leaf = server(roots[number % 2], [x509.DNSName(f"h{number}.example")],
                      (datetime(2026, 1, 1, tzinfo=timezone.utc), datetime(2027, 1, 1, tzinfo=timezone.utc)))
        sent = [base64.b64encode(leaf.cert.public_bytes(Encoding.DER)).decode()]
        lines.append(json.dumps({"schema": "libchain.record/1", "host": f"h{number}.example",
                                 "chain": sent}).encode())
    lines[1] = b"{"
    schema = StructType([StructField("other", LongType()), StructField("record", BinaryType()),
                         StructField("day", DateType()), StructField("scan", StringType())])
    columns = {"other": pa.array([7] * 4, pa.int64()), "record": pa.array(lines, pa.binary()),
               "day": pa.array(DAYS, pa.date32()), "scan": pa.array(["a", "b", None, "d"], pa.string())}
    whole = pa.RecordBatch.from_pydict(columns)
    return Frame([whole.slice(0, 2), whole.slice(2)], schema)


def rows_of(frame: Frame) -> list[dict[str, Any]]:
    return [row for each in frame.batches for row in each.to_pylist()]


def judge(frame: Frame, stores: list[str], **options: Any) -> Frame:
    found: Any = spark.judge(frame, stores, at=AT, until=UNTIL, **options)  # type: ignore[arg-type]
    assert [field.name for field in found.schema] == found.batches[0].schema.names
    return found


def test_answers_are_those_of_arrow(frame: Frame, stores: list[str]) -> None:
    asked = arrow.Judge(stores, at=AT, until=UNTIL)
    expected = [{name: value for name, value in row.items() if name != "row"}
                for each in frame.batches for row in asked(each).to_pylist()]
    assert rows_of(judge(frame, stores)) == expected
    assert {row["verdict"] for row in expected} == {"ready", "broken", None}


def test_what_is_kept_stays_with_its_record(frame: Frame, stores: list[str]) -> None:
    found = judge(frame, stores, keep=["day", "scan"])
    assert found.schema.fields[:2] == [frame.schema["day"], frame.schema["scan"]]
    assert found.batches[0].schema.field("day").type == pa.date32()
    assert [(row["host"], row["day"], row["scan"]) for row in rows_of(found)] == [
        ("h0.example", DAYS[0], "a"), ("h0.example", DAYS[0], "a"),  # a row for each store
        (None, None, "b"),                                           # one for what is no record
        ("h2.example", DAYS[2], None), ("h2.example", DAYS[2], None),
        ("h3.example", DAYS[3], "d"), ("h3.example", DAYS[3], "d")]
    assert rows_of(found)[2]["error"].startswith("malformed: ")
    without = [{name: value for name, value in row.items() if name not in ("day", "scan")}
               for row in rows_of(found)]
    assert without == rows_of(judge(frame, stores))


def test_the_record_itself_can_be_kept(frame: Frame, stores: list[str]) -> None:
    records = [line for each in frame.batches for line in each.column("record").to_pylist()]
    found = rows_of(judge(frame, stores, keep=["record"]))
    assert [row["record"] for row in found] == [records[0]] * 2 + [records[1]] + [records[2]] * 2 + [records[3]] * 2


@pytest.mark.parametrize("name", ["verdict", "host", "store"])
def test_a_kept_column_has_no_name_of_an_answer(frame: Frame, stores: list[str], name: str) -> None:
    with pytest.raises(chainready.CallError, match=f"keep: {name} is the name of a column of answers"):
        judge(frame, stores, keep=[name])


def test_a_column_that_there_is_not_is_said_before_anything_runs(frame: Frame, stores: list[str]) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        judge(frame, stores, keep=["nowhere"])
