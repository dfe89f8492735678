"""What an HTTP answer means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.cboe.answer import Answer, Trouble, conditions, good_for_s, has_news, retry_after_s
from spxcc.market.units import NANOS_PER_SECOND

NOW = 1_750_000_000 * NANOS_PER_SECOND
"""2025-06-15 15:06:40 UTC."""


def test_only_validators_of_the_last_answer_are_sent() -> None:
    assert conditions({}) == {}
    assert conditions({"etag": "", "date": "x"}) == {}
    said = {"etag": '"a"', "last-modified": "Sun, 15 Jun 2025 15:00:00 GMT", "server": "x"}
    assert conditions(said) == {"If-None-Match": '"a"', "If-Modified-Since": "Sun, 15 Jun 2025 15:00:00 GMT"}


def test_200_is_news_and_304_is_none() -> None:
    assert has_news(Answer(200), False, NOW)
    assert has_news(Answer(200), True, NOW)
    assert not has_news(Answer(304), True, NOW)


@pytest.mark.parametrize(
    ("answer", "code", "found", "asked"),
    [
        (Answer(304), "http_304", "HTTP status 304 (Not Modified)", None),
        (Answer(429, {"retry-after": "120"}), "http_429", "HTTP status 429 (Too Many Requests)", 120.0),
        (Answer(503), "http_503", "HTTP status 503 (Service Unavailable)", None),
        (Answer(302, {"location": "//x/"}), "http_302", "HTTP status 302 (Found) to //x/", None),
        (Answer(799), "http_799", "HTTP status 799", None),
    ],
)  # fmt: skip
def test_every_other_status_is_trouble(answer: Answer, code: str, found: str, asked: float | None) -> None:
    with pytest.raises(Trouble) as error:
        has_news(answer, False, NOW)
    assert (error.value.code, error.value.found, error.value.asked_s) == (code, found, asked)
    assert error.value.answered


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0), (" 0 ", 0.0), ("Sun, 15 Jun 2025 15:08:00 GMT", 80.0), ("Sun, 15 Jun 2025 15:00:00 GMT", 0.0),
        ("Sun, 15 Jun 2025 15:08:00", 80.0), ("", None), ("soon", None), ("-5", None), ("1e3", None), ("٣", None),
    ],
)  # fmt: skip
def test_retry_after_in_seconds_or_as_a_date(text: str, seconds: float | None) -> None:
    assert retry_after_s({"retry-after": text}, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.0), ({"cache-control": "no-store"}, 0.0), ({"cache-control": "public, max-age=60"}, 60.0),
        ({"cache-control": "Max-Age = 60", "age": "45"}, 15.0), ({"cache-control": "max-age=60", "age": "99"}, 0.0),
        ({"cache-control": "max-age=60", "age": "x"}, 60.0), ({"cache-control": "max-age=-1"}, 0.0),
    ],
)  # fmt: skip
def test_how_long_an_answer_stays_good(headers: dict[str, str], seconds: float) -> None:
    assert good_for_s(headers) == seconds


@given(st.text(max_size=40))
def test_headers_may_say_anything(text: str) -> None:
    wait = retry_after_s({"retry-after": text}, NOW)
    assert wait is None or wait >= 0
    assert good_for_s({"cache-control": text, "age": text}) >= 0
