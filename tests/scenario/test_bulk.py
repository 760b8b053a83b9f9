# SPDX-License-Identifier: Apache-2.0
"""Many captured chains: recorded from every form that people have, and judged line by line with the same
verdicts as one by one."""
import base64
import csv
import gzip
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time
from collections import Counter
from typing import Any, Callable

import pytest

import pki
from command import BROKEN, DATA, LATER, NO_INPUT, READY, UNKNOWN, USAGE, Chainready, Run, outcome, result, \
    validator
from pki import Identity
from real import Shared

NOW = "2026-11-22T00:00:00Z"
Write = Callable[[str, Any], pathlib.Path]


@pytest.fixture(name="root", scope="module")
def _root() -> Identity:
    return pki.authority("Bulk Root", dates=("2020-01-01", "2028-01-01"))


@pytest.fixture(name="issuing", scope="module")
def _issuing(root: Identity) -> Identity:
    return pki.authority("Bulk Issuing CA", issuer=root, dates=("2020-01-01", "2027-06-01"))


@pytest.fixture(name="chains", scope="module")
def _chains(root: Identity, issuing: Identity) -> dict[str, list[Identity]]:
    """Host to what it sends."""
    stranger = pki.authority("Somebody Else")
    return {"good.example": [pki.server(issuing, ["good.example"]), issuing],
            "direct.example": [pki.server(root, ["direct.example"]), root],
            "stranger.example": [pki.server(stranger, ["stranger.example"])]}


def record(host: str, chain: list[Identity], **more: Any) -> str:
    """One line of libchain.record/1."""
    encoded = [base64.b64encode(each.der).decode() for each in chain]
    return json.dumps({"schema": "libchain.record/1", "host": host, "chain": encoded, **more})


def zgrab(host: str, chain: list[Identity]) -> str:
    """One line as zgrab2 writes it, as far as it matters."""
    raw = [{"raw": base64.b64encode(each.der).decode(), "parsed": {"version": 3}} for each in chain]
    sent = {"certificate": raw[0], "chain": raw[1:], "validation": {"browser_trusted": True}}
    log = {"handshake_log": {"server_hello": {"version": {"value": 771}}, "server_certificates": sent}}
    return json.dumps({"ip": "192.0.2.1", "domain": host,
                       "data": {"tls": {"status": "success", "protocol": "tls", "result": log,
                                        "timestamp": "2026-11-20T10:00:00Z"}}})


def lines_of(run: Run, schema: str) -> list[dict[str, Any]]:
    """The documents of an output, each held against its schema."""
    documents = [json.loads(line) for line in run.out.splitlines()]
    for document in documents:
        problems = sorted(validator(f"docs/schema/{schema}.json").iter_errors(document), key=str)
        assert not problems, (document, problems[0])
    return documents


def text_of(chains: dict[str, list[Identity]], form: Callable[[str, list[Identity]], str]) -> str:
    """All of them, a line each."""
    return "".join(form(host, chain) + "\n" for host, chain in chains.items())


@pytest.mark.parametrize("form", [record, zgrab])
@pytest.mark.parametrize("packing", ["plain", "gzip", "zstd"])
@pytest.mark.memory
def test_every_line_is_judged_as_alone(chainready: Chainready, chains: dict[str, list[Identity]], root: Identity,
                                       write: Write, form: Callable[[str, list[Identity]], str],
                                       packing: str) -> None:
    text = text_of(chains, form).encode()
    if packing == "gzip":
        middle = len(text) // 2  # two members, as logs that were appended to have them
        text = gzip.compress(text[:middle]) + gzip.compress(text[middle:])
    elif packing == "zstd":
        if not shutil.which("zstd"):
            pytest.skip("there is no zstd here")
        text = subprocess.run(["zstd", "-q"], input=text, capture_output=True, check=True).stdout
    roots = write("roots.pem", root.pem)
    run = chainready.check("--ndjson", "--chain", write("chains", text), "--roots", roots, "--at", NOW)
    assert run.code == BROKEN
    documents = lines_of(run, "bulk")
    assert [document["host"] for document in documents] == list(chains)
    assert [document["number"] for document in documents] == [1, 2, 3]
    for document, (host, chain) in zip(documents, chains.items()):
        alone = write("alone.pem", b"".join(each.pem for each in chain))
        report = chainready.report("--chain", alone, "--host", host, "--roots", roots, "--at", NOW)
        expected = outcome(result(report))
        expected.pop("breaks_latest", None)
        assert outcome(document["results"][0]) == expected, host
        assert document["leaf"] == chain[0].sha256
    assert [each["results"][0]["verdict"] for each in documents] == ["breaks_later", "breaks_later", "broken"]
    assert documents[0]["results"][0]["breaks_at"] == "2027-06-01T00:00:01Z"


