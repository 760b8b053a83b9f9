# SPDX-License-Identifier: Apache-2.0
"""The page of one report."""
import json
import pathlib
from typing import Any, Callable

import pytest

from conftest import NOW, Opened, store_of

R1, R46, G2, AMAZON = "globalsign-root-ca", "globalsign-root-r46", "digicert-global-root-g2", "amazon-root-ca-1"


@pytest.fixture(name="breaking")
def _breaking(run: Callable[..., Any], tmp_path: pathlib.Path) -> tuple[pathlib.Path, dict[str, Any]]:
    """A store that breaks on 2027-01-28 and one that is ready: the page, and the report as JSON."""
    page = tmp_path / "report.html"
    words = ("--timeline", "oss-globalsign", "--roots", store_of(tmp_path, "old.pem", R1),
             "--roots", store_of(tmp_path, "new.pem", R46, R1), "--at", NOW)
    assert run("check", *words, "--html", page).returncode == 1
    return page, json.loads(run("check", *words, "--json").stdout)


def test_the_first_line_answers(breaking: Any, open_page: Callable[..., Opened]) -> None:
    page, report = breaking
    opened = open_page(page)
    assert opened.page.locator("h1").inner_text() == report["headline"]
    assert "Breaks on 2027-01-28" in report["headline"]
    assert opened.page.title() == report["headline"]
    opened.is_quiet()


def test_the_line_of_time_is_drawn(breaking: Any, open_page: Callable[..., Opened]) -> None:
    page, report = breaking
    opened = open_page(page, viewport={"width": 1100, "height": 900})
    result = next(each for each in report["results"] if each["store"] == "given" and each["lane"] == "installed")
    card = opened.page.locator("article", has_text="old.pem")
    drawn = card.locator("svg[role=group] rect.segment")
    assert drawn.count() == len(result["line"])
    assert [drawn.nth(i).get_attribute("class") for i in range(drawn.count())] == [
        f"segment s-{part['verdict']}" for part in result["line"]]
    start, end = (drawn.nth(i).bounding_box() for i in (0, drawn.count() - 1))
    days = (67, 730)  # to 2027-01-28, and to 2028-11-22 or one more
    share = start["width"] / (end["x"] + end["width"] - start["x"])
    assert abs(share - days[0] / days[1]) < 0.02
    assert card.locator("svg .phase").count() >= 1 and card.locator("svg .deadline").count() >= 1


def test_keys_lead_through_the_stretches(breaking: Any, open_page: Callable[..., Opened]) -> None:
    page, _ = breaking
    opened = open_page(page)
    told = opened.page.locator("article", has_text="old.pem").locator(".detail")
    seen = set()
    for _ in range(12):
        opened.page.keyboard.press("Tab")
        if opened.page.evaluate("document.activeElement.matches('rect.segment')"):
            seen.add(told.inner_text())
            label = opened.page.evaluate("document.activeElement.getAttribute('aria-label')")
            assert "Alibaba Cloud OSS" in label
    assert any("not valid from 2027-01-29" in text and "GlobalSign Root R46" in text for text in seen), seen
    opened.is_quiet()


def test_pointing_shows_path_and_reason(breaking: Any, open_page: Callable[..., Opened]) -> None:
    page, _ = breaking
    opened = open_page(page)
    card = opened.page.locator("article", has_text="old.pem")
    card.locator("rect.s-invalid").last.hover()
    assert "no longer promises" in card.locator(".detail").inner_text()


def test_the_command_can_be_copied(breaking: Any, open_page: Callable[..., Opened]) -> None:
    page, report = breaking
    command = report["results"][0]["fix"][0]["command"]
    opened = open_page(page, permissions=["clipboard-read", "clipboard-write"])
    card = opened.page.locator("article", has_text="old.pem")
    assert card.locator("pre").first.inner_text() == command
    card.get_by_role("button", name="Copy").first.click()
    card.get_by_role("button", name="Copied").wait_for(timeout=20000)
    assert opened.page.evaluate("navigator.clipboard.readText()") == command


