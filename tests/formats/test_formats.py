# SPDX-License-Identifier: Apache-2.0
"""Each format, read by a reader that is not ours: the same answer stands in it as in the JSON, and hostile
names do no harm."""
import csv
import io
import json
import pathlib
import re
import shutil
import subprocess
import urllib.parse
import xml.etree.ElementTree as ElementTree
from typing import Any, Callable

import jsonschema
import pytest

from conftest import NOW, R1, R46, REPOSITORY, store_of
from schemas import schema_of

Run = Callable[..., Any]
BREAKS = 1801094400  # 2027-01-28T00:00:00Z
HOSTILE = ["<script>alert(1)</script>", "a]]>&\"'", "new\nline\r\ttab\u0007bell", "`` ` | **bold** [a](http://x) @all #1",
           "=cmd|' /C calc'!A0", "\u202egnp.exe", "{0} [x](1) \\ %s", "a\u2028b", "-->{{"]


@pytest.fixture(name="words")
def _words(tmp_path: pathlib.Path) -> list[Any]:
    """One store that breaks, one that is ready, one with a damaged entry, one that cannot be read."""
    store_of(tmp_path, "old.pem", R1)
    store_of(tmp_path, "new.pem", R46, R1)
    damaged = store_of(tmp_path, "damaged.pem", R46, R1)
    with (tmp_path / damaged).open("a", encoding="ascii") as file:
        file.write("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n")
    (tmp_path / "none.pem").write_text("nothing", "ascii")
    stores = [word for name in ("old.pem", "new.pem", "damaged.pem", "none.pem") for word in ("--roots", name)]
    return ["check", *stores, "--timeline", "oss-globalsign", "--at", NOW, "--follows", "mozilla"]


@pytest.fixture(name="hostile")
def _hostile(tmp_path: pathlib.Path) -> list[Any]:
    """Stores whose paths hold markup, controls and formulas, and a timeline whose title does."""
    words: list[Any] = ["check", "--at", NOW]
    for number, name in enumerate(HOSTILE):
        words += ["--roots", store_of(tmp_path, f"{number} {name.replace('/', '∕')}.pem", R1)]
        words[-1] = str(words[-1])
    own = json.loads((REPOSITORY / "timelines" / "oss-globalsign.json").read_text("utf-8"))
    own["id"] = "own"
    own["endpoints"][0]["title"] = "]]><script>`|\\\"{}[x](y)@all #1 =1+1"
    del own["$schema"]
    (tmp_path / "own.json").write_text(json.dumps(own, indent=1), "utf-8")
    return words + ["--timeline", "own.json"]


def report_of(run: Run, words: list[Any]) -> Any:
    """The same answer as JSON."""
    return json.loads(run(*words, "--json").stdout)


def plain(text: str) -> bool:
    """Nothing that steers a terminal, hides or reorders."""
    return not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f]", text)


# ---- SARIF --------------------------------------------------------------------------------------------


