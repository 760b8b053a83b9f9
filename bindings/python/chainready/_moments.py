# SPDX-License-Identifier: Apache-2.0
"""Instants: aware datetimes outside, seconds since 1970 inside."""
from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Union

from . import native
from ._errors import argument

Moment = Union[datetime, str, int]
"""An aware datetime; RFC 3339 text, or a date, month or year; or seconds since 1970."""

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_FIRST = int((datetime.min.replace(tzinfo=timezone.utc) - _EPOCH).total_seconds())
_LAST = int((datetime.max.replace(tzinfo=timezone.utc) - _EPOCH).total_seconds())


def seconds(moment: Moment, name: str) -> int:
    """Seconds since 1970. Fractions are cut off, towards the past."""
    if isinstance(moment, datetime):
        if moment.tzinfo is None or moment.utcoffset() is None:
            raise argument(f"{name}: a datetime without a time zone")
        return (moment - _EPOCH) // timedelta(seconds=1)
    if isinstance(moment, str):
        return native.parse_time(moment)
    if isinstance(moment, int) and not isinstance(moment, bool):
        return moment
    raise TypeError(f"{name}: a datetime, a str or an int is wanted, not {type(moment).__name__}")


def moment(at: int) -> datetime | None:
    """An aware datetime in UTC; None where it stands for an end of time, or beyond the year 9999."""
    return _EPOCH + timedelta(seconds=at) if _FIRST <= at <= _LAST else None


def two_years_on(at: int) -> int:
    """The same instant of the year two years later; 29 February becomes 1 March."""
    start = moment(at)
    if start is None or start.year > 9997:
        raise argument("at: there is no calendar two years on, so 'until' must be given")
    if (start.month, start.day) == (2, 29):
        start += timedelta(days=1)
    return seconds(start.replace(year=start.year + 2), "until")
