# SPDX-License-Identifier: Apache-2.0
"""The form of a timeline is closed: every mistake is called one, with the file and the JSON path, by
the reader and, where it is one of form, by the schema too."""
import copy
import json
import pathlib
from typing import Any, Callable, Optional

import pytest

import migrations
from command import DATA, READY, REPOSITORY, Chainready, Run, validator
from migrations import Timeline, changed

SCHEMA = "timelines/schema.json"
Write = Callable[[str, Any], pathlib.Path]
BUILTIN = sorted(path.stem for path in (REPOSITORY / "timelines").glob("*.json")
                 if path.name != "schema.json")
DROP = object()

OWN = {"sources": ["own"], "confidence": "high"}
EXACT = "2027-06-01T00:00:00Z"


def complete() -> Timeline:
    """A timeline that has everything a timeline can have."""
    timeline, _ = migrations.rotation()
    timeline.update({
        "$schema": "schema.json",
        "summary": "Root 2017 ends, root 2026 begins.",
        "over": "2030-01-01T00:00:00Z",
        "note": "made for a test",
        "unknowns": ["who keeps a printer with its own store"],
        "programs": [
            {"program": "mozilla", "root": "old", "effect": "remove", "at": "2028", **OWN},
            {"program": "jdk", "root": "old", "effect": "distrust_after", "implemented": "JDK 30",
             "at": {"at": "2027-05", "zone": "unstated", "stated": "in May", **OWN}, **OWN}],
        "revocations": [
            {"certificate": "new-by-old", "at": {"earliest": EXACT, "latest": EXACT}, **OWN},
            {"issuer": "old", "issued_from": "2017-01-01T00:00:00Z", "issued_until": EXACT,
             "at": "2028-01-01T00:00:00+01:00", "reason": "a lost key", **OWN}],
        "deadlines": [{"id": "clients", "at": "2027-01-31", "text": "have it by then",
                       "requires": ["new"], **OWN}],
        "minimums": [{"root": "new", "platform": "printer", "claimed": "1", "minimum": "2",
                      "status": "they disagree", **OWN}],
        "contradictions": [{"about": "the day", "decided": "Sunday", "why": "mail",
                            "statements": [{"source": "own", "text": "Monday"}], **OWN}],
    })
    timeline["sources"]["own"].update({"updated": "2026-11-01", "note": "a wiki page"})
    timeline["links"]["old"].update({"algorithm": "EC", "purposes": ["serverAuth"], "note": "old"})
    timeline["links"]["new"] = {**migrations.stated(timeline["links"]["new"]), **OWN}
    endpoint = timeline["endpoints"][0]
    endpoint.update({"sources": ["own"], "note": "not the guests"})
    endpoint["phases"][0].update({"title": "root 2017", "lingers": True, "note": "as ever",
                                  "sufficient": [["old"], ["old", "new"]], **OWN})
    endpoint["phases"][1]["end"] = {"kind": "announced_undated", "earliest": "2027-07-01T12:00:00Z",
                                    "stated": "in summer", **OWN}
    endpoint["phases"][2]["begin"] = {"kind": "announced_undated", "stated": "in summer",
                                      "earliest": "2027-07-01T12:00:00Z", "note": "no date", **OWN}
    endpoint["phases"][2]["end"] = {"kind": "none_announced", "stated": "for good", **OWN}
    endpoint["phases"][2]["chains"].append(
        {**migrations.chain("new-bridged", "new", ["new-by-old"], "possible"), "note": "who knows"})
    return timeline


BASE = complete()
PHASE = ("endpoints", 0, "phases", 1)
CHAIN = (*PHASE, "chains", 0)

