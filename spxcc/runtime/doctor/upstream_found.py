"""What was asked of Massive, and what came."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from spxcc.feeds.massive import endpoints
from spxcc.feeds.massive.capability import Capability
from spxcc.feeds.massive.client import Question
from spxcc.feeds.massive.params import Cluster
from spxcc.feeds.massive.tickers import chain_ticker, reference_ticker, vendor_ticker
from spxcc.feeds.massive.trouble import Kind
from spxcc.runtime.doctor.socket_probe import Offset
from spxcc.runtime.doctor.tried import Tried

Part: TypeAlias = Literal[
    "time",
    "chain",
    "indices",
    "stock_trades",
    "option_trades",
    "option_quotes",
    "index_bars",
    "stock_bars",
    "contracts",
]


@dataclass(frozen=True, slots=True)
class Asking:
    """One endpoint. what: for the user. capability: what a plan may lack. question: from a contract's ticker."""

    what: str
    question: Callable[[str], Question]
    capability: Capability | None = None
    of_contract: bool = False


ASKED: dict[Part, Asking] = {
    "time": Asking("market status", lambda _: endpoints.MARKET_NOW),
    "chain": Asking("option chain of SPX", lambda _: endpoints.chain(chain_ticker("SPX"), {"limit": "1"}), "chain"),
    "indices": Asking("value of SPX", lambda _: endpoints.indices([vendor_ticker("SPX")]), "indices"),
    "stock_trades": Asking("last trade of SPY", lambda _: endpoints.last_trade("SPY"), "stocks"),
    "option_trades": Asking(
        "trades of one option", lambda ticker: Question(f"/v3/trades/{ticker}", {"limit": "1"}), "option_trades", True
    ),
    "option_quotes": Asking(
        "quotes of one option", lambda ticker: Question(f"/v3/quotes/{ticker}", {"limit": "1"}), "option_quotes", True
    ),
    "index_bars": Asking("bars of SPX", lambda _: endpoints.previous_bar(vendor_ticker("SPX")), "indices"),
    "stock_bars": Asking("bars of SPY", lambda _: endpoints.previous_bar("SPY"), "stocks"),
    "contracts": Asking(
        "listed contracts", lambda _: endpoints.contracts(reference_ticker("SPX"), {"limit": "1"}), "chain"
    ),
}
"""One call each, the ones that matter most first, since a plan may allow no more than five a minute."""


@dataclass(frozen=True, slots=True)
class Answered:
    """kind: "" if it is good. said: how the vendor put it. late: data of 15 minutes ago. rows: 0 = an empty answer.

    limited: over the calls that the plan allows.
    """

    kind: Kind | Literal[""] = ""
    said: str = ""
    late: bool = False
    rows: int = 1
    took_ms: float = 0.0
    limited: bool = False


@dataclass(frozen=True, slots=True)
class Streamed:
    """One cluster. param: what was subscribed. ready: logged in. acked: the subscription was confirmed."""

    param: str
    ready: bool = False
    acked: bool = False
    refused: bool = False
    said: str = ""


@dataclass(slots=True)
class UpstreamFound:
    """left_out: why the remaining endpoints were not asked. streams_left_out: likewise."""

    place: str
    own: bool
    dns: Tried | None = None
    answers: dict[Part, Answered] = field(default_factory=dict)
    left_out: str = ""
    simulator: str | None = None
    server_s: float | None = None
    offset: Offset | None = None
    streams: dict[Cluster, Streamed] = field(default_factory=dict)
    streams_left_out: str = ""
    contract: str = ""

    @property
    def late(self) -> bool:
        """Whether any product is delayed."""
        return any(answer.late for answer in self.answers.values())

    @property
    def key_taken(self) -> bool:
        """Whether an answer came that only a good key gets."""
        return any(answer.kind in ("", "denied", "unknown") for answer in self.answers.values())
