# SPDX-License-Identifier: Apache-2.0
"""What `chainready stores` and `chainready fix` say of the stores that they find: one line a store, where
they disagree, and what to type. The commands themselves are run in tests/fixes."""
import json
import pathlib
import re
import subprocess
from typing import Any, Callable

import pytest

import migrations
import pki
from command import LATER, READY, REPOSITORY, Chainready
from image import Image

AT = ("--at", "2026-11-22T00:00:00Z")
SYSTEM = "/etc/ssl/certs/ca-certificates.crt"
ROOTS = REPOSITORY / "corpus" / "roots"
NAMES = {"g2": "digicert-global-root-g2", "r46": "globalsign-root-r46", "r3": "globalsign-root-ca-r3",
         "r1": "globalsign-root-ca", "amazon": "amazon-root-ca-1",
         "starfield": "starfield-services-root-certificate-authority-g2"}
Write = Callable[[str, Any], pathlib.Path]


def roots(*names: str) -> bytes:
    """A bundle of real roots."""
    return b"".join((ROOTS / f"{NAMES[name]}.pem").read_bytes() for name in names)


@pytest.fixture(name="image")
def _image(tmp_path: pathlib.Path, chainready: Chainready) -> Image:
    return Image(tmp_path / "image", chainready)


def lines(image: Image, command: str = "stores", *more: str) -> list[str]:
    """What it prints, a line each."""
    return image.chainready(command, "--sysroot", image.folder, *AT, *more).out.splitlines()


# ---- stores ----------------------------------------------------------------------------------------

def test_a_line_says_where_whose_how_many_and_how_old(image: Image) -> None:
    image.put(SYSTEM, roots(*NAMES))
    image.put("/opt/jdk/release", 'IMPLEMENTOR="Eclipse Adoptium"\nJAVA_VERSION="21.0.4"\n')
    image.put("/opt/jdk/lib/security/cacerts", roots("r1", "r3", "amazon"))
    system, java = lines(image)[:2]
    # how old: when the newest of its roots was made
    assert re.match(r"ready +system +6 roots, 2019 \S+/ca-certificates.crt  \(OpenSSL, curl", system)
    assert re.match(r"\w+ +java-21.0.4 +3 roots, 2015 \S+/cacerts  \(Java 21.0.4 \(Eclipse Adoptium\)\)",
                    java)
    assert java.split("; ", 1)[1].startswith("lacks DigiCert Global Root G2 for ")


def test_a_line_says_what_is_lacking_for_which_migration(image: Image) -> None:
    image.put(SYSTEM, roots("g2", "amazon", "starfield", "r1"))
    line = lines(image)[0]
    assert line.startswith("breaks_later")
    assert line.endswith("; lacks GlobalSign Root R46 for oss-globalsign")


def test_stores_that_disagree_are_named(image: Image) -> None:
    image.put(SYSTEM, roots(*NAMES))
    image.put("/opt/app/cacert.pem", roots("g2", "r3", "r1", "amazon", "starfield"))
    image.put("/opt/old/cacert.pem", roots("r3", "r1", "amazon", "starfield"))
    said = lines(image)
    at = said.index("roots of the migrations about which these stores disagree")
    assert "    GlobalSign Root R46: in 1 of 3; not in bundle bundle-2" in said[at:]
    assert "    DigiCert Global Root G2: in 2 of 3; not in bundle-2" in said[at:]
    assert not any("GlobalSign Root CA - R3:" in line for line in said[at:])


def test_stores_that_agree_say_nothing_of_it(image: Image) -> None:
    image.put(SYSTEM, roots(*NAMES))
    image.put("/opt/app/cacert.pem", roots(*NAMES))
    assert len(lines(image)) == 2


def test_stores_of_one_program_alone_do_not_disagree(image: Image) -> None:
    image.put(SYSTEM, roots(*NAMES))
    image.put("/usr/lib/python3/dist-packages/pip/_vendor/certifi/cacert.pem", roots("r1"))
    said = lines(image)
    assert len(said) == 2 and any(line.startswith("own ") for line in said)


def test_a_store_that_cannot_be_read_has_its_line(image: Image) -> None:
    image.put(SYSTEM, roots(*NAMES))
    locked = (REPOSITORY / "corpus" / "keystores" / "jdk17-default.p12").read_bytes()
    image.put("/opt/app/truststore.p12", locked)
    run = image.chainready("stores", "--sysroot", image.folder, *AT)
    assert run.code == 0
    assert re.search(r"^unreadable +keystore .*truststore.p12  \(a Java application\) the keystore needs "
                     r"its password", run.out, re.M)
    check = image.chainready.report("--sysroot", image.folder, *AT)
    assert (check["verdict"], check["complete"]) == ("unknown", False)


