# SPDX-License-Identifier: Apache-2.0
"""The page of a fleet."""
import csv
import io
import json
import pathlib
import time
from typing import Any, Callable

import pytest

from conftest import NOW, Opened, store_of

HOSTS = 500


@pytest.fixture(name="fleet", scope="module")
def _fleet(run: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """500 hosts, of which every tenth breaks."""
    folder = tmp_path_factory.mktemp("fleet")
    reports = folder / "reports"
    reports.mkdir()
    made = []
    for name, roots in (("old.pem", ["globalsign-root-ca"]), ("new.pem", ["globalsign-root-r46", "globalsign-root-ca"])):
        done = run("check", "--timeline", "oss-globalsign", "--roots", store_of(folder, name, *roots), "--json", "--at", NOW)
        made.append(done.stdout)
    for i in range(HOSTS):
        (reports / f"host-{i:03}.json").write_text(made[0 if i % 10 == 0 else 1], "utf-8")
    page = folder / "fleet.html"
    done = run("report", reports, "--html", page, "--csv", folder / "fleet.csv")
    assert done.returncode == 0, done.stderr
    return page


def test_hosts_by_migration(fleet: pathlib.Path, open_page: Callable[..., Opened]) -> None:
    start = time.monotonic()
    opened = open_page(fleet)
    opened.page.wait_for_selector("tbody tr")
    assert time.monotonic() - start < 20  # a hang, not a race
    assert opened.page.locator("h1").inner_text() == "50 of 500 hosts are not ready, the first date is 2027-01-28."
    assert opened.page.locator("tbody tr").count() == HOSTS
    assert opened.page.locator("thead th").all_inner_texts() == ["host", "verdict", "oss-globalsign"]
    opened.is_quiet()


def test_it_is_filtered(fleet: pathlib.Path, open_page: Callable[..., Opened]) -> None:
    opened = open_page(fleet)
    rows = opened.page.locator("tbody tr")
    opened.page.get_by_label("verdict").select_option("breaks_later")
    assert rows.count() == 50
    opened.page.get_by_label("host").fill("host-01")
    assert rows.count() == 1
    opened.page.get_by_label("host").fill("")
    opened.page.get_by_label("breaks by").fill("2027-01-27")
    assert rows.count() == 0
    opened.page.get_by_label("breaks by").fill("2027-01-28")
    assert rows.count() == 50
    assert "50 of 500 hosts" in opened.page.locator(".controls").inner_text()


def test_a_host_is_looked_into_by_keys(fleet: pathlib.Path, open_page: Callable[..., Opened]) -> None:
    opened = open_page(fleet)
    opened.page.get_by_role("button", name="host-000").focus()
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("h1").nth(1).inner_text().startswith("host-000: Breaks on 2027-01-28")
    assert opened.page.locator("svg rect.segment").count() >= 2


def test_what_is_shown_is_saved(fleet: pathlib.Path, open_page: Callable[..., Opened]) -> None:
    opened = open_page(fleet, accept_downloads=True)
    opened.page.get_by_label("verdict").select_option("breaks_later")
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="Save as CSV").click()
    rows = list(csv.reader(io.StringIO(pathlib.Path(download.value.path()).read_text("utf-8"), newline="")))
    assert rows[0] == ["host", "verdict", "first date", "oss-globalsign"]
    assert len(rows) == 51 and rows[1] == ["host-000", "breaks_later", "2027-01-28", "breaks_later 2027-01-28"]


def test_the_table_is_read_by_others(fleet: pathlib.Path) -> None:
    with fleet.with_name("fleet.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    broken = [row for row in rows if row["lane"] == "installed" and row["verdict"] == "breaks_later"]
    assert len(broken) == 50 and broken[0]["breaks_at"] == "2027-01-28T00:00:00Z"


def test_a_report_that_is_none_costs_the_others_nothing(run: Callable[..., Any], fleet: pathlib.Path,
                                                        tmp_path: pathlib.Path) -> None:
    good = (fleet.parent / "reports" / "host-000.json").read_text("utf-8")
    (tmp_path / "a.json").write_text("{", "utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"schema": "libchain.verify/1"}), "utf-8")
    (tmp_path / "=cmd|' !A0.json").write_text(good, "utf-8")
    done = run("report", tmp_path, "--csv", "-")
    assert done.returncode == 65
    assert "a.json: offset" in done.stderr and "b.json: JSON, but not a libchain.report/1" in done.stderr
    rows = list(csv.reader(io.StringIO(done.stdout, newline="")))
    assert rows[1][0] == "'=cmd|' !A0"
    assert run("report", tmp_path).returncode == 64
    assert run("report", "--csv", "-", tmp_path / "none").returncode == 66


def test_a_report_of_an_odd_form_is_shown_as_far_as_it_goes(run: Callable[..., Any], fleet: pathlib.Path,
                                                            tmp_path: pathlib.Path,
                                                            open_page: Callable[..., Opened]) -> None:
    good = json.loads((fleet.parent / "reports" / "host-000.json").read_text("utf-8"))
    odd = [{"results": [None, 7, "x", [], {}], "stores": [None, {}]},
           {"results": [{"chains": [None, {}, {"segments": [{}]}], "line": [{}], "fix": [{}, {"root": {}}],
                         "verdict": "no such word", "lane": "installed", "timeline": {}}], "stores": [{"id": 7}]},
           {"at": "never", "until": {}, "facts_as_of": []},
           {"verdict": 7, "at": None, "until": [], "results": [], "stores": []}]
    for i, changes in enumerate(odd):
        (tmp_path / f"odd-{i}.json").write_text(json.dumps({**good, **changes}), "utf-8")
    (tmp_path / "good.json").write_text(json.dumps(good), "utf-8")
    page = tmp_path / "page.html"
    assert run("report", tmp_path, "--html", page).returncode == 0
    opened = open_page(page)
    assert opened.page.locator("tbody tr").count() == 5
    for name in ("odd-0", "odd-1", "odd-2", "odd-3", "good"):
        opened.page.get_by_role("button", name=name).click()
    assert opened.page.locator("h1").nth(1).inner_text().startswith("good: Breaks on 2027-01-28")
    opened.is_quiet()
