"""Perfiliev's method against numbers that were made apart from the product."""

import pytest

from spxcc.engines.gex.methods.perfiliev import CONVENTION, perfiliev
from tests.engines.gex.methods.test_convention import quoted_chain, slow_net
from tests.fakes.cboe_chain import real_chain


@pytest.mark.real_data
def test_f33_perfiliev_of_2022_12_12_as_published() -> None:
    chain = real_chain("spx_2022-12-12_2030ET", "2022-12-12", "20:15")
    found = perfiliev(chain, chain.ts_event, 3990.5601)
    assert found.flip == pytest.approx(4013.95, abs=0.05)
    assert found.net is not None
    assert found.net / 1e9 == pytest.approx(-4.143040161817245, rel=1e-10)


def test_it_knows_no_interest_and_sixty_prices() -> None:
    chain = quoted_chain()
    found = perfiliev(chain, chain.ts_event, 6000.0)
    assert (found.rate, found.levels.size, found.name) == (0.0, 60, "perfiliev")
    calls, puts = slow_net(chain, float(found.levels[30]), CONVENTION)
    assert found.profile[30] == pytest.approx(calls + puts, rel=1e-11)
