# SPDX-License-Identifier: Apache-2.0
"""Stores as tools of this machine write them, and as people break them. What tools of recorded versions
write is read in the unit tests."""
import base64
import pathlib
import re
import shutil
import subprocess
from typing import Any, Callable

import pytest

import pki
from command import DATA, REPOSITORY, Chainready

AT = ("--at", "2026-11-22T00:00:00Z", "--timeline", "oss-globalsign")
RECORDED = REPOSITORY / "corpus" / "keystores"
JVMS = sorted(path.parents[1] for path in pathlib.Path("/usr/lib/jvm").glob("*/bin/keytool")
              if not path.parents[1].is_symlink())
ROOTS = [pki.authority("Keystore Root 1"), pki.authority("Keystore Root 2")]
Write = Callable[[str, Any], pathlib.Path]


def run(*command: Any) -> str:
    """A tool that must succeed."""
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def store_of(chainready: Chainready, path: pathlib.Path, *more: Any) -> dict[str, Any]:
    """What check says of this store alone."""
    return chainready.report("--roots", path, *AT, *more)["stores"][0]


@pytest.fixture(name="password")
def _password(write: Write) -> pathlib.Path:
    return write("password", "s3cret\n")


# ---- keytool ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("home", JVMS, ids=lambda home: home.name)
@pytest.mark.parametrize("form, options", [
    ("JKS", ()), ("JCEKS", ()), ("PKCS12", ()), ("PKCS12", ("-J-Dkeystore.pkcs12.legacy",)),
    ("PKCS12", ("-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE",
                "-J-Dkeystore.pkcs12.macAlgorithm=NONE"))])
def test_what_keytool_writes_is_read(chainready: Chainready, tmp_path: pathlib.Path, write: Write,
                                     password: pathlib.Path, home: pathlib.Path, form: str,
                                     options: tuple[str, ...]) -> None:
    path = tmp_path / "truststore"
    run(home / "bin/keytool", *options, "-importcert", "-noprompt", "-alias", "one", "-file",
        write("one.pem", ROOTS[0].pem), "-keystore", path, "-storetype", form, "-storepass", "s3cret")
    store = store_of(chainready, path, "--password", password)
    assert (store["kind"], store["roots"], store["skipped"]) == (form.lower(), 1, [])
    without = chainready.check("--roots", path, *AT)
    if form == "PKCS12" and "macAlgorithm=NONE" not in "".join(options):
        without.fails(DATA, "the keystore needs its password (--password FILE)")
    else:
        assert store_of(chainready, path)["roots"] == 1


@pytest.mark.parametrize("home", JVMS, ids=lambda home: home.name)
def test_the_jdks_own_store_is_read_whole(chainready: Chainready, home: pathlib.Path) -> None:
    path = home / "lib/security/cacerts"
    listed = run(home / "bin/keytool", "-list", "-keystore", path, "-storepass", "changeit")
    count = int(re.search(r"contains (\d+) entr", listed).group(1))
    store = store_of(chainready, path)
    assert (store["roots"], store["skipped"]) == (count, [])


# ---- p11-kit, OpenSSL ------------------------------------------------------------------------------

@pytest.mark.skipif(not shutil.which("trust"), reason="there is no p11-kit")
@pytest.mark.parametrize("form, kind", [("pem-bundle", "pem"), ("openssl-bundle", "pem"),
                                        ("java-cacerts", "jks"), ("pem-directory-hash", "directory")])
def test_what_p11_kit_extracts_is_read(chainready: Chainready, tmp_path: pathlib.Path, form: str,
                                       kind: str) -> None:
    bundle, path = tmp_path / "bundle.pem", tmp_path / "extracted"
    options = ("--filter=ca-anchors", "--purpose=server-auth")
    run("trust", "extract", "--format=pem-bundle", *options, bundle)
    run("trust", "extract", f"--format={form}", *options, path)
    count = bundle.read_text().count("BEGIN CERTIFICATE")
    if not count:
        pytest.skip("p11-kit knows no anchors here")
    store = store_of(chainready, path)
    assert (store["kind"], store["roots"], store["skipped"]) == (kind, count, [])


