"""The log of the desk: appended once, never changed, with a line for every step and for every block."""

from itertools import pairwise

from spxcc.engines.setups.lifecycle import FOLLOWS
from spxcc.engines.setups.log import event_of
from spxcc.engines.setups.result import SetupEvent
from tests.engines.setups.days import Player, World, bars_of
from tests.engines.setups.stories import FADE_CLOSES, FADE_WORLD


def test_f43_the_log_only_grows_and_its_ids_are_those_of_the_setups() -> None:
    player, before = Player(), tuple[SetupEvent, ...]()
    for bar in bars_of(FADE_CLOSES):
        result = player.minute(bar, FADE_WORLD)
        assert result.log[: len(before)] == before
        before = result.log
    own = [event for event in before if not event.shadow]
    assert {event.id for event in own} == set(player.seen)
    for name in player.seen:
        phases = [event.phase for event in own if event.id == name]
        assert phases[0] == "watching"
        legal = {str(now): {str(then) for then in then_} for now, then_ in FOLLOWS.items()}
        assert all(then in legal[now] for now, then in pairwise(phases))
    filled = next(event for event in own if event.phase == "filled")
    assert filled.entry is not None
    assert filled.t_seen >= filled.t_event
    assert len({event.digest for event in own}) > 3


def test_f43_what_is_blocked_is_followed_as_a_shadow() -> None:
    """Before 10:00 nothing is armed; what would have come of it stands in the log."""
    early = FADE_CLOSES[20:]
    player = Player()
    player.play(bars_of(early), World(word="ranging"))
    log = player.result.log
    blocked = [event for event in log if event.phase == "blocked"]
    assert blocked
    assert all(event.gates == ("time",) and event.id.endswith("~") for event in blocked)
    shadow = [event.phase for event in log if event.id == blocked[0].id]
    assert shadow[:2] == ["blocked", "armed"]
    assert {"triggered", "filled"} <= set(shadow)
    assert all(event.shadow for event in log if event.id == blocked[0].id)
    assert not any(setup.id.endswith("~") for setup in player.result.setups)
    assert player.result.funnel["fade_at_wall"]["gated"] >= 1
    assert player.result.funnel["fade_at_wall"]["shadow_filled"] >= 1


def test_a_line_does_not_depend_on_when_it_is_told_but_for_that() -> None:
    player = Player()
    player.play(bars_of(FADE_CLOSES)[:41], FADE_WORLD)
    one = player.memory.tracked[0]
    first, later = (event_of(one, "s", "filled", 5, seen, 1.0, "r") for seen in (3, 9))
    assert (first.t_seen, later.t_seen, first.digest) == (5, 9, later.digest)
