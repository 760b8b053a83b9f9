# SPDX-License-Identifier: Apache-2.0
"""Documents hang together: links lead somewhere, README names every guide, the glossary's places say what they are named for."""
import pathlib
import re

import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"), *(REPOSITORY / "bindings").rglob("*.md")])
LINK = re.compile(r"\[[^][]*\]\(([^()\s]+)\)")


def prose(path: pathlib.Path) -> str:
    """Without code."""
    return re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.S)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_links_lead_somewhere(path: pathlib.Path) -> None:
    for link in LINK.findall(prose(path)):
        if not re.match("[a-z]+:", link):
            target, _, part = link.partition("#")
            assert (path.parent / target).exists(), link
            assert not part, f"{link}: headings are not linked to, as they change"


def test_files_that_are_named_are_there() -> None:
    """`tests/docs/blocks.py` between backticks is a file of this repository."""
    for path in PAGES:
        if path.name == "CHANGELOG.md" or path.parent.name == "adr":
            continue  # of other times
        for name in re.findall(r"`((?:tests|tools|fuzz|libchain|cli|docs|bench|timelines|corpus|bindings)/[\w./-]+)`", path.read_text("utf-8")):
            name = re.sub(r"(?<![A-Za-z])(?:x|[A-Z]{2,})(?![A-Za-z])", "*", name) if not name.endswith(".md") else name  # x, NAME: any
            assert list(REPOSITORY.glob(name.rstrip("/") + "*")), f"{path.name}: {name}"


def test_readme_names_every_guide() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    for path in [*(REPOSITORY / "docs").glob("*.md"), *(REPOSITORY / "docs" / "tutorial").glob("*.md")]:
        assert f"({path.relative_to(REPOSITORY)})" in readme, path.name


def terms() -> list[tuple[str, str, str]]:
    text = (REPOSITORY / "docs" / "GLOSSARY.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", text, re.M)
    return [row for row in rows if row[0] not in ("word", "---")]


def test_the_glossary_points_at_what_there_is() -> None:
    """Each word is of a standard or links to its place; headings and names that it quotes stand there."""
    assert len(terms()) > 40
    for word, _, place in terms():
        assert re.search(r"RFC \d+|X\.690", place) or LINK.search(place), word
        if word.endswith("•"):
            assert LINK.search(place), f"{word} is ours and has no link"
        for link, quoted, name in re.findall(r"\]\(([^)]+)\)(?: \"([^\"]+)\"| `(\w+)`)?", place):
            text = (REPOSITORY / "docs" / link).read_text("utf-8")
            if quoted:
                assert re.search(rf"^(#+|/\* -+) {re.escape(quoted)}", text, re.M), f"{word}: {link} has no part '{quoted}'"
            if name:
                assert re.search(rf"\b{name}\b", text), f"{word}: {link} has no '{name}'"


def test_the_glossary_is_sorted_and_says_a_word_once() -> None:
    seen: set[str] = set()
    for part in (REPOSITORY / "docs" / "GLOSSARY.md").read_text("utf-8").split("\n## ")[1:]:
        words = [row for row in re.findall(r"^\| ([^|]+) \|", part, re.M) if row not in ("word", "---")]
        assert words == sorted(words, key=str.lower)
        assert not seen & set(words)
        seen |= set(words)


def test_findings_are_explained_with_a_section() -> None:
    """The reference and `explain` cite a section for each."""
    table = (REPOSITORY / "libchain" / "finding.c").read_text("utf-8")
    rows = re.findall(r"\[CHAIN_FINDING_(\w+)\] =\s*\{\s*\"(\w+)\",\s*\"([^\"]*)\"", table)
    assert len(rows) > 50
    assert [name for name, word, section in rows if not section and name != "NONE"] == []
