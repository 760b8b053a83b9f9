# SPDX-License-Identifier: Apache-2.0
"""The programs that read a store, each judged by the profile of its verifier."""
import pathlib
from typing import Any, Callable

import pytest

import migrations
from command import READY, Chainready
from migrations import Timeline

NOW = "2026-11-22T00:00:00Z"
# When the new root's certificates come alone.
ALONE = ("--at", "2027-08-01", "--until", "2028-08-01")
Write = Callable[[str, Any], pathlib.Path]


class Image:
    """An unpacked image whose PHP is told to use a bundle of its own."""

    def __init__(self, chainready: Chainready, folder: pathlib.Path) -> None:
        self.chainready, self.folder = chainready, folder
        self.timeline: Timeline
        self.timeline, self.authorities = migrations.rotation()

    def put(self, path: str, content: bytes) -> None:
        """A file of the image."""
        target = self.folder / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def use_php(self, roots: str) -> None:
        """Both extensions of PHP read this bundle."""
        self.put("/opt/app/cacert.pem", b"".join(self.authorities[n].pem for n in roots.split()))
        self.put("/etc/php/8.2/cli/php.ini", b"openssl.cafile = /opt/app/cacert.pem\n")


@pytest.fixture
def image(chainready: Chainready, tmp_path: pathlib.Path) -> Image:
    """A fresh one."""
    return Image(chainready, tmp_path / "image")


def words(image: Image, write: Write, *more: str) -> list[Any]:
    """The arguments of a check of the image against the rotation."""
    return ["--sysroot", image.folder, "--timeline", write("rotation.json", image.timeline),
            *(more if "--at" in more else ("--at", NOW, *more))]


def store_of(report: dict[str, Any]) -> dict[str, Any]:
    """The store that PHP reads."""
    return next(s for s in report["stores"] if s["path"].endswith("/opt/app/cacert.pem"))


def names(authorities: dict[str, Any]) -> str:
    """The self-signed roots of the migration."""
    return " ".join(n for n, i in authorities.items() if i.cert.subject == i.cert.issuer)


def test_a_store_names_its_readers_and_how_sure_it_is(image: Image, write: Write) -> None:
    image.use_php(names(image.authorities))
    report = image.chainready.report(*words(image, write))
    readers = {r["who"]: (r["profile"], r["sure"]) for r in store_of(report)["readers"]}
    assert readers == {"PHP 8.2 cli streams": ("php-streams", "likely"),
                       "PHP 8.2 cli curl": ("curl-openssl", "likely")}


def bridges(authorities: dict[str, Any]) -> str:
    """Cross-certificates: what only verifiers with partial chains take for anchors."""
    return " ".join(n for n, i in authorities.items() if i.cert.subject != i.cert.issuer)


def test_where_only_a_bridge_is_in_the_store_streams_fail_and_curl_does_not(
        image: Image, write: Write) -> None:
    image.use_php(bridges(image.authorities))
    report = image.chainready.report(*words(image, write, *ALONE))
    store = store_of(report)["id"]
    readings = [{r["who"].split()[-1]: r["verdict"] for r in result["readers"]}
                for result in report["results"]
                if result["store"] == store and result["lane"] == "installed"]
    assert readings == [{"streams": "broken", "curl": "ready"}]


def test_the_difference_is_said_before_anything_else(image: Image, write: Write) -> None:
    image.use_php(bridges(image.authorities))
    run = image.chainready("check", *words(image, write, *ALONE))
    first = " ".join(run.out.split("\n\n", maxsplit=1)[0].split())
    assert run.code == READY
    assert "holds the roots that are needed, but PHP 8.2 cli streams fails" in first
    assert " for the intranet, because " in first
    assert first.endswith("; PHP 8.2 cli curl with the same store does not.")


def test_where_no_reader_is_worse_off_the_summary_stays_first(image: Image, write: Write) -> None:
    image.use_php(names(image.authorities))
    run = image.chainready("check", *words(image, write))
    assert "fail" not in run.out.splitlines()[0]


def test_a_named_profile_is_asked_alone(image: Image, write: Write) -> None:
    image.use_php(names(image.authorities))
    report = image.chainready.report(*words(image, write, "--profile", "curl-openssl"))
    assert store_of(report)["profile"] == "curl-openssl"
    assert "readers" not in store_of(report)
    assert all("readers" not in result for result in report["results"])


def test_all_profiles_make_a_matrix(image: Image, write: Write) -> None:
    image.use_php(bridges(image.authorities))
    lines = image.chainready("check", *words(image, write, *ALONE, "--profile", "all")).out.splitlines()
    streams = next(line for line in lines if "php-streams" in line)
    assert "broken" in streams or "since" in streams
    assert any("[curl-openssl, likely]" in line for line in lines)
    assert any(line.lstrip().startswith("tls ") for line in lines)


def test_a_store_of_which_nothing_is_known_is_held_against_every_runtime(
        image: Image, write: Write) -> None:
    pem = b"".join(image.authorities[n].pem for n in names(image.authorities).split())
    run = image.chainready("check", "--roots", write("some.pem", pem), "--timeline",
                           write("rotation.json", image.timeline), "--at", NOW, "--profile", "all")
    rows = {line.split()[0] for line in run.out.splitlines() if line.startswith("  ")}
    assert {"openssl-1.0.2", "openssl-3", "php-streams", "jdk-8", "jdk-25", "go"} <= rows
