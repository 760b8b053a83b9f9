# SPDX-License-Identifier: Apache-2.0
"""What broke people in practice, of the kind where the root was not where it was looked for: bundles in SDKs, the wrong
store, a container without any, a root that was dropped too early, roots of one name. Verifiers that differ are in
test_practice.py."""
import pathlib
import re
import shutil
from typing import Any, Callable

import pytest

from command import LATER, NO_INPUT, REPOSITORY, Chainready, outcome, result
from image import Image
from test_incidents import Incident
from test_incidents import incident  # pylint: disable=unused-import
from test_stores import AT, SYSTEM, roots

ALL = ("g2", "r46", "r3", "r1", "amazon", "starfield")
OLD = ("g2", "r3", "amazon", "starfield")
R46 = "globalsign-root-r46-4fa3126d"


@pytest.fixture(name="image")
def _image(tmp_path: pathlib.Path, chainready: Chainready) -> Image:
    """An image whose system's store is as it should be."""
    image = Image(tmp_path / "image", chainready)
    image.put("/etc/debian_version", "12.0\n")
    image.put(SYSTEM, roots(*ALL))
    return image


def verdicts(image: Image, *more: str) -> dict[str, str]:
    """Path to verdict of each store."""
    report = image.chainready.report("--sysroot", image.folder, *AT, *more)
    return {each["path"].removeprefix(str(image.folder)): each["verdict"] for each in report["stores"]}


def script(image: Image) -> str:
    """What is to be typed inside."""
    run = image.chainready("fix", "--sysroot", image.folder, *AT)
    assert run.code == LATER, run.err
    return run.out


# ---- a bundle inside an SDK: Bogardo/Mailgun#136, SimpleWebAuthn#787 ---------------------------------

@pytest.mark.parametrize("sdk, old", [
    ("/srv/app/vendor/aws/aws-sdk-php/cacert.pem", ("g2", "r46", "r3")),
    ("/venv/lib/python3.11/site-packages/botocore/cacert.pem", ("g2", "r46", "r3")),
    ("/srv/app/vendor/aliyuncs/oss-sdk-php/cacert.pem", OLD),
    ("/srv/app/vendor/composer/ca-bundle/res/cacert.pem", OLD)])
def test_a_good_system_does_not_help_an_sdk_with_an_old_bundle(image: Image, sdk: str, old: tuple[str, ...]) -> None:
    image.put(sdk, roots(*old))
    judged = verdicts(image)
    assert judged.pop(SYSTEM) == "ready" and judged in ({sdk: "unknown"}, {sdk: "broken"})
    typed = script(image)
    assert sdk in typed and "update-ca-certificates" not in typed


def test_an_sdk_needs_the_roots_of_its_own_servers_alone(image: Image) -> None:
    sdk = "/srv/app/vendor/aws/aws-sdk-php/cacert.pem"
    image.put(sdk, roots("amazon", "starfield"))
    assert verdicts(image) == {SYSTEM: "ready", sdk: "ready"}


def test_the_first_line_counts_the_sdk(image: Image) -> None:
    image.put("/srv/app/vendor/aliyuncs/oss-sdk-php/cacert.pem", roots(*OLD))
    first = image.chainready("check", "--sysroot", image.folder, *AT).first
    assert first.startswith("Unknown") and "1 of 2 root stores" in first and "Alibaba Cloud OSS" in first


def test_new_roots_without_the_old_ones_are_ready_for_every_reader(image: Image) -> None:
    """A bridge to a root that has left the store is no reason to warn of GnuTLS: it finds the new root by its own name."""
    assert image.chainready("check", "--sysroot", image.folder, *AT).first.startswith("Ready")


# ---- the wrong store: frankenphp#984, certifi#69 -----------------------------------------------------

OWN, CERTIFI = "/srv/own.pem", "/venv/lib/python3.11/site-packages/certifi/cacert.pem"