GOOD: dict[str, Timeline] = {
    "everything": BASE,
    "no_more_than_needed": migrations.rotation()[0],
    "end_of_a_kind_with_bounds": changed(
        BASE, *PHASE, "end", value={"kind": "instant", "earliest": EXACT, "latest": EXACT}),
    "end_without_a_kind": changed(BASE, *PHASE, "end", value={"at": EXACT}),
    "end_as_text": changed(BASE, *PHASE, "end", value=EXACT),
    "last_end_null": changed(BASE, "endpoints", 0, "phases", 2, "end", value=None),
    "dates_in_a_month": changed(changed(BASE, *PHASE, "begin", value="2027-03"),
                                "endpoints", 0, "phases", 0, "end", value="2027-03"),
    "time_in_small_letters": changed(BASE, "over", value="2030-01-01t00:00:00z"),
    "time_with_a_fraction": changed(BASE, "over", value="2030-01-01T00:00:00.25Z"),
    "link_known_by_its_certificate": changed(BASE, "links", "old", "sources", drop=True),
    "no_hosts": changed(BASE, "endpoints", 0, "hosts", drop=True),
    "confidence_low": changed(BASE, *CHAIN, "confidence", value="low"),
    "empty_lists": changed(BASE, "programs", value=[]),
    "names_beyond_ascii": changed(BASE, "title", value="Zürich: Wurzel 2017 → 2026"),
    "facts_as_of_a_month": changed(BASE, "facts_as_of", value="2026-11"),
    "on_request": {**BASE, "on_request": True},
    "not_on_request": {**BASE, "on_request": False},
    "only_programs": {**BASE, "on_request": True, "endpoints": []},
    "only_deadlines": {**BASE, "on_request": True, "endpoints": [], "links": {}, "programs": [],
                       "revocations": [], "minimums": [],
                       "deadlines": [{"at": "2027-01-31", "text": "soon", "sources": ["own"]}]},
}

