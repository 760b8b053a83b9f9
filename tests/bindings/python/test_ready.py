# SPDX-License-Identifier: Apache-2.0
"""chainready.ready() and what it gives back."""
import copy
import errno
import importlib
import inspect
import json
import logging
import os
import pathlib
import pickle
import re
import ssl
import subprocess
from datetime import datetime, timedelta, timezone
from typing import Any, Callable

import pytest

import chainready
from chainready import _moments, native
from conftest import CORPUS, ENOUGH, roots

NOW = datetime(2026, 11, 22, tzinfo=timezone.utc)
OLD = roots("globalsign-root-ca")


def breaks(**more: Any) -> chainready.Report:
    """A report that breaks on 2027-01-28."""
    return chainready.ready(OLD, timelines="oss-globalsign", at=NOW, **more)


# ---- the report -----------------------------------------------------------------------------------


def test_a_report_that_breaks_later() -> None:
    report = breaks()
    assert not report and report.verdict == "breaks_later" and report.complete
    assert report.breaks_at == datetime(2027, 1, 28, tzinfo=timezone.utc)
    assert report.breaks_latest == datetime(2027, 1, 29, tzinfo=timezone.utc)
    assert (report.broken_since, report.unknown_from, report.breaks_by) == (None, None, None)
    assert (report.at, report.until) == (NOW, NOW.replace(year=2028))
    assert [root.name for root in report.missing()] == ["GlobalSign Root R46"]
    assert report.missing()[0].pem.startswith("-----BEGIN CERTIFICATE-----")
    assert len(report) == 1 and [item.lane for item in report] == ["installed"]
    assert report.results[0].roots == report.missing("bytes") and "R46" in report.results[0].reason
    assert str(report) == report.text() and str(report).startswith("Breaks on 2027-01-28")
    assert repr(report) == ("<chainready.Report: breaks on 2027-01-28: bytes does not reach oss "
                            "(oss-globalsign); add GlobalSign Root R46>")
    assert json.loads(report.to_json())["breaks_at"] == "2027-01-28T00:00:00Z"
    assert dict(item[:2] for item in report.__rich_repr__())["breaks_at"] == report.breaks_at


def test_a_report_that_is_ready() -> None:
    report = chainready.ready(roots(*ENOUGH), at=NOW)
    assert report and report.verdict == "ready" and not report.missing()
    assert report.fix == "" and report.text(quiet=True) == ""
    assert repr(report) == "<chainready.Report: ready until 2028-11-22>"


def test_unknown_and_broken() -> None:
    unknown = chainready.ready(roots("globalsign-root-ca-r3"), at=NOW, timelines="oss-globalsign")
    assert unknown.verdict == "unknown" and not unknown
    assert unknown.unknown_from == datetime(2026, 6, 15, tzinfo=timezone.utc)
    assert unknown.breaks_by == datetime(2027, 1, 28, tzinfo=timezone.utc)
    assert unknown.summary.startswith("unknown from 2026-06-15 and broken by 2027-01-28: bytes may")
    broken = chainready.ready(roots("baltimore-cybertrust-root"), at=NOW, timelines="aws-ats")
    assert broken.verdict == "broken"
    assert broken.broken_since == datetime(2021, 3, 23, tzinfo=timezone.utc)


def test_a_report_is_frozen() -> None:
    report = breaks()
    things = [(report, "verdict"), (report.stores[0], "verdict"), (report.results[0], "reason"),
              (report.missing()[0], "name"), (chainready.RootSet.of_path("x"), "paths")]
    for thing, field in things:
        for change in (lambda: setattr(thing, field, "ready"), lambda: delattr(thing, field),
                       lambda: setattr(thing, "another", 1)):
            with pytest.raises(AttributeError, match="immutable"):
                change()
    with pytest.raises(TypeError, match="missing"):
        chainready.Problem(status="io")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="no color"):
        chainready.RootSet(color="red")  # type: ignore[call-arg]
    assert hash(report.results[0]) and isinstance(report.stores, tuple)
    assert copy.deepcopy(report) is copy.copy(report) is report
    assert pickle.loads(pickle.dumps(report.results)) == report.results
    with pytest.raises(TypeError, match="to_json"):
        pickle.dumps(report)
    assert breaks() == breaks() and breaks() != chainready.ready(OLD, at=NOW)


def test_the_script_runs(tmp_path: pathlib.Path) -> None:
    store = tmp_path / "a store.pem"
    store.write_bytes(OLD)
    report = chainready.ready(store, timelines="oss-globalsign", at=NOW)
    for _ in range(2):
        subprocess.run(["sh", "-c", report.fix], check=True)
    assert chainready.ready(store, timelines="oss-globalsign", at=NOW)
    assert store.read_bytes().count(b"BEGIN CERTIFICATE") == 2


