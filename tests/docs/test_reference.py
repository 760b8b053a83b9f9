# SPDX-License-Identifier: Apache-2.0
"""The API reference: what is public is in it, what has no comment is refused, and the page works in a browser."""
import pathlib
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
HEADER = REPOSITORY / "libchain" / "chain.h"
TOOL = REPOSITORY / "tools" / "reference.py"
VOID = {"meta", "input", "br", "link", "img"}


def make(header: pathlib.Path, output: pathlib.Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["python3", str(TOOL), str(header), str(output), *more], text=True, capture_output=True, check=False)


@pytest.fixture(name="page", scope="module")
def _page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    page = tmp_path_factory.mktemp("reference") / "reference.html"
    done = make(HEADER, page, request.config.getoption("--chainready"))
    assert (done.returncode, done.stderr) == (0, "")
    return page


class Elements(HTMLParser):
    """Ids, links and what is open; raises where elements do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"]] if values.get("id") else []
        self.links += [values[name] or "" for name in ("href", "src") if name in values]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, (tag, self.getpos())


def test_all_that_is_public_is_in_it(page: pathlib.Path) -> None:
    elements = Elements(page.read_text("utf-8"))
    text = re.sub(r"/\*.*?\*/", " ", HEADER.read_text("utf-8"), flags=re.S)
    functions = set(re.findall(r"CHAIN_API\b[^;{}]*?\b(chain_\w+)\s*\(", text))
    types = set(re.findall(r"(?:^\}|^typedef [^{};]*?) ?\b(chain_\w+);", text, re.M))
    macros = set(re.findall(r"#define (CHAIN_(?!API)\w+) ", text))
    assert len(functions) > 100 and len(types) > 20 and "CHAIN_NO_OFFSET" in macros
    assert (functions | types | macros) <= set(elements.ids)
    assert len(elements.ids) == len(set(elements.ids))
    assert [link for link in elements.links if not link.startswith("#") or link[1:] not in elements.ids] == []


def test_findings_have_their_meaning(page: pathlib.Path) -> None:
    text = page.read_text("utf-8")
    codes = re.findall(r"^    CHAIN_FINDING_(?!NONE|COUNT)(\w+),", HEADER.read_text("utf-8"), re.M)
    assert len(codes) > 50
    for code in codes:
        assert f"<tr><td>{code.lower()}</td><td>" in text, code


@pytest.mark.parametrize("added, name", [
    ("CHAIN_API int chain_store_is_new(const chain_store *store);\n", "chain_store_is_new"),
    ("typedef struct chain_new chain_new;\n", "chain_new"),
    ("typedef struct chain_new {\n    int field; /* a comment of a field is none of the type */\n} chain_new;\n", "chain_new"),
    ("#define CHAIN_NEW 1\n", "CHAIN_NEW"),
    ("/* This comment is of nothing. */\n\nCHAIN_API int chain_new_get(void);\n", "chain_new_get"),
])
def test_what_has_no_comment_is_refused(tmp_path: pathlib.Path, added: str, name: str) -> None:
    header = tmp_path / "chain.h"
    before, mark, after = HEADER.read_text("utf-8").partition("/* ---- Root stores ")
    header.write_text(before + added + "\n" + mark + after, "utf-8")
    done = make(header, tmp_path / "page.html")
    line = header.read_text("utf-8").split("\n").index(added.split("\n")[-2 if "{" not in added else 0]) + 1
    assert done.returncode == 1 and not (tmp_path / "page.html").exists()
    assert done.stderr.strip() == f"chain.h:{line}: {name} is public and has no comment"


def test_every_comment_counts(tmp_path: pathlib.Path) -> None:
    """Without its comments nothing passes but what the contract speaks of."""
    header = tmp_path / "chain.h"
    text = HEADER.read_text("utf-8")
    header.write_text(re.sub(r"/\*(?! ----).*?\*/", "", text, flags=re.S), "utf-8")
    done = make(header, tmp_path / "page.html")
    missing = re.findall(r": (\w+) is public and has no comment", done.stderr)
    declared = set(re.findall(r"\b(chain_\w+)\s*\(", re.sub(r"/\*.*?\*/", " ", text, flags=re.S)))
    assert set(missing) >= {name for name in declared if not re.search("_(un)?ref$|_free$", name)}


def test_a_form_that_is_not_known_is_said(tmp_path: pathlib.Path) -> None:
    header = tmp_path / "chain.h"
    header.write_text("/* A variable. */\nextern int chain_variable;\n", "utf-8")
    done = make(header, tmp_path / "page.html")
    assert done.returncode == 1 and "extern int chain_variable" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("width", [1280, 390])
def test_in_a_browser(page: pathlib.Path, width: int) -> None:
    api = pytest.importorskip("playwright.sync_api", reason="there is no Playwright here")
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("there is no Chromium here")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium)
        view = browser.new_page(viewport={"width": width, "height": 800})
        said: list[str] = []
        view.on("console", lambda message: said.append(message.text))
        view.on("pageerror", lambda error: said.append(str(error)))
        view.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
        view.goto(page.as_uri())
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        assert view.locator(".outline").evaluate("element => element.open") == (width > 960)
        if width <= 960:
            view.locator("summary").click()
        view.keyboard.press("Tab")
        view.locator("#filter").fill("chain_store open")
        shown = view.locator("nav li[data-name]:visible").all_inner_texts()
        assert shown and all("chain_store" in name and "open" in name for name in shown)
        assert view.locator("#found").inner_text() == f"{len(shown)} found"
        assert view.locator("article:visible").count() == len(shown)
        view.evaluate("location.hash = '#chain_ready'")
        view.wait_for_selector("#chain_ready:visible")
        assert view.locator("#filter").input_value() == ""
        browser.close()
        assert said == []