# name: where, another value or DROP, and the JSON path that the complaint must name
FORM: dict[str, tuple[tuple[Any, ...], Any, str]] = {
    "unknown_key": (("colour",), "red", "$: has an unknown key 'colour'"),
    "unknown_key_in_a_source": (("sources", "own", "uri"), "x", "$.sources.own: has an unknown key"),
    "unknown_key_in_a_link": (("links", "old", "sha1"), "x", "$.links.old: has an unknown key"),
    "unknown_key_in_an_endpoint": (("endpoints", 0, "host"), "x",
                                   "$.endpoints[0]: has an unknown key"),
    "unknown_key_in_a_phase": ((*PHASE, "until"), EXACT, "$.endpoints[0].phases[1]: has an unknown"),
    "unknown_key_in_a_chain": ((*CHAIN, "send"), [], "$.endpoints[0].phases[1].chains[0]: has an"),
    "unknown_key_in_an_end": ((*PHASE, "end", "when"), EXACT, "$.endpoints[0].phases[1].end"),
    "unknown_key_in_a_program": (("programs", 0, "since"), EXACT, "$.programs[0]: has an unknown"),
    "unknown_key_in_a_moment": (("programs", 1, "at", "tz"), "UTC", "$.programs[1].at"),
    "unknown_key_in_a_revocation": (("revocations", 0, "serial"), "00", "$.revocations[0]"),
    "unknown_key_in_a_deadline": (("deadlines", 0, "day"), EXACT, "$.deadlines[0]: has an unknown"),
    "unknown_key_in_a_minimum": (("minimums", 0, "version"), "1", "$.minimums[0]: has an unknown"),
    "unknown_key_in_a_contradiction": (("contradictions", 0, "who"), "x", "$.contradictions[0]"),
    "unknown_key_in_a_statement": (("contradictions", 0, "statements", 0, "who"), "x",
                                   "$.contradictions[0].statements[0]"),
    "no_schema": (("schema",), DROP, "$.schema: is missing"),
    "another_schema": (("schema",), "libchain.timeline/2", "$.schema"),
    "no_id": (("id",), DROP, "$.id: is missing"),
    "empty_id": (("id",), "", "$.id: is empty"),
    "id_with_a_blank": (("id",), "corp rotation", "$.id"),
    "id_with_a_slash": (("id",), "../../etc", "$.id"),
    "no_title": (("title",), DROP, "$.title: is missing"),
    "no_operator": (("operator",), DROP, "$.operator: is missing"),
    "no_status": (("status",), DROP, "$.status: is missing"),
    "unknown_status": (("status",), "soon", "$.status"),
    "no_facts_as_of": (("facts_as_of",), DROP, "$.facts_as_of: is missing"),
    "facts_as_of_no_date": (("facts_as_of",), "yesterday", "$.facts_as_of"),
    "title_a_number": (("title",), 7, "$.title: is not a string"),
    "summary_a_list": (("summary",), ["x"], "$.summary: is not a string"),
    "note_an_object": (("note",), {"x": 1}, "$.note: is not a string"),
    "unknowns_a_text": (("unknowns",), "all", "$.unknowns: is not an array"),
    "unknowns_of_numbers": (("unknowns", 0), 1, "$.unknowns[0]: is not a string"),
    "over_only_a_day": (("over",), "2030-01-01", "$.over"),
    "no_sources": (("sources",), DROP, "$.sources"),
    "sources_empty": (("sources",), {}, "$.sources"),
    "sources_a_list": (("sources",), ["own"], "$.sources"),
    "source_without_url": (("sources", "own", "url"), DROP, "$.sources.own.url: is missing"),
    "source_without_kind": (("sources", "own", "kind"), DROP, "$.sources.own.kind: is missing"),
    "source_of_unknown_kind": (("sources", "own", "kind"), "rumour", "$.sources.own.kind"),
    "source_title_a_number": (("sources", "own", "title"), 1, "$.sources.own.title: is not a"),
    "no_links": (("links",), DROP, "$.links"),
    "links_empty": (("links",), {}, "$.links"),
    "links_a_list": (("links",), [], "$.links"),
    "link_null": (("links", "old"), None, "$.links.old: is not an object"),
    "link_without_role": (("links", "old", "role"), DROP, "$.links.old.role: is missing"),
    "link_of_unknown_role": (("links", "old", "role"), "leaf", "$.links.old.role"),
    "link_without_subject": (("links", "old", "subject"), DROP, "$.links.old.subject: is missing"),
    "link_without_issuer": (("links", "old", "issuer"), DROP, "$.links.old.issuer: is missing"),
    "link_without_key": (("links", "old", "key"), DROP, "$.links.old.key: is missing"),
    "link_with_half_a_hash": (("links", "old", "sha256"), "ab" * 16, "$.links.old.sha256"),
    "link_with_a_hash_not_hex": (("links", "old", "key"), "zz" * 32, "$.links.old.key"),
    "link_with_colons": (("links", "old", "sha256"), ":".join(["ab"] * 32), "$.links.old.sha256"),
    "link_with_odd_serial": (("links", "old", "serial"), "123", "$.links.old"),
    "link_with_serial_not_hex": (("links", "old", "serial"), "0x12", "$.links.old.serial"),
    "link_with_empty_serial": (("links", "old", "serial"), "", "$.links.old.serial"),
    "link_with_a_day": (("links", "old", "not_after"), "2029-12-31", "$.links.old.not_after"),
    "link_with_a_bad_date": (("links", "old", "not_before"), "2017-13-01T00:00:00Z",
                             "$.links.old.not_before"),
    "link_with_a_number_as_date": (("links", "old", "not_after"), 1893456000,
                                   "$.links.old.not_after: is not a string"),
    "link_purposes_a_text": (("links", "old", "purposes"), "serverAuth", "$.links.old.purposes"),
    "link_of_neither_source_nor_certificate": (("links", "new", "sources"), DROP,
                                               "$.links.new.sources: is missing"),
    "sources_of_a_link_empty": (("links", "new", "sources"), [], "$.links.new.sources"),
    "sources_of_a_link_a_text": (("links", "new", "sources"), "own", "$.links.new.sources"),
    "sources_of_numbers": (("links", "new", "sources"), [1], "$.links.new.sources"),
    "confidence_a_number": (("links", "old", "confidence"), 1, "$.links.old.confidence"),
    "confidence_unknown": ((*CHAIN, "confidence"), "sure",
                           "$.endpoints[0].phases[1].chains[0].confidence"),
    "no_endpoints": (("endpoints",), DROP, "$.endpoints"),
    "endpoints_empty": (("endpoints",), [], "$.endpoints"),
    "on_request_a_text": (("on_request",), "yes", "$.on_request: is neither true nor false"),
    "endpoint_a_text": (("endpoints", 0), "intranet", "$.endpoints[0]: is not an object"),
    "endpoint_without_id": (("endpoints", 0, "id"), DROP, "$.endpoints[0].id: is missing"),
    "endpoint_without_title": (("endpoints", 0, "title"), DROP, "$.endpoints[0].title: is missing"),
    "hosts_empty": (("endpoints", 0, "hosts"), [], "$.endpoints[0].hosts"),
    "hosts_null": (("endpoints", 0, "hosts"), None, "$.endpoints[0].hosts"),
    "host_in_capitals": (("endpoints", 0, "hosts", 0), "*.CORP.example", "$.endpoints[0].hosts"),
    "host_an_url": (("endpoints", 0, "hosts", 0), "https://x/", "$.endpoints[0].hosts"),
    "host_empty": (("endpoints", 0, "hosts", 0), "", "$.endpoints[0].hosts"),
    "phases_empty": (("endpoints", 0, "phases"), [], "$.endpoints[0].phases"),
    "phase_without_id": ((*PHASE, "id"), DROP, "$.endpoints[0].phases[1].id: is missing"),
    "phase_without_begin": ((*PHASE, "begin"), DROP, "$.endpoints[0].phases[1].begin: is missing"),
    "phase_without_end": ((*PHASE, "end"), DROP, "$.endpoints[0].phases[1].end: is missing"),
    "begin_a_number": ((*PHASE, "begin"), 1801440000, "$.endpoints[0].phases[1].begin"),
    "begin_of_no_form": ((*PHASE, "begin"), {}, "$.endpoints[0].phases[1].begin"),
    "begin_that_nobody_announced": ((*PHASE, "begin"), {"kind": "none_announced"},
                                    "$.endpoints[0].phases[1].begin"),
    "begin_not_a_date": ((*PHASE, "begin"), "next spring", "$.endpoints[0].phases[1].begin"),
    "begin_with_half_a_zone": ((*PHASE, "begin"), "2027-02-01T00:00:00+1",
                               "$.endpoints[0].phases[1].begin"),
    "begin_without_zone": ((*PHASE, "begin"), "2027-02-01T00:00:00",
                           "$.endpoints[0].phases[1].begin"),
    "end_of_unknown_kind": ((*PHASE, "end"), {"kind": "maybe", "at": EXACT},
                            "$.endpoints[0].phases[1].end.kind"),
    "end_of_no_instant": ((*PHASE, "end"), {"kind": "instant"}, "$.endpoints[0].phases[1].end"),
    "end_none_but_dated": ((*PHASE, "end"), {"kind": "none_announced", "at": EXACT},
                           "$.endpoints[0].phases[1].end"),
    "end_undated_but_dated": (
        (*PHASE, "end"), {"kind": "announced_undated", "at": EXACT, "stated": "x",
                          "earliest": EXACT}, "$.endpoints[0].phases[1].end"),
    "end_undated_but_bounded": (
        (*PHASE, "end"), {"kind": "announced_undated", "latest": EXACT, "stated": "x",
                          "earliest": EXACT}, "$.endpoints[0].phases[1].end"),
    "end_undated_without_words": ((*PHASE, "end"), {"kind": "announced_undated", "earliest": EXACT},
                                  "$.endpoints[0].phases[1].end.stated: is missing"),
    "end_undated_without_earliest": ((*PHASE, "end"), {"kind": "announced_undated", "stated": "x"},
                                     "$.endpoints[0].phases[1].end.earliest: is missing"),
    "end_with_one_bound": ((*PHASE, "end"), {"earliest": EXACT}, "$.endpoints[0].phases[1].end"),
    "end_with_date_and_bounds": ((*PHASE, "end"), {"at": EXACT, "earliest": EXACT},
                                 "$.endpoints[0].phases[1].end"),
    "end_with_bounds_and_zone": (
        (*PHASE, "end"), {"earliest": EXACT, "latest": EXACT, "zone": "unstated"},
        "$.endpoints[0].phases[1].end"),
    "end_in_an_unknown_zone": ((*PHASE, "end"), {"at": "2027-07-01", "zone": "CET"},
                               "$.endpoints[0].phases[1].end"),
    "lingers_a_text": ((*PHASE, "lingers"), "yes", "$.endpoints[0].phases[1]"),
    "chains_empty": ((*PHASE, "chains"), [], "$.endpoints[0].phases[1].chains"),
    "chains_missing": ((*PHASE, "chains"), DROP, "$.endpoints[0].phases[1].chains"),
    "chain_without_id": ((*CHAIN, "id"), DROP, "$.endpoints[0].phases[1].chains[0].id: is missing"),
    "chain_without_issuer": ((*CHAIN, "issuer"), DROP,
                             "$.endpoints[0].phases[1].chains[0].issuer: is missing"),
    "chain_without_sent": ((*CHAIN, "sent"), DROP, "$.endpoints[0].phases[1].chains[0].sent"),
    "chain_sent_a_text": ((*CHAIN, "sent"), "old", "$.endpoints[0].phases[1].chains[0].sent"),
    "chain_sent_numbers": ((*CHAIN, "sent"), [0], "$.endpoints[0].phases[1].chains[0].sent"),
    "chain_without_presence": ((*CHAIN, "presence"), DROP,
                               "$.endpoints[0].phases[1].chains[0].presence: is missing"),
    "chain_of_unknown_presence": ((*CHAIN, "presence"), "often",
                                  "$.endpoints[0].phases[1].chains[0].presence"),
    "chain_without_source": ((*CHAIN, "sources"), DROP,
                             "$.endpoints[0].phases[1].chains[0].sources: is missing"),
    "chain_statement_a_list": ((*CHAIN, "statement"), [],
                               "$.endpoints[0].phases[1].chains[0].statement: is not a string"),
    "sufficient_not_of_lists": ((*PHASE, "sufficient"), ["old"],
                                "$.endpoints[0].phases[1].sufficient"),
    "programs_an_object": (("programs",), {}, "$.programs"),
    "program_unknown": (("programs", 0, "program"), "apple", "$.programs[0].program"),
    "program_effect_unknown": (("programs", 0, "effect"), "frown", "$.programs[0].effect"),
    "program_without_at": (("programs", 0, "at"), DROP, "$.programs[0].at: is missing"),
    "program_without_root": (("programs", 0, "root"), DROP, "$.programs[0].root: is missing"),
    "program_without_source": (("programs", 0, "sources"), DROP, "$.programs[0].sources: is missing"),
    "program_implemented_a_number": (("programs", 1, "implemented"), 30, "$.programs[1].implemented"),
    "revocation_of_nothing": (("revocations", 0, "certificate"), DROP, "$.revocations[0]"),
    "revocation_of_two": (("revocations", 0, "issuer"), "old", "$.revocations[0]"),
    "revocation_of_a_certificate_by_issuance": (("revocations", 0, "issued_until"), EXACT,
                                                "$.revocations[0]"),
    "revocation_without_source": (("revocations", 0, "sources"), DROP,
                                  "$.revocations[0].sources: is missing"),
    "revocation_from_a_day": (("revocations", 1, "issued_from"), "2017-01-01",
                              "$.revocations[1].issued_from"),
    "deadline_without_at": (("deadlines", 0, "at"), DROP, "$.deadlines[0].at: is missing"),
    "deadline_text_a_number": (("deadlines", 0, "text"), 1, "$.deadlines[0].text: is not a string"),
    "deadline_requires_a_text": (("deadlines", 0, "requires"), "new", "$.deadlines[0].requires"),
    "minimum_without_root": (("minimums", 0, "root"), DROP, "$.minimums[0].root: is missing"),
    "minimum_platform_a_number": (("minimums", 0, "platform"), 1, "$.minimums[0].platform"),
    "contradiction_of_nobody": (("contradictions", 0, "statements"), [],
                                "$.contradictions[0].statements"),
    "contradiction_about_nothing": (("contradictions", 0, "about"), DROP,
                                    "$.contradictions[0].about: is missing"),
}

