"""No setup earns anything on days without drift (SETUPS.md 6)."""

import pytest

from spxcc.engines.setups.catalogue.load import load
from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.engines.setups.features.functions import REGISTRY
from spxcc.engines.setups.features.registry import Feature
from spxcc.engines.setups.language.units import Unit
from spxcc.engines.setups.trial.dry_run import CHAIN_FREE, OTHER_SEEDS, SEED, chain_free, dry_run

NINE = [one for one in shipped() if one.code in CHAIN_FREE]
CHEAT = """[setup.cheat]
levels = ["VW"]
stop = "close - 8 pts"
t1 = ["1R"]
arm = "since_open >= 60 min"
trigger = "tomorrow > close + 2 pts"
"""


def test_nine_need_no_chain() -> None:
    assert [one.code for one in shipped() if chain_free(one)] == [one.code for one in NINE]


def test_f42_on_few_days_all_nine_are_played_and_none_departs() -> None:
    heard: list[str] = []
    found = dry_run(NINE, SEED, days=80, draws=10, told=heard.append)
    assert heard == [one.kind for one in NINE]
    assert found.departs == ()
    assert all(row.trades > 0 for row in found.rows)
    assert dry_run(NINE, SEED, days=80, draws=10) == found


def test_a_feature_that_sees_the_next_minutes_departs_at_once() -> None:
    """The test has power: ten minutes of foresight are found on few days."""

    def foresight(tape):  # type: ignore[no-untyped-def]
        moved = tape.close.copy()
        moved[..., :-10] = tape.close[..., 10:]
        return moved

    registry = REGISTRY.with_feature("tomorrow", Feature(Unit.PRICE, "a cheat", foresight))
    (cheat,), problems = load(CHEAT, "x", registry)
    assert problems == ()
    assert dry_run([cheat], SEED, days=80, draws=10).departs == ("cheat",)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [SEED, *OTHER_SEEDS])
def test_f45_none_of_the_nine_departs_on_1500_days(seed: int) -> None:
    found = dry_run(NINE, seed)
    assert found.departs == ()
    assert {row.code for row in found.rows if row.trades >= 200} == set(CHAIN_FREE)
