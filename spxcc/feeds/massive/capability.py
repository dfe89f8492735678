"""What a plan may lack: what is missing then, in numbers, and which plan has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Capability: TypeAlias = Literal["chain", "option_trades", "option_quotes", "indices", "stocks"]


@dataclass(frozen=True, slots=True)
class Lack:
    """what: the part that the plan lacks. costs: what a reader of numbers loses. has: the plans that have it."""

    what: str
    costs: str
    has: str

    def text(self, said: str) -> str:
        """A sentence for the user. said: how the vendor put it."""
        return f"Your Massive plan gives no {self.what} ({said.rstrip('.')}): {self.costs}. {self.has}."


LACKS: Mapping[Capability, Lack] = {
    "chain": Lack(
        "option chains",
        "0 contracts, so no gamma exposure, walls, flip or implied volatility",
        "Options Starter ($29 a month) has them 15 minutes late, Options Advanced ($199) in real time",
    ),
    "option_trades": Lack(
        "option trades",
        "0 prints, so no flow, sweeps or blocks, and volumes only as often as the chain comes, every 10 s",
        "Options Developer ($79 a month) has them 15 minutes late, Options Advanced ($199) in real time",
    ),
    "option_quotes": Lack(
        "option quotes",
        "bids and asks no newer than the chain, every 10 s, and 0 of 1,000 contracts streamed, so prints have no side",
        "Options Advanced ($199 a month) has them",
    ),
    "indices": Lack(
        "index values",
        "SPX comes at best every 10 s beside the chain instead of every second, without its bars, and VIX not at all",
        "Indices Starter ($49 a month) has them 15 minutes late, Indices Advanced ($99) in real time",
    ),
    "stocks": Lack(
        "trades of SPY",
        "SPY comes every 10 s beside the chain instead of trade by trade, without its bars and volume, so no VWAP",
        "Stocks Starter ($29 a month) has its bars 15 minutes late, Stocks Advanced ($199) its trades in real time",
    ),
}

_OPTION_TOPICS: Mapping[str, Capability] = {"T": "option_trades", "Q": "option_quotes"}


def capability_of(topic: str) -> Capability | None:
    """What a subscription such as `T.O:SPXW…` needs; `None` for one that nothing hangs on."""
    letter, _, ticker = topic.partition(".")
    if ticker.startswith("O:"):
        return _OPTION_TOPICS.get(letter)
    return "indices" if ticker.startswith("I:") else "stocks"
