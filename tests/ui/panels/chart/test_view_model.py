"""What the chart shows."""

import pytest
from msgspec import structs

from spxcc.engines.bars.result import WireBar, bars_channel
from spxcc.engines.basis.result import BASIS
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.ui.panels.chart.view_model import SECONDS, build, newest_minute
from spxcc.ui.panels.chart.vwap import NOTHING, UNSEEN
from spxcc.ui.renderables.viewport import Viewport
from spxcc.ui.state import TIMEFRAMES
from tests.fakes.desk_data import LABEL, LAST, NOW, empty_desk, fill, full_desk, level, minutes, price
from tests.fakes.screens import empty_frame, make_frame
from tests.fakes.store import FakeController, FakeStore


def test_the_newest_bars_fill_the_columns_that_the_future_leaves() -> None:
    view = build(make_frame(), 60)
    assert (len(view.bars), view.ahead, len(view.cone)) == (50, 10, 10)
    assert len(build(make_frame(), 30).bars) == 30
    assert len(build(make_frame(timeframe="1D"), 60).cone) == 0
    past = build(make_frame(viewport=Viewport(anchor=minutes()[-11].start)), 60)
    assert (len(past.bars), past.ahead) == (60, 0)
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
    starts = [one.start for one in minutes()]
    assert build(make_frame(crosshair=starts[-1] + 30_000_000_000), 30).cross == 29
    assert build(make_frame(crosshair=starts[-5]), 30).cross == 25
    assert build(make_frame(crosshair=0), 30).cross == 0
    assert build(make_frame(), 30).cross is None
    assert build(empty_frame(crosshair=0), 30).cross is None


def test_the_crosshair_is_at_one_instant_in_every_timeframe() -> None:
    at = minutes()[-70].start
    for timeframe in ("1m", "5m", "15m", "1h"):
        view = build(make_frame(timeframe=timeframe, crosshair=at), 200)
        assert view.cross is not None
        bar, seconds = view.bars[view.cross], SECONDS[timeframe]
        assert bar is not None
        assert bar.start <= at < bar.start + seconds * 1_000_000_000


def test_the_time_until_the_bar_is_complete_ends_with_the_session() -> None:
    assert build(make_frame(), 30).countdown_ms == 53_000
    assert build(make_frame(timeframe="5m"), 30).countdown_ms == 173_000
    assert build(make_frame(viewport=Viewport(anchor=minutes()[-11].start)), 60).countdown_ms is None
    late = FakeController(NOW + 87 * NANOS_PER_MINUTE)
    store = FakeStore(late)
    fill(store)
    store.put_minutes("SPX", minutes(until=late.now()))
    store.put(price_channel("SPX"), price(at=late.now()))
    assert build(make_frame((store, late), timeframe="1h"), 30).countdown_ms == 53_000
    late.advance(90)
    assert build(make_frame((store, late)), 30).countdown_ms is None


def test_f58_vwap_says_whose_volume_it_is() -> None:
    store, clock = full_desk()
    vwap = structs.replace(level("VWAP", "vwap", 6893.0, "intraday"), source="volume of SPY × 10.0359")
    store.put_items(LEVELS_UPDATE, [vwap])
    assert "VWAP SPY" in [mark.label for mark in build(make_frame((store, clock)), 30).marks]


def test_a_level_that_the_curve_shows_is_a_line_only_where_there_is_no_curve() -> None:
    store, clock = full_desk()
    store.put_items(LEVELS_UPDATE, [level("VW+1", "vwap_p1", 6890.0, "intraday"), level("PDH", "pdh", 6891.0)])
    bare = build(make_frame((store, clock)), 30)
    assert (bare.curve.reason, [mark.line for mark in bare.marks[:2]]) == (UNSEEN, [True, True])
    store.put_minutes("SPX", minutes(303))
    view = build(make_frame((store, clock)), 30)
    assert (len(view.curve.points), view.curve.of) == (302, "SPX")
    assert [mark.line for mark in view.marks[:2]] == [False, True]
    assert build(make_frame((store, clock), overlays="none"), 30).curve == NOTHING


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