def test_what_a_program_holds_is_for_the_program_to_mend() -> None:
    report = breaks()
    assert "the program itself makes this root set: let it load globalsign-root-r46" in report.fix
    assert ">> bytes" not in report.fix
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=OLD.decode())
    for root in chainready.ready(context, timelines="oss-globalsign", at=NOW).missing():
        context.load_verify_locations(cadata=root.pem)
    assert chainready.ready(context, timelines="oss-globalsign", at=NOW)


# ---- arguments ------------------------------------------------------------------------------------


def test_instants() -> None:
    east = NOW.astimezone(timezone(timedelta(hours=8)))
    for at in (NOW, east, "2026-11-22", "2026-11-22T00:00:00Z", 1795305600):
        assert chainready.ready(OLD, timelines="oss-globalsign", at=at).at == NOW
    with pytest.raises(chainready.ArgumentError, match="without a time zone"):
        chainready.ready(OLD, at=datetime(2026, 11, 22))
    with pytest.raises(chainready.ArgumentError, match="later than"):
        chainready.ready(OLD, at=NOW, until=NOW)
    with pytest.raises(chainready.ArgumentError):
        chainready.ready(OLD, at="yesterday")
    with pytest.raises(TypeError):
        chainready.ready(OLD, at=1.5)  # type: ignore[arg-type]
    leap = _moments.seconds("2028-02-29T12:00:00Z", "at")
    assert _moments.moment(_moments.two_years_on(leap)) == datetime(2030, 3, 1, 12,
                                                                    tzinfo=timezone.utc)
    assert _moments.moment(1 << 62) is None and _moments.moment(-(1 << 62)) is None


def test_now_is_now() -> None:
    before = datetime.now(timezone.utc).replace(microsecond=0)
    report = chainready.ready(OLD)
    assert report.at is not None and before <= report.at <= datetime.now(timezone.utc)


def test_timelines_in_every_form() -> None:
    text = native.Timeline.builtin("oss-globalsign").json()
    file = CORPUS.parents[1] / "timelines" / "oss-globalsign.json"
    wanted = breaks().to_json()
    forms: list[Any] = ["oss-globalsign", text.encode(), json.loads(text), file, str(file),
                        ["oss-globalsign"], iter(["oss-globalsign"])]
    for form in forms:
        assert chainready.ready(OLD, timelines=form, at=NOW).to_json() == wanted
    with pytest.raises(chainready.NotFoundError):
        chainready.ready(OLD, timelines="oss-globalsing")
    with pytest.raises(chainready.MalformedError, match=r"\$"):
        chainready.ready(OLD, timelines={"schema": "libchain.timeline/1"})
    assert "oss-globalsign" in chainready.timeline_ids()


def test_several_root_sets() -> None:
    named = chainready.RootSet.of_bytes(roots(*ENOUGH), id="mine", stack="my own client")
    report = chainready.ready([OLD, named], timelines="oss-globalsign", at=NOW)
    assert [(s.id, s.stack, s.verdict) for s in report.stores] == [
        ("bytes", "", "breaks_later"), ("mine", "my own client", "ready")]
    assert report.worst == report.stores[0]


def test_hosts_narrow() -> None:
    report = chainready.ready(OLD, hosts=["b.oss-cn-hangzhou.aliyuncs.com"], at=NOW)
    assert {item.endpoint for item in report} == {"oss"}
    one = chainready.ready(OLD, hosts="b.oss-cn-hangzhou.aliyuncs.com", at=NOW)
    assert one == report
    with pytest.raises(chainready.ArgumentError, match="A-labels"):
        chainready.ready(OLD, hosts=["bücher.example"])


def test_other_words() -> None:
    ahead = chainready.ready(roots("digicert-global-root-g2"), timelines="ant-digicert-g2", at=NOW,
                             until="2030", lane="program", follows="mozilla")
    assert ahead.lane == "program" and ahead.verdict == "breaks_later"
    assert chainready.ready(OLD, at=NOW, profile="tls") == chainready.ready(OLD, at=NOW)
    for wrong in ({"lane": "fast"}, {"follows": "nobody"}, {"renewal": "never"},
                  {"profile": "none such"}):
        with pytest.raises(chainready.ArgumentError) as caught:
            chainready.ready(OLD, at=NOW, **wrong)
        assert isinstance(caught.value, ValueError) and caught.value.status == "argument"


def test_arguments_of_the_wrong_type() -> None:
    for roots_given in (1, [1], [None]):
        with pytest.raises(TypeError):
            chainready.ready(roots_given)  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        chainready.ready("a\0b")
    with pytest.raises(chainready.ArgumentError, match="store"):
        chainready.ready([])


