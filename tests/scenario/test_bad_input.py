# SPDX-License-Identifier: Apache-2.0
"""What is not what it should be: a clear error that names the file, the entry and the offset, the
right exit code, and no crash; and one bad certificate among many costs no other."""
import base64
import os
import pathlib
import threading
from typing import Any, Callable

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

import forms
import pki
from command import (BROKEN, DATA, LATER, NO_INPUT, NO_PERMISSION, READY, UNKNOWN, Chainready, Run,
                     outcome)
from pki import Identity
from real import DEBIAN, root

NOW = "2026-11-22T00:00:00Z"
MIB = 1024 * 1024
Write = Callable[[str, Any], pathlib.Path]

GOOD = pki.authority("Good Root")
PEM, DER = GOOD.pem, GOOD.der
BODY = PEM.split(b"\n", 1)[1].rsplit(b"-----END", 1)[0]


def tlv(tag: int, content: bytes) -> bytes:
    """A value in DER."""
    size = len(content)
    octets = size.to_bytes(max(1, (size.bit_length() + 7) // 8), "big")
    head = bytes([size]) if size < 0x80 else bytes([0x80 | len(octets)]) + octets
    return bytes([tag]) + head + content


def nested(depth: int) -> bytes:
    """SEQUENCEs in one another."""
    value = b"\x05\x00"
    for _ in range(depth):
        value = tlv(0x30, value)
    return value


def rsa_key(form: serialization.PrivateFormat) -> bytes:
    """Another private key."""
    return rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, form, serialization.NoEncryption())


def check(chainready: Chainready, *stores: Any, **how: Any) -> Run:
    """Runs the main job on stores, against a migration that the good root has no part in."""
    words = [word for store in stores for word in ("--roots", store)]
    return chainready.check(*words, "--timeline", "oss-globalsign", "--at", NOW, **how)


# ---- files that hold nothing of use ----------------------------------------------------------------

# name: content, words of the complaint
USELESS: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "empty": (b"", ("the file is empty",)),
    "white_space": (b" \n\n", ("not a certificate or keystore of a form that is known",)),
    "text": (b"these are not the roots you are looking for\n", ("not a certificate or keystore of a form that is known",)),
    "html": (b"<!DOCTYPE html><title>404</title>", ("not a certificate or keystore of a form that is known",)),
    "zeros": (bytes(5000), ("not a certificate or keystore of a form that is known",)),
    "binary_junk": (bytes(range(256)) * 40, ("not a certificate or keystore of a form that is known",)),
    "junk_like_der": (b"\x30\x82\xff\xff" + bytes(100), ("offset",)),
    "der_cut_in_half": (DER[:len(DER) // 2], ("offset",)),
    "der_cut_by_one": (DER[:-1], ("offset",)),
    "der_and_more": (DER + b"\0", ("offset",)),
    "der_twice": (DER + DER, ("offset",)),
    "der_indefinite": (b"\x30\x80" + DER + b"\0\0", ("offset",)),
    "der_length_not_minimal": (b"\x30\x84\0\0" + DER[2:4] + DER[4:], ("offset",)),
    "der_of_four_gigabytes": (b"\x30\x84\xff\xff\xff\xff" + DER[4:], ("offset",)),
    "der_length_of_eight_octets": (b"\x30\x88" + b"\xff" * 8 + DER[4:], ("offset",)),
    "der_nested_10000_deep": (nested(10000), ("offset",)),
    "private_key": (GOOD.private_pem, ("entry 1, offset 0", "a private key, not a certificate")),
    "rsa_private_key": (rsa_key(serialization.PrivateFormat.TraditionalOpenSSL),
                        ("entry 1, offset 0", "a private key, not a certificate")),
    "private_key_in_der": (GOOD.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption()), ("offset",)),
    "public_key": (GOOD.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
        ("holds no certificate",)),
    "pem_without_end": (PEM.split(b"-----END")[0], ("entry 1, offset 0", "no END line")),
    "pem_of_nothing": (b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
                       ("entry 1, offset 0",)),
    "pem_with_junk_in_base64": (PEM.replace(BODY[10:12], b"**"),
                                ("entry 1, offset 0", "base64 is damaged")),
    "pem_cut_in_base64": (PEM.replace(BODY[-30:-4], b"\n"), ("entry 1, offset 0",)),
    "pem_of_text": (b"-----BEGIN CERTIFICATE-----\naGVsbG8gd29ybGQ=\n-----END CERTIFICATE-----\n",
                    ("entry 1, offset 0",)),
    "pem_of_another_end": (PEM.replace(b"END CERTIFICATE", b"END X509 CRL"),
                           ("entry 1, offset 0", "no END line of its own")),
    "begin_line_only": (b"-----BEGIN CERTIFICATE-----", ("entry 1, offset 0",)),
    "pem_nested_der": (b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(nested(3000))
                       + b"-----END CERTIFICATE-----\n", ("entry 1, offset 0",)),
    "utf_16": (PEM.decode().encode("utf-16"), ("not a certificate or keystore of a form that is known",)),
}


@pytest.mark.memory
@pytest.mark.parametrize("name", USELESS)
def test_a_store_without_a_certificate_is_bad_input(chainready: Chainready, write: Write,
                                                    name: str) -> None:
    content, words = USELESS[name]
    path = write("roots", content)
    check(chainready, path).fails(DATA, f"chainready: {path}: ", *words)


@pytest.mark.parametrize("name", USELESS)
def test_a_chain_or_a_bridge_without_a_certificate_is_bad_input(chainready: Chainready,
                                                                write: Write, name: str) -> None:
    content, words = USELESS[name]
    path = write("chain", content)
    store = write("good.pem", PEM)
    for arguments in (("verify", "--roots", store, "--chain", path),
                      ("check", "--roots", store, "--chain", path),
                      ("verify", "--roots", store, "--chain", store, "--bridges", path),
                      ("check", "--roots", store, "--bridges", path),
                      ("timelines", "--verify", "--bridges", path)):
        chainready(*arguments).fails(DATA, f"chainready: {path}: ", *words)


@pytest.mark.parametrize("name", USELESS)
def test_standard_input_without_a_certificate_is_bad_input(chainready: Chainready,
                                                           name: str) -> None:
    content, words = USELESS[name]
    check(chainready, "-", stdin=content).fails(DATA, "chainready: standard input: ", *words)


def test_every_length_that_a_certificate_is_cut_to_is_bad_input(chainready: Chainready,
                                                                write: Write) -> None:
    for size in range(1, len(DER), 7):
        check(chainready, write("cut.der", DER[:size])).fails(DATA, "cut.der", "offset")


def test_a_cut_pem_bundle_keeps_what_is_whole(chainready: Chainready, write: Write) -> None:
    other = pki.authority("Other Root")
    path = write("cut.pem", PEM + other.pem[:len(other.pem) // 2])
    report = chainready.report("--roots", path, "--at", NOW)
    store = report["stores"][0]
    assert store["roots"] == 1
    assert [(each["entry"], each["offset"]) for each in store["skipped"]] == [(2, len(PEM))]


# ---- files that are too large, or no files ---------------------------------------------------------


def sparse(path: pathlib.Path, size: int) -> pathlib.Path:
    """A file of zeros that takes no room."""
    with open(path, "wb") as file:
        file.truncate(size)
    return path


@pytest.mark.parametrize("size", [64 * MIB + 1, 100 * MIB, 5 * 1024 * MIB])
def test_a_file_of_more_than_64_mib_is_refused(chainready: Chainready, tmp_path: pathlib.Path,
                                               size: int) -> None:
    path = sparse(tmp_path / "huge.pem", size)
    check(chainready, path).fails(DATA, f"chainready: {path}: larger than 64 MiB")
    store = tmp_path / "good.pem"
    store.write_bytes(PEM)
    chainready("verify", "--roots", store, "--chain", path).fails(DATA, "larger than 64 MiB")


def test_a_file_of_exactly_64_mib_is_read(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "large.pem"
    path.write_bytes(PEM + b"#" * (64 * MIB - len(PEM)))
    report = chainready.report("--roots", path, "--at", NOW)
    assert report["stores"][0]["roots"] == 1


def test_standard_input_of_more_than_64_mib_is_refused(chainready: Chainready) -> None:
    check(chainready, "-", stdin=PEM + b"#" * (64 * MIB)).fails(
        DATA, "chainready: standard input: larger than 64 MiB")


def test_a_certificate_of_more_than_4_mib_is_refused(chainready: Chainready, write: Write) -> None:
    body = base64.encodebytes(tlv(0x30, tlv(0x30, bytes(5 * MIB))))
    path = write("fat.pem", b"-----BEGIN CERTIFICATE-----\n" + body + b"-----END CERTIFICATE-----\n")
    check(chainready, path).fails(DATA, f"chainready: {path}: entry 1", "4 MiB")


def test_a_fifo_is_not_waited_for(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    store = tmp_path / "good.pem"
    store.write_bytes(PEM)
    for arguments in (("check", "--roots", path), ("check", "--roots", store, "--timeline", path),
                      ("check", "--roots", store, "--chain", path),
                      ("check", "--roots", store, "--hosts", path),
                      ("check", "--roots", store, "--bridges", path),
                      ("verify", "--roots", store, "--chain", path), ("timelines", path)):
        chainready(*arguments, timeout=20).fails(DATA, str(path), "not a regular file")


def test_a_fifo_in_a_directory_is_not_waited_for(chainready: Chainready,
                                                 tmp_path: pathlib.Path) -> None:
    folder = forms.android(tmp_path, [GOOD.cert])
    os.mkfifo(folder / "00000000.0")
    report = chainready.report("--roots", folder, "--at", NOW, timeout=20)
    assert report["stores"][0]["roots"] == 1
    assert len(report["stores"][0]["skipped"]) == 1


def test_a_fifo_that_somebody_writes_to_is_not_read_either(chainready: Chainready,
                                                           tmp_path: pathlib.Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    writer = threading.Thread(target=path.write_bytes, args=(PEM,))
    writer.start()
    check(chainready, path, timeout=20).fails(DATA, str(path), "not a regular file")
    writer.join(20)
    os.close(reader)


@pytest.mark.parametrize("path", ["/dev/null", "/dev/zero", "/dev/full"])
def test_a_device_is_refused(chainready: Chainready, path: str) -> None:
    check(chainready, path, timeout=20).fails(DATA, path, "not a regular file")


def test_a_socket_is_refused(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    import socket
    path = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        check(chainready, path, timeout=20).fails(DATA, str(path))


# ---- files that are not there, or not to be read ---------------------------------------------------


def test_a_missing_file_is_no_input(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    store = tmp_path / "good.pem"
    store.write_bytes(PEM)
    for path in (tmp_path / "missing", store / "below"):
        for arguments in (("check", "--roots", path), ("check", "--roots", store, "--timeline", path),
                          ("check", "--roots", store, "--chain", path),
                          ("check", "--roots", store, "--hosts", path),
                          ("check", "--roots", store, "--bridges", path),
                          ("verify", "--roots", path, "--chain", store),
                          ("verify", "--roots", store, "--chain", path), ("timelines", path)):
            chainready(*arguments).fails(NO_INPUT, f"chainready: {path}: ")


def test_a_dangling_link_is_no_input(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "link"
    path.symlink_to("nowhere")
    check(chainready, path).fails(NO_INPUT, str(path))


def test_a_link_to_itself_is_bad_input(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "link"
    path.symlink_to("link")
    check(chainready, path).fails(DATA, str(path), "symbolic links")


def test_a_path_that_is_too_long_is_refused(chainready: Chainready) -> None:
    run = check(chainready, "/" + "x" * 5000)
    assert run.code in (DATA, 64)
    run.fails(run.code, "too long")


def test_an_empty_path_is_no_input(chainready: Chainready) -> None:
    check(chainready, "").fails(NO_INPUT, "no such file")


def test_a_path_cannot_steer_the_terminal(chainready: Chainready) -> None:
    run = check(chainready, "/nowhere/\x1b[31m\r\n\x07red")
    run.fails(NO_INPUT, "\\x1b[31m\\x0d\\x0a\\x07red")
    assert not set(run.err[:-1]) & set("\x1b\r\n\x07")


def test_a_path_beyond_ascii_is_shown_where_it_can_be(chainready: Chainready) -> None:
    check(chainready, "/nowhere/Zürich–東京").fails(NO_INPUT, "/nowhere/Zürich–東京")
    hidden = "/nowhere/\u202egnp\u009b31m\ufeff"
    run = check(chainready, hidden)
    run.fails(NO_INPUT, "/nowhere/\\xe2\\x80\\xaegnp\\xc2\\x9b31m\\xef\\xbb\\xbf: ")
    broken = b"/nowhere/\xff\xc0\xaf\xed\xa0\x80"
    run = check(chainready, os.fsdecode(broken))
    run.fails(NO_INPUT, "/nowhere/\\xff\\xc0\\xaf\\xed\\xa0\\x80: ")


def test_a_file_without_rights_is_no_permission(chainready: Chainready, write: Write,
                                                as_nobody: list[str]) -> None:
    secret, store = write("secret.pem", PEM), write("good.pem", PEM)
    secret.chmod(0)
    for arguments in (("check", "--roots", secret), ("check", "--roots", store, "--timeline", secret),
                      ("check", "--roots", store, "--chain", secret),
                      ("check", "--roots", store, "--hosts", secret),
                      ("check", "--roots", store, "--bridges", secret),
                      ("verify", "--roots", secret, "--chain", store),
                      ("verify", "--roots", store, "--chain", secret), ("timelines", secret)):
        chainready(*arguments, before=as_nobody).fails(NO_PERMISSION, f"chainready: {secret}: ")


def test_a_directory_without_rights_is_no_permission(chainready: Chainready, tmp_path: pathlib.Path,
                                                     as_nobody: list[str]) -> None:
    folder = forms.android(tmp_path, [GOOD.cert])
    folder.chmod(0)
    try:
        check(chainready, folder, before=as_nobody).fails(NO_PERMISSION, f"chainready: {folder}: ")
        inside = folder / "00000000.0"
        check(chainready, inside, before=as_nobody).fails(NO_PERMISSION, f"chainready: {inside}: ")
    finally:
        folder.chmod(0o755)


def test_a_directory_that_may_be_listed_but_not_entered_is_no_permission(
        chainready: Chainready, tmp_path: pathlib.Path, as_nobody: list[str]) -> None:
    folder = forms.android(tmp_path, [GOOD.cert])
    folder.chmod(0o444)
    try:
        check(chainready, folder, before=as_nobody).fails(NO_PERMISSION, str(folder))
    finally:
        folder.chmod(0o755)


# ---- directories -----------------------------------------------------------------------------------


def test_a_directory_that_is_not_hashed_is_no_store(chainready: Chainready,
                                                    tmp_path: pathlib.Path) -> None:
    """OpenSSL finds nothing in it."""
    folder = tmp_path / "roots"
    folder.mkdir()
    (folder / "good.pem").write_bytes(PEM)
    (folder / "GOOD.0").write_bytes(PEM)
    run = check(chainready, folder)
    run.fails(DATA, f"chainready: {folder}: ", "none of its 2 files has a hash name", "rehash")


def test_an_empty_directory_is_no_store(chainready: Chainready, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "roots"
    folder.mkdir()
    check(chainready, folder).fails(DATA, f"chainready: {folder}: ")


def test_a_directory_as_timeline_or_hosts_is_refused(chainready: Chainready, write: Write,
                                                     tmp_path: pathlib.Path) -> None:
    store = write("good.pem", PEM)
    for arguments in (("--timeline", tmp_path), ("--hosts", tmp_path)):
        run = chainready.check("--roots", store, *arguments)
        run.fails(DATA, f"chainready: {tmp_path}: is a directory")


def test_a_directory_of_junk_under_hash_names_is_bad_input(chainready: Chainready,
                                                           tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "roots"
    folder.mkdir()
    (folder / "00000000.0").write_bytes(b"junk")
    (folder / "00000001.0").mkdir()
    check(chainready, folder).fails(DATA, f"chainready: {folder}/00000000.0: entry 1, offset 0")


# ---- one bad one among many ------------------------------------------------------------------------


def many(count: int) -> list[Identity]:
    """As many roots."""
    key = pki.authority("Root")
    return [pki.authority(f"Root {number}", same_key=None, issuer=None) if number % 20 == 0
            else pki.authority(pki.named(f"Root {number}"), issuer=key) for number in range(count)]


@pytest.mark.memory
def test_one_damaged_entry_among_140_is_reported_and_the_rest_is_used(chainready: Chainready,
                                                                      write: Write) -> None:
    blocks = [identity.pem for identity in many(139)]
    blocks.append(root("gs-r1").public_bytes(serialization.Encoding.PEM))
    lines = blocks[70].splitlines(keepends=True)
    blocks[70] = b"".join(lines[:3] + [b"!" + lines[3][1:]] + lines[4:])
    path = write("bundle.pem", b"".join(blocks))
    offset = len(b"".join(blocks[:70]))
    report = chainready.report("--roots", path, "--timeline", "oss-globalsign", "--at", NOW)
    assert report["verdict"] == "breaks_later", "R1, the last one, is used"
    store = report["stores"][0]
    assert store["roots"] == 139
    assert [(each["entry"], each["offset"]) for each in store["skipped"]] == [(71, offset)]
    assert "base64" in store["skipped"][0]["reason"]
    run = chainready.check("--roots", path, "--timeline", "oss-globalsign", "--at", NOW)
    assert run.code == LATER
    assert f"entry 71, offset {offset}" in " ".join(run.out.split())
    assert "1 entry skipped" in run.out


def test_one_certificate_with_damaged_der_among_140_is_reported(chainready: Chainready,
                                                                write: Write) -> None:
    identities = many(139)
    bad = bytearray(identities[9].der)
    bad[1] ^= 0x01
    block = (b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(bytes(bad))
             + b"-----END CERTIFICATE-----\n")
    blocks = [identity.pem for identity in identities]
    blocks[9] = block
    path = write("bundle.pem", b"".join(blocks))
    store = chainready.report("--roots", path, "--at", NOW)["stores"][0]
    assert store["roots"] == 138
    assert [(each["entry"], each["offset"]) for each in store["skipped"]] == [
        (10, len(b"".join(blocks[:9])))]


def test_one_damaged_file_of_a_directory_is_reported_by_its_name(chainready: Chainready,
                                                                 tmp_path: pathlib.Path) -> None:
    folder = forms.hashed(tmp_path, [identity.cert for identity in many(40)])
    bad = sorted(path for path in folder.iterdir() if path.is_symlink())[5]
    bad.resolve().write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    report = chainready.report("--roots", folder, "--at", NOW)
    store = report["stores"][0]
    assert store["roots"] == 39
    assert [(each["path"], each["entry"], each["offset"]) for each in store["skipped"]] == [
        (str(bad), 1, 0)]
    run = chainready.check("--roots", folder, "--at", NOW)
    assert bad.name in "".join(run.out.split())


def test_a_file_of_a_directory_without_rights_is_reported_by_its_name(
        chainready: Chainready, tmp_path: pathlib.Path, as_nobody: list[str]) -> None:
    folder = forms.android(tmp_path, [identity.cert for identity in many(3)])
    secret = sorted(folder.iterdir())[1]
    secret.chmod(0)
    report = chainready.report("--roots", folder, "--at", NOW, before=as_nobody)
    store = report["stores"][0]
    assert store["roots"] == 2
    assert [each["path"] for each in store["skipped"]] == [str(secret)]
    assert "may not be read" in store["skipped"][0]["reason"]


def test_a_key_among_certificates_is_reported(chainready: Chainready, write: Write) -> None:
    path = write("both.pem", GOOD.private_pem + PEM)
    store = chainready.report("--roots", path, "--at", NOW)["stores"][0]
    assert store["roots"] == 1
    assert store["skipped"] == [{"entry": 1, "offset": 0,
                                 "reason": "a private key, not a certificate"}]


def test_ten_thousand_damaged_entries_do_not_flood(chainready: Chainready, write: Write) -> None:
    junk = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    path = write("junk.pem", junk * 10000 + PEM)
    report = chainready.report("--roots", path, "--at", NOW)
    store = report["stores"][0]
    assert store["roots"] == 1
    assert len(store["skipped"]) <= 1000
    assert "9001 more entries" in store["skipped"][-1]["reason"]
    run = chainready.check("--roots", path, "--at", NOW)
    assert len(run.out) + len(run.err) < 20000


# ---- several stores --------------------------------------------------------------------------------


def test_one_of_several_stores_that_cannot_be_read_makes_the_rest_unknown(
        chainready: Chainready, write: Write, tmp_path: pathlib.Path) -> None:
    if not DEBIAN.exists():
        pytest.skip(f"there is no {DEBIAN} on this machine")
    r1 = write("r1.pem", root("gs-r1").public_bytes(serialization.Encoding.PEM))
    for bad in (tmp_path / "missing.pem", write("junk.pem", b"junk"), write("empty.pem", b"")):
        report = chainready.report("--roots", DEBIAN, "--roots", bad, "--at", NOW)
        assert (report["verdict"], report["complete"]) == ("unknown", False)
        assert [store["verdict"] for store in report["stores"]] == ["ready", "unknown"]
        assert report["stores"][1]["error"]
        run = check(chainready, DEBIAN, bad)
        assert run.code == UNKNOWN
        assert str(bad) in run.err
        assert "could not be read" in run.first
        assert check(chainready, r1, bad).code == UNKNOWN, "breaks later, or worse"
        assert check(chainready, write("other.pem", PEM), bad).code == BROKEN, "which is worse"


def test_standard_input_may_be_one_of_several_stores(chainready: Chainready, write: Write) -> None:
    r1 = root("gs-r1").public_bytes(serialization.Encoding.PEM)
    other = write("other.pem", PEM)
    report = chainready.report("--roots", other, "--roots", "-", "--timeline", "oss-globalsign",
                               "--at", NOW, stdin=r1)
    assert [store["verdict"] for store in report["stores"]] == ["broken", "breaks_later"]
    assert report["stores"][1]["path"] == "standard input"
    assert outcome(report)["verdict"] == "broken"


def test_a_store_that_is_given_twice_is_judged_twice(chainready: Chainready, write: Write) -> None:
    path = write("roots.pem", PEM)
    report = chainready.report("--roots", path, "--roots", path, "--at", NOW)
    assert [store["id"] for store in report["stores"]] == ["bundle", "bundle-2"]


# ---- the same from standard input ------------------------------------------------------------------


def test_a_store_from_standard_input_gives_the_same_answer(chainready: Chainready) -> None:
    for form in (serialization.Encoding.PEM, serialization.Encoding.DER):
        content = root("gs-r1").public_bytes(form)
        report = chainready.report("--roots", "-", "--timeline", "oss-globalsign", "--at", NOW,
                                   stdin=content)
        assert outcome(report) == {"verdict": "breaks_later", "breaks_at": "2027-01-28T00:00:00Z",
                                   "breaks_latest": "2027-01-29T00:00:00Z"}
    assert check(chainready, "-", stdin=forms.JUNK + PEM).code == BROKEN


def test_a_hosts_file_that_is_none_is_bad_input_with_its_line(chainready: Chainready,
                                                                write: Write) -> None:
    store = write("roots.pem", PEM)
    for content, line in ((b"a.example\nb c.example\n..\n", 3), (b"\x00\n", 1),
                          (b"good.example\n-bad.example\n", 2), (b"\xff\xfe\n", 1)):
        hosts = write("hosts.txt", content)
        chainready.check("--roots", store, "--hosts", hosts).fails(DATA, f"{hosts}: line {line}: ")


def test_ready_stays_ready_whatever_lies_between_the_blocks(chainready: Chainready,
                                                            write: Write) -> None:
    roots = [root(name).public_bytes(serialization.Encoding.PEM)
             for name in ("gs-r1", "gs-r3", "gs-r46")]
    for junk in (b"\0" * 100, b"-----BEGIN", b"-----BEGIN X-----\n", b"\n-----END CERTIFICATE-----\n",
                 b"\r", b"-" * 5000, b"\xff" * 1000):
        path = write("junk.pem", junk + b"\n" + (b"\n" + junk + b"\n").join(roots) + junk)
        run = check(chainready, path)
        assert run.code == READY, (junk[:20], run.out)