def test_all_stores_and_threads_in_order(chainready: Chainready, chains: dict[str, list[Identity]], root: Identity,
                                         issuing: Identity, write: Write) -> None:
    many = "".join(record(host, chain) + "\n" for _ in range(400) for host, chain in chains.items())
    path = write("chains", many)
    first, second = write("first.pem", root.pem), write("second.pem", issuing.pem)
    runs = [chainready.check("--ndjson", "--chain", path, "--roots", first, "--roots", second, "--at", NOW,
                             "--jobs", str(jobs)) for jobs in (1, 3)]
    assert runs[0].raw == runs[1].raw
    documents = lines_of(runs[0], "bulk")
    assert len(documents) == 1200
    assert [len(document["results"]) for document in documents] == [2] * 1200
    assert "1200 chains, 3 judged anew" in runs[0].err
    assert "breaks_later 66.67 %" in runs[0].err and "2027-06-01  loses 33.33 % (400)" in runs[0].err


def test_the_summary_is_what_the_lines_add_up_to(chainready: Chainready, chains: dict[str, list[Identity]],
                                                 root: Identity, issuing: Identity, write: Write) -> None:
    many = "".join(record(host, chain) + "\n" for _ in range(30) for host, chain in chains.items())
    first, second = write("first.pem", root.pem), write("second.pem", issuing.pem)
    table = first.with_name("summary.csv")
    ask = ["--ndjson", "--chain", write("chains", many + "{\n"), "--roots", first, "--roots", second, "--at", NOW]
    run = chainready.check(*ask, "--summary", table)
    counts: Counter[tuple[str, str, str]] = Counter()
    for document in lines_of(run, "bulk"):
        for each in document.get("results", []):
            day = each["breaks_at"][:10] if each["verdict"] == "breaks_later" else ""
            counts[each["store"], each["verdict"], day] += 1
    with open(table, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["store"] for row in rows}) == 2 and len({row["day"] for row in rows}) >= 3
    assert {(row["store"], row["verdict"], row["day"]): int(row["chains"]) for row in rows} == counts
    for row in rows:
        assert float(row["share"]) == pytest.approx(int(row["chains"]) / 90, abs=1e-6)
    assert chainready.check(*ask, "--summary", "-", "--output", first.with_name("lines")).raw == table.read_bytes()
    for wrong in (["--summary", "-"], ["--summary", table, "--resume", "--output", first.with_name("lines")]):
        assert chainready.check(*ask, *wrong).code == USAGE
    assert chainready.check("--roots", first, "--summary", table).code == USAGE


@pytest.mark.memory
def test_damaged_lines_cost_nothing_else(chainready: Chainready, chains: dict[str, list[Identity]], root: Identity,
                                         write: Write) -> None:
    good = record("good.example", chains["good.example"])
    lines = [good, "{", "[]", "{}", '{"schema": "libchain.record/1", "chain": []}',
             '{"schema": "libchain.record/1", "chain": ["!!!!"]}',
             '{"schema": "libchain.record/1", "chain": ["MIIB"]}',
             '{"schema": "libchain.record/1", "chain": [1]}', "\x00\x01", "", "   ",
             '{"schema": "libchain.record/1", "chain": ["AAAA"], "unknown": 1}', good]
    run = chainready.check("--ndjson", "--chain", write("chains", "\n".join(lines)),
                           "--roots", write("roots.pem", root.pem), "--at", NOW)
    assert run.code == UNKNOWN
    documents = lines_of(run, "bulk")
    bad = {document["number"]: document["error"]["message"] for document in documents if "error" in document}
    assert sorted(bad) == [2, 3, 4, 5, 6, 7, 8, 9, 12]
    assert "not JSON" in bad[2] and "is not an object" in bad[3] and "neither a libchain.record" in bad[4]
    assert "$.chain[0]: is not a string" in bad[8] and "base64" in bad[6]
    assert [document["number"] for document in documents if "results" in document] == [1, 13]
    assert "9 of 11 could not be read" in run.err
    assert ":2: offset" in run.err and "chains:8: $.chain[0]" in run.err