# ---- exceptions and the log -----------------------------------------------------------------------


def test_or_raise() -> None:
    with pytest.raises(chainready.NotReadyError, match="2027-01-28") as caught:
        breaks(or_raise=True)
    assert caught.value.report == breaks()
    assert chainready.ready(roots(*ENOUGH), at=NOW, or_raise=True)


def test_exceptions_say_where(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "bad.pem"
    file.write_bytes(b"text\n-----BEGIN CERTIFICATE-----\nMII")
    with pytest.raises(chainready.MalformedError) as caught:
        chainready.ready(file)
    error = caught.value
    assert (error.status, error.entry, error.offset, error.path) == ("malformed", 1, 5, str(file))
    assert str(error) == f"{file}: {error.message}"
    assert isinstance(error, (chainready.InputError, ValueError))
    same = pickle.loads(pickle.dumps(error))
    assert (same.entry, same.offset, str(same)) == (error.entry, error.offset, str(error))
    with pytest.raises(FileNotFoundError) as missing:
        chainready.ready(tmp_path / "none")
    absent: Any = missing.value
    assert isinstance(absent, chainready.NotFoundError) and absent.offset is None
    assert (absent.errno, absent.filename) == (errno.ENOENT, str(tmp_path / "none"))
    assert str(absent) == f"{tmp_path}/none: {absent.message}"
    again = pickle.loads(pickle.dumps(absent))
    assert (str(again), again.errno, again.filename) == (str(absent), absent.errno, absent.filename)
    with pytest.raises(OSError) as folder:
        chainready.ready(tmp_path / "fifo" if os.mkfifo(tmp_path / "fifo") is None else "")
    assert isinstance(folder.value, chainready.ReadError)


def test_one_line_in_the_log(tmp_path: pathlib.Path, caplog: pytest.LogCaptureFixture) -> None:
    store = tmp_path / "old.pem"
    store.write_bytes(OLD)
    with caplog.at_level(logging.INFO, "chainready"):
        chainready.ready(store, timelines="oss-globalsign", at=NOW)
        chainready.ready(roots(*ENOUGH), at=NOW)
        breaks()
        chainready.ready(roots("digicert-global-root-ca"), timelines="aws-ats", at=NOW)
    later, good, held, broken = caplog.records
    assert later.levelno == logging.WARNING and good.levelno == logging.INFO
    assert broken.levelno == logging.ERROR and broken.getMessage().startswith("broken")
    line = later.getMessage()
    assert "\n" not in line
    for word in ("2027-01-28", "GlobalSign Root R46", str(store),
                 f"-m chainready fix --timeline oss-globalsign --store {store}"):
        assert word in line
    assert good.getMessage() == "ready until 2028-11-22"
    assert "load_verify_locations" in held.getMessage()


def test_nothing_is_printed_without_a_handler(child: Callable[..., Any]) -> None:
    code = "import chainready; chainready.ready(b'', at=0)"
    assert b"MalformedError" in child("-c", code, code=1).stderr
    code = (f"import chainready; chainready.ready({str(CORPUS / 'globalsign-root-ca.pem')!r})")
    done = child("-c", code)
    assert done.stdout == done.stderr == b""


# ---- the command ----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [
    [], ["--help"], ["--version"], ["check", "--help"], ["nonsense"], ["check", "--nonsense"],
    ["timelines"], ["timelines", "--verify"], ["explain", "expired"],
    ["check", "--roots", "OLD", "--at", "2026-11-22"],
    ["check", "--roots", "OLD", "--at", "2026-11-22", "--json"],
    ["check", "--roots", "OLD", "--at", "2026-11-22", "--timeline", "oss-globalsign", "--quiet"],
    ["check", "--roots", "/nowhere"], ["check", "--roots", "/etc/passwd"],
    ["check", "--roots", "-", "--at", "2026-11-22", "--color", "always"],
    ["fix", "--roots", "OLD", "--at", "2026-11-22"],
    ["verify", "--roots", "OLD", "--chain", "OLD", "--at", "2026-11-22", "--json"],
    ["check", "--roots", "ENOUGH", "--at", "2026-11-22"],
    *([name, "--help"] for name in ("verify", "stores", "timelines", "fix", "record", "report", "explain",
                                    "completion")),
    *(["check", "--roots", "OLD", "--at", "2026-11-22", "--format", name]
      for name in ("csv", "html", "junit", "markdown", "prometheus", "sarif", "text", "pdf")),
    ["check", "--roots", "OLD", "--at", "2026-11-22", "--baseline", "OLD"],
    ["check", "--roots", "OLD", "--at", "2026-11-22", "--origin", "OLD", "--format", "sarif"],
    ["check", "--roots", "OLD", "--at", "2026-11-22", "--profile", "all"],
    ["check", "--roots", "OLD", "--chain", "OLD", "--host", "x.example", "--at", "2026-11-22", "--ndjson"],
    ["check", "--roots", "OLD", "--at", "2026-11-22", "--lane", "program", "--follows", "mozilla"],
    ["check", "--sysroot", "/nowhere", "--at", "2026-11-22"],
    ["fix", "--store", "OLD", "--at", "2026-11-22"],
    ["timelines", "new", "corp", "--old", "OLD", "--host", "*.corp.example", "--at", "2026-11-22"],
    ["record", "OLD"], ["report", "/nowhere"], ["completion", "bash"], ["completion", "zsh"],
    ["verify", "--roots", "OLD", "--chain", "OLD", "--at", "2026-11-22", "--policy", "1.2.3"],
], ids=" ".join)
def test_the_module_is_the_command(words: list[str], child: Callable[..., Any], build: pathlib.Path,
                                   tmp_path: pathlib.Path) -> None:
    files = {"OLD": tmp_path / "old.pem", "ENOUGH": tmp_path / "enough.pem"}
    files["OLD"].write_bytes(OLD)
    files["ENOUGH"].write_bytes(roots(*ENOUGH))
    arguments = [str(files.get(word, word)) for word in words]
    command = subprocess.run([build / "cli" / "chainready", *arguments], input=OLD, check=False,
                             capture_output=True)
    module = child("-m", "chainready", *arguments, code=command.returncode, stdin=OLD)
    assert module.stdout == command.stdout and module.stderr == command.stderr


