# SPDX-License-Identifier: Apache-2.0
"""The root sets that are found are those that each stack loads: both are asked, and compared by
fingerprint. What is not installed is skipped; the test of the wheel installs all of it."""
import hashlib
import importlib
import json
import os
import pathlib
import ssl
import subprocess
from typing import Any, Callable, Iterable

import pytest

import chainready
from chainready import _stacks
from chainready._probe import looks_into
from conftest import CORPUS, roots

FILES = ("amazon-root-ca-1", "digicert-global-root-g2", "globalsign-root-r46", "globalsign-root-ca",
         "globalsign-root-ca-r3", "baltimore-cybertrust-root")


class Places:
    """Files and hashed folders of one root each, by letters in the variables below."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        for number, name in enumerate(FILES):
            (folder / f"file{number}").write_bytes(roots(name))
            hashed = folder / f"dir{number}"
            hashed.mkdir()
            pem = hashed / "root.pem"
            pem.write_bytes(roots(name))
            digest = subprocess.run(["openssl", "x509", "-hash", "-noout", "-in", pem], check=True,
                                    capture_output=True, text=True).stdout.strip()
            (hashed / f"{digest}.0").symlink_to("root.pem")
            # not rehashed: OpenSSL does not find it
            (hashed / "copied.pem").write_bytes(roots("digicert-global-root-ca"))

    def expand(self, value: str) -> str:
        """"dir0:dir1" as paths."""
        return os.pathsep.join(str(self.folder / part) for part in value.split(":"))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Made once."""
    return Places(tmp_path_factory.mktemp("places"))


def found(name: str) -> set[str]:
    """Fingerprints of the root set of a stack, as chainready finds it."""
    root_set = next(each for each in chainready.root_sets() if each.id == f"python-{name}")
    store = root_set._open({}, None)
    return {store.sha256(index) for index in range(store.count())}


def fingerprints(ders: Iterable[bytes]) -> set[str]:
    """SHA-256 of each."""
    return {hashlib.sha256(der).hexdigest() for der in ders}


def der_of(pem: str) -> bytes:
    """The first certificate of a text."""
    start, end = pem.index("-----BEGIN"), pem.index("-----END CERTIFICATE-----") + 25
    return ssl.PEM_cert_to_DER_cert(pem[start:end])


def held(context: ssl.SSLContext, folders: Iterable[str] = ()) -> set[str]:
    """What a context has loaded, and what OpenSSL would find in folders, by their hash names."""
    ders = set(context.get_ca_certs(True))
    for folder in folders:
        for path in pathlib.Path(folder).glob("*.[0-9]"):  # get_ca_certs would leave out non-CAs
            ders.add(der_of(path.read_text("ascii")))
    return fingerprints(ders)


COMBINATIONS: list[dict[str, str]] = [
    {}, {"SSL_CERT_FILE": "file0"}, {"SSL_CERT_DIR": "dir1"}, {"SSL_CERT_DIR": "dir1:dir2"},
    {"SSL_CERT_FILE": "file0", "SSL_CERT_DIR": "dir1"}, {"REQUESTS_CA_BUNDLE": "file3"},
    {"CURL_CA_BUNDLE": "file4"}, {"REQUESTS_CA_BUNDLE": "file3", "CURL_CA_BUNDLE": "file4"},
    {"REQUESTS_CA_BUNDLE": "dir3"}, {"SSL_CERT_FILE": "file0", "REQUESTS_CA_BUNDLE": "file3"},
    {"SSL_CERT_FILE": "nowhere", "SSL_CERT_DIR": "dir1"}, {"REQUESTS_CA_BUNDLE": ""},
]


@pytest.fixture(params=COMBINATIONS, ids=lambda each: " ".join(map("=".join, each.items())) or "none")
def variables(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, places: Places
              ) -> dict[str, str]:
    """In the environment of this process."""
    values = {name: places.expand(value) if value else "" for name, value in request.param.items()}
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return values


def default_folders(variables: dict[str, str]) -> list[str]:
    """Where OpenSSL looks, read from its own words."""
    default = ssl.get_default_verify_paths().openssl_capath
    return variables.get("SSL_CERT_DIR", default).split(os.pathsep)


def test_ssl(variables: dict[str, str]) -> None:
    assert found("ssl") == held(ssl.create_default_context(), default_folders(variables))


def test_requests(variables: dict[str, str]) -> None:
    requests = pytest.importorskip("requests")
    session = requests.Session()
    verify = session.merge_environment_settings("https://localhost", {}, None, None, None)["verify"]

    class Connection:
        """Notes what the adapter tells it."""
        ca_certs = ca_cert_dir = None

    connection = Connection()
    session.get_adapter("https://").cert_verify(connection, "https://localhost", verify, None)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if connection.ca_certs:
        context.load_verify_locations(connection.ca_certs)
    folders = [connection.ca_cert_dir] if connection.ca_cert_dir else []
    assert found("requests") == held(context, folders)


