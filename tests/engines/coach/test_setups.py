"""Setup events."""

from dataclasses import replace

import msgspec

from spxcc.engines.coach.lint import lint
from spxcc.engines.coach.setups import SetupsSeen, watch_setups
from tests.engines.coach.desks import Scene, setup


def test_the_first_sight_is_no_news() -> None:
    desk = Scene(setups=(setup(),)).desk
    assert watch_setups(desk, SetupsSeen()) == ([], SetupsSeen({"s1": "ready"}, desk.now))
    assert watch_setups(replace(Scene().desk, setups=None), SetupsSeen()) == ([], SetupsSeen())


def test_f48_ready() -> None:
    desk = Scene(setups=(setup(),)).desk
    (draft,), seen = watch_setups(desk, SetupsSeen({"s1": "forming"}))
    assert draft.told.text == ("Fade at wall short at CW 6,050 ready 10:30: entry 6,048.5, stop 6,056.1, T1 6,038.0.")
    assert draft.falsifier is not None
    assert draft.falsifier.text == "a trade at the stop 6,056.1"
    cites = (*draft.told.cites, *draft.falsifier.cites)
    assert lint(draft.told.text, cites, desk.limit_ms, falsifier=draft.falsifier.text) == ()
    assert (draft.setup_id, draft.type, draft.priority, draft.call) == ("s1", "setup", "medium", True)
    assert watch_setups(desk, seen)[0] == []


def test_triggered_weighs_more() -> None:
    (draft,), _ = watch_setups(Scene(setups=(setup(state="triggered"),)).desk, SetupsSeen({"s1": "ready"}))
    assert draft.priority == "high"


def test_f48_how_it_ended() -> None:
    ended = setup(state="resolved", reason="stop 6,056.1 touched, R −1.04")
    desk = Scene(setups=(ended,)).desk
    (draft,), _ = watch_setups(desk, SetupsSeen({"s1": "triggered"}, desk.now - 250))
    assert draft.told.text == "Fade at wall short at CW 6,050 resolved 10:30: stop 6,056.1 touched, R −1.04."
    assert lint(draft.told.text, draft.told.cites, desk.limit_ms) == ()
    assert (draft.call, draft.priority) == (False, "low")


def test_what_ended_while_a_run_caught_up_is_no_news() -> None:
    ended = setup(state="invalidated", reason="its minutes came together")
    desk = Scene(setups=(ended,)).desk
    half_an_hour_ago = SetupsSeen({"s1": "ready"}, desk.now - 1_800_000)
    assert watch_setups(desk, half_an_hour_ago) == ([], SetupsSeen({"s1": "invalidated"}, desk.now))


def test_what_only_formed_is_not_worth_a_word() -> None:
    assert watch_setups(Scene(setups=(setup(state="forming"),)).desk, SetupsSeen({}))[0] == []
    assert watch_setups(Scene(setups=(setup(state="expired"),)).desk, SetupsSeen({"s1": "forming"}))[0] == []


def test_a_setup_without_prices() -> None:
    bare = msgspec.structs.replace(setup(), entry=None, stop=None, t1=None, history=())
    (draft,), _ = watch_setups(Scene(setups=(bare,)).desk, SetupsSeen({}))
    assert draft.told.text == "Fade at wall short at CW 6,050 ready 10:30."
    assert draft.falsifier is None
