# SPDX-License-Identifier: Apache-2.0
"""A namespace with the command under test in it, and what the tests ask of it."""
import json
import pathlib
import shlex
import subprocess
from typing import Any, Mapping, Optional

from machine import Client
from namespace import Namespace
from server import Server

READY, LATER, BROKEN = 0, 1, 2


class Machine:
    """This machine, changed at will, with the command under test and its options."""

    def __init__(self, namespace: Namespace, binary: pathlib.Path, options: str,
                 environment: Optional[Mapping[str, str]] = None) -> None:
        self.namespace, self.options = namespace, options
        self.environment = environment or {}
        self.command = shlex.quote(str(binary))

    def run(self, command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A command with the variables that a login has."""
        set_by_login = {}
        settings = self.namespace.merged_file("/etc/environment")
        for line in settings.splitlines():
            name, equals, value = line.partition("=")
            if equals:
                set_by_login[name] = value.strip("\"'")
        return self.namespace.run(command, {**set_by_login, **self.environment, **more})

    def chainready(self, arguments: str) -> subprocess.CompletedProcess[str]:
        """The command under test, with the options that all its uses share."""
        return self.run(f"{self.command} {arguments} {self.options}")

    def report(self, arguments: str = "") -> dict[str, Any]:
        """The report of check."""
        done = self.chainready(f"check --json {arguments}")
        assert done.returncode in (READY, LATER, BROKEN, 3), done.stderr
        return json.loads(done.stdout)

    def results(self, store: str) -> list[dict[str, Any]]:
        """What check says of this store among all, or of itself where no runtime is known to use it;
        nothing where it is not judged."""
        report = self.report("--all")
        known = {each["id"] for each in report["stores"] if store in (each["id"], each["path"])}
        if known:
            report = self.report()
        elif "/" in store:
            report = self.report(f"--roots {shlex.quote(store)}")
            known = {each["id"] for each in report["stores"]}
        return [each for each in report["results"]
                if each["store"] in known and each["lane"] == report["lane"]]

    def not_ready(self) -> list[str]:
        """What check says of all that it judges and could read, but does not find ready: a line each."""
        report = self.report()
        paths = {each["id"]: each["path"] for each in report["stores"] if "error" not in each}
        return [f"{paths[each['store']]} ({each['store']}), {each['endpoint']}: {each['verdict']}"
                for each in report["results"]
                if each["lane"] == report["lane"] and each["verdict"] != "ready"]

    def unreadable(self) -> list[str]:
        """The stores that check cannot read, and why: a line each."""
        return [f"{each['path']}: {each['error']}" for each in self.report()["stores"]
                if "error" in each]

    def verdicts(self, store: str) -> set[str]:
        """The words for it."""
        return {each["verdict"] for each in self.results(store)}

    def fetch(self, client: Client, server: Server) -> subprocess.CompletedProcess[str]:
        """The page, by this client."""
        url = f"https://localhost:{server.port}/"
        return self.run(client.command.replace("{url}", url).replace("{port}", str(server.port)))
