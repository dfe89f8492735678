"""Which contracts a chain lists."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spxcc.market.chain_listing import admit, counted, listing_of, read_only
from spxcc.market.contract import parse_contract, settles_at
from spxcc.market.events import ChainRow
from spxcc.market.session import at_exchange

CALL, PUT, LATER = "SPXW260114C06000000", "SPXW260114P06000000", "SPXW260115C06000000"
MORNING = "SPX260116C06000000"


def test_contracts_stand_by_settlement_strike_and_right() -> None:
    found = admit((MORNING, LATER, PUT, CALL))
    assert found.listing.contracts == (CALL, PUT, LATER, MORNING)
    assert found.take == (3, 2, 1, 0)
    assert found.listing.is_call.tolist() == [True, False, True, True]
    assert (found.repeats, found.strangers, found.beyond) == ((), (), ())


def test_what_cannot_be_listed_is_counted_and_takes_nothing_with_it() -> None:
    names = ("nonsense", CALL, "SPXW450120C06000000", "SPX?", f"O:{CALL}", "SPXW451301C06000000")
    found = admit(names)
    rows = [ChainRow(contract=name, bid=1.0) for name in names]
    assert found.listing.contracts == (CALL,)
    assert found.take == (4,)
    assert found.strangers == ("nonsense", "SPX?", "SPXW451301C06000000")
    assert found.beyond == ("SPXW450120C06000000",)
    assert found.repeats == ((4, 1),)
    assert found.remarks(rows)[:2] == (
        "rows that are no option contract: 3 (first nonsense), left out",
        "contracts that settle beyond the session calendar: 1 (first SPXW450120C06000000), left out",
    )


def test_a_repeat_is_one_whatever_it_says_but_a_contradiction_only_with_other_values() -> None:
    found = admit((CALL, PUT, CALL))
    same = [ChainRow(contract=name, bid=1.0) for name in found.names]
    other = [*same[:2], ChainRow(contract=CALL, bid=2.0)]
    assert found.contradictions(same) == ()
    assert found.remarks(same) == ("rows that repeat a contract word for word: 1, left out",)
    assert found.contradictions(other) == (CALL,)
    assert found.remarks(other) == (f"contracts listed again with other values: 1 (first {CALL})",)


def test_those_that_settle_later_come_after() -> None:
    listing = listing_of(map(parse_contract, (CALL, PUT, LATER)))
    close = at_exchange("2026-01-14", "16:00")
    assert [listing.first_alive(close - 1), listing.first_alive(close), listing.first_alive(close + 1)] == [0, 2, 2]
    assert not listing.strike.flags.writeable


def test_words() -> None:
    assert counted(["a"] * 1200) == "1,200 (first a)"
    assert not read_only(np.zeros(2)).flags.writeable


names = st.lists(st.sampled_from([CALL, PUT, LATER, MORNING, f"O:{PUT}", "SPXW450120C06000000", "x"]), max_size=12).map(
    tuple
)


@given(names)
def test_every_row_is_listed_or_accounted_for(names: tuple[str, ...]) -> None:
    found = admit(names)
    assert len(found.take) + len(found.repeats) + len(found.strangers) + len(found.beyond) == len(names)
    settlements = [
        settles_at(root, expiry) for root, expiry in zip(found.listing.roots, found.listing.expiries, strict=True)
    ]
    assert settlements == sorted(settlements)
    for place, row in enumerate(found.take):
        assert parse_contract(names[row]).symbol == found.listing.contracts[place]
