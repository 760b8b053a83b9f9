# SPDX-License-Identifier: Apache-2.0
"""Will the root set that this process really trusts validate the servers that it calls, on every date of
every migration of certificate authorities?

    >>> import chainready
    >>> report = chainready.ready()
    >>> print(report)

Nothing is contacted: root stores and facts about migrations are analysed.
"""
from ._errors import (ArgumentError, CallError, Error, InputError, InternalError, LimitError,
                      MalformedError, NoPermissionError, NotFoundError, NotReadyError, PasswordError,
                      ReadError, UnsupportedError)
from ._draft import draft_timeline
from ._ready import default_timeline_ids, ready, report_formats, timeline_ids
from ._report import Outcome, Problem, Report, Result, Root, Store, Verdict
from ._roots import RootSet
from ._stacks import root_sets
from .native import version as _version

__version__: str = _version()

__all__ = [
    "ArgumentError", "CallError", "Error", "InputError", "InternalError", "LimitError",
    "MalformedError", "NoPermissionError", "NotFoundError", "NotReadyError", "Outcome",
    "PasswordError", "Problem", "ReadError", "Report", "Result", "Root", "RootSet", "Store",
    "UnsupportedError", "Verdict", "__version__", "default_timeline_ids", "draft_timeline", "ready",
    "report_formats", "root_sets", "timeline_ids",
]