@pytest.mark.skipif(not shutil.which("trust"), reason="there is no p11-kit")
def test_what_p11_kit_dumps_is_read(chainready: Chainready, write: Write) -> None:
    text = run("trust", "dump")
    trusted = len(re.findall(r"^trusted: true$", text, re.M))
    if not trusted:
        pytest.skip("p11-kit knows no anchors here")
    store = store_of(chainready, write("roots.p11-kit", text))
    assert (store["kind"], store["skipped"]) == ("p11-kit", [])
    distrusted = len(re.findall(r"^x-distrusted: true$", text, re.M))
    assert trusted - distrusted <= store["roots"] <= trusted


@pytest.mark.parametrize("use, verdict", [("serverAuth", "ready"), ("emailProtection", "broken")])
def test_limits_of_a_trusted_certificate_count(chainready: Chainready, tmp_path: pathlib.Path,
                                               write: Write, use: str, verdict: str) -> None:
    leaf = pki.server(ROOTS[0], ["www.example.com"], dates=("2026-01-01", "2028-12-01"))
    path = tmp_path / "trusted.pem"
    run("openssl", "x509", "-in", write("one.pem", ROOTS[0].pem), "-trustout", "-addtrust", use, "-out", path)
    document = chainready.verify("--roots", path, "--chain", write("chain.pem", leaf.pem), "--at",
                                 "2026-11-22", "--until", "2027-11-22")
    assert document["verdict"] == ("valid" if verdict == "ready" else "invalid")


def test_distrust_by_issuance_of_a_p11_kit_file_counts(chainready: Chainready, write: Write) -> None:
    path = write("ca-bundle.trust.p11-kit", "[p11-kit-object-v1]\ntrusted: true\n"
                 "nss-server-distrust-after: \"%32%36%30%36%33%30%32%33%35%39%35%39%5a\"\n"
                 + ROOTS[0].pem.decode())
    for issued, verdict in (("2026-06-30", "valid"), ("2026-07-01", "invalid")):
        leaf = pki.server(ROOTS[0], ["www.example.com"], dates=(issued, "2027-06-01"))
        document = chainready.verify("--roots", path, "--chain", write("chain.pem", leaf.pem), "--at",
                                     "2026-11-22", "--until", "2027-01-01")
        assert document["verdict"] == verdict


@pytest.mark.parametrize("form", ["DER", "PEM"])
def test_a_p7b_is_read(chainready: Chainready, tmp_path: pathlib.Path, write: Write, form: str) -> None:
    path = tmp_path / "roots.p7b"
    run("openssl", "crl2pkcs7", "-nocrl", "-certfile", write("both.pem", ROOTS[0].pem + ROOTS[1].pem),
        "-outform", form, "-out", path)
    store = store_of(chainready, path)
    assert (store["kind"], store["roots"]) == ("pkcs7" if form == "DER" else "pem", 2)


@pytest.mark.parametrize("options", [(), ("-legacy",), ("-nomac",), ("-certpbe", "NONE", "-nomac"),
                                     ("-certpbe", "AES-128-CBC", "-macalg", "sha512")])
def test_a_pkcs12_of_openssl_is_no_truststore_to_java(chainready: Chainready, tmp_path: pathlib.Path,
                                                      write: Write, password: pathlib.Path,
                                                      options: tuple[str, ...]) -> None:
    path = tmp_path / "roots.p12"
    run("openssl", "pkcs12", "-export", "-nokeys", "-in", write("both.pem", ROOTS[0].pem + ROOTS[1].pem),
        "-passout", "pass:s3cret", "-out", path, *options)
    done = chainready.check("--roots", path, "--password", password, *AT)
    done.fails(DATA, "holds 2 certificates, but none that Java trusts (keytool -importcert marks them)")


