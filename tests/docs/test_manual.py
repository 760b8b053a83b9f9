# SPDX-License-Identifier: Apache-2.0
"""What the program says of itself: --help fits a screen, and the manual is clean and has all of it."""
import pathlib
import re
import shutil
import subprocess

import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
COMMANDS = ["check", "completion", "explain", "fix", "record", "report", "stores", "timelines", "verify"]
# A terminal's 24 lines, but for the one with the prompt.
LINES, COLUMNS = 23, 80


@pytest.fixture(name="binary")
def _binary(request: pytest.FixtureRequest) -> str:
    return str(pathlib.Path(request.config.getoption("--chainready")).resolve())


def said(*words: str) -> str:
    return subprocess.run(words, text=True, capture_output=True, check=True).stdout


def fits(text: str) -> bool:
    lines = text.splitlines()
    return len(lines) <= LINES and max(map(len, lines)) <= COLUMNS


@pytest.mark.parametrize("words", [[], *([command] for command in COMMANDS), ["timelines", "new"]], ids=" ".join)
def test_help_fits_a_screen(binary: str, words: list[str]) -> None:
    text = said(binary, *words, "--help")
    assert text.startswith("usage: chainready") and fits(text), text


def test_the_rest_of_help(binary: str) -> None:
    """It begins like the short form, is no wider, and is named by it where there is more."""
    for command in COMMANDS:
        short, whole = said(binary, command, "--help"), said(binary, command, "--help=all")
        assert whole.startswith(short) and max(map(len, whole.splitlines())) <= COLUMNS
        assert ("--help=all" in short) == (whole != short), command
    assert not fits(said(binary, "check", "--help=all"))  # the rule can fail
    done = subprocess.run([binary, "check", "--help=some"], text=True, capture_output=True, check=False)
    assert done.returncode == 64 and "--help=all" in done.stderr


def test_every_option_is_in_the_help(binary: str) -> None:
    """What the command takes by itself is explained by it or by one of the commands whose options it shares."""
    lists = re.findall(r"words='(--[^']*)'", said(binary, "completion", "bash"))
    assert len(lists) > len(COMMANDS)
    everywhere = " ".join(said(binary, command, "--help=all") for command in COMMANDS)
    for option in set(" ".join(lists).split()) - {"--help", "--version"}:
        assert re.search(rf"{option}\b", everywhere), option


@pytest.fixture(name="pages", scope="module")
def _pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[pathlib.Path]:
    folder = tmp_path_factory.mktemp("manual")
    pages = [folder / "chainready.1", *(folder / f"chainready-{command}.1" for command in COMMANDS)]
    subprocess.run(["python3", str(REPOSITORY / "tools" / "manual.py"), request.config.getoption("--chainready"),
                    *map(str, pages)], check=True)
    return pages


def test_mandoc_has_nothing_to_say(pages: list[pathlib.Path]) -> None:
    mandoc = shutil.which("mandoc")
    if not mandoc:
        pytest.skip("there is no mandoc here")
    for page in pages:
        done = subprocess.run([mandoc, "-Tlint", "-W", "style", str(page)], text=True, capture_output=True, check=False)
        # whether other pages are installed here is not this page's matter
        assert [line for line in done.stdout.splitlines() if "referenced manual not found" not in line] == []


def test_the_manual_says_what_the_program_says(binary: str, pages: list[pathlib.Path]) -> None:
    mandoc = shutil.which("mandoc")
    if not mandoc:
        pytest.skip("there is no mandoc here")
    texts = {page.name: re.sub(".\b", "", said(mandoc, "-Tutf8", str(page))) for page in pages}
    for command in COMMANDS:
        text = texts[f"chainready-{command}.1"]
        for line in said(binary, command, "--help=all").splitlines():
            for word in re.findall(r"^  (--[a-z-]+(?: [A-Z|a-z]+)?)  ", line):
                assert word in text, (command, word)
        for heading in ("NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "SEE ALSO"):
            assert f"\n{heading}\n" in text, (command, heading)
        assert f"chainready-{command}(1)" in texts["chainready.1"]
        assert "\\" not in text.replace("\\n", ""), command


def test_man_shows_them(pages: list[pathlib.Path]) -> None:
    """man(1) is what people type, and it renders with another program than mandoc on Debian."""
    man = shutil.which("man")
    if not man:
        pytest.skip("there is no man here")
    for page in pages:
        done = subprocess.run([man, "--warnings", "-l", str(page)], text=True, capture_output=True, check=False,
                              env={"PATH": "/usr/bin:/bin", "MANWIDTH": "80", "LC_ALL": "C.UTF-8"})
        if "minimized" in done.stdout + done.stderr:
            pytest.skip("man is a stand-in here")
        left = [line for line in done.stderr.splitlines() if "mandoc.db" not in line and "not found" not in line]
        assert done.returncode == 0 and left == [] and "SEE ALSO" in re.sub(".\b", "", done.stdout)
