# SPDX-License-Identifier: Apache-2.0
"""The exceptions. native.py's C part calls error_of, and raises what it gets."""
from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._report import Report


class Error(Exception):
    """Everything that this package raises of its own, ``MemoryError`` and ``TypeError`` aside."""


class NotReadyError(Error):
    """``ready(or_raise=True)`` found a report that is not ready: :attr:`report`."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.summary)
        self.report = report


class CallError(Error):
    """A call failed: never a verdict.

    :ivar status: the name of libchain's status: "malformed", "not_found", ...
    :ivar entry: counted from 1; 0: the input as a whole.
    :ivar offset: in octets from the start of the input; None: not known.
    :ivar path: the file; "" for input from memory.
    :ivar message: one sentence without its full stop.
    """

    def __init__(self, status: str, entry: int, offset: int | None, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.status = status
        self.entry = entry
        self.offset = offset
        self.path = path
        self.message = message

    def __str__(self) -> str:
        return str(self.args[0])  # an OSError would make a text of its own

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.status, self.entry, self.offset, self.path, self.message)


class ArgumentError(CallError, ValueError):
    """The call itself is wrong: an unknown name, an empty window, a time that is none."""


class InputError(CallError):
    """Something that was to be read cannot be used; the classes below say why."""


class MalformedError(InputError, ValueError):
    """The input is not what it should be."""


class LimitError(InputError, ValueError):
    """The input is larger than the documented bound."""


class _FileError(InputError, OSError):
    """One that Python's own functions would raise as an OSError, and is one: ``filename`` is the path."""
    _errno = errno.EIO

    def __init__(self, status: str, entry: int, offset: int | None, path: str, message: str) -> None:
        super().__init__(status, entry, offset, path, message)
        self.errno = self._errno
        self.strerror = message
        self.filename = path or None


class NotFoundError(_FileError, FileNotFoundError):
    """No such file, or nothing of the kind in it."""
    _errno = errno.ENOENT


class NoPermissionError(_FileError, PermissionError):
    """The file may not be read."""
    _errno = errno.EACCES


class ReadError(_FileError):
    """Reading failed, or the file is not a regular file."""


class UnsupportedError(InputError):
    """Well-formed, but of a kind that this version does not read."""


class PasswordError(InputError):
    """A keystore needs a password, or another one."""


class InternalError(CallError):
    """A fault of ours."""


_CLASSES: dict[str, type[CallError]] = {
    "argument": ArgumentError,
    "malformed": MalformedError,
    "limit": LimitError,
    "not_found": NotFoundError,
    "permission": NoPermissionError,
    "io": ReadError,
    "unsupported": UnsupportedError,
    "password": PasswordError,
    "internal": InternalError,
}


def error_of(status: str, entry: int, offset: int, path: str, message: str) -> CallError:
    """The exception for a failed call, from what the bridge knows (-1: no offset)."""
    kind = _CLASSES.get(status, InternalError)
    return kind(status, entry, None if offset < 0 else offset, path, message)


def argument(message: str) -> ArgumentError:
    """The exception for a wrong argument of this layer."""
    return ArgumentError("argument", 0, None, "", message)
