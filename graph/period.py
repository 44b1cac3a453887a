"""When a claim speaks of: days, months, years and spans, as first and last day.

>>> span("2014")
Period(begins='2014-01-01', ends='2014-12-31')
>>> span("2016-02/..")
Period(begins='2016-02-01', ends=None)
"""

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
EARLIEST, LATEST = 1800, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day (ISO 8601), both inclusive; None is open."""

    begins: str | None
    ends: str | None


@lru_cache(maxsize=4096)
def span(text: str) -> Period:
    """The days that a written date or span covers; '2016/..' and '../2016' are open.

    Raises ValueError, with the reason, for anything else: '2018-13', '2020/2019', 'last spring'.
    """
    first, slash, last = text.partition("/")
    if not slash:
        return Period(*_days(text))
    begins = None if first == ".." else _days(first)[0]
    ends = None if last == ".." else _days(last)[1]
    if begins is None and ends is None:
        raise ValueError(f"{text!r} is open at both ends")
    if _before(ends, begins):
        raise ValueError(f"{text!r} ends before it begins")
    return Period(begins, ends)


def _days(text: str) -> tuple[str, str]:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no year, month or day such as 2018, 2018-03 or 2018-03-12")
    year, month, day = int(match[1]), match[2], match[3]
    if not EARLIEST <= year <= LATEST:
        raise ValueError(f"the year of {text!r} is not between {EARLIEST} and {LATEST}")
    if month is not None and not 1 <= int(month) <= 12:
        raise ValueError(f"{text!r} has no month {month}")
    length = calendar.monthrange(year, int(month or 12))[1]
    if day is not None and not 1 <= int(day) <= length:
        raise ValueError(f"{text!r} has no day {day}")
    return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or length}"


def _before(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a < b
