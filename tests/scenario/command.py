# SPDX-License-Identifier: Apache-2.0
"""Runs chainready, and looks at what every run must keep: no crash, no sanitizer's report, a
known exit code, and with --json one document on stdout that its schema accepts."""
import json
import os
import pathlib
import shlex
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import Any, Optional, Sequence, Union

import jsonschema

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]

READY, LATER, BROKEN, UNKNOWN = 0, 1, 2, 3
USAGE, DATA, NO_INPUT, SOFTWARE, NO_PERMISSION = 64, 65, 66, 70, 77
EXIT_CODES = (READY, LATER, BROKEN, UNKNOWN, USAGE, DATA, NO_INPUT, SOFTWARE, NO_PERMISSION)

# The dates of an outcome: what chainready says besides the word.
OUTCOME = ("verdict", "breaks_at", "breaks_latest", "broken_since", "unknown_from", "breaks_by")

MEMORY_ERROR = 99  # the exit code that sanitizers and valgrind are told to use
SANITIZERS = {
    "ASAN_OPTIONS": f"exitcode={MEMORY_ERROR}:detect_leaks=1",
    "UBSAN_OPTIONS": f"exitcode={MEMORY_ERROR}:halt_on_error=1:print_stacktrace=1",
    "LSAN_OPTIONS": f"exitcode={MEMORY_ERROR}",
}
REPORTS = ("AddressSanitizer", "LeakSanitizer", "runtime error:", "== ERROR SUMMARY")

Argument = Union[str, pathlib.Path]


@cache
def validator(path: str) -> jsonschema.Draft202012Validator:
    """The validator of a schema of this repository."""
    schema = json.loads((REPOSITORY / path).read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def one_document(text: str) -> Any:
    """The only JSON document of a text that holds nothing else, duplicate keys refused."""
    def closed(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len(dict(pairs)) == len(pairs), f"a key stands twice in {[p[0] for p in pairs]}"
        return dict(pairs)

    document, end = json.JSONDecoder(object_pairs_hook=closed).raw_decode(text)
    assert text[end:] == "\n", f"stdout goes on after the document: {text[end:end + 80]!r}"
    return document


@dataclass(frozen=True)
class Run:
    """How one run ended."""
    arguments: tuple[str, ...]
    code: int
    raw: bytes  # of stdout
    err: str

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.raw.decode("utf-8")

    @property
    def first(self) -> str:
        """The first line, which answers."""
        return self.out.split("\n", 1)[0]

    def fails(self, code: int, *words: str) -> None:
        """It failed with this code, said so in these words, and wrote nothing on stdout."""
        assert self.code == code, (self.code, self.err)
        assert self.raw == b""
        assert self.err.startswith("chainready: "), self.err
        for word in words:
            assert word in self.err, f"{word!r} is not in {self.err!r}"

    @property
    def document(self) -> Any:
        """The JSON document, held against its schema."""
        document = one_document(self.out)
        schema = {"libchain.report/1": "docs/schema/report.json",
                  "libchain.verify/1": "docs/schema/verify.json"}[document["schema"]]
        problems = sorted(validator(schema).iter_errors(document), key=str)
        assert not problems, problems[0]
        return document


class Chainready:
    """The command under test."""

    def __init__(self, binary: pathlib.Path, wrapper: str) -> None:
        self.binary = binary
        self.wrapper = shlex.split(wrapper)

    def __call__(self, *arguments: Argument, stdin: Optional[bytes] = None,
                 env: Optional[dict[str, str]] = None, before: Sequence[str] = (),
                 cwd: Optional[pathlib.Path] = None, timeout: float = 120) -> Run:
        """Runs `chainready ARGUMENTS`; `before` is put in front of the whole command line."""
        words = tuple(str(argument) for argument in arguments)
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **SANITIZERS,
                       **(env or {})}
        done = subprocess.run([*before, *self.wrapper, str(self.binary), *words], check=False,
                              input=stdin if stdin is not None else b"", capture_output=True,
                              env=environment, cwd=cwd, timeout=timeout)
        run = Run(words, done.returncode, done.stdout, done.stderr.decode("utf-8"))
        assert run.code in EXIT_CODES, f"{words} ended with {run.code}: {run.err}"
        for report in REPORTS:
            assert report not in run.err, f"{words}: {run.err}"
        return run

    def check(self, *arguments: Argument, **how: Any) -> Run:
        """chainready check"""
        return self("check", *arguments, **how)

    def report(self, *arguments: Argument, **how: Any) -> dict[str, Any]:
        """The document of `chainready check --json`; the exit code must be that of its verdict."""
        run = self("check", "--json", *arguments, **how)
        report = run.document
        assert run.code == code_of(report), (run.code, report["verdict"], report["complete"])
        return report

    def verify(self, *arguments: Argument, **how: Any) -> dict[str, Any]:
        """The document of `chainready verify --json`; the exit code must be that of its segments."""
        run = self("verify", "--json", *arguments, **how)
        document = run.document
        verdicts = [segment["verdict"] for segment in document["segments"]]
        assert document["verdict"] == verdicts[0]
        expected = {"invalid": BROKEN, "unknown": UNKNOWN}.get(
            verdicts[0], READY if set(verdicts) == {"valid"} else LATER)
        assert run.code == expected, (run.code, verdicts)
        return document


def code_of(report: dict[str, Any]) -> int:
    """The exit code that belongs to a report."""
    if report["verdict"] in ("broken", "unknown"):
        return BROKEN if report["verdict"] == "broken" else UNKNOWN
    if not report["complete"]:
        return UNKNOWN
    return LATER if report["verdict"] == "breaks_later" else READY


def outcome(item: dict[str, Any]) -> dict[str, Any]:
    """The word and the dates of a report, or of one of its results."""
    return {key: item[key] for key in OUTCOME if key in item}


def result(report: dict[str, Any], lane: str = "installed",
           endpoint: Optional[str] = None) -> dict[str, Any]:
    """The only result of a lane, and of an endpoint where there are several."""
    found = [item for item in report["results"]
             if item["lane"] == lane and endpoint in (None, item["endpoint"])]
    assert len(found) == 1, [(item["lane"], item["endpoint"]) for item in report["results"]]
    return found[0]


def fixes(item: dict[str, Any]) -> list[str]:
    """The short names of the roots that a result says to add."""
    return [fix["root"]["subject"].split(",", 1)[0] for fix in item["fix"]]
