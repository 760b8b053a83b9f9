# SPDX-License-Identifier: Apache-2.0
"""chainready timelines --json: one document, however many migrations it is about."""
import migrations
from command import READY, REPOSITORY, USAGE, Chainready, one_document

BUILTIN = sorted(path.stem for path in (REPOSITORY / "timelines").glob("*.json") if path.stem != "schema")


def test_all_of_them_are_one_document(chainready: Chainready) -> None:
    run = chainready("timelines", "--json")
    assert run.code == READY
    document = one_document(run.out)
    assert document["schema"] == "libchain.timelines/1"
    listed = [line.split()[0] for line in chainready("timelines").out.splitlines()]
    assert sorted(listed) == BUILTIN
    assert document["timelines"] == [migrations.builtin(name) for name in listed]


def test_two_are_one_document(chainready: Chainready) -> None:
    document = one_document(chainready("timelines", "aws-ats", "oss-globalsign", "--json").out)
    assert [timeline["id"] for timeline in document["timelines"]] == ["aws-ats", "oss-globalsign"]


def test_one_is_itself(chainready: Chainready) -> None:
    assert one_document(chainready("timelines", "aws-ats", "--json").out) == migrations.builtin("aws-ats")


def test_what_verify_finds_is_text(chainready: Chainready) -> None:
    chainready("timelines", "--verify", "--json").fails(USAGE, "--verify")
