# SPDX-License-Identifier: Apache-2.0
"""What `timelines new` makes, or refuses; the commands of docs/OWN-ROTATION.md are run by tests/docs."""
import copy
import json
import pathlib
import re
from typing import Any, Callable

import pytest

import migrations
import pki
from command import DATA, READY, REPOSITORY, USAGE, Chainready, outcome, result, validator
from migrations import Timeline

Write = Callable[[str, Any], pathlib.Path]
GUIDE = (REPOSITORY / "docs" / "OWN-ROTATION.md").read_text("utf-8")


def test_the_fragment_of_the_guide_fits(chainready: Chainready, write: Write) -> None:
    """A third phase, after which a store with the old root alone is broken."""
    timeline, authorities = drafted(chainready, write)
    fragment = json.loads(re.search(r"```json\n(.*?)```", GUIDE, re.S).group(1))
    phases = timeline["endpoints"][0]["phases"]
    phases[1]["end"] = fragment["begin"]
    phases.append(fragment)
    path = write("longer.json", timeline)
    assert validator("timelines/schema.json").is_valid(timeline)
    store = write("old.pem", authorities["old"].pem)
    report = chainready.report("--roots", store, "--timeline", path, "--at", "2026-11-22")
    assert outcome(result(report))["breaks_at"] == "2028-01-01T00:00:00Z"


# ---- drafts ------------------------------------------------------------------------------------------


def drafted(chainready: Chainready, write: Write, *more: str
            ) -> tuple[Timeline, dict[str, pki.Identity]]:
    """A complete draft, and its authorities."""
    _, authorities = migrations.rotation()
    files = {name: write(f"{name}.pem", identity.pem) for name, identity in authorities.items()}
    run = chainready("timelines", "new", "corp", "--old", files["old"], "--new", files["new"],
                     "--bridge", files["bridge"], "--host", "*.corp.example", "--on", "2027-02-01",
                     "--at", "2026-11-22", *more)
    assert (run.code, run.err) == (READY, "")
    return json.loads(run.out), authorities


def test_a_draft_of_pem_files_is_complete(chainready: Chainready, write: Write) -> None:
    timeline, authorities = drafted(chainready, write)
    assert validator("timelines/schema.json").is_valid(timeline)
    assert timeline["facts_as_of"] == "2026-11-22"
    for name, identity in (("old", "old"), ("new", "new"), ("new-by-old", "bridge")):
        assert timeline["links"][name]["sha256"] == authorities[identity].sha256
        assert timeline["links"][name]["pem"] == authorities[identity].pem.decode()
    path = write("corp.json", timeline)
    assert chainready("timelines", path, "--verify", "--strict").code == READY
    ask = lambda name, at: outcome(result(chainready.report(
        "--roots", write("roots.pem", authorities[name].pem), "--timeline", path, "--at", at,
        "--until", "2029-12-01")))
    # the bridge is valid through 2029-06-30T00:00:00Z
    assert ask("old", "2026-11-22") == {"verdict": "breaks_later",
                                        "breaks_at": "2029-06-30T00:00:01Z"}
    assert ask("new", "2026-11-22")["verdict"] == "broken"
    assert ask("new", "2027-01-31T23:59:59Z")["verdict"] == "broken"
    assert ask("new", "2027-02-01")["verdict"] == "unknown"
    assert ask("new", "2027-12-01") == {"verdict": "ready"}


def test_a_draft_reads_der_and_standard_input(chainready: Chainready, write: Write) -> None:
    _, authorities = migrations.rotation()
    new = write("new.der", authorities["new"].der)
    run = chainready("timelines", "new", "--old", "-", "--new", new, "--host", "a.example", "--on",
                     "2027-02-01T08:00:00+01:00", stdin=authorities["old"].pem)
    timeline = json.loads(run.out)
    assert timeline["id"] == "my-rotation"
    assert validator("timelines/schema.json").is_valid(timeline)
    assert chainready("timelines", write("it.json", timeline), "--verify").code == READY


# What a person puts for each placeholder of a skeleton, by the end of its path.
FILLED = {"subject": "CN=a", "issuer": "CN=a", "serial": "01", "sha256": "00" * 32, "key": "11" * 32,
          "issuer_key": "11" * 32, "not_before": "2026-01-01T00:00:00Z",
          "not_after": "2046-01-01T00:00:00Z", "at": "2027-02-01"}


def fill(value: Any, key: str = "") -> tuple[Any, int]:
    """The same with the placeholders replaced, and how many there were."""
    if isinstance(value, dict):
        pairs = {name: fill(member, name) for name, member in value.items()}
        return {name: pair[0] for name, pair in pairs.items()}, sum(p[1] for p in pairs.values())
    if isinstance(value, list):
        items = [fill(member, key) for member in value]
        return [item[0] for item in items], sum(item[1] for item in items)
    if isinstance(value, str) and value.startswith("REPLACE: "):
        return ("*.corp.example" if key == "hosts" else FILLED[key]), 1
    return value, 0


def test_a_skeleton_is_valid_but_for_its_placeholders(chainready: Chainready, write: Write) -> None:
    run = chainready("timelines", "new", "corp")
    skeleton = json.loads(run.out)
    chainready("timelines", write("corp.json", skeleton)).fails(DATA, "$.links.old.subject", "REPLACE")
    filled, count = fill(copy.deepcopy(skeleton))
    assert count == 3 * 8 + 3
    assert validator("timelines/schema.json").is_valid(filled)
    assert chainready("timelines", write("corp.json", filled)).code == READY
    for error in validator("timelines/schema.json").iter_errors(skeleton):
        assert "REPLACE: " in json.dumps(error.instance), error.message


REFUSED: dict[str, tuple[list[str], int, str]] = {
    "bridge_alone": (["--bridge", "bridge"], USAGE, "needs the old root and the new one"),
    "bridge_is_the_new_root": (["--old", "old", "--new", "new", "--bridge", "new"], DATA,
                               "not issued by the old root"),
    "root_is_a_bridge": (["--old", "bridge"], DATA, "is not a root"),
    "two_certificates": (["--old", "two"], DATA, "two: holds 2 certificates, not one"),
    "no_certificate": (["--old", "junk"], DATA, "junk"),
    "host_in_capitals": (["--old", "old", "--new", "new", "--host", "A.example", "--on", "2027"], DATA,
                         "$.endpoints[0].hosts"),
    "no_date": (["--old", "old", "--new", "new", "--host", "a.example", "--on", "soon"], DATA,
                "$.endpoints[0].phases[0].end"),
    "two_ids": (["again"], USAGE, "takes one id"),
    "with_verify": (["--verify"], USAGE, "not for 'timelines new'"),
    "twice": (["--old", "old", "--old", "old"], USAGE, "--old is given twice"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_draft_is_refused(chainready: Chainready, write: Write, name: str) -> None:
    _, authorities = migrations.rotation()
    files = {key: identity.pem for key, identity in authorities.items()}
    files.update({"two": files["old"] + files["new"], "junk": b"junk"})
    arguments, code, words = REFUSED[name]
    given = [str(write(word, files[word])) if word in files else word for word in arguments]
    chainready("timelines", "new", "corp", *given).fails(code, words)


def test_options_of_a_draft_belong_to_it(chainready: Chainready) -> None:
    chainready("timelines", "--on", "2027-01-01").fails(USAGE, "belong to 'timelines new'")
    assert chainready("check", "--old", "x").code == USAGE
