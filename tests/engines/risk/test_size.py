"""The size that a setup's risk allows."""

import math

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.risk.result import Risk, Size, Sizing
from spxcc.engines.risk.size import size_of, sizings
from spxcc.engines.setups.result import ContractIdea, Setup
from tests.engines.coach.desks import setup

IDEA = ContractIdea(
    contract="SPXW260324P06050000", expiry="2026-03-24", strike=6050.0, right="P", bid=5.30, ask=5.40, delta=-0.45,
    spread_share=0.0187, spread_ok=True, quoted_at=0, volatility=0.14, forward=6047.0, minutes=330.0, spot=6046.9,
    at_entry=5.00, at_stop=3.10,
)  # fmt: skip
GO = Risk(state="GO", rule="", trade_usd=500.0, trade_words="your limit of a trade", max_debit=3.0)


def with_idea(idea: ContractIdea | None, reason: str | None = None) -> Setup:
    return msgspec.structs.replace(setup(), idea=idea, idea_reason=reason)


def sized(risk: Risk = GO, **idea: object) -> Size:
    found = size_of(risk, with_idea(msgspec.structs.replace(IDEA, **idea)))
    assert isinstance(found, Size)
    return found


def test_dollars_over_the_loss_at_the_stop_rounded_down() -> None:
    one = sized()
    assert (one.loss, one.debit, one.contracts) == (200.0, 505.0, 2)
    assert (one.limit, one.worst) == ("the loss at the stop", 1010.0)


def test_the_whole_premium_is_bounded_too() -> None:
    one = sized(msgspec.structs.replace(GO, max_debit=1.0, trade_usd=900.0))
    assert (one.contracts, one.limit) == (1, "the whole premium")
    assert sized(msgspec.structs.replace(GO, max_debit=None, trade_usd=900.0)).contracts == 4


def test_the_state_of_the_card_makes_it_smaller_or_none() -> None:
    reduced = sized(msgspec.structs.replace(GO, state="REDUCED", share=0.5))
    assert (reduced.contracts, reduced.limit) == (1, "the loss at the stop, 50% of it while REDUCED")
    cooled = sized(msgspec.structs.replace(GO, state="COOLDOWN", rule="blackout around FOMC", share=0.0))
    assert (cooled.contracts, cooled.limit) == (0, "COOLDOWN: blackout around FOMC")


def test_absent_with_its_reason() -> None:
    assert size_of(GO, with_idea(None, "no option quotes from this feed")) == "no option quotes from this feed"
    assert size_of(GO, with_idea(None)) == "no contract yet"
    unpriced = msgspec.structs.replace(IDEA, at_stop=None, model_reason="its mid has no volatility")
    assert size_of(GO, with_idea(unpriced)) == "its mid has no volatility"
    assert "too wide" in str(size_of(GO, with_idea(msgspec.structs.replace(IDEA, spread_ok=False))))
    assert "loses nothing" in str(size_of(GO, with_idea(msgspec.structs.replace(IDEA, at_stop=6.0))))
    nothing = msgspec.structs.replace(GO, trade_usd=None, trade_words="no limit is set")
    assert size_of(nothing, with_idea(IDEA)) == "no limit is set"


@given(st.floats(1, 1e5), st.floats(0.5, 40), st.floats(0, 1), st.floats(0.01, 0.3), st.sampled_from((0.5, 1.0)))
def test_it_never_risks_more_and_one_more_contract_would(
    usd: float, entry: float, kept: float, spread: float, share: float
) -> None:
    risk = msgspec.structs.replace(GO, trade_usd=usd, share=share, state="GO" if share == 1 else "REDUCED")
    one = sized(risk, at_entry=entry, at_stop=entry * kept, bid=entry - spread / 2, ask=entry + spread / 2)
    bounds = (usd * share / one.loss, usd * 3.0 * share / one.debit)
    assert one.contracts <= min(bounds) * (1 + 1e-3) + 1e-6
    assert one.contracts + 1 >= math.floor(min(bounds) * (1 - 1e-3))


def test_every_open_setup_has_a_size_or_a_reason() -> None:
    closed = msgspec.structs.replace(with_idea(IDEA), state="resolved")
    open_one, bare = with_idea(IDEA), with_idea(None, "no quotes")
    assert sizings(GO, (closed, open_one, bare)) == (
        Sizing(setup=open_one.id, size=sized()),
        Sizing(setup=bare.id, reason="no quotes"),
    )
