"""Rows a contract."""

import math

import numpy as np

from spxcc.engines.gex.provenance.contracts import Contracts, contracts_of, contributions
from spxcc.market.contract import parse_contract
from tests.engines.gex.provenance.boards import both


def contracts(symbol: str = "SPX") -> Contracts:
    memory = both().memory
    return contracts_of(memory.views[symbol], memory.parts[symbol].positions)


def test_every_listed_contract_of_a_position_comes_once() -> None:
    one = contracts()
    held = np.ones(one.position.size)
    rows = contributions(one, held, held, held)
    names = [row.contract for row in rows]
    listed = set(both().snapshot.chains["SPX"].contracts)
    assert len(set(names)) == len(names)
    assert set(names) <= listed


def test_a_row_says_what_its_symbol_says_and_what_the_chain_knows() -> None:
    one, chain = contracts(), both().snapshot.chains["SPX"]
    place = {name: at for at, name in enumerate(chain.contracts)}
    held = np.ones(one.position.size)
    for row in contributions(one, held, held, held)[::97]:
        parsed, at = parse_contract(row.contract), place[row.contract]
        assert (row.root, row.expiry, row.right, row.strike) == (
            parsed.root, parsed.expiry, parsed.right, parsed.strike,
        )  # fmt: skip
        assert row.open_interest == (None if math.isnan(chain.open_interest[at]) else chain.open_interest[at])
        assert row.iv > 0
        assert row.iv_source in {"mid", "vendor", "neighbours", "no bid"}


def test_largest_first_ties_as_they_come_and_nothing_that_is_not_counted() -> None:
    one = contracts()
    value = np.zeros(one.position.size)
    held = np.zeros(one.position.size)
    held[[3, 5, 9]], value[[3, 5, 9]] = 1.0, [2.0, -7.0, 2.0]
    rows = contributions(one, held, held, value)
    assert [row.value for row in rows] == [-7.0, 2.0, 2.0]
    assert len(contributions(one, np.zeros(held.size), held, value)) == 0


def test_calls_and_puts_hold_what_the_sign_model_says() -> None:
    one, weights = contracts(), both().memory.parts["SPX"].weights
    held = one.held(weights)
    assert held[one.is_call].sum() == weights.call[one.positions.has_call].sum()
    assert held[~one.is_call].sum() == weights.put[one.positions.has_put].sum()
    assert (held[one.is_call] >= 0).all()
    assert (held[~one.is_call] <= 0).all()
