"""What a result says about its own footing."""

import dataclasses

import numpy as np

from spxcc.engines.gex.market_view import view_market
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.quality import quality_of
from spxcc.engines.sources import DELAY_S
from spxcc.market.units import NANOS_PER_SECOND
from tests.engines.gex.books import EXPIRIES, index_chain, index_snapshot
from tests.engines.gex.test_book import permuted
from tests.fakes.snapshots import make_snapshot


def test_ages_sources_and_fit() -> None:
    chain = index_chain()
    later = dataclasses.replace(index_snapshot(chain), as_of=chain.ts_event + 40 * NANOS_PER_SECOND)
    found = quality_of(later, view_market(later, chain, None, DEFAULTS), "standard")
    assert (found.sign_model, found.source, found.delay_s) == ("standard", chain.source, 0.0)
    assert found.quotes_age_s == 40.0
    assert found.spot_age_s == 40.0
    assert found.forwards == {"parity": len(EXPIRIES)}
    assert 0.0 <= (found.worst_forward_sd or 9.0) < 0.1


def test_a_delayed_feed_names_its_delay() -> None:
    chain = index_chain()
    snapshot = dataclasses.replace(index_snapshot(chain), mode="delayed")
    assert quality_of(snapshot, view_market(snapshot, chain, None, DEFAULTS), "standard").delay_s == DELAY_S


def test_nothing_known_is_none() -> None:
    empty = dataclasses.replace(permuted(index_chain(), np.arange(0)), underlying_price=None)
    snapshot = make_snapshot(spx=None, spy=None, chains={"SPX": empty})
    found = quality_of(snapshot, view_market(snapshot, empty, None, DEFAULTS), "standard")
    assert (found.spot_age_s, found.quotes_age_s, found.worst_forward_sd, found.forwards) == (None, None, None, {})