@pytest.mark.parametrize("name", ["check", "verify", "stores", "timelines", "fix", "record", "report"])
def test_the_module_has_every_option(name: str, child: Callable[..., Any], build: pathlib.Path,
                                     tmp_path: pathlib.Path) -> None:
    """Each that --help names, with a value that is none: the same complaint or answer, and exit code."""
    old = tmp_path / "old.pem"
    old.write_bytes(OLD)
    command = str(build.resolve() / "cli" / "chainready")
    text = subprocess.run([command, name, "--help"], check=True, capture_output=True, text=True).stdout
    options = sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - {"--help"})
    assert options
    few = {"check": ["--roots", old, "--at", "2026-11-22"], "fix": ["--roots", old, "--at", "2026-11-22"],
           "verify": ["--roots", old, "--chain", old, "--at", "2026-11-22"]}.get(name, [])
    for option in options:
        words = [str(word) for word in (name, *few, option, "/none/such")]
        theirs = subprocess.run([command, *words], check=False, capture_output=True, cwd=tmp_path,
                                stdin=subprocess.DEVNULL)
        ours = child("-m", "chainready", *words, code=theirs.returncode)
        assert (ours.stdout, ours.stderr) == (theirs.stdout, theirs.stderr), words


def test_the_command_ends_with_its_reader(child: Callable[..., Any], tmp_path: pathlib.Path) -> None:
    """Killed by SIGPIPE as every filter is, without a word."""
    code = ("import subprocess, sys\n"
            "one = subprocess.Popen([sys.executable, '-m', 'chainready', 'timelines', "
            "'oss-globalsign'], stdout=subprocess.PIPE, stderr=subprocess.PIPE)\n"
            "one.stdout.close(); print(one.stderr.read(), one.wait())")
    assert child("-c", code).stdout == b"b'' -13\n"


# ---- types ----------------------------------------------------------------------------------------


def test_the_stub_is_the_module() -> None:
    """native.pyi declares what native has, by name and by number of arguments."""
    import ast
    file = importlib.import_module("chainready").__path__[0]
    stub = ast.parse((pathlib.Path(file) / "native.pyi").read_text("utf-8"))
    declared: dict[str, set[str]] = {"": set()}
    for node in stub.body:
        if isinstance(node, ast.FunctionDef):
            declared[""].add(node.name)
        elif isinstance(node, ast.ClassDef):
            declared[node.name] = {item.name for item in node.body
                                   if isinstance(item, ast.FunctionDef)} - {"__init__"}
    assert declared.pop("") == {name for name, value in vars(native).items()
                                if inspect.isfunction(value) and not name.startswith("_")}
    classes = {name: value for name, value in vars(native).items()
               if inspect.isclass(value) and value.__module__ == native.__name__
               and not name.startswith("_")}
    assert set(declared) == set(classes)
    for name, methods in declared.items():
        found = {item for item in vars(classes[name]) if not item.startswith("_")} - {"thisown"}
        assert methods == found, name
