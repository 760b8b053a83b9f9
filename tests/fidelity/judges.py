# SPDX-License-Identifier: Apache-2.0
"""The verifiers that are at hand, and how each is asked."""
import json
import pathlib
import shutil
import subprocess
import tempfile

import generate

HERE = pathlib.Path(__file__).resolve().parent


class Process:
    """A judge that reads scenarios from stdin, as frame.h describes."""

    def __init__(self, command):
        self.command = command

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        return self

    def ask(self, line):
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.command[0]} ended with {self.process.wait()}")
        return json.loads(answer)

    def __exit__(self, *failure):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


class Prediction(Process):
    def __init__(self, build, profile):
        super().__init__([f"{build}/tests/fidelity/judge_profile", profile])


class Verifier:
    """A real verifier and the profile that predicts it."""

    def __init__(self, name, profile, command=None, missing=""):
        self.name, self.profile, self.command, self.missing = name, profile, command, missing

    def open(self):
        return Process(self.command())

    def scenarios(self, seed):
        return generate.scenarios(seed)


def cache():
    folder = pathlib.Path(tempfile.gettempdir()) / "libchain-fidelity"
    folder.mkdir(exist_ok=True)
    return folder


def jdk_command(home):
    """Compiles the judge for this JDK once, and returns how to run it."""
    classes = cache() / pathlib.Path(home).name
    exports = []
    for package in ("sun.security.validator", "sun.security.util"):
        exports += ["--add-exports", f"java.base/{package}=ALL-UNNAMED"]
    source = HERE / "JudgeJdk.java"
    made = classes / "JudgeJdk.class"
    if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
        subprocess.run([f"{home}/bin/javac", "-nowarn", "-XDignore.symbol.file", *exports, "-d",
                        str(classes), str(source)], check=True, stderr=subprocess.DEVNULL)
    return [f"{home}/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", *exports, "-cp",
            str(classes), "JudgeJdk"]


def jdks():
    """Every JDK below /usr/lib/jvm: (major version, home)."""
    found = {}
    for release in pathlib.Path("/usr/lib/jvm").glob("*/release"):
        home = release.parent.resolve()
        for line in release.read_text("utf-8").splitlines():
            if line.startswith("JAVA_VERSION=") and (home / "bin/javac").exists():
                found[home] = line.split('"')[1].removeprefix("1.").split(".")[0]
    return sorted((int(major), str(home)) for home, major in found.items())


def go_command(go):
    program = cache() / "judge_go"
    subprocess.run([go, "build", "-o", str(program), "."], check=True, cwd=HERE / "judge_go")
    return [str(program)]


OPENSSL = ("openssl-3", "openssl-3-level-0", "openssl-3-level-1", "openssl-3-partial", "python-3.13")


def find(build):
    programs = pathlib.Path(build) / "tests/fidelity"
    verifiers = [Verifier(f"libcrypto-{profile}", profile,
                          lambda profile=profile: [str(programs / "judge_openssl"), profile])
                 for profile in OPENSSL]
    gnutls = programs / "judge_gnutls"
    verifiers.append(Verifier("gnutls", "gnutls-3.7", lambda: [str(gnutls)],
                              "" if gnutls.exists() else "not built: no GnuTLS to develop with"))
    found = jdks()
    for major, home in found:
        profile = "jdk-25" if major >= 25 else "jdk-17" if major >= 11 else "jdk-8"
        verifiers.append(Verifier(f"jdk-{major}", profile, lambda home=home: jdk_command(home)))
    if not found:
        verifiers.append(Verifier("jdk", "jdk-17", missing="no JDK below /usr/lib/jvm"))
    go = shutil.which("go") or shutil.which("/usr/local/go/bin/go")
    verifiers.append(Verifier("go", "go", lambda: go_command(go), "" if go else "no go on the PATH"))
    return verifiers
