# SPDX-License-Identifier: Apache-2.0
"""What the log and the text say to type, and what is written for other tools."""
import json
import logging
import os
import pathlib
from datetime import date, datetime, timedelta, timezone
from typing import Any, Callable

import pytest

import chainready
from chainready import native
from conftest import roots

NOW = datetime(2026, 11, 22, tzinfo=timezone.utc)
OLD = roots("globalsign-root-ca")


def breaks(**more: Any) -> chainready.Report:
    """A report that breaks on 2027-01-28."""
    return chainready.ready(OLD, timelines="oss-globalsign", at=NOW, **more)


def typed(line: str, child: Callable[..., Any]) -> str:
    """Typed into a shell of somebody who has this package: what it prints is a script, which is run."""
    code = ("import subprocess, sys\n"
            f"done = subprocess.run(['sh', '-c', {line!r}], capture_output=True, text=True)\n"
            "assert done.returncode == 1, (done.returncode, done.stderr)\n"
            "subprocess.run(['sh', '-c', done.stdout], check=True, capture_output=True)\n"
            "print(done.stdout, end='')")
    return str(child("-c", code).stdout.decode())


@pytest.mark.parametrize("where, name", [("log", "old.pem"), ("log", "-o für.pem"),
                                         ("text", "it's $(touch harm) `touch harm`;.pem")])
def test_what_is_to_be_typed_mends_the_store(where: str, name: str, tmp_path: pathlib.Path, child: Callable[..., Any],
                                             monkeypatch: pytest.MonkeyPatch,
                                             caplog: pytest.LogCaptureFixture) -> None:
    """The line in the log at start-up, and the one in the text: each as it stands."""
    monkeypatch.chdir(tmp_path)
    pathlib.Path(name).write_bytes(OLD)
    with caplog.at_level(logging.INFO, "chainready"):
        report = chainready.ready(f"./{name}", timelines="oss-globalsign")
    if where == "log":
        line = caplog.records[0].getMessage().split("; add GlobalSign Root R46: ")[1]
        assert line == report.command
    else:
        line = str(report).split("    type ")[1].split("\n\n")[0]
        assert " ".join(line.replace("\\\n", "").split()) == " ".join(report.command.split())
    assert "GlobalSign Root R46" in typed(line, child)
    assert chainready.ready(f"./{name}", timelines="oss-globalsign")
    assert not pathlib.Path("harm").exists()


