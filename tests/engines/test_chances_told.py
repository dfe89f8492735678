"""What a simulated market tells on all its channels, in its sentences and in the answers to `why`: no chance alone."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.coach.result import COACH_MESSAGE, Claim
from spxcc.engines.prediction.result import Horizon
from tests.engines.stood import numbers, stood
from tests.engines.test_probabilities import CLAIM

SHARES = {"coverage": "coverage_", "p": "p_", "probability": "", "p_hat": ""}
"""Fields that are a chance, and what the names of their interval begin with."""
WORDS = re.compile(r"probab|\bchance\b|\bodds\b|win[- ]rate|hit[- ]rate|\bp̂|\bP\(", re.IGNORECASE)
SAMPLE = re.compile(r"\bn\s?=?\s?\d|\b\d+/\d+\b")
NULL = re.compile(r"\bnull\b|\bcontrol\b|\bdrift", re.IGNORECASE)
SCENARIOS = (
    "flip-loss",
    pytest.param("wall-break", marks=pytest.mark.slow),
    pytest.param("pin", marks=pytest.mark.slow),
)


def objects(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in plain JSON, with its place."""
    if isinstance(value, dict):
        yield path, value
        for name, inner in value.items():
            yield from objects(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from objects(inner, f"{path}.{at}")


def texts(value: Any) -> Iterator[str]:
    """Every text in plain JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def lonely(one: dict[str, Any]) -> list[str]:
    """Fields of an object that say how likely something is, without sample, interval and null beside them."""
    found: list[str] = []
    for name, value in one.items():
        claims = name in SHARES or (CLAIM.search(name) is not None and "null" not in name)
        if not claims or not isinstance(value, int | float):
            continue
        prefix = SHARES.get(name, "")
        null = next((one[each] for each in ("p_null", "null", "null_probability", "expected") if each in one), None)
        company = one.get("n"), one.get(f"{prefix}low"), one.get(f"{prefix}high"), null
        if any(each is None for each in company):
            found.append(name)
    return found


def alone(text: str) -> bool:
    """Whether a sentence tells a number as a chance without its sample and its null."""
    return bool(WORDS.search(text) and re.search(r"\d", text) and not (SAMPLE.search(text) and NULL.search(text)))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_f45_no_channel_tells_a_chance_alone(scenario: str) -> None:
    told = msgspec.json.decode(msgspec.json.encode(stood(scenario).published))
    assert len(told) > 12
    looked_at = list(objects(told))
    assert [(path, lonely(one)) for path, one in looked_at if lonely(one)] == []
    assert [text for text in texts(told) if alone(text)] == []
    claims = [one for _, one in looked_at if one.get("p") is not None]
    assert claims or scenario != "flip-loss", "the coach forecasts its claims, so that something was looked at"


@pytest.mark.slow
def test_f45_no_answer_to_why_tells_a_chance_alone() -> None:
    """Of every number of every channel: what is called a share of outcomes names n, an interval and a null."""
    market, asked = stood(), 0
    for channel, value in market.published.items():
        items = value if isinstance(value, list | tuple) else (value,)
        for item in items[:3]:
            prefix = f"{item.id}." if hasattr(item, "id") else ""
            for path, _ in numbers(item):
                if path.rsplit(".", 1)[-1] not in SHARES:
                    continue
                found = market.why(channel, prefix + path)
                if found is None or found.value is None:
                    continue
                asked += 1
                names = {one.name for one in found.inputs} | {one.name for one in found.facts}
                assert {"n", "low", "high"} <= names, (channel, path)
                assert names & {"null", "expected"}, (channel, path)
    assert asked > 0


def test_the_check_finds_what_it_looks_for() -> None:
    assert lonely({"probability": 0.6, "n": 12}) == ["probability"]
    assert lonely({"probability": 0.6, "n": 12, "low": 0.4, "high": 0.7, "null": 0.5}) == []
    assert lonely({"win_rate": 0.6}) == ["win_rate"]
    assert lonely({"p": 0.6, "n": 0, "p_low": 0.4, "p_high": 0.7, "p_null": 0.6}) == []
    assert lonely({"coverage": 0.7, "n": 9, "coverage_low": 0.4, "coverage_high": 0.9}) == ["coverage"]
    assert alone("P(up) 62 %")
    assert alone("a chance of 62 %")
    assert not alone("win rate 5/9 [30–80], control 45 %")


SHARE = st.floats(0, 1)


@given(SHARE, st.none() | SHARE, st.none() | SHARE, st.none() | SHARE, st.integers(-1, 3))
def test_f45_a_forecast_cannot_be_made_without_its_company(
    p: float, low: float | None, high: float | None, null: float | None, n: int
) -> None:
    whole = low is not None and high is not None and null is not None and n >= 0 and low <= p <= high
    values = {"p": p, "p_low": low, "p_high": high, "p_null": null, "n": n}
    text = msgspec.json.encode({"price": 6000.0, "above": True, "on": "close", **values})
    if whole:
        assert msgspec.json.decode(text, type=Claim).p == p
        return
    with pytest.raises(msgspec.ValidationError, match="beside n, interval and null"):
        msgspec.json.decode(text, type=Claim)


@given(SHARE, st.integers(-1, 3), st.none() | SHARE, st.none() | SHARE)
def test_f45_a_coverage_cannot_be_told_without_its_company(
    share: float, n: int, low: float | None, high: float | None
) -> None:
    band = {"label": "5m", "minutes": 5, "at": 0, "one_sd": 1, "low1": 1, "high1": 2, "low2": 0, "high2": 3}
    text = msgspec.json.encode({**band, "coverage": share, "n": n, "coverage_low": low, "coverage_high": high})
    if n > 0 and low is not None and high is not None and low <= high:
        assert msgspec.json.decode(text, type=Horizon).coverage == share
        return
    with pytest.raises(msgspec.ValidationError, match="beside n, interval and null"):
        msgspec.json.decode(text, type=Horizon)


def test_f48_each_message_of_the_day_has_its_parts() -> None:
    """Claim, cites, n, p, null, falsifier and expiry: those with a claim have them all."""
    messages = stood().published[COACH_MESSAGE.name]
    assert messages
    for one in messages:
        assert one.cites
        assert one.expires > one.ts
        assert (one.claim is None) or one.falsifier is not None
    made = [one.claim for one in messages if one.claim is not None]
    assert made
    assert all(None not in (one.p, one.p_low, one.p_high, one.p_null) and one.n >= 0 for one in made)
