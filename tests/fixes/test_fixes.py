# SPDX-License-Identifier: Apache-2.0
"""Every command that `chainready fix` prints is run, word for word, and the runtimes agree afterwards.

Before: the runtime refuses a server whose root is in no store. Then the printed script runs, twice; then
`chainready check` says ready, and the same runtime fetches the page.
"""
import pathlib
import shlex

import pytest

from cases import CASES, Case
from machine import Client
from mended import LATER, Machine
from namespace import Namespace
from server import Server


def resolve(machine: Machine, store: str) -> str:
    """The store's id or path, patterns of the shell replaced."""
    return machine.run(f"ls {store}").stdout.strip() if "*" in store else store


def assert_refused(machine: Machine, client: Client, server: Server) -> None:
    """It does not trust the root, and for that reason alone there is no page."""
    done = machine.fetch(client, server)
    said = done.stdout + done.stderr
    assert done.returncode != 0 and client.refusal in said, f"{client.name}: {said}"


def mend(machine: Machine, store: str) -> None:
    """Prints the script, runs it, and runs it again."""
    namespace = machine.namespace
    printed = machine.chainready(f"fix --store {shlex.quote(store)} >/opt/fix.sh")
    assert printed.returncode == LATER, printed.stderr
    first = machine.run("sh /opt/fix.sh")
    assert first.returncode == 0, first.stdout + first.stderr
    after_one = namespace.changed()
    assert "/hacked" not in after_one
    again = machine.run("sh /opt/fix.sh")
    assert again.returncode == 0, again.stdout + again.stderr
    after_two = namespace.changed()
    different = [path for path in after_two if after_two[path] != after_one.get(path)]
    assert not [path for path in different if not is_volatile(path)]


def is_volatile(path: str) -> bool:
    """What is made anew by the system's own commands, the same in other octets."""
    return path.endswith("/cacerts") or path.startswith(("/tmp/", "/root/", "/var/"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_printed_commands_work(case: Case, namespace: Namespace, binary: pathlib.Path,
                                   folder: pathlib.Path, server: Server,
                                   request: pytest.FixtureRequest) -> None:
    clients = [client for client in case.clients if not client.missing()]
    if not clients:
        pytest.skip(f"not on this machine: {case.clients[0].missing()}")
    if case.python:
        namespace.lay(request.getfixturevalue("environment"), "/opt/app")
    options = f"--timeline {folder}/own.json" + (" --password /opt/password" if case.password else "")
    machine = Machine(namespace, binary, options, case.environment)
    prepared = machine.run(f"set -e\n{case.prepare}")
    assert prepared.returncode == 0, prepared.stdout + prepared.stderr
    store = resolve(machine, case.store)
    if "/" not in store and not machine.results(store):
        pytest.skip(f"there is no store '{store}' on this machine")
    for client in clients:
        assert_refused(machine, client, server)
    assert machine.verdicts(store) == {"broken"}
    mend(machine, store)
    assert machine.verdicts(store) == (set() if case.replaced else {"ready"})
    for client in clients:
        done = machine.fetch(client, server)
        assert done.returncode == 0 and "ready" in done.stdout, f"{client.name}: {done.stderr}"
    print(f"\n{case.name}: confirmed by {', '.join(client.name for client in clients)}")