def test_urllib3_is_as_ssl(variables: dict[str, str]) -> None:
    """Its default context is filled by load_default_certs, which nothing else is said to do."""
    pytest.importorskip("urllib3")
    from urllib3.util.ssl_ import create_urllib3_context
    context = create_urllib3_context()
    context.load_default_certs()
    assert found("ssl") == held(context, default_folders(variables))


def test_httpx(variables: dict[str, str]) -> None:
    """It raises for a file that is not there, or before 0.28 passes over it."""
    httpx = pytest.importorskip("httpx")
    try:
        context = httpx.create_ssl_context()
    except OSError:
        report = chainready.ready(timelines="oss-globalsign")
        assert [each.id for each in report.stores if each.problem] == ["python-httpx"]
        return
    lazy = [] if context.get_ca_certs() else variables["SSL_CERT_DIR"].split(os.pathsep)
    assert found("httpx") == held(context, lazy)


def test_a_bundle_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_stacks, "_BUNDLED", {"requests": ("REQUESTS_CA_BUNDLE",)})
    monkeypatch.setattr(_stacks, "_is_there", lambda module: True)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")
    report = chainready.ready(timelines="oss-globalsign")
    assert not report.complete and not report
    store = next(each for each in report.stores if each.id == "python-requests")
    assert store.problem and store.problem.status == "not_found"
    assert "/nowhere/ca.pem (Python" in report.summary and "cannot be read" in report.summary


def test_stacks_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CORPUS / "globalsign-root-ca.pem"))
    first = chainready.root_sets()[0]
    version = ssl.OPENSSL_VERSION.split()[1]
    assert first.id == "python-ssl" and first.config == "SSL_CERT_FILE"
    assert first.stack.startswith("Python 3.") and f"OpenSSL {version}" in first.stack
    strict = bool(ssl.create_default_context().verify_flags & ssl.VERIFY_X509_STRICT)
    assert ("strict" in first.stack) == strict


TRUSTSTORE = """
import hashlib, json, ssl, truststore
truststore.inject_into_ssl()
import chainready
for each in chainready.root_sets():
    store = each._open({}, None)
    print(json.dumps([each.id, each.stack, [store.sha256(i) for i in range(store.count())]]))
report = chainready.ready(ssl.create_default_context(), timelines="oss-globalsign")
print(json.dumps([report.stores[0].stack, report.stores[0].roots]))
"""


def test_truststore(child: Callable[..., Any], places: Places) -> None:
    pytest.importorskip("truststore")
    env = {"SSL_CERT_FILE": places.expand("file0"), "SSL_CERT_DIR": places.expand("dir1"),
           "REQUESTS_CA_BUNDLE": places.expand("file3")}
    rows = [json.loads(line) for line in child("-c", TRUSTSTORE, env=env).stdout.splitlines()]
    context = rows.pop()
    sets = {row[0]: set(row[2]) for row in rows}
    wanted = [fingerprints([der_of(roots(FILES[number]).decode())]) for number in (0, 1, 3)]
    assert sets["python-ssl"] == wanted[0] | wanted[1]
    if "python-requests" in sets:
        assert sets["python-requests"] == wanted[0] | wanted[1] | wanted[2]
    assert all("over truststore" in row[1] for row in rows)
    assert "over truststore" in context[0] and context[1] == 2


# ---- contexts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("loaded", (0, 1))
@pytest.mark.parametrize("lazy", (False, True))
@pytest.mark.parametrize("verifies", (False, True))
@pytest.mark.parametrize("tls", (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3))
def test_a_lazy_folder_shows(loaded: int, lazy: bool, verifies: bool, tls: ssl.TLSVersion,
                             places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
    monkeypatch.setenv("SSL_CERT_DIR", places.expand("dir1"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.maximum_version = tls
    if not verifies:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if loaded:
        context.load_verify_locations(places.expand("file2"))
    if lazy:
        context.set_default_verify_paths()
    assert looks_into(context, places.expand("dir1")) is lazy
    if loaded or lazy:
        report = chainready.ready(context, timelines="oss-globalsign")
        assert report.stores[0].roots == loaded + lazy
    else:
        with pytest.raises(chainready.NotFoundError):
            chainready.ready(context, timelines="oss-globalsign")


def test_a_folder_of_ones_own_is_given(places: Places) -> None:
    context = ssl.create_default_context(capath=places.expand("dir2"))
    root_set = chainready.RootSet.of_context(context, capath=places.expand("dir2"), stack="mine")
    report = chainready.ready(root_set, timelines="oss-globalsign")
    assert report.stores[0].roots == 1 and report.stores[0].stack == "mine"


def test_a_server_side_context_cannot_tell(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_DIR", places.expand("dir1"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    assert looks_into(context, places.expand("dir1")) is None
    with pytest.raises(chainready.UnsupportedError, match="cannot be told"):
        chainready.ready(context)


def test_what_is_not_installed_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert [each.id for each in chainready.root_sets(lambda module: False)] == ["python-ssl"]
