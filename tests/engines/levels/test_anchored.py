"""VWAPs from an anchor of an earlier session on."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.levels.anchored import NAMES, anchored_levels, anchors
from spxcc.market.snapshot import BarColumns, MarketSnapshot, SymbolBars
from tests.fakes.snapshots import EMPTY, at, make_bars, make_columns, make_session, make_snapshot

MONDAY, TUESDAY = "2026-01-12", "2026-01-13"
SESSION = make_session(at("10:30"))


def joined(*parts: BarColumns) -> BarColumns:
    names = ("start", "open", "high", "low", "close", "volume")
    return BarColumns(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def earlier(tuesday: Sequence[float] = (600.0, 612.0, 588.0, 603.0), monday: bool = True) -> BarColumns:
    """Minutes of the two sessions before, each of one volume."""
    first = make_columns([606.0] * 2, at("09:30", MONDAY), wick=0.0, volume=10.0)
    second = make_columns(list(tuesday), at("09:30", TUESDAY), wick=0.0, volume=10.0)
    return joined(first, second) if monday else second


def snapshot(past: BarColumns, volume: float = 10.0) -> MarketSnapshot:
    today = make_bars([609.0, 609.0], wick=0.0, volume=volume, first_open=609.0, earlier=past)
    return make_snapshot(bars={"SPX": make_bars([6090.0] * 2), "SPY": today})


def prices(found: MarketSnapshot, ratio: float | None = 10.0) -> dict[str, float]:
    return {each.label: each.price for each in anchored_levels(found, ratio).candidates}


def typical(columns: BarColumns) -> float:
    return float(((columns.high + columns.low + columns.close) / 3).mean())


def test_f37_each_begins_at_its_minute_and_counts_all_volume_since() -> None:
    past = earlier()
    found = prices(snapshot(past))
    today = make_columns([609.0, 609.0], wick=0.0, first_open=609.0)
    assert set(found) == {"AVW PDH", "AVW PDL", "AVW WK"}
    assert past.high[3] == past.high[2:].max() == 612.0
    assert past.low[4] == past.low[2:].min() == 588.0
    for label, begin in (("AVW PDH", 3), ("AVW PDL", 4), ("AVW WK", 0)):
        rest = BarColumns(
            *(getattr(past, name)[begin:] for name in ("start", "open", "high", "low", "close", "volume"))
        )
        assert found[label] == pytest.approx(10 * typical(joined(rest, today)), abs=0.01), label


def test_f37_volume_weighs() -> None:
    heavy = prices(snapshot(earlier(), volume=1e9))
    assert all(price == pytest.approx(6090.0, abs=0.1) for price in heavy.values())


def test_by_the_ratio_that_is_given_or_not_at_all() -> None:
    found = anchored_levels(snapshot(earlier()), 10.05)
    assert found.candidates[0].source == "volume of SPY × 10.0500 since the high of the session before"
    assert anchored_levels(snapshot(earlier()), None).missing[0][0] == "anchored vwap"
    assert anchored_levels(snapshot(EMPTY), 10.0).missing[0][0] == "anchored vwap"
    assert {each.family for each in found.candidates} == {"intraday"}
    assert {each.kind for each in found.candidates} == set(NAMES)


def test_what_the_minutes_do_not_reach_back_to_is_missing_with_its_reason() -> None:
    found = anchored_levels(snapshot(earlier(monday=False)), 10.0)
    assert {each.label for each in found.candidates} == {"AVW PDH", "AVW PDL"}
    assert found.missing == (("AVW WK", "no minutes with volume from the first minute of the week on"),)
    monday_alone = make_columns([606.0] * 2, at("09:30", MONDAY), wick=0.0, volume=10.0)
    assert anchored_levels(snapshot(monday_alone), 10.0).candidates == [], "its high is not that of the session before"


def test_on_the_first_session_of_a_week_vwap_says_it() -> None:
    friday = make_columns([600.0, 601.0], at("09:30", "2026-01-09"), volume=10.0)
    monday = make_session(at("10:30", MONDAY), MONDAY)
    found = anchors(SymbolBars(make_columns([602.0], at("09:30", MONDAY)), None, friday, EMPTY, ""), monday)
    assert set(found) == {"avwap_high", "avwap_low"}


@given(st.integers(0, 3), st.floats(500, 700))
def test_what_happens_after_changes_no_anchor(place: int, later: float) -> None:
    """Prefix: the anchors are of earlier sessions alone."""
    past = earlier()
    short = SymbolBars(make_columns([609.0]), None, past, EMPTY, "")
    long = SymbolBars(make_columns([609.0, *[later] * (place + 1)]), None, past, EMPTY, "")
    assert anchors(short, SESSION) == anchors(long, SESSION)
