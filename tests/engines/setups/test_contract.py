"""The contract beside a setup: of the quotes, by its delta, or the reason why there is none."""

import dataclasses

import numpy as np
import pytest

from spxcc.engines.gex.result import GexResult
from spxcc.engines.setups.contract import DELTA, contract_for, with_idea
from spxcc.engines.setups.result import ContractIdea
from spxcc.market.snapshot import MarketSnapshot, OptionChain
from tests.engines.coach.desks import setup
from tests.engines.gex.books import index_chain
from tests.engines.gex.test_measure import result_of
from tests.fakes.snapshots import make_snapshot

CHAIN = index_chain()
GEX: GexResult = result_of(CHAIN)


def snapshot(chain: OptionChain | None) -> MarketSnapshot:
    return make_snapshot(chains={} if chain is None else {"SPX": chain})


def found(side: str, chain: OptionChain = CHAIN) -> ContractIdea:
    idea = contract_for(side, snapshot(chain), GEX)
    assert isinstance(idea, ContractIdea)
    return idea


@pytest.mark.parametrize(("side", "right", "sign"), [("long", "C", 1), ("short", "P", -1)])
def test_f47_nearest_expiry_right_of_the_side_and_delta(side: str, right: str, sign: int) -> None:
    idea = found(side)
    assert (idea.expiry, idea.right) == (min(CHAIN.expiries), right)
    assert sign * idea.delta == pytest.approx(DELTA, abs=0.12)
    row = CHAIN.contracts.index(idea.contract)
    assert (idea.bid, idea.ask, idea.strike) == (CHAIN.bid[row], CHAIN.ask[row], CHAIN.strike[row])
    assert idea.spread_share == pytest.approx(2 * (idea.ask - idea.bid) / (idea.ask + idea.bid), abs=1e-4)


def test_no_other_contract_of_that_expiry_has_a_delta_nearer_to_it() -> None:
    """One contract at a time, by the vendor-free formula of the fake chain: its σ is the smile of its strike."""
    near = found("long")
    day = [at for at, (expiry, call) in enumerate(zip(CHAIN.expiries, CHAIN.is_call, strict=True))
           if expiry == near.expiry and call]  # fmt: skip
    others = [contract_for("long", snapshot(only(at)), GEX) for at in day]
    deltas = [one.delta for one in others if isinstance(one, ContractIdea)]
    assert abs(near.delta - DELTA) == pytest.approx(min(abs(delta - DELTA) for delta in deltas), abs=1e-9)


def only(row: int) -> OptionChain:
    """The chain with one quote left."""
    bid = np.where(np.arange(len(CHAIN)) == row, CHAIN.bid, np.nan)
    return dataclasses.replace(CHAIN, bid=bid)


def test_a_wide_spread_is_called_so() -> None:
    assert found("long").spread_ok
    wide = found("long", dataclasses.replace(CHAIN, ask=CHAIN.ask + 1.0))
    assert not wide.spread_ok


def test_absent_with_its_reason() -> None:
    unquoted = dataclasses.replace(CHAIN, bid=np.full(len(CHAIN), np.nan))
    crossed = dataclasses.replace(CHAIN, ask=CHAIN.bid - 1.0)
    day = min(CHAIN.expiries)
    assert contract_for("long", snapshot(None), GEX) == "no option quotes from this feed"
    assert contract_for("long", snapshot(CHAIN), None) == "no forward of the nearest expiry"
    assert contract_for("long", snapshot(unquoted), GEX) == f"no two-sided quote of {day}"
    assert contract_for("long", snapshot(crossed), GEX) == f"no two-sided quote of {day}"


def test_it_is_put_on_the_setup_with_nothing_else_changed() -> None:
    bare = setup()
    told = with_idea(bare, snapshot(CHAIN), GEX)
    assert told.idea is not None
    assert (told.idea.contract, told.idea_reason) == (found("short").contract, None)
    assert (told.idea.at_entry, told.idea.at_stop, told.idea.model_reason) != (None, None, None)
    assert with_idea(told, snapshot(None), GEX).idea is None
    assert (told.id, told.state, told.updated) == (bare.id, bare.state, bare.updated)
