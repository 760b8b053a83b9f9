# SPDX-License-Identifier: Apache-2.0
"""A timeline of one's own rotation, drafted: ``chainready timelines new``."""
from __future__ import annotations

import os
import time
from datetime import date, datetime
from typing import Optional, Union

from . import native
from ._moments import Moment, seconds
from ._roots import Path

Certificate = Union[Path, bytes]
"""A file that holds one certificate, or its octets: PEM or DER."""


def draft_timeline(id: Optional[str] = None, *,
                   old_root: Optional[Certificate] = None,
                   new_root: Optional[Certificate] = None,
                   bridge: Optional[Certificate] = None,
                   host: Optional[str] = None,
                   on: Union[str, date, None] = None,
                   today: Optional[Moment] = None) -> str:
    """Drafts the migration from an old root to a new one, as ``ready(timelines=...)`` takes it once it
    is saved, or encoded. What is left out becomes a text that begins with "REPLACE", and the draft is
    not readable before a person has replaced it.

    :param id: of a-z, 0-9 and "-"; None: "my-rotation".
    :param old_root: whose certificates servers send today.
    :param new_root: and whose from ``on`` on.
    :param bridge: the new root's name and key, signed by the old root; None: none is sent.
    :param host: the pattern of the servers' names: "*.corp.example".
    :param on: an aware datetime, or a date, which covers its whole day in UTC; or either as text.
    :param today: the day on which the facts hold; None: today.
    :raises CallError: for a certificate, an id, a host or a date that is none.
    """
    draft = native.Draft(int(time.time()) if today is None else seconds(today, "today"))
    for field, value in (("id", id), ("host", host), ("on", _when(on))):
        if value is not None:
            draft.put(field, value)
    for field, source in (("old_root", old_root), ("new_root", new_root), ("bridge", bridge)):
        if source is not None:
            draft.certify(field, native.Chain.from_bytes(source) if isinstance(source, bytes)
                          else native.Chain.from_path(os.fspath(source)))
    return draft.json()


def _when(on: Union[str, date, None]) -> Optional[str]:
    if isinstance(on, datetime):
        return native.format_time(seconds(on, "on"))
    return on.isoformat() if isinstance(on, date) else on
