# SPDX-License-Identifier: Apache-2.0
"""What ``chainready check --ndjson`` answers, in the form of chainready.arrow."""
import json
import pathlib
import subprocess
from typing import Any, Iterable, Iterator, Optional, Sequence

TIMES = ("breaks_at", "broken_since", "unknown_from", "breaks_by")
FIELDS = ("host", "leaf", "store", "timeline", "verdict", "finding", "complete", *TIMES)
Answer = "tuple[Any, ...]"


def of_command(build: pathlib.Path, stores: Sequence[pathlib.Path], records: pathlib.Path, at: str,
               until: str, options: Sequence[str] = ()) -> Iterator[tuple[int, Optional[Answer]]]:
    """The number of a line from 0 with each answer; None for a line that cannot be read."""
    from chainready import native
    words = [str(build / "cli" / "chainready"), "check", "--ndjson", "--chain", str(records), "--quiet",
             "--at", at, "--until", until, *options]
    for store in stores:
        words += ["--roots", str(store)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as command:
        assert command.stdout
        for line in command.stdout:
            found = json.loads(line)
            row = found["number"] - 1
            if "error" in found:
                yield row, None
            for result in found.get("results", ()):
                result |= {name: native.parse_time(result[name]) for name in TIMES if name in result}
                result |= {"host": found.get("host"), "leaf": bytes.fromhex(found["leaf"])}
                yield row, tuple(result.get(name) for name in FIELDS)


def of_rows(rows: Iterable[dict[str, Any]]) -> Iterator[Optional[Answer]]:
    """The same of what chainready.arrow or Spark answers."""
    for row in rows:
        yield None if row["error"] is not None else tuple(row[name] for name in FIELDS)
