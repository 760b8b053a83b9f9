# SPDX-License-Identifier: Apache-2.0
"""docs/examples, linted by their own tools, and run where they can."""
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
from typing import Any, Callable

import jsonschema
import pytest

from conftest import R1, R46, REPOSITORY, store_of

EXAMPLES = REPOSITORY / "docs" / "examples"
Run = Callable[..., Any]


def tool(name: str) -> str:
    """Its path, or the test skips."""
    path = shutil.which(name)
    if not path:
        pytest.skip(f"there is no {name} here")
    return path


def yaml_of(name: str) -> Any:
    """One document."""
    return pytest.importorskip("yaml").safe_load((EXAMPLES / name).read_text("utf-8"))


def test_systemd(chainready: pathlib.Path, tmp_path: pathlib.Path) -> None:
    analyze = tool("systemd-analyze")
    (tmp_path / "bin").mkdir()
    for name in ("chainready.service", "chainready.timer"):
        text = (EXAMPLES / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("/usr/bin/chainready", str(chainready)), "utf-8")
    units = [str(tmp_path / name) for name in ("chainready.service", "chainready.timer")]
    done = subprocess.run([analyze, "verify", "--man=no", *units], text=True, capture_output=True, check=False,
                          env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"})
    # What is said of units of this machine is not of ours.
    said = [line for line in (done.stdout + done.stderr).splitlines() if "chainready" in line]
    assert said == [] and done.returncode == 0, done.stderr


def test_alerts(tmp_path: pathlib.Path) -> None:
    shutil.copy(EXAMPLES / "alerts.yml", tmp_path)
    done = subprocess.run([tool("promtool"), "check", "rules", str(tmp_path / "alerts.yml")], text=True, capture_output=True, check=False)
    assert done.returncode == 0 and "SUCCESS: 3 rules found" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["cronjob.yaml", "startup-probe.yaml"])
def test_kubernetes(name: str) -> None:
    validate = pytest.importorskip("kubernetes_validate")
    validate.validate(yaml_of(name), "1.37", strict=True)


def test_the_probe_fails_only_for_what_is_broken(run: Run, chainready: pathlib.Path, tmp_path: pathlib.Path) -> None:
    container = yaml_of("startup-probe.yaml")["spec"]["template"]["spec"]["containers"][0]
    shell, option, script = container["startupProbe"]["exec"]["command"]
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin" / "chainready"
    for code in range(4):
        fake.write_text(f"#!/bin/sh\nexit {code}\n", "ascii")
        fake.chmod(0o755)
        done = subprocess.run([shell, option, script], env={"PATH": f"{fake.parent}:/usr/bin:/bin"}, check=False)
        assert done.returncode == (code == 2)
    assert (chainready.name, run("--version").returncode) == ("chainready", 0)


def test_github_actions(tmp_path: pathlib.Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    shutil.copy(EXAMPLES / "github-actions.yml", folder)
    done = subprocess.run([tool("actionlint"), str(folder / "github-actions.yml")], text=True, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_baseline() -> None:
    schema = json.loads((REPOSITORY / "docs" / "schema" / "baseline.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads((EXAMPLES / "baseline.json").read_text("utf-8")))


@pytest.mark.parametrize("roots, code", [([R1], 1), ([R46, R1], 0)])
def test_an_image(chainready: pathlib.Path, tmp_path: pathlib.Path, roots: list[str], code: int) -> None:
    """With an engine that knows one image."""
    store_of(tmp_path, "image/etc/ssl/certs/ca-certificates.crt", *roots)
    with tarfile.open(tmp_path / "image.tar", "w") as archive:
        archive.add(tmp_path / "image", "/")
    (tmp_path / "bin").mkdir()
    engine = tmp_path / "bin" / "podman"
    engine.write_text('#!/bin/sh\ncase "$1 $2" in\n"create app:1") echo c1;;\n"export c1") cat "$TAR";;\n"rm c1") ;;\n*) exit 9;;\nesac\n', "ascii")
    engine.chmod(0o755)
    environment = {"PATH": f"{engine.parent}:{chainready.parent}:/usr/bin:/bin", "TAR": str(tmp_path / "image.tar"),
                   "TMPDIR": str(tmp_path), "HOME": "/nowhere"}
    words = ["app:1", "--timeline", "oss-globalsign", "--at", "2026-11-22", "--json"]
    done = subprocess.run([str(EXAMPLES / "check-image"), *words], text=True, capture_output=True, check=False, env=environment)
    assert done.returncode == code, done.stderr
    assert len(json.loads(done.stdout)["stores"]) == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bin", "image", "image.tar"]  # tidied up
    assert subprocess.run(["sh", "-n", str(EXAMPLES / "check-image")], check=False).returncode == 0
