# SPDX-License-Identifier: Apache-2.0
"""A real root taken out of a real store comes back by the commands that `check --json` gives for it,
word for word, with the PEM file that `fix --write-pem` writes."""
import dataclasses
import pathlib

import pytest

from machine import JVMS
from mended import LATER, READY, Machine
from namespace import Namespace

# GlobalSign Root R46, without which Alibaba Cloud OSS is not reached for sure after 2027-01-28.
SHA256 = "4f:a3:12:6d:8d:3a:11:d1:c4:85:5a:4f:80:7c:ba:d6:cf:91:9d:3a:5a:88:b0:3b:ea:2c:63:72:d9:3c:40:c9"
HEX = SHA256.replace(":", "")
OPTIONS = "--timeline oss-globalsign --at 2026-11-22T00:00:00Z"
SYSTEM = "/etc/ssl/certs/ca-certificates.crt"
APP = "/opt/app/cacert.pem"
# A bundle without the root, which is found by the name that Debian gives it.
WITHOUT = f"""mkdir -p /opt/app && python3 - {SYSTEM} {APP} {HEX} <<'END'
import hashlib, re, ssl, sys
pems = re.findall('-----BEGIN.*?END CERTIFICATE-----\\n', open(sys.argv[1]).read(), re.S)
kept = [p for p in pems if hashlib.sha256(ssl.PEM_cert_to_DER_cert(p)).hexdigest() != sys.argv[3]]
assert len(kept) == len(pems) - 1
open(sys.argv[2], 'w').write(''.join(kept))
END
"""


@dataclasses.dataclass(frozen=True)
class Loss:
    """A store, how it loses the root, and who says whether it has it: in which words."""
    name: str
    store: str
    lose: str
    ask: str
    python: bool = False
    verdicts: frozenset[str] = frozenset({"breaks_later"})  # of all who read it


def openssl_finds(bundle: str) -> str:
    """Counts the root in the bundle, read by OpenSSL and not by us."""
    return (f"openssl crl2pkcs7 -nocrl -certfile {bundle} | openssl pkcs7 -print_certs | "
            "grep -c 'subject=.*GlobalSign Root R46'")


def losses() -> list[Loss]:
    """The system's store, each JDK's, PHP's, and an old certifi."""
    out = [Loss("the system's store", "system",
                "sed -i 's,^mozilla/GlobalSign_Root_R46.crt,!&,' /etc/ca-certificates.conf && "
                "update-ca-certificates", openssl_finds(SYSTEM)),
           Loss("PHP's openssl.cafile", APP,
                WITHOUT + f"echo 'openssl.cafile={APP}' >\"$(ls -d /etc/php/*/cli/conf.d | tail -1)/99-own.ini\"",
                f"php -r 'echo ini_get(\"openssl.cafile\"), \" \";' && {openssl_finds(APP)}",
                # curl reads it beside the folder of its libcurl, which still holds the root
                verdicts=frozenset({"breaks_later", "ready"})),
           Loss("certifi of 2020", "/opt/app/lib/python*/site-packages/certifi/cacert.pem",
                "/opt/app/bin/python3 -m pip install -q --disable-pip-version-check certifi==2020.12.5",
                openssl_finds("$(/opt/app/bin/python3 -m certifi)"), python=True)]
    for home in JVMS:
        own = f"{home}/lib/security/cacerts"
        keytool = f"{home}/bin/keytool -keystore {own} -storepass changeit"
        out.append(Loss(f"cacerts of {home.name}", own,
                        f"cp \"$(realpath {own})\" /tmp/own && rm {own} && cp /tmp/own {own} && "
                        f"{keytool} -delete -alias debian:globalsign_root_r46.pem",
                        f"{keytool} -list | grep -c -i '{SHA256}'"))
    return out


@pytest.mark.parametrize("loss", losses(), ids=lambda loss: loss.name)
def test_the_commands_of_the_report_bring_it_back(loss: Loss, namespace: Namespace,
                                                  binary: pathlib.Path,
                                                  request: pytest.FixtureRequest) -> None:
    if loss.python:
        namespace.lay(request.getfixturevalue("environment"), "/opt/app")
    machine = Machine(namespace, binary, OPTIONS)
    lost = machine.run(f"set -e\n{loss.lose}", **request.getfixturevalue("registry"))
    if loss.python and lost.returncode != 0:
        pytest.skip(f"no old certifi: {lost.stderr.strip()[-200:]}")
    assert lost.returncode == 0, lost.stdout + lost.stderr
    store = machine.run(f"ls {loss.store}").stdout.strip() if "/" in loss.store else loss.store
    assert machine.run(loss.ask).stdout.strip().endswith("0")
    results = machine.results(store)
    assert {each["verdict"] for each in results} == loss.verdicts
    fixes = {fix["root"]["sha256"]: fix["command"] for each in results for fix in each["fix"]}
    assert set(fixes) == {HEX}
    written = machine.run(f"mkdir /opt/pem && {machine.command} fix --store {store} {OPTIONS} "
                          "--write-pem /opt/pem >/opt/fix.sh")
    assert written.returncode == LATER, written.stderr
    assert SHA256.upper() in (namespace.upper / "opt/fix.sh").read_text("utf-8")
    done = machine.run(f"cd /opt/pem\n{fixes[HEX]}", **request.getfixturevalue("registry"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert machine.run(loss.ask).stdout.strip().endswith("1")
    assert machine.verdicts(store) == {"ready"}
    nothing = machine.chainready(f"fix --store {store}")
    assert (nothing.returncode, nothing.stdout) == (READY, ""), nothing.stdout
