# SPDX-License-Identifier: Apache-2.0
"""Instants as text: one second before, and all that."""
from datetime import datetime, timedelta

FORM = "%Y-%m-%dT%H:%M:%SZ"


def moment(text: str) -> datetime:
    """RFC 3339 in UTC, or a date, as a naive datetime."""
    return datetime.strptime(text if "T" in text else text + "T00:00:00Z", FORM)


def shifted(text: str, **by: int) -> str:
    """An instant that lies so much later: shifted("2027-01-28", seconds=-1)."""
    return (moment(text) + timedelta(**by)).strftime(FORM)


def before(text: str) -> str:
    """One second before."""
    return shifted(text, seconds=-1)


def after(text: str) -> str:
    """One second after."""
    return shifted(text, seconds=1)


def noon(day: str) -> str:
    """The middle of a day."""
    return shifted(day, hours=12)


def next_day(day: str) -> str:
    """The first instant of the next day."""
    return shifted(day, days=1)