def test_what_is_fine_takes_one_line(breaking: Any, open_page: Callable[..., Opened]) -> None:
    page, _ = breaking
    opened = open_page(page)
    summary = opened.page.locator("summary")
    assert "1 store is fine" in summary.inner_text()
    assert not opened.page.locator("article", has_text="new.pem").is_visible()
    summary.click()
    assert opened.page.locator("article", has_text="new.pem").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(breaking: Any, open_page: Callable[..., Opened], scheme: str) -> None:
    opened = open_page(breaking[0], color_scheme=scheme)
    low = opened.page.evaluate("""() => {
      const parse = (c) => c.match(/[0-9.]+/g).map(Number);
      const light = (c) => { const [r, g, b] = parse(c).map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const ground = (n) => { for (; n; n = n.parentElement) { const c = getComputedStyle(n).backgroundColor;
        if (parse(c).length === 3 || parse(c)[3] > 0) return c; } return "rgb(255,255,255)"; };
      const low = [];
      for (const n of document.querySelectorAll("h1, h2, h3, p, li, span, strong, time, pre, button, summary")) {
        if (!n.textContent.trim() || !n.getClientRects().length) continue;
        const a = light(getComputedStyle(n).color), b = light(ground(n));
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) low.push([n.tagName, n.textContent.slice(0, 30), ratio]);
      }
      return low; }""")
    assert low == []  # WCAG 2.2, 1.4.3


def test_it_fits_a_phone(breaking: Any, open_page: Callable[..., Opened]) -> None:
    opened = open_page(breaking[0], viewport={"width": 375, "height": 700})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 375
    size = opened.page.evaluate("""() => { const t = document.querySelector('svg text.tick'), s = t.ownerSVGElement;
      return parseFloat(getComputedStyle(t).fontSize) * s.getBoundingClientRect().width / s.viewBox.baseVal.width; }""")
    assert size >= 10


def test_it_prints(breaking: Any, open_page: Callable[..., Opened], tmp_path: pathlib.Path) -> None:
    opened = open_page(breaking[0])
    pdf = tmp_path / "page.pdf"
    opened.page.pdf(path=str(pdf))
    assert pdf.read_bytes().startswith(b"%PDF")
    opened.page.emulate_media(media="print")
    assert not opened.page.get_by_role("button", name="Copy").first.is_visible()


def test_without_scripts_there_is_the_text(breaking: Any, open_page: Callable[..., Opened]) -> None:
    opened = open_page(breaking[0], java_script_enabled=False)
    assert "Breaks on 2027-01-28" in opened.page.locator("body").inner_text()


def test_hostile_names_do_no_harm(run: Callable[..., Any], open_page: Callable[..., Opened],
                                  tmp_path: pathlib.Path) -> None:
    names = ["<script>window.harmed=1<!--", "</script><img src=x onerror=window.harmed=1>.pem", "\u202egnp.exe\u2066",
             "x" * 200, "a'\"&amp;\u0007b"]
    arguments: list[Any] = []
    for name in names:
        safe = name.replace("/", "\u2215")
        arguments += ["--roots", store_of(tmp_path, safe, R1)]
    page = tmp_path / "page.html"
    timeline = tmp_path / "own.json"
    own = json.loads((pathlib.Path(__file__).parents[2] / "timelines" / "oss-globalsign.json").read_text("utf-8"))
    own["endpoints"][0]["title"] = "</script><script>window.harmed=1</script>" + "y" * 10000
    own["id"] = "own"
    del own["$schema"]
    timeline.write_text(json.dumps(own), "utf-8")
    done = run("check", *arguments, "--timeline", timeline, "--html", page, "--at", NOW)
    assert done.returncode in (0, 1, 2, 3), done.stderr
    opened = open_page(page, viewport={"width": 1000, "height": 800})
    opened.page.wait_for_selector("h1")
    assert opened.page.evaluate("window.harmed") is None
    assert opened.page.locator("img, iframe, object, embed").count() == 0
    shown = opened.page.locator("body").inner_text()
    assert "\u202e" not in shown and "\u2066" not in shown and "\u0007" not in shown
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 1000
    opened.is_quiet()
