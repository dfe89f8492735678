"""Option quotes that say nothing, and the last minutes of an expiry: no contract is named, no number explodes."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from spxcc.engines.gex.params import MIN_MINUTES
from spxcc.engines.gex.result import ExpiryGex, GexResult
from spxcc.market.events import ChainSnapshot, FeedEvent, OptionQuote
from tests.faults.test_clocks import stepped, told
from tests.faults.test_market import played, tape

TODAY = "2026-03-24"
CALLS = "SPXW260324C"


def quoted(change: Mapping[str, float | None]) -> Iterator[FeedEvent]:
    """The morning in which every call of today is quoted so, in the chains too."""
    for event in tape():
        if isinstance(event, OptionQuote) and event.contract.startswith(CALLS):
            yield replace(event, **change)
        elif isinstance(event, ChainSnapshot):
            rows = (replace(row, **change) if row.contract.startswith(CALLS) else row for row in event.rows)
            yield replace(event, rows=tuple(rows))
        else:
            yield event


@pytest.mark.parametrize("change", [{"bid": 0.0, "ask": 0.0}, {"bid": None, "ask": None}], ids=["zero", "absent"])
def test_a_leg_without_a_quote_is_void(change: Mapping[str, float | None]) -> None:
    """No call of today has a price: a long setup names no contract but the reason, a short one its put."""
    setups = played(quoted(change))[1].results["setups"].setups
    legs = {side: [(one.idea, one.idea_reason) for one in setups if one.side == side] for side in ("long", "short")}
    assert set(legs["long"]) == {(None, f"no two-sided quote of {TODAY}")}
    assert legs["short"]
    assert all(idea.right == "P" and idea.bid > 0 for idea, _ in legs["short"])


def test_a_leg_among_crossed_quotes_is_void() -> None:
    """Every call of today is crossed: counted, nothing is said of gamma, and no setup names a contract."""
    step = played(quoted({"bid": 9.0, "ask": 1.0}))[1]
    gex, setups = step.results["gex"].symbols["SPX"], step.results["setups"].setups
    assert gex.coverage.crossed > 100
    assert f"{gex.coverage.crossed} of " in gex.reason
    assert (gex.net_gex, gex.call_wall, gex.flip_point) == (None, None, None)
    assert setups
    assert all(one.idea is None and one.idea_reason for one in setups)


def without_greeks(date: str, clock: str, seconds: float) -> tuple[GexResult, ExpiryGex]:
    """SPX and its expiry of `date` at that time, of chains with neither volatility nor greeks."""
    events = [
        replace(event, rows=tuple(replace(row, iv=None, delta=None, gamma=None) for row in event.rows))
        if isinstance(event, ChainSnapshot)
        else event
        for event in told(date, clock, seconds)
    ]
    gex = stepped(events)[1].results["gex"].symbols["SPX"]
    assert gex.coverage.iv_from_vendor == 0
    assert all(math.isfinite(number) for number in numbers(msgspec.to_builtins(gex)))
    return gex, next(one for one in gex.by_expiry if one.expiry == date)


def numbers(tree: Any) -> Iterator[float]:
    """All floats in it."""
    if isinstance(tree, float):
        yield tree
    elif isinstance(tree, Mapping):
        for one in tree.values():
            yield from numbers(one)
    elif isinstance(tree, list | tuple):
        for one in tree:
            yield from numbers(one)


@pytest.mark.slow
@pytest.mark.parametrize("date", [TODAY, "2026-03-20"], ids=["plain", "third-friday"])
def test_the_last_five_minutes_without_greeks(date: str) -> None:
    """No greeks in the last minutes of a day, or third Friday: time has a floor, gamma is bounded, all is finite."""
    _, before = without_greeks(date, "15:56", 4.0)
    last, now = without_greeks(date, "15:59", 50.0)
    assert 3.0 < before.minutes <= 4.0
    assert now.minutes == MIN_MINUTES
    assert last.net_gex is not None
    assert now.gross < 3.0 * before.gross


def test_a_third_friday_without_greeks() -> None:
    """A third Friday after the morning settlement, no greeks: what settled is gone, the rest has our own."""
    gex, today = without_greeks("2026-03-20", "10:05", 4.0)
    assert [one.root for one in gex.by_expiry if one.expiry == "2026-03-20"] == ["SPXW"]
    assert today.gross > 0
    assert gex.coverage is not None
    assert gex.coverage.iv_from_mid > 1_000
