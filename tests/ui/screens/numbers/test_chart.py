"""Numbers of the chart."""

from dataclasses import replace

from spxcc.ui.screens.numbers.chart import chart_numbers, minutes_of
from tests.fakes.screens import make_frame
from tests.ui.screens.numbers.laws import hold


def test_f33_the_bar_its_change_and_the_distances_follow_from_minutes_and_levels() -> None:
    for timeframe in ("1m", "5m", "15m", "1D"):
        frame = make_frame()
        found = hold(chart_numbers(replace(frame, state=replace(frame.state, timeframe=timeframe))))
        assert found["price:SPX.price"].text == "6,885.86"
        assert any(path.endswith(".high") and path.startswith("screen.bar.") for path in found)
        assert "levels:update.L-call_wall.price" in found


def test_f33_the_price_that_the_crosshair_points_at() -> None:
    bars = make_frame().source.book("SPX").candles("1m")
    frame = make_frame(crosshair=bars[-5].start, cross_price=6886.4)
    assert hold(chart_numbers(frame))["screen.chart.cross"].text == "6,886.40"
    assert "screen.chart.cross" not in hold(chart_numbers(make_frame(crosshair=bars[-5].start)))


def test_a_bar_of_five_minutes_is_of_five_minutes() -> None:
    frame = make_frame()
    five = replace(frame, state=replace(frame.state, timeframe="5m"))
    bars = frame.source.book("SPX").candles("5m")
    assert len(minutes_of(five, bars[-3])) == 5
    assert minutes_of(replace(frame, state=replace(frame.state, timeframe="1D")), bars[0]) == (bars[0],)
