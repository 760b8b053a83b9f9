# SPDX-License-Identifier: Apache-2.0
"""The contract that C, Python, Java and PHP keep alike: docs/BINDINGS.md."""
import json
import pathlib
import ssl
import subprocess
from typing import Any, Callable, Optional

import pytest

import stage
from conftest import CORPUS, roots

CONTRACT = stage.REPOSITORY / "tests" / "bindings" / "contract.json"
CASES = json.loads(CONTRACT.read_text("utf-8"))["cases"]
KEYS = {"id", "ask", "source", "at", "until", "profile", "lane", "follows", "renewal", "budget",
        "stores", "timelines", "chains", "hosts", "bridges", "baseline", "origin", "draft", "expect",
        "error"}
DATES = ("breaks_at", "breaks_latest", "broken_since", "unknown_from", "breaks_by")


@pytest.fixture(scope="session")
def answers(build: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """What C answers, a file for each case."""
    folder = tmp_path_factory.mktemp("answers")
    subprocess.run([build / "tests" / "bindings" / "contract", CONTRACT, CORPUS, "--write", folder],
                   check=True, stdout=subprocess.DEVNULL)
    return folder


def octets(data: dict[str, Any]) -> bytes:
    """Roots, then text, then hex."""
    return (roots(*data.get("roots", ())) + data.get("text", "").encode()
            + bytes.fromhex(data.get("hex", "")))


def der(pem: bytes) -> bytes:
    """The first certificate of a PEM file."""
    text = pem.decode()
    return ssl.PEM_cert_to_DER_cert(text[text.index("-----BEGIN"):])


def store(native: Any, data: dict[str, Any]) -> Any:
    """A store from octets, or from the anchors of a program."""
    if "anchors" not in data:
        return native.Store.from_bytes(data["label"], octets(data), data.get("password"))
    anchors = native.Anchors()
    for each in data["anchors"]:
        anchors.add(der(octets(each)) if "roots" in each else octets(each))
    return anchors.store(data["label"])


def place(native: Any, data: dict[str, Any]) -> Optional[Any]:
    """What is known by the label, and the fields over it."""
    if "place" not in data:
        return None
    out = native.Place(data["label"])
    for field, value in data["place"].items():
        out.put(field, value)
    return out


def ask_ready(native: Any, case: dict[str, Any]) -> Any:
    """In the order of the contract."""
    at, until = native.parse_time(case["at"]), native.parse_time(case["until"])
    question = native.Question(at, until)
    setters: dict[str, Callable[[Any], None]] = {
        "profile": question.set_profile, "lane": question.set_lane,
        "follows": question.set_follows, "renewal": question.set_renewal}
    for key, set_it in setters.items():
        if key in case:
            set_it(case[key])
    for field, most in case.get("budget", {}).items():
        question.set_budget(field, most)
    for data in case["stores"]:
        where = place(native, data)
        question.add_store(store(native, data), where)
    if case["timelines"] == "current":
        question.add_current_timelines()
    else:
        for timeline in case["timelines"]:
            question.add_timeline(native.Timeline.builtin(timeline) if isinstance(timeline, str)
                                  else native.Timeline.from_bytes(timeline["text"].encode()))
    for data in case.get("chains", ()):
        question.add_chain(native.Chain.from_bytes(octets(data)), data.get("host"))
    for host in case.get("hosts", ()):
        question.add_host(host)
    if "bridges" in case:
        question.set_bridges(native.Chain.from_bytes(octets(case["bridges"])))
    if "baseline" in case:
        question.set_baseline(native.Baseline.from_bytes(case["baseline"]["text"].encode()))
    if "origin" in case:
        question.set_origin(case["origin"]["path"], case["origin"]["line"])
    return question.run(), at, until


def ask_verify(native: Any, case: dict[str, Any]) -> str:
    """One chain against one store."""
    at, until = native.parse_time(case["at"]), native.parse_time(case["until"])
    chain = case["chains"][0]
    verification = native.Verification(store(native, case["stores"][0]),
                                       native.Chain.from_bytes(octets(chain)), at, until)
    if "host" in chain:
        verification.set_host(chain["host"])
    if "profile" in case:
        verification.set_profile(case["profile"])
    return str(verification.json())


def ask_draft(native: Any, case: dict[str, Any]) -> str:
    """A timeline of one's own."""
    draft = native.Draft(native.parse_time(case["at"]))
    for field in ("id", "host", "on"):
        if field in case["draft"]:
            draft.put(field, case["draft"][field])
    for field in ("old_root", "new_root", "bridge"):
        if field in case["draft"]:
            draft.certify(field, native.Chain.from_bytes(octets(case["draft"][field])))
    return str(draft.json())


def is_in_every_form(report: Any, answers: pathlib.Path, name: str) -> None:
    """What other tools read, and what to type."""
    from chainready import report_formats
    for form in report_formats():
        assert report.to_format(form).encode() == (answers / f"{name}.{form}").read_bytes(), form
    typed = report.text(72, fix_command="mend it")
    assert typed.encode() == (answers / f"{name}.typed").read_bytes()


def is_as_its_json(report: Any) -> None:
    """The attributes of a Report say what its JSON says."""
    from chainready import native
    document = json.loads(report.to_json())
    for name in DATES:
        shown, value = document.get(name), getattr(report, name)
        if name == "breaks_latest" and shown is None:
            shown = document.get("breaks_at")
        assert (value is None) == (shown is None), name
        assert value is None or value.timestamp() == native.parse_time(shown), name
    assert (document["verdict"], document["complete"]) == (report.verdict, report.complete)
    assert [item["id"] for item in document["stores"]] == [item.id for item in report.stores]
    keys = ("store", "lane", "timeline", "endpoint", "verdict")
    assert ([tuple(item.get(key, "") for key in keys) for item in document["results"]]
            == [tuple(getattr(item, key) for key in keys) for item in report])
    assert bool(report) == (report.verdict in ("ready", "not_applicable") and report.complete)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_contract(case: dict[str, Any], answers: pathlib.Path) -> None:
    import chainready
    from chainready import native
    from chainready._report import Report
    assert set(case) <= KEYS
    try:
        if case["ask"] == "verify":
            answer = ask_verify(native, case)
        elif case["ask"] == "draft":
            answer = ask_draft(native, case)
        elif case["ask"] == "names":
            assert case["expect"] == {
                "default_timelines": list(chainready.default_timeline_ids()),
                "formats": list(chainready.report_formats())}
            return
        else:
            report, at, until = ask_ready(native, case)
            whole = Report.of(report, at, until, case.get("lane", "installed"))
            answer = whole.to_json()
            is_as_its_json(whole)
            is_in_every_form(whole, answers, case["id"])
    except chainready.CallError as error:
        actual = {"status": error.status, "entry": error.entry, "path": error.path,
                  "offset": -1 if error.offset is None else error.offset,
                  "message": error.message}
        if "message" not in case["error"]:
            del actual["message"]
        assert actual == case["error"]
        return
    assert answer.encode() == (answers / f"{case['id']}.json").read_bytes()
    document = json.loads(answer)
    fields = {"id", "verdict", "complete", *DATES}
    assert {key: document[key] for key in fields if key in document} == case["expect"]