# The same for what a schema cannot tell: references, and the order of dates.
MEANING: dict[str, tuple[tuple[Any, ...], Any, str]] = {
    "source_not_listed": ((*CHAIN, "sources"), ["hearsay"],
                          "$.endpoints[0].phases[1].chains[0].sources"),
    "source_of_a_statement_not_listed": (("contradictions", 0, "statements", 0, "source"), "hearsay",
                                         "$.contradictions[0].statements[0].source"),
    "issuer_not_a_link": ((*CHAIN, "issuer"), "newer", "$.endpoints[0].phases[1].chains[0].issuer"),
    "sent_not_a_link": ((*CHAIN, "sent"), ["old", "nothing"],
                        "$.endpoints[0].phases[1].chains[0].sent"),
    "sufficient_not_a_link": ((*PHASE, "sufficient"), [["nothing"]],
                              "$.endpoints[0].phases[1].sufficient[0]"),
    "program_root_not_a_link": (("programs", 0, "root"), "nothing", "$.programs[0].root"),
    "revocation_not_a_link": (("revocations", 0, "certificate"), "nothing",
                              "$.revocations[0].certificate"),
    "deadline_root_not_a_link": (("deadlines", 0, "requires"), ["nothing"],
                                 "$.deadlines[0].requires"),
    "minimum_root_not_a_link": (("minimums", 0, "root"), "nothing", "$.minimums[0].root"),
    "phase_reversed": ((*PHASE, "end"), "2027-01-31T00:00:00Z", "$.endpoints[0].phases[1]"),
    "phases_overlapping": (("endpoints", 0, "phases", 2, "begin"), "2027-06-30T12:00:00Z",
                           "$.endpoints[0].phases[2]"),
    "phase_begins_before_the_one_before_it": ((*PHASE, "begin"), None, "$.endpoints[0].phases[1]"),
    "bounds_reversed": ((*PHASE, "end"), {"earliest": "2027-08-01T00:00:00Z", "latest": EXACT},
                        "$.endpoints[0].phases[1].end"),
    "no_such_day": ((*PHASE, "begin"), "2027-02-29", "$.endpoints[0].phases[1].begin"),
    "a_zone_too_many": ((*PHASE, "end"), {"at": "2027-07-01T12:00:00Z", "zone": "+01:00"},
                        "$.endpoints[0].phases[1].end"),
    "link_ends_before_it_begins": (("links", "old", "not_after"), "2016-01-01T00:00:00Z",
                                   "$.links.old"),
    "link_with_a_name_that_is_none": (("links", "old", "subject"), "Corp Root", "$.links.old.subject"),
    "link_with_pem_that_is_none": (("links", "old", "pem"), "MIIB", "$.links.old.pem"),
    "escape_sequence_in_a_title": (("title",), "Corp\x1b[2Jrotation", "$.title: contains a control"),
    "escape_sequence_in_a_statement": ((*CHAIN, "statement"), "x\x9b31m",
                                       "$.endpoints[0].phases[1].chains[0].statement: contains"),
    "line_end_in_an_endpoint": (("endpoints", 0, "title"), "the\nintranet",
                                "$.endpoints[0].title: contains a control"),
    "hidden_reversal_in_an_operator": (("operator",), "Corp \u202eTI", "$.operator: contains"),
    "past_but_not_over": (("status",), "past", "$.status"),
    "current_but_over": (("over",), "2026-01-01T00:00:00Z", "$.status"),
}


