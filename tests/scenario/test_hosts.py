# SPDX-License-Identifier: Apache-2.0
"""--hosts: the servers that an app calls, and those of them that no migration is about."""
import pathlib

import pytest

from command import LATER, READY, REPOSITORY, Chainready

STORE = REPOSITORY / "corpus" / "roots" / "globalsign-root-ca.pem"
BUCKET = "my-bucket.oss-cn-hangzhou.aliyuncs.com"


@pytest.fixture(name="hosts")
def _hosts(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "hosts"


def test_hosts_of_no_migration_are_counted_and_named(chainready: Chainready, hosts: pathlib.Path) -> None:
    others = [f"{letter}.example" for letter in "abcde"]
    hosts.write_text("\n".join([*others, BUCKET, ""]))
    run = chainready.check("--roots", STORE, "--hosts", hosts, "--at", "2026-11-22")
    assert run.code == LATER
    assert ("5 of the 6 hosts named belong to none of these migrations: a.example, b.example, c.example and 2 more."
            in " ".join(run.out.split()))
    report = chainready.report("--roots", STORE, "--hosts", hosts, "--at", "2026-11-22")
    assert report["hosts_unknown"] == others
    assert {item["endpoint"] for item in report["results"]} == {"oss"}


def test_an_app_that_calls_none_of_the_servers_is_told_so(chainready: Chainready, hosts: pathlib.Path) -> None:
    hosts.write_text("a.example\n")
    run = chainready.check("--roots", STORE, "--hosts", hosts, "--at", "2026-11-22")
    assert run.code == READY
    assert run.first.startswith("Not applicable — none of the hosts named is a server of these migrations.")
    assert chainready.report("--roots", STORE, "--hosts", hosts)["hosts_unknown"] == ["a.example"]


def test_nothing_is_said_where_every_host_is_known(chainready: Chainready, hosts: pathlib.Path) -> None:
    hosts.write_text(f"{BUCKET}\n")
    assert "hosts named" not in chainready.check("--roots", STORE, "--hosts", hosts).out
    assert "hosts_unknown" not in chainready.report("--roots", STORE, "--hosts", hosts)
