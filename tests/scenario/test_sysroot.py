# SPDX-License-Identifier: Apache-2.0
"""An image is somebody else's: no link leads out of it, nothing in it hangs, loops or is waited for."""
import os
import pathlib
import socket

import pytest

import forms
import pki
from command import Chainready
from image import AT, PEM, ROOT, Image

OUTSIDE = pki.authority("A Root Of The Host")


@pytest.fixture(name="image")
def _image(tmp_path: pathlib.Path, chainready: Chainready) -> Image:
    return Image(tmp_path / "image", chainready)


@pytest.fixture(name="outside")
def _outside(tmp_path: pathlib.Path) -> pathlib.Path:
    """A store of the host, which no answer about the image may know."""
    path = tmp_path / "host" / "cacert.pem"
    path.parent.mkdir()
    path.write_bytes(OUTSIDE.pem)
    return path


# ---- links -----------------------------------------------------------------------------------------

def test_an_absolute_link_is_one_of_the_image(image: Image) -> None:
    image.put("/usr/share/roots.pem")
    image.link("/etc/ssl/cert.pem", "/usr/share/roots.pem")
    assert image.found() == {"/usr/share/roots.pem": "system"}


@pytest.mark.parametrize("target", ["{}", "../../../../../../../../../../../..{}"])
@pytest.mark.parametrize("path", ["/etc/ssl/cert.pem", "/srv/cacert.pem", "/opt/jdk/lib/security/cacerts"])
def test_no_link_leads_to_the_host(image: Image, outside: pathlib.Path, path: str, target: str) -> None:
    image.link(path, target.format(outside))
    assert not image.stores()
    image.put(str(outside))  # the same path, inside
    assert list(image.found()) == [str(outside)]
    assert image.only()["path"] == str(outside)


def test_a_link_of_a_folder_leads_nowhere_else(image: Image, outside: pathlib.Path) -> None:
    image.link("/srv/app", str(outside.parent))
    image.link("/etc/ssl", "../../../../../../../../.." + str(outside.parent))
    image.put("/etc/environment", f"SSL_CERT_FILE=/srv/app/{outside.name}\n")
    store = image.only()
    assert (store["path"], store["error"]) == (f"/srv/app/{outside.name}", "no such file")


def test_hashed_directories_stay_inside(image: Image, outside: pathlib.Path) -> None:
    """Each file of them is a link, as a rule, and an absolute one on Debian."""
    name = forms.openssl_hash(ROOT.cert.subject)
    image.put("/usr/share/roots/good.pem")
    image.link(f"/srv/certs/{name}.0", "/usr/share/roots/good.pem")
    image.link(f"/srv/certs/{name}.1", str(outside))
    image.link(f"/srv/certs/{name}.2", "../../../../../../../../.." + str(outside))
    image.put("/etc/environment", "SSL_CERT_DIR=/srv/certs\n")
    store = image.only()
    assert store["roots"] == 1
    assert [each["reason"] for each in store["skipped"]] == ["a link that leads to nothing in the image"] * 2


def test_roots_beside_nodes_own_stay_inside(image: Image, outside: pathlib.Path) -> None:
    node = image.put("/usr/bin/node", b"\x7fELF" + bytes(16 * 1024 * 1024) + ROOT.pem)
    node.chmod(0o755)
    image.link("/srv/extra.pem", str(outside))
    image.put("/etc/environment", "NODE_EXTRA_CA_CERTS=/srv/extra.pem\n")
    roots = {each["id"]: each.get("roots") for each in image.stores()}
    assert roots["node"] == 1


def test_settings_behind_a_link_stay_inside(image: Image, tmp_path: pathlib.Path) -> None:
    image.put("/srv/cacert.pem")
    evil = tmp_path / "environment"
    evil.write_text("SSL_CERT_FILE=/srv/cacert.pem\n")
    image.link("/etc/environment", str(evil))
    assert image.only()["id"] == "bundle"


def test_loops_end(image: Image) -> None:
    image.put("/etc/ssl/cert.pem")
    image.link("/a/cacert.pem", "cacert.pem")
    image.link("/b/one", "two")
    image.link("/b/two", "one")
    image.link("/b/cacert.pem", "one/two/x")
    image.link("/c/self", ".")
    image.link("/c/up", "..")
    image.link("/c/top", "/")
    assert image.found() == {"/etc/ssl/cert.pem": "system"}


@pytest.mark.parametrize("length, found", [(40, True), (41, False)])
def test_forty_links_in_a_row_are_followed_and_no_more(image: Image, length: int, found: bool) -> None:
    image.put("/srv/roots")
    target = "/srv/roots"
    for number in range(length - 1):
        image.link(f"/srv/link{number}", target)
        target = f"link{number}"
    image.link("/srv/cacert.pem", target)
    assert bool(image.stores()) == found


def test_folders_forty_deep_are_walked_and_no_deeper(image: Image) -> None:
    image.put("/" + "d/" * 39 + "cacert.pem")
    image.put("/" + "d/" * 40 + "cacerts.pem")
    assert [path.rsplit("/", 1)[1] for path in image.found()] == ["cacert.pem"]