def edited(where: tuple[Any, ...], value: Any) -> Timeline:
    """The complete timeline with one thing changed."""
    return changed(BASE, *where, drop=True) if value is DROP else changed(BASE, *where, value=value)


def fits(timeline: Timeline) -> bool:
    """Does the schema accept it?"""
    return validator(SCHEMA).is_valid(timeline)


def ask(chainready: Chainready, path: pathlib.Path) -> Run:
    """Runs the main job with it."""
    store = REPOSITORY / "corpus" / "roots" / "globalsign-root-ca.pem"
    return chainready.check("--roots", store, "--timeline", path, "--at", "2026-11-22")


@pytest.mark.parametrize("name", BUILTIN)
def test_builtin_timelines_fit_the_schema(name: str) -> None:
    problems = sorted(validator(SCHEMA).iter_errors(migrations.builtin(name)), key=str)
    assert not problems, problems[0]


@pytest.mark.parametrize("name", BUILTIN)
def test_builtin_timelines_are_printed_as_they_are(chainready: Chainready, name: str) -> None:
    run = chainready("timelines", name, "--json")
    assert run.code == READY
    assert json.loads(run.out) == migrations.builtin(name)


@pytest.mark.parametrize("name", BUILTIN)
def test_a_builtin_timeline_reads_the_same_as_a_file(chainready: Chainready, name: str) -> None:
    path = REPOSITORY / "timelines" / f"{name}.json"
    run = chainready("timelines", path)
    assert (run.code, run.err) == (READY, "")
    assert run.out == chainready("timelines", name).out


