"""Random entries packed and unpacked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from spxcc.engines.score.params import QUANTUM_R
from spxcc.engines.score.sample import pack, unpack


@given(st.lists(st.tuples(st.floats(-60, 60) | st.just(float("nan")), st.booleans()), min_size=1, max_size=300))
def test_what_is_packed_comes_back_to_half_a_quantum(drawn: list[tuple[float, bool]]) -> None:
    r, won = np.array([r for r, _ in drawn]), np.array([won for _, won in drawn])
    found, bits = unpack(pack(r, won))
    assert np.array_equal(bits, won)
    assert np.array_equal(np.isnan(found), np.isnan(r))
    assert np.nanmax(np.abs(np.append(found - r, 0.0))) <= QUANTUM_R / 2 + 1e-12


def test_lengths_that_do_not_agree_are_refused() -> None:
    sample = pack(np.zeros(20), np.zeros(20, dtype=bool))
    with pytest.raises(ValueError, match="expected a sample of 21"):
        unpack(replace(sample, count=21))
