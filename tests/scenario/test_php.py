# SPDX-License-Identifier: Apache-2.0
"""Where the real PHP connects is where the stores that were found for it hold the root.

The image has the php.ini, the libcurl of this machine, and an /etc/ssl/certs with the root; for PHP,
that folder lies over the real one, in a mount namespace of its own.
"""
import datetime
import functools
import json
import pathlib
import shutil
import subprocess
import sys
from typing import Any, Iterator

import pytest

from command import REPOSITORY, Chainready
from image import Image

HANDSHAKE = REPOSITORY / "tests" / "bindings" / "handshake"
LIBRARIES = ("/usr/lib/x86_64-linux-gnu/libcurl.so.4", "/usr/lib/aarch64-linux-gnu/libcurl.so.4")
CLIENT = """
[$_, $url] = $argv;
$handle = curl_init($url);
curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
echo json_encode(['streams' => @file_get_contents($url) !== false, 'curl' => curl_exec($handle) !== false]);
"""
SETTINGS = [
    {"openssl.cafile": "/srv/stranger.pem"},
    {"openssl.cafile": "/srv/new.pem"},
    {"curl.cainfo": "/srv/stranger.pem"},
    {"curl.cainfo": "/srv/new.pem", "openssl.capath": "/srv/hashed"},
    {"openssl.cafile": "/srv/stranger.pem", "openssl.capath": "/srv/hashed"},
    {"openssl.cafile": "/srv/stranger.pem", "openssl.capath": "/nowhere:/srv/hashed"},
    {"openssl.cafile": "/srv/stranger.pem", "openssl.capath": "/srv/empty"},
    {"openssl.capath": "/srv/hashed"},
    {"openssl.capath": "/nowhere:/srv/hashed"},
    {"openssl.cafile": "/srv/stranger.pem", "curl.cainfo": "/srv/new.pem"},
]


@functools.cache
def why_not() -> str:
    """What is missing here; "" where nothing is."""
    if not shutil.which("php") or not shutil.which("openssl"):
        return "no PHP, or no OpenSSL"
    modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout
    if "curl" not in modules or "openssl" not in modules:
        return "PHP without curl or OpenSSL"
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
        return "mount namespaces are not allowed"
    return "" if pathlib.Path("/etc/ssl/certs").is_dir() else "no /etc/ssl/certs"


@pytest.fixture(scope="module")
def moment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A server under the new root alone."""
    if why_not():
        pytest.skip(why_not())
    command = [sys.executable, str(HANDSHAKE / "serve.py"), str(tmp_path_factory.mktemp("servers"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin and child.stdout
        servers = json.loads(child.stdout.readline())
        yield next(each for each in servers["moments"] if each["moment"] == "new")
        child.stdin.close()


@pytest.fixture(name="image")
def empty_image(chainready: Chainready, tmp_path: pathlib.Path) -> Image:
    """A fresh one."""
    return Image(tmp_path / "image", chainready)


def fill(image: Image, moment: dict[str, Any], settings: dict[str, str]) -> None:
    """Files of the image."""
    new = pathlib.Path(moment["stores"]["new"]).read_bytes()
    stranger = pathlib.Path(moment["stores"]["stranger"]).read_bytes()
    name = subprocess.run(["openssl", "x509", "-noout", "-subject_hash"], input=new, check=True,
                          capture_output=True).stdout.decode().strip() + ".0"
    image.put("/srv/new.pem", new)
    image.put("/srv/stranger.pem", stranger)
    image.put("/srv/empty/README", "no certificate")
    for folder in ("/srv/hashed", "/etc/ssl/certs"):
        image.put(f"{folder}/{name}", new)
    image.put("/etc/ssl/certs/ca-certificates.crt", stranger + new)
    image.put("/etc/php/8.2/cli/php.ini", "".join(f"{k}={v}\n" for k, v in settings.items()))
    for library in LIBRARIES:
        if pathlib.Path(library).exists():
            image.put(library, pathlib.Path(library).read_bytes())


def happens(image: Image, moment: dict[str, Any], settings: dict[str, str]) -> dict[str, bool]:
    """Which extension of the real PHP connects."""
    options = [word for key, value in settings.items() for word in (
        "-d", f"{key}={value.replace('/srv', str(image.folder / 'srv'))}")]
    script = image.folder.parent / "client.php"
    script.write_text("<?php" + CLIENT, "utf-8")
    mount = 'mount --bind "$0" /etc/ssl/certs && exec "$@"'
    done = subprocess.run(["unshare", "-m", "sh", "-c", mount, str(image.folder / "etc/ssl/certs"),
                           "php", *options, str(script), f"https://localhost:{moment['port']}/"],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def holds(image: Image, moment: dict[str, Any]) -> dict[str, bool]:
    """Which extension's store is ready for that server; one without settings reads the system's."""
    run = image.chainready("check", "--json", "--all", "--sysroot", image.folder, "--timeline",
                           moment["timeline"], "--at",
                           datetime.datetime.fromtimestamp(moment["at"], datetime.timezone.utc).isoformat())
    report = run.document
    out = {}
    for api in ("streams", "curl"):
        store = next(each for each in report["stores"] if f"PHP 8.2 cli {api}" in each["stack"])
        assert store["verdict"] != "unknown", store
        out[api] = store["verdict"] != "broken"
    return out


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda each: " ".join(f"{k}={v}" for k, v in each.items()))
def test_php_connects_where_its_store_holds_the_root(image: Image, moment: dict[str, Any],
                                                     settings: dict[str, str]) -> None:
    fill(image, moment, settings)
    assert holds(image, moment) == happens(image, moment, settings)
