"""The table `[risk]`."""

import msgspec
import pytest

from spxcc.engines.risk.params import LIMITS, RiskRules, problem, switched


def test_the_defaults_can_be_and_zero_is_off() -> None:
    assert problem(RiskRules()) is None
    off = switched(msgspec.structs.replace(RiskRules(), **dict.fromkeys(LIMITS, 0)))
    assert all(getattr(off, name) is None for name in LIMITS)
    assert switched(RiskRules()) == RiskRules()


@pytest.mark.parametrize(
    "change",
    [{"max_loss_r": -2.0}, {"max_trades": -1}, {"cool_down_min": -1}, {"flatten_min": 1000}, {"reduce_at": 0.0}],
)
def test_values_that_cannot_be_are_a_sentence(change: dict[str, object]) -> None:
    told = problem(msgspec.structs.replace(RiskRules(), **change))
    assert told is not None
    assert f"risk.{next(iter(change))}" in told