def test_a_damaged_certificate_costs_itself(chainready: Chainready, chains: dict[str, list[Identity]], root: Identity,
                                            write: Write) -> None:
    line = json.loads(record("good.example", chains["good.example"]))
    line["chain"].append("AAAA")
    run = chainready.check("--ndjson", "--chain", write("chains", json.dumps(line)),
                           "--roots", write("roots.pem", root.pem), "--at", NOW)
    assert lines_of(run, "bulk")[0]["results"][0]["verdict"] == "breaks_later"


def test_a_ca_is_not_judged_for_a_leaf_that_cannot_be_read(
        chainready: Chainready, chains: dict[str, list[Identity]], root: Identity, write: Write) -> None:
    line = json.loads(record("good.example", chains["good.example"]))
    line["chain"][0] = "AAAA"
    pem = write("one.pem", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
                + chains["good.example"][1].pem)
    for given in (write("chains", json.dumps(line)), pem):
        run = chainready.check("--ndjson", "--chain", given, "--roots", write("roots.pem", root.pem), "--at", NOW)
        assert "may have been the server's" in lines_of(run, "bulk")[0]["error"]["message"]
        assert run.code == UNKNOWN


def test_forms_are_recorded(chainready: Chainready, chains: dict[str, list[Identity]], tmp_path: pathlib.Path) -> None:
    tree = tmp_path / "tree"
    (tree / "deep").mkdir(parents=True)
    good = chains["good.example"]
    (tree / "a.pem").write_bytes(b"".join(each.pem for each in good))
    (tree / "b.der").write_bytes(good[0].der)
    (tree / "c.json").write_text(zgrab("good.example", good), "utf-8")
    session = b"CONNECTED(00000003)\n---\nCertificate chain\n 0 s:CN = good.example\n" + good[0].pem + \
        good[1].pem + b"---\nServer certificate\n---\nDONE\n"
    (tree / "deep" / "sessions.txt").write_bytes(session + session + session)
    (tree / "deep" / "circle").symlink_to(tree)
    (tree / ".hidden").write_bytes(b"not looked at")
    run = chainready("record", tree)
    assert run.code == READY, run.err
    records = lines_of(run, "record")
    assert [len(each["chain"]) for each in records] == [2, 1, 2, 2, 2, 2]
    assert [pathlib.Path(each["source"]).name for each in records] == [
        "a.pem", "b.der", "c.json:1", "sessions.txt:1", "sessions.txt:2", "sessions.txt:3"]
    assert records[2]["host"] == "good.example"
    assert base64.b64decode(records[0]["chain"][0]) == good[0].der
    again = chainready("record", "-", stdin=run.raw)
    assert [each["chain"] for each in lines_of(again, "record")] == [each["chain"] for each in records]


def test_packets(chainready: Chainready, shared: Shared, root: Identity, write: Write) -> None:
    if not shutil.which("tshark"):
        pytest.skip("there is no tshark here")
    folder = shared.folder / "chains" / "pcap"
    captures = sorted(folder.glob("*.pcap*"))
    run = chainready("record", *captures)
    assert run.code == READY, run.err
    records = lines_of(run, "record")
    assert {each["source"].rpartition(":")[0] for each in records} == {str(path) for path in captures}
    amazon = [each for each in records if "www.amazon.com" in each["source"]]
    assert amazon and all(each["host"] == "www.amazon.com" for each in amazon)
    judged = chainready.check("--ndjson", "--chain", captures[0], "--roots", write("r.pem", root.pem), "--at", NOW)
    assert lines_of(judged, "bulk")