# ---- what is no file -------------------------------------------------------------------------------

@pytest.mark.parametrize("target", ["/proc/self/environ", "/dev/zero", "/dev/stdin", "/proc/1/root/etc/ssl",
                                    "/sys/kernel/notes"])
def test_files_of_the_kernel_are_not_reached(image: Image, target: str) -> None:
    image.link("/srv/cacert.pem", target)
    image.link("/etc/ssl/cert.pem", target)
    image.put("/etc/environment", f"SSL_CERT_FILE={target}\n")
    assert [each["error"] for each in image.stores()] == ["no such file"]


def test_fifos_and_sockets_are_not_waited_for(image: Image) -> None:
    for folder in ("etc/ssl", "srv", "etc/php/8.2/cli", "opt/jdk/lib/security"):
        (image.folder / folder).mkdir(parents=True)
    os.mkfifo(image.folder / "etc/ssl/cert.pem")
    os.mkfifo(image.folder / "etc/environment")
    os.mkfifo(image.folder / "etc/php/8.2/cli/php.ini")
    os.mkfifo(image.folder / "srv/cacert.pem")
    os.mkfifo(image.folder / "srv/setenv.sh")
    os.mkfifo(image.folder / "opt/jdk/lib/security/cacerts")
    os.mkfifo(image.folder / "opt/jdk/release")
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.getcwd()
        os.chdir(image.folder / "srv")  # a socket's name is short
        try:
            listener.bind("truststore.jks")
        finally:
            os.chdir(here)
        assert not image.stores()
    image.put("/etc/default/app", "SSL_CERT_FILE=/srv/cacert.pem\n")
    assert image.only()["error"] == "is not a regular file"


def test_folders_where_files_belong_are_passed_over(image: Image) -> None:
    for path in ("etc/environment", "etc/ssl/cert.pem", "srv/cacert.pem", "etc/php/8.2/cli/php.ini",
                 "opt/jdk/lib/security/cacerts", "opt/jdk/release", "usr/bin/node"):
        (image.folder / path).mkdir(parents=True)
    assert not image.stores()


def test_huge_settings_are_passed_over(image: Image) -> None:
    image.put("/srv/own.pem")
    image.put("/etc/environment", "SSL_CERT_FILE=/srv/own.pem\n" + "x" * (256 * 1024))
    assert not image.stores()


def test_names_that_are_not_text_do_no_harm(image: Image) -> None:
    place = os.fsencode(image.folder) + b"/srv/\xff\x1b[31m\n/cacert.pem"
    os.makedirs(os.path.dirname(place))
    with open(place, "wb") as file:
        file.write(ROOT.pem)
    run = image.chainready("stores", "--sysroot", image.folder, *AT)
    assert run.code == 0 and "\x1b" not in run.out and len(run.out.splitlines()) == 1


def test_values_that_are_hostile_do_no_harm(image: Image) -> None:
    image.put("/etc/ssl/cert.pem")
    image.put("/etc/environment", "SSL_CERT_FILE=/" + "a/" * 3000 + "\nSSL_CERT_FILE=\nSSL_CERT_FILE=\"\n"
              "SSL_CERT_FILE=/../../../../etc/passwd\nSSL_CERT_DIR=:::/:\nAWS_CA_BUNDLE='/x")
    image.put("/etc/php/8.2/cli/php.ini", "openssl.cafile=" + "/b" * 5000 + "\ncurl.cainfo\n=\n==\n[")
    assert "system" in [each["id"] for each in image.stores()]


# ---- rights ----------------------------------------------------------------------------------------

def test_what_may_not_be_read_is_said(image: Image, as_nobody: list[str]) -> None:
    image.put("/etc/ssl/cert.pem").chmod(0)
    image.put("/closed/cacert.pem").parent.chmod(0)
    image.put("/srv/cacert.pem")
    try:
        run = image.chainready("check", "--json", "--sysroot", image.folder, *AT, before=as_nobody)
    finally:
        (image.folder / "closed").chmod(0o755)
    stores = {each["path"].removeprefix(str(image.folder)): each.get("error")
              for each in run.document["stores"]}
    assert stores == {"/etc/ssl/cert.pem": "may not be read by this user", "/srv/cacert.pem": None}


@pytest.mark.parametrize("path", ["not/there", "a-file"])
def test_an_image_that_is_none_is_said(chainready: Chainready, tmp_path: pathlib.Path, path: str) -> None:
    (tmp_path / "a-file").write_text(PEM)
    run = chainready("stores", "--sysroot", tmp_path / path)
    run.fails(66, "no root store found")


def test_a_relative_image_is_the_same_image(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    target = tmp_path / "rootfs" / "etc" / "ssl" / "certs" / "ca-certificates.crt"
    target.parent.mkdir(parents=True)
    target.write_text(PEM, "ascii")
    path = os.path.relpath(tmp_path / "rootfs")
    stores = [chainready.report("--sysroot", root, *AT)["stores"] for root in (path, tmp_path / "rootfs")]
    assert [[each["roots"] for each in found] for found in stores] == [[1], [1]]
    assert stores[0][0]["path"].startswith(path)