@pytest.mark.parametrize("name", GOOD)
def test_reader_and_schema_accept(chainready: Chainready, write: Write, name: str) -> None:
    assert fits(GOOD[name])
    run = ask(chainready, write("good.json", GOOD[name]))
    assert run.code < 64, run.err


@pytest.mark.parametrize("name", FORM)
def test_reader_and_schema_refuse(chainready: Chainready, write: Write, name: str) -> None:
    where, value, place = FORM[name]
    timeline = edited(where, value)
    assert not fits(timeline), "the schema accepts it"
    path = write("bad.json", timeline)
    ask(chainready, path).fails(DATA, f"chainready: {path}: {place}")


@pytest.mark.parametrize("lacks", ["programs and deadlines", "links"])
def test_what_is_on_request_is_about_something(chainready: Chainready, write: Write,
                                               lacks: str) -> None:
    """Without endpoints there are programs, whose roots are links, or deadlines."""
    timeline = {**BASE, "on_request": True, "endpoints": []}
    if lacks == "links":
        timeline.update({"links": {}, "deadlines": []})
    else:
        timeline.update({"programs": [], "deadlines": []})
    assert not fits(timeline), "the schema accepts it"
    path = write("bad.json", timeline)
    ask(chainready, path).fails(DATA, "$.links" if lacks == "links" else "$.endpoints")


