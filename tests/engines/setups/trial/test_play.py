"""The lifecycle on columns, on days that are drawn by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.engines.setups.catalogue.load import load
from spxcc.engines.setups.features.tape import Tape
from spxcc.engines.setups.params import RULES
from spxcc.engines.setups.trial.ending import Endings
from spxcc.engines.setups.trial.noise import noise
from spxcc.engines.setups.trial.play import OPEN, Attempt, Player
from spxcc.engines.setups.trial.sheet import Sheet, Stage

TEXT = """[setup.mine]
levels = {{ line = "PDC" }}
stop = "level - 4 pts"
t1 = ["2R"]
side = "long"
time_stop = "20 min"
ttl = "10 min"
window = "{window}"
arm = "close < level and close >= level - 3 pts"
trigger = "close > level"
invalid = "close < level - 3 pts"
"""


def tape(closes: list[float], missing: tuple[int, ...] = ()) -> Tape:
    """Minutes from 09:31 on about a line at 100, with the given ones left out."""
    full = np.array([*closes, *[closes[-1]] * (390 - len(closes))])
    keep = np.array([at for at in range(390) if at not in missing])
    opened = np.concatenate((full[:1], full[:-1]))
    since = np.arange(1, 391, dtype=np.float64) * 60.0
    columns = [opened, np.maximum(opened, full), np.minimum(opened, full), full]
    facts = {"PDC": np.full(keep.size, 100.0)}
    first, high, low, close = (each[keep] for each in columns)
    return Tape(first, high, low, close, 34200 + since[keep], since[keep], 23400 - since[keep], facts)


def play(made: Tape, window: str = "09:30-15:30") -> list[Attempt]:
    (definition,), problems = load(TEXT.format(window=window), "x")
    assert problems == ()
    sheet = Sheet(definition, 1, Stage(made))
    return Player(sheet, RULES.common, Endings(made, RULES.common).of, 1200.0).session(0)


def test_f43_armed_triggered_filled_and_ended() -> None:
    [first, *_] = play(tape([105, 98, 98, 101, 102, 104, 108, 112, 116, 120]))
    assert (first.armed, first.triggered, first.filled) == (1, 3, 4)
    assert first.plan is not None
    assert (first.plan.entry, first.plan.stop, first.plan.t1) == (101.1, 96.0, 111.3)
    assert (first.outcome, first.ended, first.r) == ("target", 7, first.r)
    assert first.r == pytest.approx(2.0)


def test_f43_falsifier_time_and_gap_end_a_place() -> None:
    assert play(tape([105, 98, 96, 105]))[0].outcome == "invalidated"
    [late, *_] = play(tape([105, *[98] * 12, 105]))
    assert (late.outcome, late.ended - late.armed) == ("expired", 10)
    assert play(tape([105, 98, 98, 98, 105], missing=(3,)))[0].outcome == "missed"
    assert play(tape([105, 98, 101, 102, 102], missing=(3,)))[0].outcome == "feed_void"
    assert play(tape([105, 98, 101, 99, 90, 90]))[0].outcome == "stop"
    [slow, *_] = play(tape([105, 98, *[101] * 40]))
    assert (slow.outcome, slow.ended - slow.filled) == ("time", 19)


def test_f43_blocked_places_are_resolved_as_shadows() -> None:
    made = tape([105, 98, 98, 101, 102, 104, 108, 112, 116, 120, 105])
    [shadow, *_] = play(made, window="10:00-15:30")
    assert (shadow.gate, shadow.outcome, shadow.armed) == ("time", "target", 1)
    again = play(tape([105, 98, 98, 101, 102, 104, 108, 112, 116, 98, 98, 101, 102, 104, 108, 112, 116]))
    assert [(one.gate, one.outcome) for one in again[:2]] == [(None, "target"), ("cool-down", "target")]
    assert (again[1].seq, again[1].armed) == (1, 9)


def test_too_late_for_an_entry_nothing_arms() -> None:
    day = tape([105.0] * 380 + [98.0] * 10)
    assert play(day) == []


@given(st.integers(0, 10_000), st.integers(1, 389))
@settings(max_examples=25, deadline=None)
def test_what_is_told_of_a_prefix_stays_true(seed: int, bars: int) -> None:
    """The whole day says of every attempt what its prefix said, but for what had not ended."""
    whole = noise(seed, 1)
    facts = {name: np.broadcast_to(values, whole.shape)[0] for name, values in whole.facts.items()}
    day = Tape(
        whole.open[0], whole.high[0], whole.low[0], whole.close[0], whole.clock, whole.since_open, whole.to_close,
        {**facts, "PDC": np.full(390, 6800.0)},
    )  # fmt: skip
    full = {(one.armed, one.gate): one for one in play(day)}
    for one in play(day.until(bars)):
        then = full[one.armed, one.gate]
        assert (one.slot, one.seq, one.level) == (then.slot, then.seq, then.level) or one.triggered == OPEN
        for name in ("triggered", "filled", "ended"):
            assert getattr(one, name) in (getattr(then, name), OPEN)
        if one.ended != OPEN:
            assert one == then
