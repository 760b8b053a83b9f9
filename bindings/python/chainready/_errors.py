# SPDX-License-Identifier: Apache-2.0
"""What the bridge raises. native.py's C part calls error_of, and raises what it gets."""


class Error(Exception):
    """A call failed: never a verdict.

    ``status`` is the name of a chain_status ("malformed", "not_found", ...), ``entry`` counts from 1
    (0: the input as a whole), ``offset`` is in octets (-1: none), ``path`` is "" for input from memory.
    """

    def __init__(self, status: str, entry: int, offset: int, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.status = status
        self.entry = entry
        self.offset = offset
        self.path = path
        self.message = message


def error_of(status: str, entry: int, offset: int, path: str, message: str) -> Exception:
    """The exception for a failed call."""
    return Error(status, entry, offset, path, message)