@pytest.mark.parametrize("name", MEANING)
def test_reader_refuses_what_no_schema_can(chainready: Chainready, write: Write, name: str) -> None:
    where, value, place = MEANING[name]
    timeline = edited(where, value)
    assert fits(timeline), "the schema can tell after all"
    path = write("bad.json", timeline)
    ask(chainready, path).fails(DATA, f"chainready: {path}: {place}")


def test_two_endpoints_of_one_name_are_refused(chainready: Chainready, write: Write) -> None:
    twice = [BASE["endpoints"][0], copy.deepcopy(BASE["endpoints"][0])]
    path = write("bad.json", changed(BASE, "endpoints", value=twice))
    ask(chainready, path).fails(DATA, f"{path}: $.endpoints[1]: two endpoints are called 'intranet'")


def test_a_timeline_with_two_certificates_in_a_link_is_refused(chainready: Chainready,
                                                               write: Write) -> None:
    both = BASE["links"]["old"]["pem"] + BASE["links"]["new-by-old"]["pem"]
    path = write("bad.json", changed(BASE, "links", "old", "pem", value=both))
    ask(chainready, path).fails(DATA, f"{path}: $.links.old.pem")


def test_a_certificate_that_the_file_describes_wrongly_is_a_wrong_fact(chainready: Chainready,
                                                                       write: Write) -> None:
    path = write("wrong.json", changed(BASE, "links", "old", "not_after",
                                       value="2029-12-30T00:00:00Z"))
    run = chainready("timelines", path, "--verify")
    assert run.code == 2
    assert "$.links.old.not_after" in run.out


NOT_JSON = {
    "empty_file": b"",
    "white_space": b"  \n\t ",
    "half_an_object": json.dumps(BASE).encode()[:2000],
    "trailing_comma": b'{"schema": "libchain.timeline/1",}',
    "comment": b"// a timeline\n{}",
    "yaml": b"schema: libchain.timeline/1\n",
    "pem": BASE["links"]["old"]["pem"].encode(),
    "nul_octet": b'{"id": "corp\x00rotation"}',
    "nul_escape": b'{"id": "corp\\u0000rotation"}',
    "latin_1": b'{"title": "Z\xfcrich"}',
    "utf_16": '{"id": "x"}'.encode("utf-16"),
    "half_a_surrogate": b'{"title": "\\ud800"}',
    "two_documents": b"{} {}",
    "a_number_too_large": b'{"over": 1e999}',
    "duplicate_key": b'{"id": "one", "id": "two"}',
    "nested_100000_deep": b"[" * 100000 + b"]" * 100000,
}


