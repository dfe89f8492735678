"""The size that a setup's risk allows, in words: the number, what it is made of, and what it rests on."""

from spxcc.engines.plan.result import DayPlan
from spxcc.engines.risk.result import MULTIPLIER, Size
from spxcc.engines.setups.result import ContractIdea, Setup
from spxcc.ui import format as words
from spxcc.ui.panels.setups.plain import level_words
from spxcc.ui.panels.setups.size import sizing_of, usd
from spxcc.ui.panels.setups.view_model import ARROWS, KINDS


def size_lines(day: DayPlan, setup: Setup | None, now: int | None) -> list[str]:
    """Lines for the card; one with the reason where there is no size."""
    if setup is None:
        return [f"size       {words.ABSENT} no setup is open"]
    name = f"{KINDS[setup.kind]} {ARROWS[setup.side]} {level_words(setup)}"
    sizing, idea = sizing_of(day, setup), setup.idea
    size = None if sizing is None else sizing.size
    if size is None or idea is None:
        reason = "not told yet" if sizing is None else sizing.reason or "the contract is not told yet"
        return [f"size       {words.ABSENT} {name}: {reason}"]
    age = words.ABSENT if now is None else words.age(now - idea.quoted_at)
    plural = "" if size.contracts == 1 else "s"
    return [
        f"size       {size.contracts} contract{plural} for {name}",
        f"           by {size.limit}",
        f" {floor_words(size)}",
        f" loss {loss_words(size, setup)}",
        f" {contract_words(idea)} · {age} old",
        f" worst case, the whole premium: {size.contracts} × {usd(size.debit)} $ = {usd(size.worst)} $",
        f" {usd(size.risk_usd)} $ = {day.risk.trade_words}",
    ]


def floor_words(size: Size) -> str:
    """`floor(250 $ / 104 $) = 2 · by premium floor(750 $ / 515 $) = 1 · × 50%`."""
    first = f"floor({usd(size.risk_usd)} $ / {usd(size.loss)} $) = {int(size.by_risk)}"
    most = ""
    if size.by_debit is not None and size.max_debit is not None:
        dollars = usd(size.risk_usd * size.max_debit)
        most = f" · by premium floor({dollars} $ / {usd(size.debit)} $) = {int(size.by_debit)}"
    return first + most + ("" if size.share == 1 else f" · × {size.share:.0%}")


def loss_words(size: Size, setup: Setup) -> str:
    """`(5.10 at 6,048.50 − 4.20 at 6,056.10 + spread 0.10) × 100 = 100 $`."""
    return (
        f"({size.entry:.2f} at {words.price(setup.entry)} − {size.stop:.2f} at {words.price(setup.stop)}"
        f" + spread {size.spread:.2f}) × {MULTIPLIER:.0f} = {usd(size.loss)} $"
    )


def contract_words(idea: ContractIdea) -> str:
    """`11-19 6,895P 5.30/5.40 · Black 14.2% · forward 6,886.20 · 87 min`: what the model was given."""
    return (
        f"{idea.expiry[5:]} {words.strike(idea.strike)}{idea.right} {idea.bid:.2f}/{idea.ask:.2f}"
        f" · Black {words.percent(idea.volatility, 1)} · forward {words.price(idea.forward)}"
        f" · {words.price(idea.minutes, 0)} min"
    )
