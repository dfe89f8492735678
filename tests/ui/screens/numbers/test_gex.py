"""Numbers of the GEX panel."""

from spxcc.ui.screens.numbers.gex import gex_numbers
from tests.fakes.screens import empty_frame, make_frame
from tests.ui.screens.numbers.laws import hold


def test_f33_the_distances_are_those_from_the_last_price() -> None:
    found = hold(gex_numbers(make_frame()))
    assert found["screen.gex.flip_point.distance"].text == "+4.1"
    assert found["screen.gex.call_wall.distance"].also == ("+19",)
    assert "screen.gex.quotes.age" in found
    assert found["gex:SPX.band.p_plus"].text == "0.31"
    assert list(gex_numbers(empty_frame())) == []