def test_a_password_opens_the_one_and_leaves_the_others(image: Image, write: Write) -> None:
    for name in ("jdk17-default.p12", "openssl-default.p12"):
        image.put(f"/opt/{name}/truststore.p12",
                  (REPOSITORY / "corpus" / "keystores" / name).read_bytes())
    image.put("/opt/jdk/lib/security/cacerts", (REPOSITORY / "corpus/keystores/jdk17-open.p12").read_bytes())
    stores = {each["path"]: each for each in image.stores("--password", str(write("p", "s3cret")))}
    assert stores["/opt/jdk17-default.p12/truststore.p12"]["roots"] == 2
    assert "none that Java trusts" in stores["/opt/openssl-default.p12/truststore.p12"]["error"]
    assert stores["/opt/jdk/lib/security/cacerts"]["roots"] == 2


def test_a_root_under_two_names_counts_once(image: Image) -> None:
    image.put(SYSTEM, roots("r1", "r3") + roots("r1"))
    assert image.only()["roots"] == 2


# ---- fix -------------------------------------------------------------------------------------------

def test_nothing_to_do_is_said(image: Image) -> None:
    image.put(SYSTEM, roots(*NAMES))
    run = image.chainready("fix", "--sysroot", image.folder, *AT)
    assert (run.code, run.out, run.err) == (READY, "", "chainready: nothing to do\n")


def test_a_script_names_the_root_its_fingerprint_and_other_systems(image: Image) -> None:
    image.put(SYSTEM, roots("g2", "amazon", "starfield", "r1"))
    run = image.chainready("fix", "--sysroot", image.folder, *AT)
    assert run.code == LATER
    assert run.out.startswith("#!/bin/sh\n# To be run inside the image")
    assert "safe to run twice" in run.out
    assert "# GlobalSign Root R46\n# SHA-256, to compare with the authority's page:\n# 4F:A3:12:6D:" in run.out
    assert "update-ca-certificates" in run.out
    slug = "globalsign-root-r46-4fa3126d"
    assert f"# Windows, .NET too (not run here): certutil -addstore -f Root {slug}.pem\n" in run.out
    assert (f"# macOS (not run here): sudo security add-trusted-cert -d -r trustRoot -k "
            f"/Library/Keychains/System.keychain {slug}.pem\n") in run.out
    assert subprocess.run(["sh", "-n"], input=run.raw, check=False).returncode == 0


@pytest.mark.parametrize("path, prepare, words", [
    (SYSTEM, {}, "/usr/local/share/ca-certificates/{}.crt\nupdate-ca-certificates\n"),
    (SYSTEM, {"/etc/alpine-release": "3.20"}, "/usr/local/share/ca-certificates/{}.crt\nupdate-ca-certificates\n"),
    ("/etc/pki/tls/certs/ca-bundle.crt", {}, "/etc/pki/ca-trust/source/anchors/{}.pem\nupdate-ca-trust extract\n"),
    ("/etc/ssl/ca-bundle.pem", {}, "/etc/pki/trust/anchors/{}.pem\nupdate-ca-certificates\n"),
    ("/opt/jdk/lib/security/cacerts", {}, "/opt/jdk/bin/keytool -importcert -noprompt -alias {}"),
    ("/srv/x/certifi/cacert.pem", {}, "REQUESTS_CA_BUNDLE="),
    ("/srv/php.pem", {"/etc/php/8.2/cli/php.ini": "openssl.cafile=/srv/php.pem"}, ">> /srv/php.pem\n"),
])
def test_each_manager_has_its_commands(image: Image, path: str, prepare: dict[str, str], words: str) -> None:
    image.put(path, roots("g2", "amazon", "starfield", "r1"))
    for name, content in prepare.items():
        image.put(name, content)
    run = image.chainready("fix", "--sysroot", image.folder, *AT)
    assert run.code == LATER and words.format("globalsign-root-r46-4fa3126d") in run.out, run.out


