"""What parts of a chain are not there."""

import dataclasses

from spxcc.engines.gex.scopes import missing_of
from spxcc.market.snapshot import ChainScope
from tests.engines.gex.books import index_chain
from tests.fakes.snapshots import at

CHAIN = index_chain()
NEAR, WHOLE = ChainScope("near", 480, at("11:00"), True), ChainScope("", 12_000, at("10:55"), True)


def said(*scopes: ChainScope) -> tuple[str, ...]:
    return missing_of(dataclasses.replace(CHAIN, scopes=scopes))


def test_nothing_is_missing_of_a_whole_chain_nor_of_one_without_parts() -> None:
    assert said() == said(WHOLE) == said(WHOLE, NEAR) == ()


def test_each_part_that_is_absent_or_cut_is_named() -> None:
    cut = dataclasses.replace(NEAR, complete=False)
    assert said(NEAR) == ("of the chain only its near part is there: 480 rows",)
    assert said(WHOLE, cut) == ("the near chain is partial: 480 rows of it came",)
    assert len(said(cut)) == 2
