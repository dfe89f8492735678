"""The chart widget."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from spxcc.market.candles import Candle
from spxcc.ui import format as words
from spxcc.ui.options import GlyphChoice, UiOptions
from spxcc.ui.panels.chart.panel import ChartPanel
from spxcc.ui.renderables.viewport import PITCHES, Viewport
from spxcc.ui.safe import changed_regions
from spxcc.ui.state import TIMEFRAMES
from spxcc.ui.theme import PALETTES
from tests.fakes.desk_data import LAST, full_desk, minutes, tick
from tests.fakes.screens import INKS, empty_frame, exact, make_frame, press, roles_known, running, texts
from tests.fakes.store import FakeController, FakeStore


def panel() -> ChartPanel:
    return ChartPanel(INKS, PALETTES["classic"], "SPX")


def test_title_names_symbol_timeframe_source_and_edge() -> None:
    title = texts(panel().paint(make_frame(), 110, 30))[0]
    assert title.startswith("━ 2 SPX 1m SPY × 10.0359")
    assert "[1m] 5m 15m 30m 1h 4h 1D" in title
    assert "levels 8/8" in title
    assert "● follow" in title
    panned = make_frame(viewport=Viewport(anchor=minutes()[-6].start))
    assert "○ +5 bars" in texts(panel().paint(panned, 110, 30))[0]


def test_crosshair_reads_the_bar_in_the_title() -> None:
    bar, before = minutes()[-3], minutes()[-4]
    title = texts(panel().paint(make_frame(crosshair=bar.start), 130, 30))[0]
    assert f"14:30 O {bar.open:,.2f} H {bar.high:,.2f} L {bar.low:,.2f} C {bar.close:,.2f} V {bar.volume:,.0f}" in title
    assert f"Δ {words.signed(bar.close - before.close)}" in title
    assert "[1m]" not in title


def test_axis_is_handed_out_while_there_is_one() -> None:
    chart = panel()
    chart.paint(make_frame(), 90, 30)
    assert chart.axis is not None
    assert chart.axis.top == 1
    chart.paint(empty_frame(), 90, 30)
    assert chart.axis is None


def test_f58_spy_overlay_draws_its_points() -> None:
    plain = "".join(texts(panel().paint(make_frame(), 90, 30)))
    overlaid = "".join(texts(panel().paint(make_frame(spy_overlay=True), 90, 30)))
    assert "•" not in plain
    assert overlaid.count("•") > 10


def test_mono_palette_dashes_falling_bars() -> None:
    mono = ChartPanel(INKS, PALETTES["mono"], "SPX")
    assert "┋" in "".join(texts(mono.paint(make_frame(), 90, 30)))
    assert "┋" not in "".join(texts(panel().paint(make_frame(), 90, 30)))


BURST, LIMIT = range(200), (LAST * 0.93, LAST * 1.07)
Change = Callable[[FakeStore, FakeController], None]


def _one(store: FakeStore, clock: FakeController) -> None:
    store.put_minutes("SPX", minutes(1))


def _holes(store: FakeStore, clock: FakeController) -> None:
    store.put_minutes("SPX", [bar for at, bar in enumerate(minutes(300)) if at % 7 and not 100 < at < 190])


def _limit(store: FakeStore, clock: FakeController) -> None:
    for price in LIMIT:
        tick(store, price)


def _stale(store: FakeStore, clock: FakeController) -> None:
    clock.advance(60)


def _burst(store: FakeStore, clock: FakeController) -> None:
    for at in BURST:
        tick(store, LAST + at % 13 - at % 5)


def _flat(store: FakeStore, clock: FakeController) -> None:
    store.put_minutes("SPX", [Candle(bar.start, LAST, LAST, LAST, LAST) for bar in minutes(40)])


CHANGES: dict[str, Change] = {
    "empty": lambda store, clock: store.put_minutes("SPX", []),
    "one": _one, "holes": _holes, "limit": _limit, "stale": _stale, "burst": _burst, "flat": _flat,
}  # fmt: skip


@given(
    st.integers(1, 200),
    st.integers(1, 60),
    st.sampled_from(sorted(CHANGES)),
    st.sampled_from(TIMEFRAMES),
    st.sampled_from(PITCHES),
    st.booleans(),
    st.sampled_from(["auto", "box", "block", "ascii"]),
)
def test_f58_any_size_any_data(
    width: int, height: int, change: str, timeframe: str, pitch: int, busy: bool, glyphs: GlyphChoice
) -> None:
    store, clock = full_desk()
    CHANGES[change](store, clock)
    choices = {"crosshair": minutes()[-20].start, "cross_price": LAST + 2, "setup_id": "s1"} if busy else {}
    options = UiOptions(fps=0, glyphs=glyphs)
    frame = make_frame((store, clock), options, timeframe=timeframe, viewport=Viewport(pitch), **choices)
    chart = panel()
    for one in (frame, replace(frame, gutter=True)):
        lines = chart.fitted(one, width, height)
        assert exact(lines, width, height)
        assert roles_known(lines)


def test_f29_a_tick_repaints_cells_of_few_rows() -> None:
    store, clock = full_desk()
    chart = panel()
    width, height = 110, 34
    before = chart.fitted(make_frame((store, clock)), width, height)
    for move in (0.3, 0.6, 0.2):
        tick(store, LAST + move)
        after = chart.fitted(make_frame((store, clock)), width, height)
        regions = changed_regions(before, after, width)
        before = after
        assert 0 < len(regions) <= 6
        assert sum(region.area for region in regions) <= 150
        assert all(region.height == 1 for region in regions)
    assert chart.painter.backgrounds == 1


def test_a_second_repaints_the_countdown_alone() -> None:
    store, clock = full_desk()
    chart = panel()
    before = chart.fitted(make_frame((store, clock)), 110, 34)
    clock.advance(1)
    (region,) = changed_regions(before, chart.fitted(make_frame((store, clock)), 110, 34), 110)
    assert region.width <= 4


async def test_pointing_sets_the_crosshair_and_chips_the_timeframe() -> None:
    async with running((160, 48)) as (app, pilot, _, __):
        desk = app.desk
        await pilot.hover("#chart", offset=(40, 10))
        assert (desk.state.hovering, desk.state.crosshair is None) == (True, False)
        assert " C 6,8" in desk.chart.plain_text.splitlines()[0]
        await pilot.hover("#gex", offset=(5, 5))
        assert (desk.state.hovering, desk.state.crosshair is None) == (False, True)
        await pilot.click("#chart", offset=(40, 10))
        assert (desk.state.crosshair is not None, desk.state.hovering) == (True, False)
        set_at = desk.state.crosshair
        await pilot.hover("#chart", offset=(20, 12))
        assert desk.state.crosshair == set_at
        await press(pilot, "escape")
        await pilot.hover("#gex", offset=(5, 5))
        title = desk.chart.plain_text.splitlines()[0]
        await pilot.click("#chart", offset=(title.index(" 15m ") + 1, 0))
        assert desk.state.timeframe == "15m"
        assert "[15m]" in desk.chart.plain_text.splitlines()[0]


async def test_wheel_drag_and_double_click() -> None:
    async with running((160, 48)) as (app, pilot, _, __):
        desk = app.desk
        await pilot.mouse_down("#chart", offset=(30, 10))
        await pilot.hover("#chart", offset=(50, 10))
        await pilot.mouse_up("#chart", offset=(50, 10))
        assert not desk.state.viewport.follow
        assert "○ +20 bars" in desk.chart.plain_text.splitlines()[0] or desk.state.crosshair is not None
        desk.chart.post_message(desk.chart.Moved(zoom=2))
        await pilot.pause()
        assert desk.state.viewport.pitch == 3
        await pilot.click("#chart", offset=(40, 10), times=2)
        assert (desk.state.viewport.pitch, desk.state.viewport.follow, desk.state.crosshair) == (1, True, None)


async def test_the_pointer_draws_the_chart_alone() -> None:
    async with running((160, 48)) as (app, pilot, _, __):
        others = [panel for panel in app.desk.panels if panel is not app.desk.chart]
        before = [panel._shown for panel in others]
        await pilot.hover("#chart", offset=(40, 10))
        await pilot.hover("#chart", offset=(44, 12))
        assert [panel._shown for panel in others] == before
        assert app.desk.chart._shown is not None
        assert app.desk.chart._shown.state.hovering
