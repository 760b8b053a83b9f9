# SPDX-License-Identifier: Apache-2.0
"""Captured chains that are more than one machine has time for, on a Spark cluster.

    >>> records = spark.read.text("s3a://scans/2026-11/").withColumnRenamed("value", "record")
    >>> answers = chainready.spark.judge(records, "roots.pem", at="2026-11-22", until="2028-11-22")
    >>> answers.write.parquet("s3a://answers/2026-11/")

Each partition is judged where it is: nothing is shuffled. The stores, the migrations and the two instants
go to the workers as plain data with the task; what has to be there is this package. A task has no state
and reads no clock, so that one that fails is run again with the same answers. Needs pyspark and pyarrow.
"""
from __future__ import annotations

from typing import Any, Iterable, Iterator, Sequence, Union

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.types import (BinaryType, BooleanType, DataType, LongType, StringType, StructField,
                               StructType)

from ._errors import argument
from ._ready import Roots
from .arrow import SCHEMA, Judge

FIELDS = tuple(field for field in SCHEMA if field.name != "row")
"""The columns of ``chainready.arrow.SCHEMA`` but "row": partitions have no order to count by."""


def judge(dataframe: DataFrame, roots: Union[Roots, Iterable[Roots]], *, column: str = "record",
          keep: Sequence[str] = (), **options: Any) -> DataFrame:
    """One row for each record and store, as ``chainready.arrow.SCHEMA`` has it.

    :param dataframe: with a column of records: string or binary.
    :param column: its name.
    :param keep: other columns to put before the answers, such as the name of a scan. Dates and times
        among them stay what they are.
    :param options: those of ``chainready.arrow.Judge``. Without ``at``, now is when this is called, for
        all partitions and all attempts.
    :raises CallError: for arguments that are wrong, or input that cannot be read, before anything runs.
    """
    taken = set(keep) & {field.name for field in FIELDS}
    if taken:
        raise argument(f"keep: {sorted(taken)[0]} is the name of a column of answers")
    asked = Judge(roots, column=column, **options)
    kept = [StructField(name, dataframe.schema[name].dataType) for name in keep]
    schema = StructType([*kept, *(StructField(field.name, _spark_type(field.type)) for field in FIELDS)])
    wanted = [column, *(name for name in keep if name != column)]
    return dataframe.select(*wanted).mapInArrow(_Task(asked, tuple(keep)), schema)


def _spark_type(kind: pa.DataType) -> DataType:
    if pa.types.is_boolean(kind):
        return BooleanType()
    if pa.types.is_binary(kind):
        return BinaryType()
    return LongType() if pa.types.is_integer(kind) else StringType()


class _Task:
    """What a worker does with the batches of one partition."""
    __name__ = "chainready"  # Spark asks a function for it

    def __init__(self, asked: Judge, keep: "tuple[str, ...]") -> None:
        self._judge = asked
        self._keep = keep

    def __call__(self, batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        for batch in batches:
            answers = self._judge(batch)
            row = answers.column("row")
            columns = {name: batch.column(name).take(row) for name in self._keep}
            for field in FIELDS:
                column = answers.column(field.name)
                # Spark reads no dictionaries of workers.
                columns[field.name] = (column.dictionary_decode()
                                       if pa.types.is_dictionary(field.type) else column)
            yield pa.RecordBatch.from_arrays(list(columns.values()), list(columns))
