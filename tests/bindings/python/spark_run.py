# SPDX-License-Identifier: Apache-2.0
"""chainready.spark on a real local Spark against the command: the same answers, one worker and two, and a
task that fails and is run again. Needs pyspark, pyarrow, a JDK that Spark takes, and a build with bench/.

usage: spark_run.py BUILD FOLDER [--chains N] [--distinct N] [--runs N]
"""
import argparse
import itertools
import json
import os
import pathlib
import subprocess
import sys
import time
from collections import Counter
from typing import Any, Iterator

import stage

AT, UNTIL = "2026-11-22", "2028-11-22"
PARTITIONS = 16
FAILS_IN = 5  # the partition whose task fails once


def make_records(build: pathlib.Path, folder: pathlib.Path, distinct: int, copies: int) -> list[pathlib.Path]:
    """The records (each chain `copies` times, with a line that is none after each round), and two stores:
    all roots, and every other one."""
    once, every, half = folder / "once.ndjson", folder / "every.pem", folder / "half.pem"
    with open(once, "wb") as out:
        subprocess.run([build / "bench" / "records", str(distinct), every], stdout=out, check=True)
    end = b"-----END CERTIFICATE-----\n"
    certs = every.read_bytes().split(end)[:-1]
    half.write_bytes(b"".join(cert + end for cert in certs[::2]))
    records = folder / "records.ndjson"
    with open(records, "wb") as out:
        for _ in range(copies):
            out.write(once.read_bytes() + b"{\n")
    once.unlink()
    return [records, every, half]


class FailsOnce:
    """Passes batches on; the first attempt at one partition fails after its first batch."""
    __name__ = "fails_once"

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        from pyspark import TaskContext
        context = TaskContext.get()
        assert context is not None
        for batch in batches:
            yield batch
            if context.partitionId() == FAILS_IN and context.attemptNumber() == 0:
                raise RuntimeError("a worker that goes down")


def session(workers: int) -> Any:
    """Spark with so many workers, where a task may fail once."""
    from pyspark.sql import SparkSession
    spark = (SparkSession.builder.master(f"local[{workers},2]").appName("chainready")
             .config("spark.ui.enabled", "false").config("spark.driver.memory", "1g")
             .config("spark.sql.execution.arrow.maxRecordsPerBatch", "2000")
             .config("spark.sql.files.minPartitionNum", str(PARTITIONS))
             .config("spark.log.level", "ERROR").getOrCreate())
    return spark


def judged(spark: Any, records: pathlib.Path, stores: list[pathlib.Path], fails: bool) -> Any:
    """The answers, not computed yet. The tasks read Parquet, as those of a cluster would."""
    from chainready import spark as chainready_spark
    frame = spark.read.parquet(str(records))
    if fails:
        frame = frame.mapInArrow(FailsOnce(), frame.schema)
    return chainready_spark.judge(frame, [str(each) for each in stores], at=AT, until=UNTIL,
                                  renewal="literal")


def measure(workers: int, records: pathlib.Path, stores: list[pathlib.Path], runs: int) -> dict[str, Any]:
    """Seconds of wall time to judge everything and count by store and verdict; the first run, which
    starts workers and warms up the JVM, is not one of them."""
    spark = session(workers)
    seconds = []
    counts: Any = None
    for _ in range(runs + 1):
        start = time.monotonic()
        counts = judged(spark, records, stores, False).groupBy("store", "verdict").count().collect()
        seconds.append(round(time.monotonic() - start, 2))
    spark.stop()
    return {"workers": workers, "first": seconds[0], "seconds": seconds[1:],
            "counts": sorted(f"{row['store']} {row['verdict']} {row['count']}" for row in counts)}


def compare(records: pathlib.Path, lines: pathlib.Path, stores: list[pathlib.Path],
            build: pathlib.Path) -> Counter[Any]:
    """Every answer of Spark, with a task that fails, against every one of the command."""
    import answers
    spark = session(2)
    frame = judged(spark, records, stores, True)
    found = Counter(answers.of_rows(frame.toArrow().to_pylist()))
    # A task that may fail, and does, is what this run is about.
    failed = spark.sparkContext.statusTracker().getJobIdsForGroup()
    stages = [spark.sparkContext.statusTracker().getStageInfo(stage_id) for job in failed
              for stage_id in spark.sparkContext.statusTracker().getJobInfo(job).stageIds]
    failures = sum(info.numFailedTasks for info in stages if info)
    spark.stop()
    expected = Counter(answer for _, answer in
                       answers.of_command(build, stores, lines, AT, UNTIL, ["--renewal", "literal"]))
    if failures != 1:
        sys.exit(f"{failures} tasks failed, and one should")
    if found != expected:
        different = itertools.islice((found - expected | expected - found).items(), 5)
        sys.exit(f"Spark and the command differ: {list(different)}")
    return expected


def to_parquet(lines: pathlib.Path, target: pathlib.Path, rows: int) -> None:
    """The records as a table of PARTITIONS files."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    target.mkdir(exist_ok=True)
    with open(lines, "rb") as source:
        for part in range(PARTITIONS):
            share = rows * (part + 1) // PARTITIONS - rows * part // PARTITIONS
            column = pa.array([line[:-1] for line in itertools.islice(source, share)], pa.binary())
            pq.write_table(pa.table({"record": column}), target / f"part-{part:02}.parquet",
                           compression="zstd", row_group_size=2000)


def main() -> int:
    """Makes the records, compares, measures; prints one line of JSON for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--chains", type=int, default=100000)
    parser.add_argument("--distinct", type=int, default=20000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    package = stage.stage(options.build.resolve(), folder / "package")
    sys.path.insert(0, str(package))
    # Workers are processes of their own: they find the package, and this file, as they would an installed one.
    os.environ["PYTHONPATH"] = f"{package}{os.pathsep}{pathlib.Path(__file__).resolve().parent}"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    copies = -(-options.chains // options.distinct)
    lines, *stores = make_records(options.build, folder, options.distinct, copies)
    to_parquet(lines, folder / "records", (options.distinct + 1) * copies)
    answers = compare(folder / "records", lines, stores, options.build)
    words = Counter(f"{answer[2]} {answer[4]}" if answer else "not read" for answer in answers.elements())
    print(json.dumps({"same_answers": sum(answers.values()), "distinct": len(answers),
                      "failed_tasks": 1, "answers": words}), flush=True)
    measured = [measure(workers, folder / "records", stores, options.runs) for workers in (1, 2)]
    for each in measured:
        print(json.dumps(each), flush=True)
    if measured[0]["counts"] != measured[1]["counts"]:
        sys.exit("one worker and two differ")
    one, two = (min(each["seconds"]) for each in measured)
    print(json.dumps({"one_by_two": round(one / two, 2)}))
    return 0


if __name__ == "__main__":
    # Pickled by reference, FailsOnce has to have a module that workers can import.
    import spark_run
    sys.exit(spark_run.main())