def test_files_are_written_where_they_are_asked_for(chainready: Chainready, write: Write,
                                                    tmp_path: pathlib.Path) -> None:
    store = write("own.pem", roots("g2", "amazon", "starfield", "r1"))
    folder = tmp_path / "the root's"
    folder.mkdir()
    run = chainready("fix", "--roots", store, "--write-pem", folder, *AT)
    assert run.code == LATER
    written = folder / "globalsign-root-r46-4fa3126d.pem"
    assert roots("r46").endswith(written.read_bytes())  # without the recorded file's comments
    assert f"chainready: wrote {written}\n" in run.err
    assert "BEGIN CERTIFICATE" not in run.out
    again = chainready("fix", "--roots", store, "--write-pem", folder, *AT)
    assert (again.code, again.out) == (LATER, run.out)
    for _ in range(2):
        done = subprocess.run(["sh", "-eu"], input=run.raw, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
    assert store.read_bytes().count(b"BEGIN CERTIFICATE") == 5


@pytest.mark.parametrize("place", ["not/there", "a-file"])
def test_a_folder_that_is_none_is_said(chainready: Chainready, write: Write, tmp_path: pathlib.Path,
                                       place: str) -> None:
    write("a-file", "x")
    store = write("own.pem", roots("g2", "amazon", "starfield", "r1"))
    run = chainready("fix", "--roots", store, "--write-pem", tmp_path / place, *AT)
    assert run.code in (66, 77) and run.raw == b"" and str(tmp_path / place) in run.err


@pytest.mark.parametrize("name", ["root.der", "roots.p7b", "roots.p11-kit"])
def test_a_file_that_nothing_can_be_added_to_is_left_as_it_is(chainready: Chainready, write: Write,
                                                              name: str) -> None:
    content = {"root.der": pki.authority("Other").der,
               "roots.p7b": (REPOSITORY / "corpus" / "keystores" / "openssl.p7b").read_bytes(),
               "roots.p11-kit": b"[p11-kit-object-v1]\ntrusted: true\n" + pki.authority("Other").pem}[name]
    store = write(name, content)
    run = chainready("fix", "--roots", store, "--timeline", "oss-globalsign", *AT)
    assert run.code == LATER
    done = subprocess.run(["sh"], input=run.raw, capture_output=True, check=False)
    assert done.returncode == 0 and b"not changed: the root cannot be added" in done.stderr
    assert store.read_bytes() == content


# ---- what no root makes better ---------------------------------------------------------------------

def timeline_of(root: pki.Identity) -> dict[str, Any]:
    """A migration of one endpoint, which sends one chain."""
    own = {"title": "change 1", "url": "https://change.corp.example/1", "kind": "own", "read": "2026-11-22"}
    return {"schema": "libchain.timeline/1", "id": "own", "title": "Corp: a root of its own",
            "operator": "Corp IT", "status": "current", "facts_as_of": "2026-11-22", "sources": {"own": own},
            "links": {"root": migrations.link(root, root, "root")},
            "endpoints": [{"id": "intranet", "title": "the intranet", "hosts": ["*.corp.example"],
                           "phases": [{"id": "now", "begin": None, "end": {"kind": "none_announced"},
                                       "chains": [migrations.chain("alone", "root", [])]}]}]}


def test_a_root_that_makes_nothing_better_is_said(chainready: Chainready, write: Write) -> None:
    """The only root there is has run out: adding it helps nobody, and no command is printed."""
    old = pki.authority("Corp Old", dates=("2010-01-01", "2026-01-01"))
    timeline = write("own.json", timeline_of(old))
    store = write("own.pem", pki.authority("Other").pem)
    run = chainready("fix", "--roots", store, "--timeline", timeline, *AT)
    assert (run.code, run.out) == (READY, "")
    assert "no root that is known would mend what `chainready check` finds" in run.err
    assert "adding a root makes nothing better for intranet" in run.err


def test_what_a_script_does_not_mend_is_said_in_it(chainready: Chainready, write: Write) -> None:
    old = pki.authority("Corp Old", dates=("2010-01-01", "2026-01-01"))
    timeline = write("own.json", timeline_of(old))
    store = write("own.pem", roots("g2", "amazon", "starfield", "r1"))
    run = chainready("fix", "--roots", store, "--timeline", timeline, "--timeline", "oss-globalsign", *AT)
    assert run.code == LATER and "GlobalSign Root R46" in run.out
    assert "# Not mended: given: no root that is known makes it better for the intranet\n" in run.out


def test_a_root_that_its_program_distrusts_within_the_window_is_said(chainready: Chainready,
                                                                     write: Write) -> None:
    timeline, identities = migrations.rotation()
    timeline["programs"] = [{"program": "mozilla", "root": "new", "effect": "remove",
                             "at": "2027-09-01T00:00:00Z", "sources": ["own"]}]
    path = write("own.json", json.dumps(timeline))
    store = write("own.pem", identities["old"].pem)
    run = chainready("fix", "--roots", store, "--timeline", path, "--follows", "mozilla", *AT)
    assert run.code == LATER
    assert ("# enough while the store is not updated; its program no longer trusts the root for all of the "
            "window, from 2027-09-01 on\n") in run.out
