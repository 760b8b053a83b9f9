# SPDX-License-Identifier: Apache-2.0
"""A baseline: what is accepted decides nothing and is shown; news, and what has expired, counts."""
import json
import pathlib
import xml.etree.ElementTree as ElementTree
from typing import Any, Callable

import jsonschema
import pytest

from conftest import NOW, R1, REPOSITORY, store_of

Run = Callable[..., Any]
SCHEMA = json.loads((REPOSITORY / "docs" / "schema" / "baseline.json").read_text("utf-8"))
REPORT = json.loads((REPOSITORY / "docs" / "schema" / "report.json").read_text("utf-8"))
KNOWN = {"store": "old.pem", "timeline": "oss-globalsign", "endpoint": "oss", "verdict": "breaks_later",
         "breaks_at": "2027-01-28", "expires": "2026-12-31", "reason": "the image is rebuilt in December (OPS-7)"}


@pytest.fixture(name="check")
def _check(run: Run, tmp_path: pathlib.Path) -> Callable[..., Any]:
    store_of(tmp_path, "old.pem", R1)

    def check(*findings: Any, words: tuple[str, ...] = ("--json",), at: str = NOW) -> Any:
        baseline = {"schema": "libchain.baseline/1", "findings": list(findings)}
        jsonschema.Draft202012Validator(SCHEMA).validate(baseline)
        (tmp_path / "baseline.json").write_text(json.dumps(baseline), "utf-8")
        done = run("check", "--roots", "old.pem", "--timeline", "oss-globalsign", "--at", at, "--baseline", "baseline.json", *words)
        if "--json" not in words:
            return done
        document = json.loads(done.stdout)
        jsonschema.Draft202012Validator(REPORT).validate(document)
        return done.returncode, document
    return check


def test_what_is_accepted_decides_nothing(check: Callable[..., Any]) -> None:
    code, report = check(KNOWN)
    assert (code, report["verdict"], report["stores"][0]["verdict"]) == (0, "ready", "ready")
    (result,) = [each for each in report["results"] if "accepted" in each]
    assert result["verdict"] == "breaks_later" and result["accepted"]["reason"] == KNOWN["reason"]
    assert report["baseline"] == [{"finding": 1, "state": "used", "reason": KNOWN["reason"], "expires": "2026-12-31T00:00:00Z"}]
    text = check(KNOWN, words=()).stdout
    assert text.startswith("Ready (as stated), but for 1 accepted finding")
    assert "Accepted until 2026-12-31 (the image is rebuilt" in text


@pytest.mark.parametrize("change", [
    {"breaks_at": "2027-02-01"},  # it breaks earlier than what was accepted
    {"verdict": "broken", "breaks_at": None}, {"store": "other.pem"}, {"endpoint": "s3"}, {"lane": "program"}])
def test_news_counts(check: Callable[..., Any], change: dict[str, Any]) -> None:
    finding = {key: value for key, value in {**KNOWN, **change}.items() if value is not None}
    code, report = check(finding)
    assert code == 1 and report["verdict"] == "breaks_later"
    assert [each["state"] for each in report["baseline"]] == ["unmatched"]
    assert "matches nothing" in check(finding, words=()).stdout


@pytest.mark.parametrize("change", [{"store": None}, {"timeline": None}, {"breaks_at": None}, {"store": "given"},
                                    {"lane": "installed"}, {"breaks_at": "2027-01"}])
def test_what_is_left_out_stands_for_any(check: Callable[..., Any], change: dict[str, Any]) -> None:
    finding = {key: value for key, value in {**KNOWN, **change}.items() if value is not None}
    assert check(finding)[0] == 0


def test_it_expires_to_the_second(check: Callable[..., Any]) -> None:
    assert check(KNOWN, at="2026-12-30T23:59:59Z")[0] == 0
    code, report = check(KNOWN, at="2026-12-31T00:00:00Z")
    assert code == 1 and [each["state"] for each in report["baseline"]] == ["expired"]
    text = check(KNOWN, words=(), at="2027-01-01").stdout
    assert "has expired on 2026-12-31 and counts again" in text.replace("\n  ", " ")
    # another entry may still accept it
    assert check(KNOWN, {**KNOWN, "expires": "2027-01-20"}, at="2027-01-01")[0] == 0


def test_in_the_other_formats(check: Callable[..., Any]) -> None:
    unmatched = {**KNOWN, "endpoint": "nowhere"}
    sarif = json.loads(check(KNOWN, unmatched, words=("--format", "sarif")).stdout)["runs"][0]
    (suppression,) = sarif["results"][0]["suppressions"]
    assert (suppression["status"], suppression["justification"]) == ("accepted", KNOWN["reason"])
    (note,) = sarif["invocations"][0]["toolExecutionNotifications"]
    assert "finding 2" in note["message"]["text"]
    junit = ElementTree.fromstring(check(KNOWN, words=("--format", "junit")).stdout)
    assert (junit.get("failures"), [each.get("type") for each in junit.iter("skipped")]) == ("0", ["accepted"])
    assert "} 1\n" in check(KNOWN, words=("--format", "prometheus")).stdout.split("chainready_accepted gauge\n")[1]
    assert KNOWN["reason"] in check(KNOWN, words=("--format", "csv")).stdout
    assert "- accepted: " in check(KNOWN, words=("--format", "markdown")).stdout


@pytest.mark.parametrize("text, place", [
    ("{", "not JSON"), ("[]", "is not an object"), ("{}", "$.schema: is missing"),
    ('{"schema": "libchain.baseline/1"}', "$.findings: is missing"),
    ('{"schema": "libchain.baseline/1", "findings": [{"endpoint": "oss"}]}', "$.findings[0].verdict"),
    (json.dumps({"schema": "libchain.baseline/1", "findings": [{**KNOWN, "expires": "soon"}]}), "$.findings[0].expires"),
    (json.dumps({"schema": "libchain.baseline/1", "findings": [{**KNOWN, "reason": ""}]}), "$.findings[0].reason"),
    (json.dumps({"schema": "libchain.baseline/1", "findings": [{**KNOWN, "verdict": "broken"}]}), "$.findings[0].breaks_at"),
    (json.dumps({"schema": "libchain.baseline/1", "findings": [{**KNOWN, "verdikt": "x"}]}), "$.findings[0]: has an unknown key"),
    (json.dumps({"schema": "libchain.baseline/1", "findings": [{**KNOWN, "reason": "\u202e"}]}), "$.findings[0].reason"),
])
def test_a_bad_baseline_is_named(run: Run, tmp_path: pathlib.Path, text: str, place: str) -> None:
    (tmp_path / "b.json").write_text(text, "utf-8")
    done = run("check", "--roots", store_of(tmp_path, "old.pem", R1), "--baseline", "b.json")
    assert done.returncode == 65 and "b.json" in done.stderr and place in done.stderr and not done.stdout
    assert run("check", "--roots", "old.pem", "--baseline", "none.json").returncode == 66