def sarif_of(run: Run, words: list[Any]) -> Any:
    """Validated against OASIS's schema."""
    document = json.loads(run(*words, "--format", "sarif").stdout)
    schema = schema_of("sarif-schema-2.1.0")
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(document)] == []
    (one,) = document["runs"]
    for result in one["results"]:
        assert one["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    return one


def test_sarif(run: Run, words: list[Any]) -> None:
    results = sarif_of(run, words)["results"]
    assert [(each["ruleId"], each["level"], each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
            for each in results[:1]] == [("no_issuer", "warning", "old.pem")]
    assert "breaks on 2027-01-28" in results[0]["message"]["text"]
    assert {each["ruleId"] for each in results} >= {"entry_skipped", "store_unreadable"}
    (skipped,) = [each for each in results if each["ruleId"] == "entry_skipped"]
    place = skipped["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "damaged.pem" and place["region"]["byteOffset"] > 1000


def test_sarif_points_at_what_is_in_the_repository(run: Run, words: list[Any], tmp_path: pathlib.Path) -> None:
    (tmp_path / "Dockerfile").write_text("# x\nFROM a AS b\nRUN true\nfrom debian:12\nRUN true\n", "ascii")
    first = sarif_of(run, words + ["--origin", "Dockerfile"])["results"][0]
    place = first["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "Dockerfile"}, "region": {"startLine": 4}}
    related = [each["physicalLocation"]["artifactLocation"]["uri"] for each in first["relatedLocations"]]
    assert related == ["old.pem", "timelines/oss-globalsign.json"]


def test_sarif_points_at_the_line_of_an_own_timeline(run: Run, hostile: list[Any], tmp_path: pathlib.Path) -> None:
    first = sarif_of(run, hostile)["results"][0]
    (place,) = [each["physicalLocation"] for each in first["relatedLocations"]]
    assert place["artifactLocation"]["uri"] == "own.json"
    lines = (tmp_path / "own.json").read_text("utf-8").splitlines()
    assert '"id": "oss"' in lines[place["region"]["startLine"] - 1]


def test_fingerprints_are_the_same_on_another_day(run: Run, words: list[Any]) -> None:
    days = [sarif_of(run, [at if word == NOW else word for word in words])
            for at in (NOW, "2026-12-24T00:00:00Z", "2027-03-01T00:00:00Z")]
    prints = [[each["partialFingerprints"]["chainready/v1"] for each in day["results"]
               if each.get("properties", {}).get("lane") == "installed"] for day in days]
    assert prints[0] == prints[1] == prints[2] and prints[0]
    everything = [each["partialFingerprints"]["chainready/v1"] for each in days[0]["results"]]
    assert len(set(everything)) == len(everything)
    assert days[2]["results"][0]["level"] == "error"  # broken by then


def test_hostile_names_in_sarif(run: Run, hostile: list[Any], tmp_path: pathlib.Path) -> None:
    results = sarif_of(run, hostile)["results"]
    assert len([each for each in results]) >= len(HOSTILE)
    for each in results:
        uri = each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert (tmp_path / urllib.parse.unquote(uri)).is_file()  # what was meant, encoded
        assert plain(each["message"]["text"])
        # no links and no placeholders: what is left after the escapes are taken away has neither
        left = re.sub(r"\\[\[\]\\]|\{\{|\}\}", "", each["message"]["text"])
        assert not set(left) & set("[]{}\\")


# ---- JUnit --------------------------------------------------------------------------------------------


def test_junit(run: Run, words: list[Any]) -> None:
    junitparser = pytest.importorskip("junitparser")
    suites = junitparser.JUnitXml.fromstring(run(*words, "--format", "junit").stdout.encode())
    report = report_of(run, words)
    assert (suites.tests, suites.failures, suites.errors) == (len(report["results"]) + 1, 1, 1)
    cases = {(case.classname, case.name): case for suite in suites for case in suite}
    assert len(cases) == suites.tests
    for result in report["results"]:
        name = f"{result['timeline']} / {result['endpoint']} ({result['lane']})"
        case = cases.pop((result["store"], name))
        kinds = [type(each).__name__ for each in case.result]
        if result["verdict"] == "ready":
            assert kinds == []
        elif result["lane"] == "program":
            assert kinds == ["Skipped"]
        else:
            assert kinds == ["Failure"] and case.result[0].type == result["verdict"]
            assert "2027-01-28" in case.result[0].message
    ((case),) = cases.values()
    assert [type(each).__name__ for each in case.result] == ["Error"] and case.name == "can be read"


def test_hostile_names_in_junit(run: Run, hostile: list[Any]) -> None:
    text = run(*hostile, "--format", "junit").stdout
    tree = ElementTree.fromstring(text)
    assert {each.tag for each in tree.iter()} == {"testsuites", "testsuite", "properties", "property", "testcase", "failure"}
    assert len(tree.findall("testsuite")) == len(HOSTILE)
    shown = [each.get("value", "") for each in tree.iter("property") if each.get("name") == "path"]
    assert any("<script>alert(1)" in each for each in shown) and all(map(plain, shown))


# ---- Prometheus ---------------------------------------------------------------------------------------


def samples_of(text: str) -> dict[str, list[tuple[dict[str, str], float]]]:
    """By name, as the client library reads them."""
    parser = pytest.importorskip("prometheus_client.parser")
    families = list(parser.text_string_to_metric_families(text))
    assert all(family.documentation and family.type == "gauge" for family in families)
    return {family.name: [(sample.labels, sample.value) for sample in family.samples] for family in families}


def check_with_promtool(text: str) -> None:
    """No lint, where promtool is at hand."""
    promtool = shutil.which("promtool")
    if promtool:
        done = subprocess.run([promtool, "check", "metrics"], input=text, text=True, capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_prometheus(run: Run, words: list[Any]) -> None:
    text = run(*words, "--format", "prometheus").stdout
    check_with_promtool(text)
    samples = samples_of(text)
    labels = {"store": "given", "timeline": "oss-globalsign", "endpoint": "oss", "lane": "installed"}
    breaks = samples["chainready_breaks_at_timestamp_seconds"]
    assert [value for each, value in breaks if each == labels] == [BREAKS]
    assert samples["chainready_complete"] == [({}, 0)]
    assert {each["path"]: value for each, value in samples["chainready_store_readable"]} == {
        "old.pem": 1, "new.pem": 1, "damaged.pem": 1, "none.pem": 0}
    for result in report_of(run, words)["results"]:
        states = [each["verdict"] for each, value in samples["chainready_verdict"] if value == 1 and
                  (each["store"], each["lane"]) == (result["store"], result["lane"])]
        assert states == [result["verdict"]]


def test_a_date_that_is_not_known_has_no_sample(run: Run, tmp_path: pathlib.Path) -> None:
    words = ["check", "--roots", store_of(tmp_path, "none.pem", "amazon-root-ca-1"), "--timeline", "oss-globalsign", "--at", NOW]
    report = report_of(run, words)
    dated = [each for each in report["results"] if "breaks_at" in each or "broken_since" in each]
    samples = samples_of(run(*words, "--format", "prometheus").stdout)
    assert len(samples.get("chainready_breaks_at_timestamp_seconds", [])) == len(dated) < len(report["results"])


def test_hostile_names_in_prometheus(run: Run, hostile: list[Any]) -> None:
    text = run(*hostile, "--format", "prometheus").stdout
    check_with_promtool(text)
    assert plain(text)
    paths = [each["path"] for each, _ in samples_of(text)["chainready_store_readable"]]
    assert len(paths) == len(set(paths)) == len(HOSTILE) and any("a]]>&\"'" in each for each in paths)


def test_the_file_is_replaced_as_a_whole(run: Run, words: list[Any], tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "textfile"
    folder.mkdir()
    target = folder / "chainready.prom"
    target.write_text("old", "ascii")
    number = target.stat().st_ino
    done = run(*words, "--format", "prometheus", "--output", target)
    assert done.stdout == "" and done.returncode == 3
    assert samples_of(target.read_text("utf-8")) and target.stat().st_ino != number
    assert target.stat().st_mode & 0o444 == 0o444 and [each.name for each in folder.iterdir()] == [target.name]
    assert run(*words, "--format", "csv", "--output", tmp_path / "no" / "where").returncode == 66


# ---- CSV ----------------------------------------------------------------------------------------------


def test_csv(run: Run, words: list[Any]) -> None:
    text = run(*words, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    report = report_of(run, words)
    assert text.count("\r\n") == text.count("\n") == len(rows) + 1
    for row, result in zip(rows, report["results"]):
        for key in ("store", "lane", "timeline", "endpoint", "verdict", "breaks_at", "broken_since", "unknown_from", "reason"):
            assert row[key] == result.get(key, ""), key
        assert row["facts_as_of"] == report["facts_as_of"]
    assert [row["path"] for row in rows[len(report["results"]):]] == ["none.pem"]


def test_hostile_names_in_csv(run: Run, hostile: list[Any], tmp_path: pathlib.Path) -> None:
    words = hostile + ["--roots", store_of(tmp_path, "=1+1.pem", R1)]
    rows = list(csv.reader(io.StringIO(run(*words, "--format", "csv").stdout, newline=""), strict=True))
    assert {len(row) for row in rows} == {13}
    assert all(plain(cell) and not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert "'=1+1.pem" in [row[10] for row in rows]


# ---- Markdown -----------------------------------------------------------------------------------------


def tokens_of(text: str) -> list[Any]:
    """As a CommonMark parser with GitHub's tables sees them, flat."""
    markdown = pytest.importorskip("markdown_it").MarkdownIt("commonmark", {"html": True}).enable("table")
    return [token for block in markdown.parse(text) for token in [block, *(block.children or [])]]


def cells_of(text: str) -> list[list[str]]:
    """What a reader of the table sees."""
    rows: list[list[str]] = []
    inside = False
    for token in tokens_of(text):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("td_open", "th_open"):
            rows[-1].append("")
            inside = True
        elif token.type in ("td_close", "th_close"):
            inside = False
        elif inside and token.type in ("text", "code_inline", "text_special"):
            rows[-1][-1] += token.content
    return rows


def test_markdown(run: Run, words: list[Any]) -> None:
    text = run(*words, "--format", "markdown").stdout
    rows = cells_of(text)
    assert rows[0] == ["root store", "server", "verdict", "why", "add"]
    result = report_of(run, words)["results"][0]
    assert rows[1:] == [["old.pem", "Alibaba Cloud OSS", "breaks on 2027-01-28", result["reason"], "GlobalSign Root R46"]]
    (fence,) = [token for token in tokens_of(text) if token.type == "fence"]
    assert fence.content == result["fix"][0]["command"] + "\n" and fence.info == "sh"
    shown = "".join(token.content for token in tokens_of(text) if token.type in ("text", "text_special"))
    assert f"facts as of {NOW[:10]}" in shown and "could not be read: none.pem" in shown
    assert "if the store follows its program: old.pem" in shown


def test_hostile_names_in_markdown(run: Run, hostile: list[Any]) -> None:
    text = run(*hostile, "--format", "markdown").stdout
    tokens = tokens_of(text)
    types = {token.type for token in tokens}
    assert not types & {"html_inline", "html_block", "link_open", "image", "code_block", "em_open"}, types
    assert sum(token.type == "fence" for token in tokens) == 1 and plain(text)
    rows = cells_of(text)
    assert len(rows) == len(HOSTILE) + 1 and {len(row) for row in rows} == {5}
    titles = {row[1] for row in rows[1:]}
    assert titles == {"]]><script>`|\\\"{}[x](y)@all #1 =1+1"}
    # A forge makes links of these wherever they are not code.
    assert not [token for token in tokens if token.type == "text" and re.search(r"[@#]\w|https?://|www\.", token.content)]


# ---- all ----------------------------------------------------------------------------------------------


def test_names_and_conflicts(run: Run, words: list[Any]) -> None:
    assert run(*words, "--format", "json").stdout == run(*words, "--json").stdout
    assert run(*words, "--format", "text").stdout == run(*words).stdout
    assert run(*words, "--format", "html").stdout.startswith("<!")
    assert run(*words, "--format", "xml").returncode == 64
    assert run(*words, "--format", "csv", "--json").returncode == 64
    assert run(*words, "--ndjson", "--chain", "old.pem", "--format", "csv").returncode == 64


def test_the_exit_code_is_the_same_in_each(run: Run, tmp_path: pathlib.Path) -> None:
    words = ["check", "--roots", store_of(tmp_path, "old.pem", R1), "--timeline", "oss-globalsign", "--at", NOW]
    for name in ("csv", "html", "json", "junit", "markdown", "prometheus", "sarif", "text"):
        assert run(*words, "--format", name).returncode == 1
