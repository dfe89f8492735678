"""How many contracts a setup's risk allows: dollars over what one contract loses from the entry to the stop."""

import math
from collections.abc import Iterable

from spxcc.engines.risk.result import MULTIPLIER, Risk, Size, Sizing
from spxcc.engines.setups.result import CLOSED_STATES, Setup


def sizings(risk: Risk, setups: Iterable[Setup]) -> tuple[Sizing, ...]:
    """For every open one of `setups`."""
    found = [(one.id, size_of(risk, one)) for one in setups if one.state not in CLOSED_STATES]
    return tuple(
        Sizing(setup=name, reason=size) if isinstance(size, str) else Sizing(setup=name, size=size)
        for name, size in found
    )


def size_of(risk: Risk, setup: Setup) -> Size | str:
    """The size for `setup` as its contract was quoted last, or why there is none."""
    idea = setup.idea
    if risk.trade_usd is None:
        return risk.trade_words
    if idea is None:
        return setup.idea_reason or "no contract yet"
    if idea.at_entry is None or idea.at_stop is None:
        return idea.model_reason or "the contract was not repriced"
    if not idea.spread_ok:
        return f"the spread of {idea.contract} is too wide"
    spread = round(idea.ask - idea.bid, 4)
    loss = round((idea.at_entry - idea.at_stop + spread) * MULTIPLIER, 2)
    debit = round((idea.at_entry + spread / 2) * MULTIPLIER, 2)
    if not loss > 0:
        return "by the model it loses nothing at the stop"
    by_risk = risk.trade_usd / loss
    by_debit = None if risk.max_debit is None else risk.trade_usd * risk.max_debit / debit
    allowed = by_risk if by_debit is None else min(by_risk, by_debit)
    contracts = math.floor(allowed * risk.share + 1e-9)
    return Size(
        contracts=contracts,
        limit=_limit(risk, by_risk, by_debit),
        risk_usd=risk.trade_usd,
        share=risk.share,
        entry=idea.at_entry,
        stop=idea.at_stop,
        spread=spread,
        loss=loss,
        debit=debit,
        by_risk=by_risk,
        by_debit=by_debit,
        max_debit=risk.max_debit,
        worst=round(contracts * debit, 2),
    )


def _limit(risk: Risk, by_risk: float, by_debit: float | None) -> str:
    """What decided the number."""
    if not risk.share:
        return f"{risk.state}: {risk.rule}"
    told = "the loss at the stop" if by_debit is None or by_risk <= by_debit else "the whole premium"
    return told if risk.share == 1 else f"{told}, {risk.share:.0%} of it while {risk.state}"
