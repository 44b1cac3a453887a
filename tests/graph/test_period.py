"""When a claim speaks of."""

import pytest

from corredor.graph.claim import Written
from corredor.graph.period import Period, span
from tests.graph.tiny import claim, source, way


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2018-03-12", "2018-03-12", "2018-03-12"),
        ("2014/2018", "2014-01-01", "2018-12-31"),
        ("2018-01/2018-03", "2018-01-01", "2018-03-31"),
        ("2016/..", "2016-01-01", None),
        ("../2016", None, "2016-12-31"),
    ],
)
def test_span_covers_whole_days(text: str, begins: str | None, ends: str | None) -> None:
    assert span(text) == Period(begins, ends)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "last spring",
        "2018-13",
        "2018-02-30",
        "2020/2019",
        "1492",
        "../..",
        "2018-1",
        "2018-01-01T10:00",
        "2018/",
        "٢٠١٨-٠٣",
    ],
)
def test_span_refuses_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        span(text)


def test_a_claim_speaks_of_its_period_then_its_date_then_its_publication() -> None:
    published = source("one", published="2020-05")
    assert way("A > B", published, period="2014").time == Period("2014-01-01", "2014-12-31")
    assert way("A > B", published, period="2016/..").time == Period("2016-01-01", "2020-05-31")
    assert way("A > B", published).time == Period("2020-05-01", "2020-05-31")
    said: dict[str, Written] = {
        "place": "A",
        "commodity": "cocaine",
        "quantity": {"amount": "5", "unit": "kg"},
        "date": "2019-07-04",
    }
    seizure = claim(published, "seizure", said)
    assert seizure.time == Period("2019-07-04", "2019-07-04")
    assert (seizure.dated_as_published, way("A > B", published).dated_as_published) == (False, True)