def test_openssl_can_mark_what_java_trusts(chainready: Chainready, tmp_path: pathlib.Path, write: Write,
                                           password: pathlib.Path) -> None:
    path = tmp_path / "roots.p12"
    helped = subprocess.run(["openssl", "pkcs12", "-help"], text=True, capture_output=True, check=False)
    if "-jdktrust" not in helped.stderr + helped.stdout:
        pytest.skip("this OpenSSL has no -jdktrust (3.2 has)")
    run("openssl", "pkcs12", "-export", "-nokeys", "-in", write("one.pem", ROOTS[0].pem), "-passout",
        "pass:s3cret", "-jdktrust", "anyExtendedKeyUsage", "-out", path)
    assert store_of(chainready, path, "--password", password)["roots"] == 1


# ---- what is wrong with them -----------------------------------------------------------------------

@pytest.mark.parametrize("name", ["jdk17.jks", "jdk25.jceks", "jdk17-default.p12", "jdk25-legacy.p12"])
def test_a_wrong_password_is_said(chainready: Chainready, write: Write, name: str) -> None:
    done = chainready.check("--roots", RECORDED / name, "--password", write("wrong", "s3cret2"), *AT)
    done.fails(DATA, name, "the keystore was changed, or its password is another one")


def test_an_unknown_cipher_is_said(chainready: Chainready, password: pathlib.Path) -> None:
    path = RECORDED / "openssl-PBE-SHA1-RC4-128.p12"
    done = chainready.check("--roots", path, "--password", password, *AT)
    done.fails(DATA, path.name, "encrypted with an algorithm that is not known here")


@pytest.mark.parametrize("label", ["PKCS12", "JKS"])
def test_a_keystore_inside_pem_is_said(chainready: Chainready, write: Write, label: str) -> None:
    body = base64.encodebytes((RECORDED / "jdk17-open.p12").read_bytes()).decode()
    path = write("store.pem", f"-----BEGIN {label}-----\n{body}-----END {label}-----\n")
    chainready.check("--roots", path, *AT).fails(DATA, "entry 1", "a keystore inside PEM: decode it first")


@pytest.mark.parametrize("name", ["jdk17.jks", "jdk25-open.p12", "openssl.p7b"])
def test_a_keystore_in_a_certificate_block_is_damage(chainready: Chainready, write: Write, name: str) -> None:
    body = base64.encodebytes((RECORDED / name).read_bytes()).decode()
    path = write("store.pem", f"-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n")
    chainready.check("--roots", path, *AT).fails(DATA, "entry 1", "offset")


@pytest.mark.parametrize("name", ["jdk17.jks", "jdk17.jceks", "jdk17.pkcs12", "jdk25.pkcs12"])
def test_a_private_key_is_no_root_and_is_said(chainready: Chainready, password: pathlib.Path, name: str) -> None:
    store = store_of(chainready, RECORDED / name, "--password", password)
    assert store["roots"] == 2
    assert any("a private key" in each["reason"] for each in store["skipped"])


@pytest.mark.parametrize("name", ["jdk17.jks", "jdk25.jceks", "jdk25-open.p12", "openssl.p7b"])
@pytest.mark.parametrize("part", [3, 40, 300, 700])
def test_a_truncated_keystore_is_said(chainready: Chainready, write: Write, name: str, part: int) -> None:
    path = write(name, (RECORDED / name).read_bytes()[:part])
    done = chainready("check", "--json", "--roots", path, *AT)
    if done.code == DATA:
        done.fails(DATA, str(path))
    else:
        assert done.document["stores"][0]["skipped"]


def test_a_file_of_the_password_that_is_none_is_said(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    done = chainready.check("--roots", RECORDED / "jdk17.jks", "--password", tmp_path / "none", *AT)
    done.fails(66, "none: No such file")


def test_a_password_is_never_shown(chainready: Chainready, password: pathlib.Path) -> None:
    for name in ("jdk17.jks", "jdk17-default.p12", "openssl-default.p12"):
        done = chainready.check("--roots", RECORDED / name, "--password", password, *AT)
        assert "s3cret" not in done.out + done.err
