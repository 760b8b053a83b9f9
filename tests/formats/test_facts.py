# SPDX-License-Identifier: Apache-2.0
"""Facts are updated without a release, and their age is said."""
import json
import pathlib
from typing import Any, Callable

import pytest

from conftest import NOW, R1, REPOSITORY, store_of

Run = Callable[..., Any]


def put_timeline(folder: pathlib.Path, facts: str, end: str = "2027-06-01T00:00:00Z", name: str = "oss-globalsign") -> pathlib.Path:
    """The migration to GlobalSign R46 with the last promise of a bridge on another day."""
    text = (REPOSITORY / "timelines" / "oss-globalsign.json").read_text("utf-8")
    own = json.loads(text)
    own["facts_as_of"] = facts
    own["title"] = f"as of {facts}"
    own["id"] = name
    own.pop("$schema", None)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(own), "utf-8")
    return path


def title_of(done: Any) -> str:
    """Of the migration that was judged."""
    titles = {each["timeline_title"] for each in json.loads(done.stdout)["results"]}
    assert len(titles) == 1
    return titles.pop()


@pytest.fixture(name="check")
def _check(run: Run, tmp_path: pathlib.Path) -> Callable[..., Any]:
    store_of(tmp_path, "old.pem", R1)

    def check(*words: Any, **variables: str) -> Any:
        return run("check", "--roots", "old.pem", "--json", "--at", NOW, *words, **variables)
    return check


def test_a_folder_stands_for_the_built_in_ones(check: Callable[..., Any], tmp_path: pathlib.Path) -> None:
    put_timeline(tmp_path / "newer", "2026-12-01")
    assert title_of(check("--timeline", "newer", "--timeline", "oss-globalsign")) == "as of 2026-12-01"
    # alone it replaces by id, and the other current ones stay
    ids = {each["timeline"] for each in json.loads(check("--timeline", "newer").stdout)["results"]}
    assert ids == {each["timeline"] for each in json.loads(check().stdout)["results"]} and len(ids) > 1
    # what the command line names counts whatever its age; the last one wins
    put_timeline(tmp_path / "older", "2020-01-01")
    words = ("--timeline", "newer", "--timeline", "older", "--timeline", "oss-globalsign")
    assert title_of(check(*words)) == "as of 2020-01-01"


def test_the_data_folders(check: Callable[..., Any], run: Run, tmp_path: pathlib.Path) -> None:
    put_timeline(tmp_path / "site" / "chainready" / "timelines", "2026-12-01")
    put_timeline(tmp_path / ".local" / "share" / "chainready" / "timelines", "2026-12-02")
    named = ("--timeline", "oss-globalsign")
    assert title_of(check(*named)) == "as of 2026-12-02"
    assert title_of(check(*named, XDG_DATA_HOME=str(tmp_path / "x"), XDG_DATA_DIRS=f"/nowhere:{tmp_path / 'site'}")) == "as of 2026-12-01"
    assert title_of(check(*named, XDG_DATA_DIRS=str(tmp_path / "site"))) == "as of 2026-12-02"
    assert title_of(check(*named, XDG_DATA_HOME="relative", HOME="/nowhere")).startswith("Alibaba")
    listed = run("timelines").stdout
    assert f"of {tmp_path}/.local/share/chainready/timelines/oss-globalsign.json" in listed
    assert "as of 2026-12-02" in run("timelines", "oss-globalsign").stdout


def test_a_forgotten_folder_does_not_undo_an_update(check: Callable[..., Any], tmp_path: pathlib.Path) -> None:
    put_timeline(tmp_path / ".local" / "share" / "chainready" / "timelines", "2020-01-01")
    done = check("--timeline", "oss-globalsign")
    assert title_of(done).startswith("Alibaba") and "its facts are older" in done.stderr


def test_a_migration_of_ones_own_joins(check: Callable[..., Any], tmp_path: pathlib.Path) -> None:
    put_timeline(tmp_path / ".local" / "share" / "chainready" / "timelines", "2026-11-22", name="own-ca")
    assert "own-ca" in {each["timeline"] for each in json.loads(check().stdout)["results"]}


def test_a_file_that_is_none_is_named(check: Callable[..., Any], tmp_path: pathlib.Path) -> None:
    folder = tmp_path / ".local" / "share" / "chainready" / "timelines"
    folder.mkdir(parents=True)
    (folder / "x.json").write_text("{", "utf-8")
    done = check()
    assert done.returncode == 65 and "x.json" in done.stderr and not done.stdout
    (folder / "x.json").unlink()
    assert check().returncode in (0, 1, 2)
    (tmp_path / "empty").mkdir()
    assert check("--timeline", "empty").returncode == 65


@pytest.mark.parametrize("at, old", [("2027-05-21T00:00:00Z", False), ("2027-05-21T00:00:01Z", True), ("2026-11-22T00:00:00Z", False)])
def test_facts_grow_old(run: Run, tmp_path: pathlib.Path, at: str, old: bool) -> None:
    words = ["check", "--roots", store_of(tmp_path, "old.pem", R1), "--timeline", put_timeline(tmp_path / "t", "2026-11-22"), "--at", at]
    assert json.loads(run(*words, "--json").stdout).get("facts_old", False) is old
    for name in ("text", "junit", "markdown", "sarif"):
        assert ("more than 180 days" in run(*words, "--format", name).stdout.replace("\n  ", " ")) is old, name
    assert "2026-11-22" in run(*words, "--format", "csv").stdout and "facts as of 2026-11-22" in run(*words).stdout


def test_local_time_stands_beside_utc(run: Run, tmp_path: pathlib.Path) -> None:
    words = ("verify", "--roots", store_of(tmp_path, "old.pem", R1), "--chain", "old.pem", "--at", NOW)
    assert "2026-11-22T00:00:00Z (2026-11-22 05:45:00 +0545)" in run(*words, TZ="XXX-5:45").stdout
    assert "(" not in run(*words, TZ="UTC").stdout.split("\n")[0]
