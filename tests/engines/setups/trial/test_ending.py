"""Endings equal the rules of the outcomes room, trade by trade, and the random twins equal them too."""

import numpy as np
import pytest

from spxcc.engines.outcomes.params import Terms
from spxcc.engines.outcomes.path import Path
from spxcc.engines.outcomes.resolve import resolve
from spxcc.engines.outcomes.result import Order
from spxcc.engines.setups.features.tape import Tape
from spxcc.engines.setups.geometry import Plan
from spxcc.engines.setups.params import RULES
from spxcc.engines.setups.trial.control import random_entries
from spxcc.engines.setups.trial.ending import Endings
from spxcc.engines.setups.trial.noise import noise
from spxcc.engines.setups.trial.play import OPEN, Attempt

TAPE = noise(9, 4)
TERMS = Terms(partial=1.0)
"""Everything leaves at T1, as in the dry run."""
START = 1_800_000_000_000
VERDICTS = {"t2_hit": "target", "be_stop": "target", "market_closed": "time", "time_exit": "time", "stopped": "stop"}


def path_of(tape: Tape, row: int) -> Path:
    start = START + np.arange(tape.shape[1], dtype=np.int64) * 60_000
    return Path("minutes", start, tape.open[row], tape.high[row], tape.low[row], tape.close[row])


def plan_at(tape: Tape, row: int, bar: int, sign: int, risk: float, reward: float) -> Plan:
    entry = round(float(tape.open[row, bar]) + sign * 0.10, 2)
    return Plan(entry=entry, stop=round(entry - sign * risk, 2), t1=round(entry + sign * reward, 2), t2=None, r1=None,
                r2=None, null=None)  # fmt: skip


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("risk", "reward"), [(4.0, 5.0), (8.0, 8.0), (0.6, 0.7), (30.0, 60.0)])
def test_f45_endings_equal_the_resolution_rules(sign: int, risk: float, reward: float) -> None:
    endings = Endings(TAPE, RULES.common)
    for row in range(4):
        for bar in range(1, 389, 9):
            plan = plan_at(TAPE, row, bar, sign, risk, reward)
            assert plan.t1 is not None
            last = min(bar + 44, 389)
            order = Order(
                id="x", kind="k", session="s", side=1 if sign > 0 else -1, level_id="l",
                decided_at=START + bar * 60_000,
                stop=plan.stop, t1=plan.t1, t2=None, until=START + (last + 1) * 60_000, closes=START + 390 * 60_000,
                rules_version="v",
            )  # fmt: skip
            ours, theirs = endings.of(row)(sign, bar, plan, last), resolve(order, path_of(TAPE, row), TERMS)
            assert theirs is not None
            assert theirs.r is not None
            reached = theirs.t1_at is not None
            assert ours.verdict == ("target" if reached else VERDICTS.get(theirs.verdict, theirs.verdict))
            assert ours.r == pytest.approx(theirs.r, abs=2e-6)


def test_random_twins_are_resolved_by_the_same_rules() -> None:
    endings = Endings(TAPE, RULES.common)
    trades = []
    for bar in (5, 60, 200, 340, 388):
        for sign in (1, -1):
            plan = plan_at(TAPE, 0, bar, sign, 6.0, 7.0)
            trades.append(Attempt("k", sign, 0, "L", 0, 0.0, bar - 1, bar - 1, bar, bar + 1, "stop", plan, -1.0))
    lasts = [min(45, 390 - one.filled) for one in trades]
    drawn = random_entries(TAPE, trades, lasts, 40, 3, RULES.common)
    for place, one in enumerate(trades):
        possible = set()
        for row in (1, 2, 3):
            entry = float(TAPE.open[row, one.filled]) + one.sign * 0.10
            plan = Plan(entry=entry, stop=entry - one.sign * 6.0, t1=entry + one.sign * 7.0, t2=None, r1=None, r2=None,
                        null=None)  # fmt: skip
            possible.add(round(endings.of(row)(one.sign, one.filled, plan, one.filled + lasts[place] - 1).r, 6))
        assert {round(float(each), 6) for each in drawn.r[place]} == possible
    with pytest.raises(ValueError, match="at least two sessions"):
        random_entries(noise(1, 1), trades[:1], lasts[:1], 2, 1, RULES.common)


def test_a_gap_voids_and_what_has_not_ended_is_open() -> None:
    cut = TAPE.until(100)
    plan = plan_at(cut, 0, 90, 1, 500.0, 500.0)
    assert Endings(cut, RULES.common).of(0)(1, 90, plan, 130).bar == OPEN
    keep = np.r_[0:92, 95:100]
    holes = Tape(
        cut.open[:, keep], cut.high[:, keep], cut.low[:, keep], cut.close[:, keep], cut.clock[keep],
        cut.since_open[keep], cut.to_close[keep],
    )  # fmt: skip
    assert Endings(holes, RULES.common).of(0)(1, 90, plan, 96).verdict == "feed_void"
