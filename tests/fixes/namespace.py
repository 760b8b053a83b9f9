# SPDX-License-Identifier: Apache-2.0
"""This machine's distribution, to be changed at will: an overlay in a mount namespace of its own.

Commands run below it as root of the real distribution, with its real tools; what they write goes to a
folder that is thrown away. The network is the host's, so that a server on the loopback is reached.

Only the distribution is seen: homes, checkouts, /opt and what else people keep beside it are empty
below, so that no answer depends on what somebody left on this machine.
"""
import os
import pathlib
import shlex
import shutil
import subprocess
import tempfile
from typing import Mapping, Optional, Sequence

SETTINGS = ("HOME", "LANG", "TERM")
# Mounted below: kernel file systems, and where the command under test and the test's files lie.
KERNEL = ("/proc", "/sys", "/dev")
# What a distribution is made of; every other folder at the top is empty below.
DISTRIBUTION = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/usr", "/etc", "/var", "/run",
                "/boot", *KERNEL)


def is_seen(path: str) -> bool:
    """Does this path of the machine exist below, with all that its links lead to?"""
    def inside(each: str) -> bool:
        return any(each == top or each.startswith(top + "/") for top in DISTRIBUTION)
    return inside(path) and inside(os.path.realpath(path))


# The folders of commands that are found below as they are found here.
SEEN_PATH = ":".join(each for each in os.environ.get("PATH", os.defpath).split(":") if is_seen(each))


class Namespace:
    """The files below `upper` lie over those of this machine. `shared` folders are seen as they are,
    the first of them to be written to; `layered` ones are changed like the distribution's."""

    def __init__(self, shared: Sequence[pathlib.Path], layered: Sequence[pathlib.Path] = ()) -> None:
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="fixes-", dir="/var/tmp"))
        self.upper = self.folder / "upper"
        self.merged = self.folder / "merged"
        self.shared = [str(path) for path in shared]
        self.layered = [str(path) for path in layered]
        for each in (self.upper, self.merged, self.folder / "work"):
            each.mkdir()
        self._hide()

    def _hide(self) -> None:
        """Folders at the top that are none of the distribution's become empty ones."""
        for entry in os.scandir("/"):
            if entry.is_dir(follow_symlinks=False) and entry.path not in DISTRIBUTION:
                hidden = self.upper / entry.name
                hidden.mkdir()
                hidden.chmod(entry.stat().st_mode & 0o7777)
                os.setxattr(hidden, "trusted.overlay.opaque", b"y")

    def close(self) -> None:
        """Throws all changes away. Nothing is mounted any more: that ended with each command."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _mounts(self) -> str:
        merged = shlex.quote(str(self.merged))
        lines = ["set -e",
                 f"mount -t overlay overlay -o lowerdir=/,upperdir={self.upper},"
                 f"workdir={self.folder / 'work'} {merged}"]
        for path in KERNEL:
            lines.append(f"mount --rbind {path} {merged}{path}")
        for number, path in enumerate(self.layered):
            layer, inner = self.folder / f"layer{number}", merged + shlex.quote(path)
            lines.append(f"mkdir -p {inner} {layer}/upper {layer}/work")
            lines.append(f"mount -t overlay overlay -o lowerdir={shlex.quote(path)},"
                         f"upperdir={layer}/upper,workdir={layer}/work {inner}")
        for path in self.shared:
            inner = merged + shlex.quote(path)
            lines.append(f"mkdir -p {inner} && mount --bind {shlex.quote(path)} {inner}")
            if path != self.shared[0]:
                lines.append(f"mount -o remount,bind,ro {inner}")
        return "\n".join(lines)

    def run(self, command: str, environment: Optional[Mapping[str, str]] = None,
            folder: str = "/") -> subprocess.CompletedProcess[str]:
        """A command for a POSIX shell, as root, with nothing in the environment but this."""
        inside = f"cd {shlex.quote(folder)}\n{command}\n"
        outside = f"{self._mounts()}\nexec chroot {shlex.quote(str(self.merged))} /bin/sh -c " \
                  f"{shlex.quote(inside)}"
        kept = {name: os.environ[name] for name in SETTINGS if name in os.environ}
        return subprocess.run(["unshare", "--mount", "--propagation", "private", "/bin/sh", "-c",
                               outside], env={"PATH": SEEN_PATH, **kept, **(environment or {})}, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=900, check=False)

    def merged_file(self, path: str) -> str:
        """What a file holds below, or '' where there is none."""
        for place in (self.upper / path.lstrip("/"), pathlib.Path(path)):
            if place.is_file():
                return place.read_text("utf-8")
        return ""

    def lay(self, folder: pathlib.Path, path: str) -> None:
        """A copy of a folder, at a place of its own."""
        shutil.copytree(folder, self.upper / path.lstrip("/"), symlinks=True)

    def changed(self) -> dict[str, bytes]:
        """What was written: path to content, or to the target of a link."""
        out = {}
        for path in self.upper.rglob("*"):
            name = "/" + str(path.relative_to(self.upper))
            if path.is_symlink():
                out[name] = os.readlink(path).encode()
            elif path.is_file():
                out[name] = path.read_bytes()
        return out


def why_not() -> str:
    """Why there can be no such namespace here, or ''."""
    if os.geteuid() != 0:
        return "needs root"
    if not shutil.which("unshare"):
        return "there is no unshare here"
    try:
        trial = Namespace([])
    except OSError as error:
        return f"no overlay here: {error}"
    try:
        done = trial.run("true")
        return "" if done.returncode == 0 else f"no overlay here: {done.stderr.strip()[-200:]}"
    finally:
        trial.close()
