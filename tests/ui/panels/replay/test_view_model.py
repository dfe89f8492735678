"""The replay bar in words."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.replay.result import REPLAY, Bookmark, ReplayState
from spxcc.ui.panels.replay.view_model import HEAD, MARK, build, state_word, track
from spxcc.ui.renderables.cells import text_of, width_of
from spxcc.ui.why import freshness
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import make_frame, roles_known

START = 1_795_099_800_000
STATE = ReplayState(
    playing=True,
    speed=10,
    at=START + 3_600_000,
    start=START,
    end=START + 6 * 3_600_000,
    progress=0.25,
    title="flip-loss",
)


def changed(**values: object) -> ReplayState:
    return msgspec.structs.replace(STATE, **values)


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (STATE, "PLAYING"),
        (changed(playing=False), "PAUSED"),
        (changed(finished=True), "OVER"),
        (changed(going_to=START), "JUMPING to 09:50"),
    ],
)
def test_the_state_is_a_word(state: ReplayState, word: str) -> None:
    assert state_word(state).startswith(word.split(" to")[0])


def test_the_bar_tells_speed_place_session_and_keys() -> None:
    store, clock = full_desk()
    store.put(REPLAY, STATE)
    text = text_of(build(make_frame((store, clock)), 160))
    for part in ("PLAYING", "10x", "flip-loss", "space play/pause", "b mark", HEAD):
        assert part in text


def test_without_a_replay_it_says_why() -> None:
    store, clock = full_desk()
    store.mark(REPLAY.name, error="this market lives now")
    assert "this market lives now" in text_of(build(make_frame((store, clock)), 120))


def test_bookmarks_stand_on_the_track() -> None:
    marked = changed(bookmarks=(Bookmark(START + 5 * 3_600_000),))
    assert text_of(track(marked, 24)).index(MARK) == 20


@given(width=st.integers(1, 220), progress=st.floats(0, 1))
def test_it_never_grows_beyond_its_width_where_the_words_fit(width: int, progress: float) -> None:
    store, clock = full_desk()
    store.put(REPLAY, changed(progress=progress))
    line = build(make_frame((store, clock)), width)
    assert width_of(line) <= max(width, 60)
    assert roles_known([line])
    assert width_of(track(changed(progress=progress), width)) == width


def test_f60_a_replay_that_somebody_holds_is_paused_and_not_stale() -> None:
    store, clock = full_desk()
    store.put(REPLAY, changed(playing=False))
    clock.advance(600)
    fresh = freshness(make_frame((store, clock)))
    assert (fresh.word.endswith("PAUSED"), fresh.stale) == (True, False)
    store.put(REPLAY, STATE)
    clock.advance(600)
    assert freshness(make_frame((store, clock))).stale
