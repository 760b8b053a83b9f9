# SPDX-License-Identifier: Apache-2.0
"""Memory, threads and processes."""
import gc
import json
import os
import pathlib
import shutil
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable

import pytest

import chainready
from chainready import native
from conftest import ENOUGH, roots

HERE = pathlib.Path(__file__).resolve().parent
AT = 1795305600


def test_memory_is_flat(child: Callable[..., Any], request: pytest.FixtureRequest) -> None:
    calls = request.config.getoption("--calls")
    seen = json.loads(child(str(HERE / "memory.py"), str(calls)).stdout)
    assert seen["late_kib"] - seen["early_kib"] < 1024, seen


def parts() -> list[Any]:
    """Native objects that stand on one another, and those made of them."""
    question = native.Question(AT, AT + 730 * 86400)
    store = native.Store.from_bytes("store", roots("globalsign-root-ca"), None)
    timeline = native.Timeline.builtin("oss-globalsign")
    place = native.Place("store")
    question.add_store(store, place)
    question.add_timeline(timeline)
    report = question.run()
    return [question, store, timeline, place, report, report.outcome(), report.result_outcome(0),
            report.root(None, 0), report.store_place(0), store.join(store)]


@pytest.mark.parametrize("last", range(10))
def test_objects_go_in_any_order(last: int) -> None:
    kept = parts()
    kept = [kept[last]] + kept[:last][::-1] + kept[last + 1:]
    while len(kept) > 1:
        kept.pop()
        gc.collect()
    used = kept[0]
    if isinstance(used, native.Report):
        assert json.loads(used.json())["verdict"] == "breaks_later"
    elif isinstance(used, native.Question):
        assert used.run().count() == 1
    elif isinstance(used, native.Store):
        assert used.count() == 1
    elif isinstance(used, native.Outcome):
        assert used.readiness() == "breaks_later"
    elif isinstance(used, native.Root):
        assert used.name() == "GlobalSign Root R46"
    elif isinstance(used, native.Place):
        assert used.get("path") == "store"
    else:
        assert used.key() == "oss-globalsign"


def test_objects_go_in_another_thread() -> None:
    for _ in range(20):
        box = [parts()]
        thread = threading.Thread(target=box.clear)
        thread.start()
        thread.join()
        assert not box


def test_eight_threads_at_once() -> None:
    pem = roots(*ENOUGH)
    first = chainready.ready(pem, at=AT)
    shared = native.Store.from_bytes("bytes", pem, None)

    def ask(number: int) -> tuple[str, str, int]:
        question = native.Question(AT, AT + 86400)
        question.add_store(shared, None)
        question.add_current_timelines()
        mine = chainready.ready(pem, at=AT)
        return mine.to_json(), first.to_json(), question.run().count()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(200)))
    assert answers == {(first.to_json(), first.to_json(), answers.copy().pop()[2])}


def test_after_fork() -> None:
    """Children use and free what their parent made, while another thread of it was busy."""
    kept, pem = parts(), roots("globalsign-root-ca")
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            chainready.ready(pem, at=AT, timelines="oss-globalsign")

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        for _ in range(5):
            process = os.fork()
            if process == 0:
                good = (json.loads(kept[4].json())["verdict"] == "breaks_later"
                        and chainready.ready(pem, at=AT).verdict == "broken")
                kept.clear()
                gc.collect()
                os._exit(0 if good else 1)
            assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    finally:
        stop.set()
        thread.join()
    assert kept[4].count() == 1


@pytest.mark.skipif(not shutil.which("strace"), reason="there is no strace")
def test_nothing_is_contacted(child: Callable[..., Any], tmp_path: pathlib.Path) -> None:
    """Of all stacks and all built-in migrations: no socket is opened, and no program run."""
    code = ("import os, subprocess, sys\n"
            "import chainready\n"
            "print(chainready.ready(timelines=chainready.timeline_ids()).text()[:9])")
    trace = tmp_path / "trace"
    ask = (f"import subprocess, sys; print(subprocess.run(['strace', '-f', '-qq', '-e', "
           f"'trace=socket,connect,sendto,sendmsg,bind,execve', '-o', {str(trace)!r}, "
           f"sys.executable, '-c', {code!r}], check=True, capture_output=True, text=True).stdout)")
    assert child("-c", ask).stdout.strip()
    calls = [line.split(maxsplit=1)[1] for line in trace.read_text().splitlines() if "(" in line]
    ours = [line for line in calls if not line.startswith(("execve(", "---", "+++"))]
    assert ours == [] and calls, ours
    started = [line for line in calls if line.startswith("execve(")]
    assert len(started) == 1, started


def test_the_gil_is_let_go(tmp_path: pathlib.Path) -> None:
    """Another thread, which runs only when it is let, gets on during each of the long calls."""
    pem = tmp_path / "many.pem"
    pem.write_bytes(roots(*ENOUGH) * 2000)
    ticks, stop = [0], threading.Event()

    def tick() -> None:
        while not stop.is_set():
            ticks[0] += 1
            time.sleep(0.0001)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)  # nobody is made to let go
    thread = threading.Thread(target=tick)
    thread.start()
    try:
        def moves(call: Callable[[], Any]) -> Any:
            before = ticks[0]
            out = call()
            assert ticks[0] > before
            return out

        moves(lambda: native.Store.from_path(str(pem), None))
        data = pem.read_bytes()
        moves(lambda: native.Store.from_bytes("many", data, None))
        chain = moves(lambda: native.Chain.from_bytes(data))
        question = native.Question(AT, AT + 86400)
        question.add_store(native.Store.from_bytes("many", data, None), None)
        for _ in range(20):
            question.add_chain(chain, None)
        moves(question.run)
    finally:
        stop.set()
        sys.setswitchinterval(interval)
        thread.join()


HOSTILE = {
    "empty": b"",
    "a header alone": b"-----BEGIN CERTIFICATE-----\n",
    "no base64": b"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
    "a keystore cut off": bytes.fromhex("feedfeed0000000200000001"),
    "a length beyond the end": bytes.fromhex("3084ffffffff"),
    "zeros": bytes(4096),
    "PKCS#12 cut off": bytes.fromhex("308201000201033081f806092a864886f70d010701"),
    "NULs in PEM": b"-----BEGIN CERTIFICATE-----\n\0\0\0\n-----END CERTIFICATE-----\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_stores(name: str, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "store"
    path.write_bytes(HOSTILE[name])
    for given in (HOSTILE[name], path, str(path)):
        with pytest.raises(chainready.InputError) as caught:
            chainready.ready(given, at=AT)
        assert caught.value.path == ("bytes" if isinstance(given, bytes) else str(path))
        assert caught.value.message


def test_a_store_cut_off_anywhere() -> None:
    """Either an exception or a report about what is left, and never anything else."""
    pem = roots("globalsign-root-ca", "globalsign-root-r46")
    seen = set()
    for size in range(0, len(pem), 37):
        try:
            seen.add(chainready.ready(pem[:size], at=AT, timelines="oss-globalsign").verdict)
        except chainready.InputError:
            seen.add("raises")
    assert seen == {"raises", "breaks_later"}
