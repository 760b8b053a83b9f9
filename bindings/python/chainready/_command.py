# SPDX-License-Identifier: Apache-2.0
"""What a person types: ``python -m chainready fix`` about the same question."""
from __future__ import annotations

import os
import sys
from typing import Any, Iterable, Optional

from . import native

_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")


def quoted(word: str) -> str:
    """One word of a shell, as ``shlex.quote``, whose module takes longer to load than this to answer."""
    return word if word and _SAFE.issuperset(word) else "'" + word.replace("'", "'\\''") + "'"


def is_typeable(text: str) -> bool:
    """Can it be shown and typed alike? Neither control characters nor octets that are no text can."""
    return text.isprintable()


def plain(text: str) -> str:
    """For one line of a log: what would begin another one, or is no text, is escaped."""
    return text if text.isprintable() else "".join(
        char if char.isprintable() else
        f"\\x{ord(char) - 0xdc00:02x}" if 0xdc80 <= ord(char) <= 0xdcff else
        f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}" for char in text)


def fix_command(timelines: Iterable[Any], chains: Iterable[Any], bridges: Any,
                words: dict[str, Optional[str]]) -> Optional[str]:
    """The command that mends a store when " --store" and its path are put behind it. The instant asked
    about is not in it: it is now that a store is mended. Nor are hosts, which the command reads from a
    file only: the script then mends the store for all servers of these migrations.

    :param words: other options with their values; None: not given.
    :returns: None where a command line cannot hold the question.
    """
    command = [sys.executable or "python3", "-m", "chainready", "fix"]
    for timeline in timelines:
        command += ["--timeline", timeline]
    for chain in chains:
        source, host_of = chain if isinstance(chain, tuple) else (chain, None)
        command += ["--chain", source, *(("--host", host_of) if host_of is not None else ())]
    if bridges is not None:
        command += ["--bridges", bridges]
    for option, value in words.items():
        if value is not None:
            command += [f"--{option}", value]
    if not all(isinstance(word, (str, os.PathLike)) for word in command):
        return None
    texts = [os.fspath(word) for word in command]
    if not all(isinstance(text, str) and is_typeable(text) for text in texts):
        return None
    return " ".join(map(quoted, texts))


def until_word(until: Optional[int]) -> Optional[str]:
    """An instant as the command reads it."""
    return None if until is None else native.format_time(until)
