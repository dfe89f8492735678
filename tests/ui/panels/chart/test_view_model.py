"""What the chart shows."""

import pytest

from spxcc.engines.bars.result import WireBar, bars_channel
from spxcc.engines.basis.result import BASIS
from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.ui.panels.chart.view_model import build, newest_minute, with_gaps
from spxcc.ui.renderables.viewport import Viewport
from spxcc.ui.state import TIMEFRAMES
from tests.fakes.desk_data import LABEL, LAST, empty_desk, full_desk, minutes
from tests.fakes.screens import empty_frame, make_frame


def test_the_newest_bars_fill_the_columns() -> None:
    view = build(make_frame(), 60)
    assert len(view.bars) == 60
    assert view.bars[-1] is not None
    assert view.bars[-1].close == LAST
    assert view.follow
    assert view.hidden == 0


def test_the_source_is_named() -> None:
    view = build(make_frame(), 60)
    assert view.source_label == LABEL
    assert view.volume_label == f"vol {LABEL}"


def bare(count: int) -> list[Candle]:
    return [Candle(one.start, one.open, one.high, one.low, one.close) for one in minutes(count)]


def test_an_index_shows_the_volume_of_spy_and_says_whose_it_is() -> None:
    store, clock = full_desk()
    store.put_minutes("SPX", bare(9))
    view = build(make_frame((store, clock)), 60)
    assert (view.volume_of, view.volume_label) == ("SPY", "vol SPY")
    assert view.volumes == tuple(one.volume for one in minutes(last=LAST + 2)[-9:])
    assert [bar.volume for bar in view.bars if bar is not None] == [0.0] * 9


def test_without_any_volume_it_says_so() -> None:
    store, clock = full_desk()
    store.put_minutes("SPX", bare(9))
    store.put_minutes("SPY", [])
    view = build(make_frame((store, clock)), 60)
    assert (view.volume_label, view.volumes) == (f"no volume in {LABEL}", (0.0,) * 9)


def test_panned_back_counts_what_is_hidden() -> None:
    bars = minutes()
    view = build(make_frame(viewport=Viewport(anchor=bars[-11].start)), 40)
    assert view.hidden == 10
    assert not view.follow
    assert view.bars[-1] == bars[-11]


def test_missing_minutes_are_a_gap() -> None:
    bars = [one for at, one in enumerate(minutes(10)) if at not in (4, 5)]
    columns = with_gaps(bars, 0, len(bars), "1m", 60)
    assert [one is None for one in columns] == [False] * 4 + [True] + [False] * 4
    assert len(with_gaps(bars, 0, len(bars), "1m", 5)) == 5
    days = [type(one)(at * 3 * 1440 * NANOS_PER_MINUTE, 1, 1, 1, 1) for at, one in enumerate(bars)]
    assert None not in with_gaps(days, 0, len(days), "1D", 60)


def test_f58_spy_overlay_is_mapped_by_the_live_ratio_or_says_why_not() -> None:
    assert build(make_frame(), 30).spy == ()
    view = build(make_frame(spy_overlay=True), 30)
    assert view.spy_note == "· SPY × 10.0359"
    assert len(view.spy) == 30
    assert view.spy[-1][1] == pytest.approx(LAST + 2, abs=0.2)
    store, clock = empty_desk()
    assert build(make_frame((store, clock), spy_overlay=True), 30).spy_note == "SPY: no ratio"
    full = full_desk()
    basis = full[0].get(BASIS)
    assert basis is not None
    store.put(BASIS, basis)
    assert build(make_frame((store, clock), spy_overlay=True), 30).spy_note == "SPY: no bars"


def test_crosshair_stays_on_the_bars() -> None:
    assert build(make_frame(crosshair=0), 30).cross == 29
    assert build(make_frame(crosshair=99), 30).cross == 0
    assert build(make_frame(), 30).cross is None


@pytest.mark.parametrize("timeframe", TIMEFRAMES)
def test_every_timeframe(timeframe: str) -> None:
    view = build(make_frame(timeframe=timeframe), 60)
    assert view.timeframe == timeframe
    assert view.bars


def test_without_bars_there_is_a_reason() -> None:
    assert build(empty_frame(), 60).reason == "waiting for the first value of bars:SPX"
    assert build(empty_frame(connected=False), 60).reason == "connecting… attempt 1 to 127.0.0.1:8787"


def test_newest_minute_skips_daily_bars() -> None:
    store, _ = full_desk()
    items = dict(store.items(bars_channel("SPX")))
    newest = list(items.values())[-1]
    items["1D:0"] = WireBar("1D", 0, 1, 1, 1, 1, 0, "elsewhere")
    assert newest_minute(items) == newest
    assert newest_minute({}) is None