def test_a_found_root_set_is_typed_by_its_path(tmp_path: pathlib.Path, child: Callable[..., Any],
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    """The command does not know what this process calls its stacks."""
    store = tmp_path / "old.pem"
    store.write_bytes(OLD)
    monkeypatch.setenv("SSL_CERT_FILE", str(store))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    report = chainready.ready([each for each in chainready.root_sets() if each.id == "python-ssl"])
    assert report.stores[0].id == "python-ssl"
    assert report.command.endswith(f"-m chainready fix --store {store}")
    assert report.command in report.text(1000)
    typed(report.command, child)
    assert chainready.ready(store)


def test_the_whole_question_is_typed(tmp_path: pathlib.Path, child: Callable[..., Any]) -> None:
    for name, content in (("old.pem", OLD), ("chain.pem", OLD), ("more.pem", OLD)):
        (tmp_path / name).write_bytes(content)
    report = chainready.ready(
        tmp_path / "old.pem", timelines=iter(["oss-globalsign", "aws-ats"]), hosts="s3.amazonaws.com",
        at=NOW, until="2029", lane="program", follows="mozilla", profile="tls", renewal="literal",
        bridges=tmp_path / "more.pem")
    words = report.text(1000).split("    type ")[1].splitlines()[0]
    assert words == report.command
    assert words.endswith(
        f"-m chainready fix --timeline oss-globalsign --timeline aws-ats "
        f"--bridges {tmp_path}/more.pem --until 2029-01-01T00:00:00Z --follows mozilla --profile tls "
        f"--lane program --renewal literal --store {tmp_path}/old.pem")
    script = typed(words, child)
    assert "Amazon Root CA 1" in script
    assert "type" in chainready.ready(str(tmp_path / "old.pem"), at=NOW).text()
    (tmp_path / "old.pem").write_bytes(OLD)
    held: dict[str, Any]
    for held in ({"timelines": json.loads(native.Timeline.builtin("oss-globalsign").json())},
                 {"bridges": OLD}, {"password": "secret"}):
        silent = chainready.ready(tmp_path / "old.pem", at=NOW, **held)
        assert silent.command == "" and "    type " not in silent.text()
        assert "    type mend it" in silent.text(fix_command="mend it")
    assert "    type " not in report.text(fix_command="") and breaks().command == ""
    assert "    type " not in breaks().text()


def test_a_path_that_is_no_text(tmp_path: pathlib.Path, caplog: pytest.LogCaptureFixture) -> None:
    """Octets that are no UTF-8, and a line feed: opened as they are, logged as one line of text."""
    for name, shown in ((b"\xffold.pem", "\\xffold.pem"), (b"a\nb\x1b[2J.pem", "a\\x0ab\\x1b[2J.pem")):
        store = pathlib.Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
        store.write_bytes(OLD)
        caplog.clear()
        with caplog.at_level(logging.INFO, "chainready"):
            report = chainready.ready(store, timelines="oss-globalsign", at=NOW)
        line = caplog.records[0].getMessage()
        line.encode()  # as a handler writes it
        assert shown in line and "\n" not in line and "\x1b" not in line
        assert line.endswith(": report.fix is the script")
        assert report.stores[0].path == str(store) and pathlib.Path(report.stores[0].path).exists()
        for text in (report.text(), report.to_json(), *map(report.to_format, chainready.report_formats())):
            text.encode()
            assert "\x1b" not in text
        with pytest.raises(chainready.NotFoundError) as caught:
            chainready.ready(str(store) + "-none")
        assert caught.value.path == str(store) + "-none"


# ---- formats, baselines, drafts -------------------------------------------------------------------


def test_formats() -> None:
    report = breaks()
    assert report.to_format("json") == report.to_json()
    assert json.loads(report.to_format("sarif"))["version"] == "2.1.0"
    assert "chainready_breaks_at_timestamp_seconds" in report.to_format("prometheus")
    assert report.to_format("html").startswith("<!DOCTYPE html>")
    with pytest.raises(chainready.ArgumentError, match="'pdf' is none of csv, html"):
        report.to_format("pdf")
    assert set(chainready.default_timeline_ids()) < set(chainready.timeline_ids())


def test_a_baseline_in_every_form(tmp_path: pathlib.Path) -> None:
    known: dict[str, Any] = {"schema": "libchain.baseline/1", "findings": [
        {"endpoint": "oss", "verdict": "breaks_later", "expires": "2027-06-01", "reason": "in spring"}]}
    file = tmp_path / "baseline.json"
    file.write_text(json.dumps(known))
    for form in (known, json.dumps(known).encode(), file, str(file)):
        report = breaks(baseline=form)
        assert report and report.verdict == "ready" and "in spring" in report.text()
    known["findings"][0]["verdict"] = "fine"
    file.write_text(json.dumps(known))
    with pytest.raises(chainready.MalformedError, match=r"verdict") as caught:
        breaks(baseline=file)
    assert caught.value.path == str(file)
    with pytest.raises(chainready.NotFoundError):
        breaks(baseline=tmp_path / "none")
    with pytest.raises(TypeError):
        breaks(baseline=1)


def test_an_origin() -> None:
    for origin, line in ((pathlib.Path("deploy/Dockerfile"), 1), (("deploy/Dockerfile", 12), 12)):
        where = json.loads(breaks(origin=origin).to_format("sarif"))["runs"][0]["results"][0]
        assert f'"uri": "deploy/Dockerfile"' in json.dumps(where)
        assert f'"startLine": {line}' in json.dumps(where)
    with pytest.raises(chainready.ArgumentError, match="counted from 1"):
        breaks(origin=("Dockerfile", 0))


def test_a_draft_is_a_timeline(tmp_path: pathlib.Path) -> None:
    new = tmp_path / "new.pem"
    new.write_bytes(roots("globalsign-root-r46"))
    draft = chainready.draft_timeline("corp", old_root=OLD, new_root=new, host="*.corp.example",
                                      on=date(2027, 3, 1), today=NOW)
    report = chainready.ready(OLD, timelines=draft.encode(), at=NOW)
    assert report.verdict == "unknown" or report.verdict == "breaks_later"
    exact = chainready.draft_timeline(old_root=OLD, new_root=new, host="*.corp.example",
                                      on=datetime(2027, 3, 1, 8, tzinfo=timezone(timedelta(hours=8))))
    later = chainready.ready(OLD, timelines=exact.encode(), at=NOW)
    assert later.breaks_at == datetime(2027, 3, 1, tzinfo=timezone.utc)
    assert "REPLACE" in chainready.draft_timeline() and "REPLACE" not in exact
    with pytest.raises(chainready.MalformedError):
        chainready.ready(OLD, timelines=chainready.draft_timeline().encode())
    with pytest.raises(chainready.MalformedError, match="old_root: 2 certificates, not one"):
        chainready.draft_timeline(old_root=OLD + new.read_bytes())
    with pytest.raises(chainready.ArgumentError, match="without a time zone"):
        chainready.draft_timeline(on=datetime(2027, 3, 1))
