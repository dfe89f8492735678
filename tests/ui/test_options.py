"""Options."""

from spxcc.ui.options import PALETTE_NAMES, UiOptions


def test_defaults_are_in_the_lists() -> None:
    options = UiOptions()
    assert options.palette in PALETTE_NAMES
    assert options.fps == 20
