"""No result holds a probability without its sample, interval and null, so no view, JSON or log has one."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import spxcc.engines
from spxcc.engines.common import in_company
from spxcc.engines.regime.result import Regime
from spxcc.engines.score.result import CellScore
from spxcc.engines.setups.result import Setup
from tests.fakes.desk_data import regime, setup
from tests.fakes.scores import cell

CLAIM = re.compile(
    r"(?:^|_)(?:probability|probabilities|prob|chance|chances|odds|likelihood|p_hat|win_rate|hit_rate)(?:_|$)"
)
COMPANY = ({"n"}, {"low"}, {"high"}, {"null", "null_probability"})
SAMPLES: dict[type[Any], Any] = {Setup: setup(), Regime: regime(), CellScore: cell()}
"""One of each type that may claim something."""


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(spxcc.engines.__path__, "spxcc.engines."):
        if found.name.endswith(".result"):
            yield importlib.import_module(found.name)


def structs() -> list[type[msgspec.Struct]]:
    """Every type that a result, a channel or the ledger's rows are made of."""
    return [
        value
        for module in modules()
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, msgspec.Struct) and value.__module__ == module.__name__
    ]


def claims(struct: type[msgspec.Struct]) -> list[str]:
    """Fields that say how likely something is; a null says it of chance alone."""
    return [name for name in struct.__struct_fields__ if CLAIM.search(name) and "null" not in name]


def test_f45_every_type_with_a_probability_has_n_interval_and_null_beside_it() -> None:
    found = {struct for struct in structs() if claims(struct)}
    assert len(structs()) > 60
    assert found == set(SAMPLES), "a new claim needs its company, and a sample here"
    for struct in found:
        fields = set(struct.__struct_fields__)
        assert all(fields & wanted for wanted in COMPANY), struct


@pytest.mark.parametrize("struct", SAMPLES)
@given(
    st.floats(0, 1), st.integers(-1, 2), st.none() | st.floats(-0.5, 1.5), st.none() | st.floats(-0.5, 1.5),
    st.none() | st.floats(0, 1),
)  # fmt: skip
def test_f45_it_can_be_neither_made_nor_read_nor_written_without_them(
    struct: type[Any], share: float, n: int, low: float | None, high: float | None, null: float | None
) -> None:
    sample = SAMPLES[struct]
    null_name = "null_probability" if "null_probability" in struct.__struct_fields__ else "null"
    values = {"probability": share, "n": n, "low": low, "high": high, null_name: null}
    whole = n > 0 and low is not None and high is not None and null is not None and 0 <= low <= high <= 1
    text = msgspec.json.encode({**msgspec.to_builtins(sample), **values})
    if not whole:
        with pytest.raises(ValueError, match="beside n, interval and null"):
            msgspec.structs.replace(sample, **values)
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(text, type=struct)
        return
    told = msgspec.json.decode(msgspec.json.encode(msgspec.structs.replace(sample, **values)))
    assert all(told[name] is not None for name in values)
    assert all(f"{name}=" in repr(msgspec.structs.replace(sample, **values)) for name in values)


def test_f45_nothing_claimed_needs_no_company() -> None:
    in_company(None, 0, None, None, None)