@pytest.mark.memory
@pytest.mark.parametrize("name", NOT_JSON)
def test_what_is_not_json_is_refused_with_its_place(chainready: Chainready, write: Write,
                                                    name: str) -> None:
    path = write("bad.json", NOT_JSON[name])
    ask(chainready, path).fails(DATA, f"chainready: {path}: offset ", ": not JSON: ", "line ")


def test_a_duplicate_key_deep_inside_is_refused(chainready: Chainready, write: Write) -> None:
    text = json.dumps(BASE).replace('"presence": "served"', '"presence": "served", "presence": "x"', 1)
    path = write("bad.json", text)
    ask(chainready, path).fails(DATA, f"chainready: {path}: offset ", "duplicate", "presence")


@pytest.mark.parametrize("document", [b"[]", b'"corp"', b"7", b"null", b"true"])
def test_json_that_is_no_object_is_refused(chainready: Chainready, write: Write,
                                           document: bytes) -> None:
    path = write("bad.json", document)
    assert not fits(json.loads(document))
    ask(chainready, path).fails(DATA, f"chainready: {path}: ")


def test_a_deeply_nested_value_is_refused(chainready: Chainready, write: Write) -> None:
    value: Any = "x"
    for _ in range(900):
        value = {"a": value}
    path = write("bad.json", changed(BASE, "note", value=value))
    ask(chainready, path).fails(DATA, f"chainready: {path}: $.note")


def test_more_than_a_thousand_of_a_kind_are_refused(chainready: Chainready, write: Write) -> None:
    timeline = changed(BASE, "programs", value=[BASE["programs"][0]] * 1001)
    assert not fits(timeline)
    path = write("bad.json", timeline)
    ask(chainready, path).fails(DATA, f"{path}: $.programs: has more than 1000 items")
    timeline = changed(BASE, "programs", value=[BASE["programs"][0]] * 1000)
    assert fits(timeline)
    assert ask(chainready, write("good.json", timeline)).code < 64


def test_a_timeline_of_more_than_64_mib_is_refused(chainready: Chainready,
                                                   tmp_path: pathlib.Path) -> None:
    path = tmp_path / "huge.json"
    with open(path, "wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    ask(chainready, path).fails(DATA, f"chainready: {path}: ", "larger than 64 MiB")


def test_a_timeline_of_30_mib_of_text_is_read(chainready: Chainready, write: Write) -> None:
    path = write("large.json", changed(BASE, "note", value="x" * 30_000_000))
    assert ask(chainready, path).code < 64


def test_a_missing_timeline_is_no_such_file(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "missing.json"
    ask(chainready, path).fails(66, f"chainready: {path}: ")


def test_a_mistyped_id_is_taken_for_a_file(chainready: Chainready) -> None:
    run = chainready.check("--timeline", "oss-globalsing", "--roots",
                           REPOSITORY / "corpus" / "roots" / "globalsign-root-ca.pem")
    run.fails(66, "oss-globalsing")


def test_every_description_in_the_schemas_is_there() -> None:
    """Each member of each object of the schemas says what it is, itself or by its definition."""
    for path in (SCHEMA, "docs/schema/report.json", "docs/schema/verify.json"):
        schema = validator(path).schema
        assert_described(schema, schema, path)


def assert_described(schema: Any, whole: Any, place: str) -> None:
    """Every property has a description, and every object is closed."""
    if isinstance(schema, list):
        for number, member in enumerate(schema):
            assert_described(member, whole, f"{place}[{number}]")
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "object":
        assert "additionalProperties" in schema, f"{place} is open"
        for name, member in schema.get("properties", {}).items():
            described = resolved(member, whole)
            assert "description" in described or "const" in described, f"{place}.{name}"
    for name, member in schema.items():
        assert_described(member, whole, f"{place}.{name}")


def resolved(schema: Any, whole: Any) -> Any:
    """What a reference refers to, unless it is described where it stands."""
    reference: Optional[str] = schema.get("$ref")
    if reference is None or "description" in schema:
        return schema
    return whole["$defs"][reference.rsplit("/", 1)[1]]


def test_both_report_schemas_describe_segments_alike() -> None:
    report, verify = (validator(f"docs/schema/{name}.json").schema["$defs"]
                      for name in ("report", "verify"))
    assert verify == {name: report[name] for name in verify}
