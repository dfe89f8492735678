"""One selection."""

from spxcc.ui.selection import concerns_strike, selected_setup
from tests.fakes.desk_data import setup
from tests.fakes.screens import make_frame


def test_the_chosen_setup_is_found_while_it_exists() -> None:
    chosen = selected_setup(make_frame(setup_id="s2"))
    assert chosen is not None
    assert chosen.id == "s2"
    assert selected_setup(make_frame(setup_id="gone")) is None
    assert selected_setup(make_frame()) is None


def test_strikes_beside_the_level_belong_to_it() -> None:
    assert concerns_strike(setup(), 6905.0)
    assert not concerns_strike(setup(), 6910.0)
    assert not concerns_strike(None, 6905.0)
