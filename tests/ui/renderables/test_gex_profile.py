"""GEX bars."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.renderables.cells import text_of, width_of
from spxcc.ui.renderables.gex_profile import NEGATIVE, POSITIVE, Bar, draw_bar, ladder_bars, locked_bars, peak_of
from spxcc.ui.renderables.scale import PriceScale

STRIKES = [(float(strike), 1e8 * (strike - 6885)) for strike in range(6800, 6975, 5)]
NETS = st.floats(-1e10, 1e10)


@given(st.floats(6700, 7100), st.integers(1, 60))
def test_f61_ladder_is_centred_on_spot(spot: float, rows: int) -> None:
    bars = ladder_bars(STRIKES, rows, {}, spot)
    assert len(bars) == rows
    assert bars[rows // 2].spot
    nearest = min((strike for strike, _ in STRIKES), key=lambda strike: abs(strike - spot))
    assert abs(float(bars[rows // 2].label) - spot) == abs(nearest - spot)


@given(NETS, st.floats(1.0, 1e10), st.integers(3, 80))
def test_f61_sign_is_told_by_shape_and_side(net: float, peak: float, width: int) -> None:
    line = draw_bar(Bar(net, "6885"), width, peak)
    text = text_of(line)
    assert width_of(line) == width
    left, right = text.split("│")
    assert (NEGATIVE in left) == (net < 0)
    assert (POSITIVE in right) == (net > 0)
    assert NEGATIVE not in right
    assert POSITIVE not in left


def test_f61_signs_differ_without_colour_and_without_blocks() -> None:
    assert NEGATIVE != POSITIVE
    plain = [text_of(draw_bar(Bar(net, ""), 11, 1.0, plain=True)) for net in (1.0, -1.0)]
    assert plain == ["     |#####", "=====|     "]


def test_longer_is_larger_and_the_peak_fills_its_side() -> None:
    full = text_of(draw_bar(Bar(2.0, ""), 11, 2.0))
    half = text_of(draw_bar(Bar(1.0, ""), 11, 2.0))
    assert full == "     │█████"
    assert half.count("█") == 2
    assert text_of(draw_bar(Bar(0.0, ""), 11, 2.0)) == "     │     "


def test_locked_bars_share_the_rows_of_the_scale() -> None:
    scale = PriceScale(6860.0, 6910.0, 25)
    bars = locked_bars(STRIKES, scale, {6905.0: "CW", 6870.0: "PW"}, 6885.9)
    assert len(bars) == 25
    for strike, net in STRIKES:
        row = scale.row(strike)
        if row is not None and scale.low < strike < scale.high:
            assert (bars[row].net, bars[row].label) == (net, f"{strike:g}")
    assert bars[2].tag == "CW"
    assert [at for at, bar in enumerate(bars) if bar.spot] == [scale.row(6885.9)]


def test_coarse_rows_add_up_and_are_named_after_the_roundest() -> None:
    scale = PriceScale(6800.0, 7000.0, 4)
    bars = locked_bars(STRIKES, scale, {}, None)
    inside = sum(net for strike, net in STRIKES if 6800 <= strike <= 7000)
    assert sum(bar.net for bar in bars) == inside
    assert bars[2].label == "6900"


def test_nothing_gives_nothing() -> None:
    assert ladder_bars([], 5, {}, 6885.0) == []
    assert ladder_bars(STRIKES, 0, {}, 6885.0) == []
    assert peak_of([]) == 0.0
    assert text_of(draw_bar(Bar(5.0, ""), 11, 0.0)).count("█") == 1