def test_a_run_is_resumed(chainready: Chainready, chains: dict[str, list[Identity]], root: Identity, write: Write,
                          tmp_path: pathlib.Path) -> None:
    path = write("chains", text_of(chains, record) * 5)
    arguments = ("--ndjson", "--chain", path, "--roots", write("roots.pem", root.pem), "--at", NOW)
    whole = chainready.check(*arguments).raw
    output = tmp_path / "out"
    output.write_bytes(whole[:len(whole) * 2 // 3])  # ends in the middle of a line
    run = chainready.check(*arguments, "--output", output, "--resume")
    assert run.code == BROKEN and run.raw == b""
    assert output.read_bytes() == whole
    chainready.check(*arguments, "--output", output, "--resume")
    assert output.read_bytes() == whole
    chainready.check("--resume", *arguments).fails(USAGE, "--output")


def test_an_interrupt_ends_cleanly(chainready: Chainready, chains: dict[str, list[Identity]], root: Identity,
                                   write: Write, tmp_path: pathlib.Path) -> None:
    fifo, output = tmp_path / "fifo", tmp_path / "out"
    os.mkfifo(fifo)
    lines = (text_of(chains, record) * 300).encode()
    command = [str(chainready.binary), "check", "--ndjson", "--chain", str(fifo), "--roots",
               str(write("roots.pem", root.pem)), "--at", NOW, "--output", str(output)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        with fifo.open("wb", buffering=0) as pipe:
            pipe.write(lines)
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and not (output.exists() and output.stat().st_size):
                time.sleep(0.05)
                pipe.write(lines)
            process.send_signal(signal.SIGINT)
            pipe.write(lines[:len(lines) // 900 * 10])
        err = process.stderr.read().decode() if process.stderr else ""
    assert process.returncode in (BROKEN, UNKNOWN), err
    assert "interrupted after" in err
    assert output.read_bytes().endswith(b"\n")
    for line in output.read_text("utf-8").splitlines():
        json.loads(line)


@pytest.mark.memory
def test_bad_input_is_named(chainready: Chainready, root: Identity, chains: dict[str, list[Identity]], write: Write,
                            tmp_path: pathlib.Path) -> None:
    roots = write("roots.pem", root.pem)
    chainready.check("--ndjson", "--roots", roots).fails(USAGE, "--chain")
    chainready("record").fails(USAGE, "FILE")
    chainready("record", tmp_path / "none").fails(NO_INPUT, "none")
    empty = chainready("record", write("empty", b""))
    assert empty.code == DATA and empty.raw == b""
    cut = write("cut.gz", gzip.compress(text_of(chains, record).encode())[:-20])
    run = chainready.check("--ndjson", "--chain", cut, "--roots", roots, "--at", NOW)
    assert run.code == DATA and "cut.gz" in run.err and "packed" in run.err
    long = chainready.check("--ndjson", "--chain", write("long", b'{"a": "' + b"x" * (17 << 20) + b'"}\n'),
                            "--roots", roots, "--at", NOW)
    assert long.code == UNKNOWN and "16 MiB" in lines_of(long, "bulk")[0]["error"]["message"]
    noise = chainready("record", write("noise", b"\xd4\xc3\xb2\xa1" + b"junk" * 10))
    assert noise.code == DATA


def test_memory_is_bounded(chainready: Chainready, chains: dict[str, list[Identity]], root: Identity, issuing: Identity,
                           write: Write) -> None:
    if "valgrind" in " ".join(chainready.wrapper):
        pytest.skip("what it takes under valgrind says nothing")
    roots = write("roots.pem", root.pem)
    peaks = []
    hosts = [f"h{i}.example" for i in range(300)]
    different = [record(host, [pki.server(issuing, [host]), issuing]) for host in hosts]
    for times in (2, 40):
        path = write(f"chains{times}", "\n".join(different * times) + "\n")
        run = chainready.check("--ndjson", "--chain", path, "--roots", roots, "--at", NOW, "--jobs", "1",
                               before=["/usr/bin/time", "-f", "%M"])
        assert run.code == LATER
        peaks.append(int(run.err.split()[-1]))
    assert peaks[1] < peaks[0] * 1.5, peaks
