# SPDX-License-Identifier: Apache-2.0
"""What a JDK's security properties make of its store. Real JDKs: tests/fidelity/test_security.py."""
import pathlib
from typing import Any, Callable

import pytest

import migrations
from command import Chainready
from image import Image

Write = Callable[[str, Any], pathlib.Path]
AT = ("--at", "2026-11-22", "--until", "2028-11-22")
CERTPATH = "jdk.certpath.disabledAlgorithms="


@pytest.fixture(name="ask")
def asker(chainready: Chainready, tmp_path: pathlib.Path, write: Write) -> Callable[..., Any]:
    """A report on an image with one JDK that has these properties and all roots of a migration."""
    timeline, authorities = migrations.rotation()
    image = Image(tmp_path / "image", chainready)
    image.put("/opt/jdk/release", 'JAVA_VERSION="25.0.3"\n')
    image.put("/opt/jdk/lib/security/cacerts", b"".join(
        each.pem for each in authorities.values() if each.cert.subject == each.cert.issuer))

    def ask(properties: str, *more: str) -> Any:
        image.put("/opt/jdk/conf/security/java.security", properties)
        return chainready("check", "--sysroot", image.folder, "--timeline",
                          write("rotation.json", timeline), *AT, *more)
    return ask


def reading(run: Any) -> Any:
    """What the JDK makes of the one result."""
    return run.document["results"][0]["readers"][0]


def test_a_key_that_the_settings_refuse(ask: Callable[..., Any]) -> None:
    run = ask(CERTPATH + "MD2, EC keySize < 384\n", "--json")
    assert run.document["verdict"] == "ready" and reading(run)["verdict"] == "broken"
    text = " ".join(ask(CERTPATH + "EC keySize < 384\n").out.split())
    assert "but Java 25.0.3 fails" in text
    assert ask(CERTPATH + "EC keySize < 384\n", "--json", "--profile", "jdk-25").document["verdict"] == "broken"
    assert ask(CERTPATH + "EC keySize < 256\n", "--json", "--profile", "jdk-25").document["verdict"] == "ready"


def test_the_defaults_of_a_jdk_change_nothing(ask: Callable[..., Any]) -> None:
    run = ask(CERTPATH + "MD2, MD5, SHA1 jdkCA & usage TLSServer, RSA keySize < 1024, EC keySize < 224\n"
              "jdk.security.caDistrustPolicies=SYMANTEC_TLS\njdk.tls.disabledAlgorithms=SSLv3, RC4, \\\n"
              "   MD5withRSA, ECDH, TLS_RSA_*\n", "--json")
    assert reading(run)["verdict"] == "ready" and "doubts" not in run.document["stores"][0]


def test_from_a_date_on(ask: Callable[..., Any]) -> None:
    run = ask(CERTPATH + "EC keySize < 384 & denyAfter 2027-03-01\n", "--json")
    assert reading(run)["verdict"] == "breaks_later"
    assert reading(run)["breaks_at"] == "2027-03-01T00:00:00Z"


def test_what_cannot_be_told_is_unknown_and_said(ask: Callable[..., Any]) -> None:
    run = ask(CERTPATH + "RSA keysize < 2048\n", "--json")
    assert reading(run)["verdict"] == "unknown"
    assert run.document["stores"][0]["doubts"] == [
        'the JDK refuses every connection, as it does not understand "RSA keysize < 2048"']
    run = ask(CERTPATH + "RSA keySize < 3072\n", "--json")  # of certificates that are only stated
    assert reading(run)["verdict"] == "unknown"


def test_a_policy_of_another_name_is_said(ask: Callable[..., Any]) -> None:
    text = " ".join(ask("jdk.security.caDistrustPolicies=FUTURE_TLS\n").out.split())
    assert "jdk.security.caDistrustPolicies names FUTURE_TLS, which is not predicted." in text
