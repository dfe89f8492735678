"""Conditions as columns: a stack equals its sessions, and a short a long upside down."""

import numpy as np

from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.engines.setups.features.tape import FACTS, Tape
from spxcc.engines.setups.trial.dry_run import left_open
from spxcc.engines.setups.trial.noise import noise
from spxcc.engines.setups.trial.sheet import Sheet, Stage

TAPE = noise(8, 3)
BY_CODE = {one.code: one for one in shipped()}


def single(row: int) -> Tape:
    facts = {name: np.broadcast_to(values, TAPE.shape)[row] for name, values in TAPE.facts.items()}
    return Tape(
        TAPE.open[row],
        TAPE.high[row],
        TAPE.low[row],
        TAPE.close[row],
        TAPE.clock,
        TAPE.since_open,
        TAPE.to_close,
        facts,
    )


def test_a_stack_equals_its_sessions() -> None:
    stacked = Stage(TAPE)
    for code in ("S1", "S4", "S9"):
        for sign in (1, -1):
            whole = Sheet(BY_CODE[code], sign, stacked, left_open(TAPE))
            for row in range(3):
                alone = Sheet(BY_CODE[code], sign, Stage(single(row)), left_open(TAPE))
                assert alone.slots == whole.slots
                for slot in whole.slots:
                    assert np.array_equal(alone.arm(slot), whole.arm(slot)[row])
                    for at in (40, 120):
                        made = BY_CODE[code]
                        both = [
                            (sheet.holds(made.trigger, slot, here, at, every=True),
                             sheet.holds(made.invalid, slot, here, at, every=False), sheet.stop(slot, here, at, at + 3),
                             sheet.targets(made.t1, slot, here, at, at + 3), sheet.price(slot, here, at))
                            for sheet, here in ((whole, row), (alone, 0))
                        ]  # fmt: skip
                        for one, other in zip(*both, strict=True):
                            assert repr(one) == repr(other)


def test_conditions_without_their_chain_are_left_open_and_levels_left_out() -> None:
    stage = Stage(TAPE)
    assert {"P_plus", "flow_against", "flip_low"} <= left_open(TAPE)
    assert "PW" not in left_open(TAPE)
    fade = Sheet(BY_CODE["S1"], 1, stage, left_open(TAPE))
    assert [one.name for one in fade.kept(BY_CODE["S1"].arm)] == ["wall steady", "inside", "distance"]
    assert Sheet(BY_CODE["S8"], 1, stage, left_open(TAPE)).slots == ()
    strict = Sheet(BY_CODE["S1"], 1, stage, frozenset(set(FACTS) - set(TAPE.facts) - {"P_plus"}))
    assert not strict.arm("PW").any()


def test_conditions_asked_for_one_by_one_are_not_taken_for_each_other() -> None:
    fade = Sheet(BY_CODE["S1"], 1, Stage(TAPE), left_open(TAPE))
    together = {one.name: (one,) for one in (*BY_CODE["S1"].arm, *BY_CODE["S3"].arm)}
    apart = Sheet(BY_CODE["S1"], 1, Stage(TAPE), left_open(TAPE))
    for name, (one,) in together.items():
        alone = fade.holds((one,), "PW", 0, 0, every=True)
        assert np.array_equal(alone, apart.holds(together[name], "PW", 0, 0, every=True)), name
    assert not np.array_equal(
        fade.holds(together["inside"], "PW", 0, 0, every=True), fade.holds(together["distance"], "PW", 0, 0, every=True)
    )
