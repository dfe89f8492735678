"""Locked and ladder."""

from spxcc.engines.gex.result import gex_channel
from spxcc.ui.frame import ChartAxis
from spxcc.ui.panels.gex.draw import draw
from spxcc.ui.panels.gex.view_model import build
from spxcc.ui.renderables.scale import PriceScale
from tests.fakes.desk_data import full_desk, gex
from tests.fakes.screens import check_snapshot, exact, make_frame, texts

AXIS = ChartAxis(PriceScale(6860.0, 6910.0, 25), 1)


def test_locked_rows_are_the_rows_of_the_chart() -> None:
    lines = draw(build(make_frame()), "locked", AXIS, 30, 31, plain=False)
    assert exact(lines, 30, 31)
    row = AXIS.scale.row(6905.0)
    assert row is not None
    assert "6905 CW" in texts(lines)[row]
    assert texts(lines)[25].startswith(" net")
    check_snapshot("gex_locked_30x31", "\n".join(texts(lines)) + "\n")


def test_f61_ladder_has_spot_in_the_middle() -> None:
    lines = draw(build(make_frame()), "ladder", AXIS, 30, 27, plain=False)
    assert "┼" in texts(lines)[(27 - 6) // 2]
    assert texts(lines)[(27 - 6) // 2].startswith("6885")


def test_without_an_axis_the_ladder_stands_in() -> None:
    view = build(make_frame())
    assert draw(view, "locked", None, 30, 27, plain=False) == draw(view, "ladder", None, 30, 27, plain=False)


def test_an_axis_taller_than_the_panel_is_not_used() -> None:
    view = build(make_frame())
    assert draw(view, "locked", AXIS, 30, 20, plain=True) == draw(view, "ladder", None, 30, 20, plain=True)


def test_the_short_screen_shows_net_flip_coverage_and_age() -> None:
    lines = draw(build(make_frame(), 79), "ladder", None, 80, 16, plain=False)
    assert exact(lines, 80, 16)
    text = "\n".join(texts(lines))
    for wanted in (
        "net −688M (−1.90B…+400M)",
        "flip 6,890.0 +4.1 (signs 6,884.0…6,893.0)",
        "cov 97 %  0ms",
        "CW 6,905",
    ):
        assert wanted in text
    check_snapshot("gex_ladder_80x16", text + "\n")


def test_a_refusal_is_wrapped_and_followed_by_what_is_known() -> None:
    store, clock = full_desk()
    store.put(gex_channel("SPX"), gex(flip=None, reason="a volatility for 62% of the open interest only, 90% needed"))
    lines = draw(build(make_frame((store, clock))), "locked", AXIS, 30, 31, plain=False)
    assert exact(lines, 30, 31)
    assert [text.strip() for text in texts(lines)[:4]] == [
        "a volatility for 62% of the", "open interest only, 90%", "needed", "cov –  0ms  OI 11-18"
    ]  # fmt: skip
