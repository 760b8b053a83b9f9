# SPDX-License-Identifier: Apache-2.0
"""What the script as a whole promises: for the whole machine, for an image, and in the open."""
import pathlib
import shlex

import pytest

import pki
from machine import CURL, JVMS, NODE, PHP, java
from mended import LATER, READY, Machine
from namespace import Namespace
from server import Server


@pytest.fixture(name="machine")
def _machine(namespace: Namespace, binary: pathlib.Path, folder: pathlib.Path,
             root: pki.Identity) -> Machine:
    assert root.cert  # its migration is in the folder
    return Machine(namespace, binary, f"--timeline {folder}/own.json")


def test_one_script_mends_every_store_that_is_judged(machine: Machine, root: pki.Identity,
                                                     server: Server) -> None:
    stores = {each["id"] for each in machine.report()["stores"]}
    assert "system" in stores
    unreadable = machine.unreadable()  # nobody can mend what somebody locked; see below
    printed = machine.chainready("fix >/opt/fix.sh")
    assert printed.returncode == LATER
    script = (machine.namespace.upper / "opt/fix.sh").read_text("utf-8")
    assert root.sha256.upper() in script.replace(":", "")
    done = machine.run("sh /opt/fix.sh")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (left := machine.not_ready()), "\n".join(left)
    assert machine.unreadable() == unreadable
    if not unreadable:
        assert machine.report()["verdict"] == "ready"
    for client in [each for each in (CURL, PHP, NODE, *map(java, JVMS)) if not each.missing()]:
        fetched = machine.fetch(client, server)
        assert fetched.returncode == 0, f"{client.name}: {fetched.stderr}"
    nothing = machine.chainready("fix")
    assert (nothing.returncode, nothing.stdout) == (READY, "")
    assert "nothing to do" in nothing.stderr


LOCKED = """mkdir -p /opt/app && printf '%s' 's3cret word' >/opt/password && {keytool} -importkeystore \
-noprompt -srckeystore "$(realpath {home}/lib/security/cacerts)" -srcstorepass changeit \
-deststorepass:file /opt/password -deststoretype PKCS12 -destkeystore /opt/app/truststore.p12"""


@pytest.mark.skipif(not JVMS, reason="there is no keytool")
def test_a_store_that_cannot_be_read_is_said_and_costs_no_other(machine: Machine) -> None:
    made = machine.run(LOCKED.format(keytool=f"{JVMS[0]}/bin/keytool", home=JVMS[0]))
    assert made.returncode == 0, made.stdout + made.stderr
    printed = machine.chainready("fix >/opt/fix.sh")
    assert printed.returncode == LATER
    assert "/opt/app/truststore.p12: the keystore needs its password" in printed.stderr
    script = (machine.namespace.upper / "opt/fix.sh").read_text("utf-8")
    assert "# Not mended: /opt/app/truststore.p12: the keystore needs its password" in script
    done = machine.run("sh /opt/fix.sh")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (left := machine.not_ready()), "\n".join(left)
    assert any("/opt/app/truststore.p12" in line for line in machine.unreadable())
    assert machine.report()["verdict"] == "unknown"


def test_what_people_keep_beside_the_distribution_is_not_seen(machine: Machine) -> None:
    """No test of a fix may depend on what lies about on the machine that it runs on."""
    space = machine.namespace
    shared = [pathlib.Path(path) for path in (*space.shared, *space.layered)]
    for folder in ("/opt", "/root", "/home", "/srv", "/tmp"):
        seen = machine.run(f"ls -A {folder} 2>/dev/null").stdout.splitlines()
        known = {path.relative_to(folder).parts[0] for path in shared if path.is_relative_to(folder)}
        assert set(seen) <= known
    paths = [pathlib.Path(each["path"]) for each in machine.report("--all")["stores"]]
    assert any(path.is_relative_to("/usr") or path.is_relative_to("/etc") for path in paths)
    outside = [path for path in paths
               if not any(path.is_relative_to(top) for top in ("/usr", "/etc", "/var", *shared))]
    assert not outside
    for place in (*space.layered, *space.shared[1:]):
        machine.run(f"touch {shlex.quote(place)}/written-by-a-test")
        assert not (pathlib.Path(place) / "written-by-a-test").exists()


def test_an_image_is_mended_from_within(machine: Machine) -> None:
    image = "/opt/image"
    made = machine.run(f"mkdir -p {image}/opt/app && "
                       f"cp /etc/ssl/certs/ca-certificates.crt {image}/opt/app/cacert.pem && "
                       f"{machine.command} fix --sysroot {image} {machine.options} >/opt/fix.sh")
    assert made.returncode == LATER, made.stderr
    script = (machine.namespace.upper / "opt/fix.sh").read_text("utf-8")
    assert image not in script
    assert "inside the image" in script.splitlines()[1]
    # the image's own folders stand where the script expects them
    done = machine.run(f"mkdir -p /opt/app && mount --bind {image}/opt/app /opt/app && sh /opt/fix.sh")
    assert done.returncode == 0, done.stdout + done.stderr
    after = machine.chainready(f"check --sysroot {image}")
    assert after.returncode == READY, after.stdout


def test_a_store_of_no_runtime_is_named_by_its_path(machine: Machine, folder: pathlib.Path,
                                                    root: pki.Identity) -> None:
    stray = folder / "a file, that's hidden"
    stray.write_bytes(pki.authority("Somebody Else").pem)
    done = machine.run(f"{machine.command} fix --store {shlex.quote(str(stray))} {machine.options} "
                       ">/opt/fix.sh; sh /opt/fix.sh && sh /opt/fix.sh")
    assert done.returncode == 0, done.stderr
    assert stray.read_bytes().count(b"BEGIN CERTIFICATE") == 2
    assert root.pem in stray.read_bytes()


def test_what_cannot_be_mended_is_refused(machine: Machine) -> None:
    for arguments, words in (("--roots - </dev/null", "standard input"),
                             ("--sysroot / --write-pem /opt", "--write-pem"),
                             ("--store system --roots /etc/ssl/cert.pem", "--store and --roots")):
        done = machine.run(f"{machine.command} fix {machine.options} {arguments}")
        assert done.returncode == 64 and words in done.stderr, done.stderr
        assert done.stdout == ""
