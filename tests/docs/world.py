# SPDX-License-Identifier: Apache-2.0
"""Where documents are followed: chainready and its bindings installed out of the build, on a fixed day."""
import os
import pathlib
import shutil
import subprocess
import time
from typing import Mapping

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
ROOTS = REPOSITORY / "corpus" / "roots"
# The day of the facts, on which the documents were written. Programs that are asked without a date see this one; it goes
# on from one program to the next.
DAY = 1795305600  # 2026-11-22T00:00:00Z
FAKETIME = shutil.which("faketime")

# Of this machine an unpacked image stands in, so that the answer is the same everywhere.
COMMAND = """#!/bin/sh
case "$1" in
check|fix|stores)
    image="--sysroot $CHAINREADY_IMAGE"
    for word in "$@"; do
        case "$word" in
        --sysroot*|--roots*|--help*|--ndjson*) image= ;;
        esac
    done
    exec "$CHAINREADY" "$@" $image ;;
*)
    exec "$CHAINREADY" "$@" ;;
esac
"""


class World:
    """The machine that the documents speak of."""

    def __init__(self, folder: pathlib.Path, command: pathlib.Path) -> None:
        self.folder = folder
        self.build = command.parent.parent
        self.root = folder / "installed"
        self.missing: dict[str, str] = {}
        subprocess.run(["meson", "install", "-C", str(self.build), "--no-rebuild", "--quiet", "--destdir", str(self.root)],
                       check=True, capture_output=True)
        self.variables = {"CHAINREADY": str(command), "CHAINREADY_IMAGE": "rootfs", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        self._program("chainready", COMMAND)
        self._library()
        self._python()
        self._java()
        self._php()

    def _program(self, name: str, text: str) -> None:
        path = self.folder / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        path.chmod(0o755)

    def _library(self) -> None:
        settings = next(self.root.rglob("libchain.pc"))
        self.variables |= {"PKG_CONFIG_PATH": str(settings.parent), "PKG_CONFIG_SYSROOT_DIR": str(self.root),
                           "LD_LIBRARY_PATH": str(settings.parent.parent)}

    def _python(self) -> None:
        package = next(self.root.rglob("chainready/_native*.so"), None)
        if package:
            self.variables["PYTHONPATH"] = str(package.parent.parent)
            # Which interpreter `python3` is may rest with variables that a reader's shell here does not have.
            real = subprocess.run(["python3", "-c", "import sys; print(sys.executable)"], text=True, capture_output=True, check=True).stdout.strip()
            self._program("python3", f'#!/bin/sh\nexec {real} "$@"\n')
        else:
            self.missing["python"] = "the Python binding is not built (-Dpython=enabled)"

    def _java(self) -> None:
        native = self.build / "bindings" / "java"
        if not (native / "natives.stamp").exists():
            self.missing["java"] = "the Java binding is not built (-Djava=enabled)"
            return
        classes = self.folder / "classes"
        sources = [str(path) for path in [*native.glob("*.java"), *(REPOSITORY / "bindings/java/src/main/java").rglob("*.java")]
                   if path.name != "module-info.java"]
        subprocess.run(["javac", "-J-XX:TieredStopAtLevel=1", "-nowarn", "-d", str(classes), *sources], check=True, capture_output=True)
        shutil.copytree(native / "natives", classes, dirs_exist_ok=True)
        jar = self.folder / "chainready-0.1.0.jar"
        subprocess.run(["jar", "cfe", str(jar), "org.libchain.Main", "-C", str(classes), "."], check=True)
        self.variables["CLASSPATH"] = f"{jar}:."
        # A machine of Java runs its own clock many times slower under a library that stands between.
        for name, option in (("java", ""), ("javac", "-J"), ("keytool", "-J")):
            self._program(name, f'#!/bin/sh\nunset LD_PRELOAD\nexec {shutil.which(name)} {option}-XX:TieredStopAtLevel=1 "$@"\n')

    def _php(self) -> None:
        extension = self.build / "bindings" / "php" / "chainready.so"
        if not extension.exists():
            self.missing["php"] = "the PHP binding is not built (-Dphp=enabled)"
            return
        settings = self.folder / "php"
        settings.mkdir()
        loader = REPOSITORY / "bindings" / "php" / "autoload.php"
        (settings / "chainready.ini").write_text(f"extension={extension}\nauto_prepend_file={loader}\n", "utf-8")
        self.variables["PHP_INI_SCAN_DIR"] = f":{settings}"

    @staticmethod
    def clock() -> list[str]:
        """Before a command: it and all that it starts share one clock, which began on that day. faketime names its
        shared memory by its process number, and refuses where a process that was killed has left one of that name."""
        fresh = 'rm -f "/dev/shm/sem.faketime_sem_$$" "/dev/shm/faketime_shm_$$"; exec "$@"'
        return ["sh", "-c", fresh, "sh", "faketime", "-m", "--exclude-monotonic", "-f", f"{DAY - int(time.time()):+d}"]

    def environment(self, home: pathlib.Path) -> Mapping[str, str]:
        """The variables of a reader's shell."""
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        kept = {name: os.environ[name] for name in ("LSAN_OPTIONS", "ASAN_OPTIONS") if name in os.environ}
        return {**kept, **self.variables, "PATH": path, "HOME": str(home)}


def furnish(folder: pathlib.Path) -> None:
    """The files that the documents speak of without making them: an old store, an image, newer facts."""
    folder.mkdir(parents=True)
    (folder / "corpus").symlink_to(REPOSITORY / "corpus")
    old = (ROOTS / "globalsign-root-ca.pem").read_bytes()
    for name in ("old.pem", "captured.txt", "chain.pem", "roots.pem"):
        (folder / name).write_bytes(old)
    bundle = folder / "rootfs/etc/ssl/certs/ca-certificates.crt"
    bundle.parent.mkdir(parents=True)
    bundle.write_bytes(b"".join(path.read_bytes() for path in sorted(ROOTS.glob("*.pem"))))
    (folder / "rootfs/etc/debian_version").write_text("12.0\n", "ascii")
    (folder / "Dockerfile").write_text("FROM debian:12\n", "ascii")
    shutil.copy(REPOSITORY / "docs" / "examples" / "baseline.json", folder)
    (folder / "newer").mkdir()
    newer = (REPOSITORY / "timelines" / "oss-globalsign.json").read_text("utf-8")
    (folder / "newer" / "oss-globalsign.json").write_text(newer, "utf-8")
