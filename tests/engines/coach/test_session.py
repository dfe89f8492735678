"""Regime, expected move and clock."""

import pytest

from spxcc.engines.coach.lint import lint
from spxcc.engines.coach.session import SessionSeen, watch_session
from tests.engines.coach.desks import Scene, regime

SEEN = SessionSeen("ranging", 0, 0, 0)


def test_the_first_sight_is_no_news() -> None:
    assert watch_session(Scene().desk, SessionSeen()) == ([], SEEN)
    drafts, seen = watch_session(Scene(regime=regime(used=0.9)).at("15:50").desk, SessionSeen())
    assert (drafts, seen) == ([], SessionSeen("ranging", 0, 1, 2))


def test_f48_a_new_regime_with_its_evidence() -> None:
    desk = Scene(regime=regime("trending")).desk
    (draft,), seen = watch_session(desk, SEEN)
    assert draft.told.text == (
        "Regime now trending, before ranging, 10:30: 30-minute efficiency 0.21; 30-minute move −1.5 (−0.22 E30)."
    )
    assert lint(draft.told.text, draft.told.cites, desk.limit_ms) == ()
    assert (seen.word, seen.word_at) == ("trending", desk.now)


def test_f48_a_regime_that_flaps_is_told_once_in_half_an_hour() -> None:
    seen, said = SEEN, []
    words = {"10:31": "trending", "10:36": "ranging", "10:41": "breakout", "11:01": "breakout", "11:31": "ranging"}
    for clock, word in words.items():
        drafts, seen = watch_session(Scene(regime=regime(word)).at(clock).desk, seen)
        said += [draft.told.text.split(",")[0] for draft in drafts]
    assert said == ["Regime now trending", "Regime now breakout", "Regime now ranging"]


def test_undetermined_is_no_regime() -> None:
    drafts, seen = watch_session(Scene(regime=regime("undetermined")).desk, SEEN)
    assert (drafts, seen.word) == ([], "ranging")


def test_f48_the_expected_move_is_used_once_each() -> None:
    seen, said = SEEN, []
    for used in (0.79, 0.8, 0.85, 1.2, 0.7, 1.3):
        desk = Scene(regime=regime(used=used)).desk
        drafts, seen = watch_session(desk, seen)
        said += [draft.told.text for draft in drafts]
        assert all(lint(draft.told.text, draft.told.cites, desk.limit_ms) == () for draft in drafts)
    assert said == [
        "SPX has been 80 % of the session's expected move away from its open.",
        "SPX has been 120 % of the session's expected move away from its open.",
    ]
    assert watch_session(Scene(regime=regime(used=None)).desk, SEEN)[0] == []


@pytest.mark.parametrize(
    ("close", "clocks"), [("16:00", ("15:00", "15:45", "16:00")), ("13:00", ("12:00", "12:45", "13:00"))]
)
def test_f48_the_close_is_near(close: str, clocks: tuple[str, str, str]) -> None:
    seen, said = SEEN, []
    for clock in clocks:
        desk = Scene(close=close).at(clock).desk
        drafts, seen = watch_session(desk, seen)
        said += [draft.told.text for draft in drafts]
        assert all(lint(draft.told.text, draft.told.cites, desk.limit_ms) == () for draft in drafts)
    assert said == [f"Close in 60 min, at {close}.", f"Close in 15 min, at {close}."]
