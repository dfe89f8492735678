"""Only legal steps, each recorded, none rewritten; ids that no tick changes."""

import itertools
from typing import get_args

import pytest

from spxcc.engines.setups.lifecycle import FOLLOWS, STATE_OF, Phase, Tracked, make_id, move, place_key
from tests.fakes.desk_data import setup

PHASES: tuple[Phase, ...] = get_args(Phase)


def tracked(phase: Phase) -> Tracked:
    return Tracked(setup("s1", STATE_OF[phase]), phase)


def test_every_phase_has_its_word_on_the_wire() -> None:
    assert set(STATE_OF) == set(PHASES)
    assert set(STATE_OF.values()) == {"forming", "ready", "triggered", "resolved", "invalidated", "expired"}


def test_f43_only_legal_steps() -> None:
    for now, then in itertools.product(PHASES, PHASES):
        if then in FOLLOWS.get(now, ()):
            assert move(tracked(now), then, 1, 2.0, "because").phase == then
        else:
            with pytest.raises(ValueError, match=f"may follow {now}, found {then}"):
                move(tracked(now), then, 1, 2.0, "because")


def test_f43_what_is_filled_is_never_called_invalid_or_expired() -> None:
    for phase in ("filled", "t1_hit"):
        assert {STATE_OF[then] for then in FOLLOWS[phase] - {"feed_void"}} <= {"triggered", "resolved"}
        assert not FOLLOWS[phase] & {"invalidated", "expired"}


def test_f43_a_closed_setup_stays_closed() -> None:
    closed = [phase for phase in PHASES if STATE_OF[phase] in ("resolved", "invalidated", "expired")]
    assert not set(closed) & set(FOLLOWS)
    assert all(not tracked(phase).open for phase in closed)


def test_a_step_is_appended_with_instant_price_and_reason() -> None:
    one = move(tracked("watching"), "armed", 60_000, 6904.126, "all hold")
    two = move(one, "triggered", 120_000, 6903.0, "closed back inside")
    assert two.setup.history[: len(one.setup.history)] == one.setup.history
    step = two.setup.history[-1]
    assert (step.at, step.state, step.price, step.reason) == (120_000, "triggered", 6903.0, "closed back inside")
    assert (two.setup.state, two.setup.reason, two.setup.updated) == ("triggered", "closed back inside", 120_000)
    assert (two.setup.id, two.setup.created) == (one.setup.id, one.setup.created)


def test_f43_the_id_is_a_function_of_its_place() -> None:
    base = make_id("fade_at_wall", "2026-01-14", "CW", "short", 0, "v1")
    assert base == make_id("fade_at_wall", "2026-01-14", "CW", "short", 0, "v1")
    others = {
        make_id("mean_reversion", "2026-01-14", "CW", "short", 0, "v1"),
        make_id("fade_at_wall", "2026-01-15", "CW", "short", 0, "v1"),
        make_id("fade_at_wall", "2026-01-14", "PW", "short", 0, "v1"),
        make_id("fade_at_wall", "2026-01-14", "CW", "long", 0, "v1"),
        make_id("fade_at_wall", "2026-01-14", "CW", "short", 1, "v1"),
        make_id("fade_at_wall", "2026-01-14", "CW", "short", 0, "v2"),
    }
    assert len(others | {base}) == 7
    assert tracked("watching").place == place_key("fade_at_wall", "L-call_wall", "short")
    assert (tracked("watching").sign, tracked("watching").pending, tracked("filled").pending) == (-1, True, False)
