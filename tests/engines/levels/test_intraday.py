"""Levels of today's minutes."""

import numpy as np
import pytest

from spxcc.engines.levels.intraday import range_levels, regular_hours, volume_levels, with_volume
from spxcc.market.snapshot import SymbolBars
from spxcc.market.units import NANOS_PER_MINUTE
from tests.fakes.snapshots import at, make_bars, make_columns, make_session, make_snapshot

SESSION = make_session(at("11:00"))


def test_f37_opening_range_and_initial_balance_once_they_are_over() -> None:
    closes = [6000.0 + minute for minute in range(61)]
    assert range_levels(make_columns(closes[:14]), SESSION).candidates == []
    first = {each.label: each.price for each in range_levels(make_columns(closes[:15], wick=0.0), SESSION).candidates}
    assert first == {"ORH": 6014.0, "ORL": 6000.0}
    both = {each.label: each.price for each in range_levels(make_columns(closes, wick=0.0), SESSION).candidates}
    assert both == {"ORH": 6014.0, "ORL": 6000.0, "IBH": 6059.0, "IBL": 6000.0}


def test_a_range_that_was_not_seen_is_refused() -> None:
    found = range_levels(make_columns([6000.0] * 60, at("09:40")), SESSION)
    assert found.candidates == []
    assert dict(found.missing)["opening range"] == "some of the first 15 minutes were not seen"


def test_the_first_15_minutes_are_not_over() -> None:
    missing = dict(range_levels(make_columns([6000.0] * 14), SESSION).missing)
    assert missing["opening range"] == "the first 15 minutes are not over"
    assert range_levels(make_columns([]), SESSION).candidates == []


def bars_with(volume: float) -> SymbolBars:
    return make_bars([600.0, 601.0, 602.0], volume=volume, wick=0.0)


def test_f37_vwap_of_spy_mapped_by_the_live_ratio_and_labelled() -> None:
    snapshot = make_snapshot(bars={"SPX": make_bars([6000.0] * 3), "SPY": bars_with(100.0)})
    found = volume_levels(snapshot, 10.05)
    vwap = next(each for each in found.candidates if each.kind == "vwap")
    typical = np.array([600.0, 2 * 601 / 3 + 200, 2 * 602 / 3 + 601 / 3]) * 10.05
    assert vwap.price == pytest.approx(float(typical.mean()), abs=0.01)
    assert vwap.source == "volume of SPY × 10.0500"
    bands = {f"VW{side}{sigmas}" for side in "+−" for sigmas in (1, 2, 3)}
    assert {each.label for each in found.candidates} == {"VWAP", *bands, "POC", "VAH", "VAL"}
    prices = {each.label: each.price for each in found.candidates}
    assert prices["VW+2"] - prices["VWAP"] == pytest.approx(2 * (prices["VWAP"] - prices["VW−1"]), abs=0.03)
    assert prices["VW+3"] - prices["VWAP"] == pytest.approx(3 * (prices["VWAP"] - prices["VW−1"]), abs=0.04)
    assert prices["VAL"] <= prices["POC"] <= prices["VAH"]


def test_own_volume_serves_first() -> None:
    own = make_bars([6000.0, 6001.0], volume=5.0, label="SPY × 10.0359")
    volumed, _ = with_volume(make_snapshot(bars={"SPX": own, "SPY": bars_with(1.0)}), 10.0)
    assert volumed is not None
    assert volumed.source == "SPY × 10.0359"


def test_without_volume_ratio_or_the_open_there_is_no_vwap() -> None:
    index = make_bars([6000.0] * 3)
    silent = make_snapshot(bars={"SPX": index, "SPY": bars_with(0.0)})
    assert volume_levels(silent, 10.0).missing[0] == (
        "vwap",
        "the index has no volume and there are no SPY minutes with volume",
    )
    snapshot = make_snapshot(bars={"SPX": index, "SPY": bars_with(1.0)})
    assert volume_levels(snapshot, None).missing[0][1] == "no live SPX/SPY ratio to map the volume of SPY"
    late = make_bars([600.0], volume=1.0, start=at("10:00"))
    assert (
        volume_levels(make_snapshot(bars={"SPY": late}), 10.0).missing[0][1] == "the minutes since 09:30 were not seen"
    )


def test_minutes_outside_the_session_do_not_count() -> None:
    columns = make_columns([1.0] * 60, SESSION.open_at - 30 * NANOS_PER_MINUTE)
    assert len(regular_hours(columns, SESSION)) == 30
    inside = make_columns([1.0] * 3)
    assert regular_hours(inside, SESSION) is inside
