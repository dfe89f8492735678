"""The connection in words."""

from dataclasses import replace

from spxcc.client.policy import Lock
from spxcc.client.reconnect import State
from spxcc.client.view import ConnectionView, describe


def test_phases() -> None:
    assert describe(State(), 0.0) == ConnectionView("idle", "not connected")
    assert describe(State(phase="connecting", timer_at=9.0), 0.0, "h:1") == ConnectionView(
        "connecting", "connecting to h:1"
    )
    assert describe(State(phase="open"), 0.0, "h:1").text == "connected to h:1"


def test_f18_the_pause_counts_down_in_sight() -> None:
    state = State(phase="waiting", timer_at=60.0, paused_until=60.0, failures=3, reason="refused")
    assert describe(state, 18.0) == ConnectionView("paused", "paused after 3 failures: refused", 42.0)
    assert describe(replace(state, failures=1), 59.0).text == "paused after 1 failure: refused"
    assert describe(state, 61.0) == ConnectionView("waiting", "refused", 0.0)


def test_f21_a_lock_says_why_and_what_helps() -> None:
    locked = State(phase="locked", lock=Lock("a", "token expired", strict=True))
    assert describe(locked, 0.0).text == "token expired; waiting for another token"
    stopped = State(phase="locked", lock=Lock("a", "not allowed", strict=False))
    assert describe(stopped, 0.0).text == "not allowed; press R to try again"
