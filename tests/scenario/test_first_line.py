# SPDX-License-Identifier: Apache-2.0
"""The first line answers, and what it says is true of every store and server that it counts."""
from command import BROKEN, REPOSITORY, UNKNOWN, Chainready, Run

NOW = "2026-11-22T00:00:00Z"
ANT, OSS = "ant-digicert-g2", "oss-globalsign"


def check(chainready: Chainready, roots: list[str], timelines: list[str]) -> Run:
    words = [word for name in roots for word in ("--roots", f"corpus/roots/{name}.pem")]
    words += [word for name in timelines for word in ("--timeline", name)]
    return chainready.check(*words, "--at", NOW, cwd=REPOSITORY)


def test_it_counts_the_stores_of_the_server_that_it_names(chainready: Chainready) -> None:
    """Each of these two stores is broken, and for another server."""
    run = check(chainready, ["digicert-global-root-g2", "globalsign-root-ca"], [ANT, OSS])
    assert run.code == BROKEN
    assert run.first.startswith("Broken — 1 of 2 root stores does not reach Alibaba Cloud OSS and more. ")


def test_a_store_that_breaks_later_is_not_counted_as_broken(chainready: Chainready) -> None:
    run = check(chainready, ["digicert-global-root-g2", "globalsign-root-ca"], [OSS])
    assert run.code == BROKEN
    assert run.first.startswith("Broken — 1 of 2 root stores does not reach Alibaba Cloud OSS.")


def test_unknown_is_worse_than_later(chainready: Chainready) -> None:
    """R46 alone: nobody says that every chain ends there yet. R1 breaks later."""
    run = check(chainready, ["globalsign-root-ca", "globalsign-root-r46"], [OSS])
    assert run.code == UNKNOWN
    assert run.first.startswith("Unknown since 2026-06-15 — 1 of 2 root stores may not reach Alibaba Cloud OSS.")
