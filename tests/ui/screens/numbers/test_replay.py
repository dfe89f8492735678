"""Numbers of the replay bar."""

from spxcc.engines.replay.result import REPLAY
from spxcc.ui.screens.numbers.replay import replay_numbers
from tests.fakes.days import transport
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import make_frame
from tests.ui.screens.numbers.laws import hold


def test_f33_how_far_and_how_fast_a_session_goes() -> None:
    store, clock = full_desk()
    assert list(replay_numbers(make_frame((store, clock)))) == []
    store.put(REPLAY, transport())
    found = hold(replay_numbers(make_frame((store, clock))))
    assert found["screen.replay.progress"].text == "33.3 %"
    assert found["screen.replay.speed"].text == "10x"
    assert found["screen.replay.bookmarks.count"].text == "2"