def test_a_good_cainfo_does_not_help_where_cafile_goes_before_it(image: Image) -> None:
    """PHP's curl takes openssl.cafile first; curl.cainfo is what people change."""
    image.put("/srv/old.pem", roots(*OLD))
    image.put(OWN, roots(*ALL))
    image.put("/etc/php/8.2/cli/php.ini", f"openssl.cafile = /srv/old.pem\ncurl.cainfo = {OWN}\n")
    assert verdicts(image) == {SYSTEM: "ready", "/srv/old.pem": "unknown"}
    assert "/srv/old.pem" in script(image)


def test_a_relative_cainfo_is_ignored_and_said(image: Image) -> None:
    image.put(OWN, roots(*ALL))
    image.put("/etc/php/8.2/cli/php.ini", "curl.cainfo = srv/own.pem\n")
    assert verdicts(image)["srv/own.pem"] == "unknown"


def test_certifi_is_not_the_systems_store(image: Image) -> None:
    image.put("/venv/bin/python3", "#!/bin/sh\n")
    image.put(CERTIFI, roots(*OLD))
    assert verdicts(image) == {SYSTEM: "ready", CERTIFI: "unknown"}
    said = image.chainready("stores", "--sysroot", image.folder, *AT).out.splitlines()
    at = said.index("roots of the migrations about which these stores disagree")
    assert any(line.strip().startswith("GlobalSign Root R46: in 1 of 2") for line in said[at:])
    typed = script(image)
    assert "REQUESTS_CA_BUNDLE=" in typed  # and not by editing certifi
    assert f">> {CERTIFI}" not in typed


# ---- a container: adoptium/containers#734 -----------------------------------------------------------

def test_a_container_without_any_bundle_is_said(image: Image) -> None:
    shutil.rmtree(image.folder / "etc/ssl")
    for command in ("check", "stores", "fix"):
        image.chainready(command, "--sysroot", image.folder, *AT).fails(
            NO_INPUT, str(image.folder), "trusts nobody", "install the package ca-certificates")


def test_what_is_added_is_kept_where_the_next_start_makes_the_bundle_anew(image: Image) -> None:
    """Only in the folder of the distribution's own command does a root outlast it; a line in the bundle is lost."""
    image.put(SYSTEM, roots(*OLD))
    typed = script(image)
    assert f"/usr/local/share/ca-certificates/{R46}.crt\nupdate-ca-certificates\n" in typed
    assert f">> {SYSTEM}" not in typed


# ---- early removal: dod-ccpo/atat#2131 --------------------------------------------------------------

def test_a_root_that_was_dropped_before_the_server_left_it(incident: Callable[[str], Incident]) -> None:
    """Baltimore CyberTrust Root, on which Azure's database servers still stood."""
    azure = incident("azure-baltimore-g2")
    ask = lambda stored: azure.ask(stored, "2020-10-01", "--until", "2023-02-01", endpoint="iot-hub")
    assert ask("baltimore dc-g2") == ask("baltimore") == {"verdict": "ready"}
    assert ask("dc-g2")["verdict"] == "broken"


# ---- several roots of one name: letsencrypt/ct-log-metadata#24 ---------------------------------------

@pytest.mark.parametrize("root, verdict", [("globalsign-root-ca-r3", "ready"), ("globalsign-root-ca-r6", "broken")])
def test_a_root_of_the_same_common_name_is_no_substitute(chainready: Chainready, root: str, verdict: str) -> None:
    """R3's and R6's subjects differ in the unit alone; a tool that names files by the common name has one of them left."""
    report = chainready.report("--roots", REPOSITORY / "corpus" / "roots" / f"{root}.pem", "--timeline",
                               "oss-globalsign", "--at", "2026-01-15", "--until", "2026-05-01")
    assert outcome(result(report))["verdict"] == verdict


def test_files_to_add_have_names_of_their_own(image: Image) -> None:
    """The fingerprint is in the name, so that no root overwrites another."""
    image.put(SYSTEM, roots("starfield"))
    written = re.findall(r"ca-certificates/(\S+)\.crt", script(image))
    assert written and len(written) == len(set(written))
    assert all(re.search(r"-[0-9a-f]{8}$", name) for name in written)
