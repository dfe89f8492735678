"""What the stages of the feed share: the inbox, the time, what is known of prices, and what the user is told."""

import logging
from typing import Literal, TypeAlias

from spxcc.feeds.massive.capability import LACKS, Capability
from spxcc.feeds.massive.feed_time import FeedTime
from spxcc.feeds.massive.inbox import Inbox
from spxcc.feeds.massive.outlier import Seen
from spxcc.feeds.massive.params import SOURCE
from spxcc.feeds.massive.tickers import is_index
from spxcc.market.events import EquityTick, FeedEvent, FeedNotice, IndexTick
from spxcc.market.units import UnixNanos

log = logging.getLogger(__name__)
Level: TypeAlias = Literal["info", "warning", "error"]


class Desk:
    """One owner each for inbox and time. `lacking`: what the plan does not give; `near`: contracts near the spot."""

    def __init__(self, time: FeedTime) -> None:
        self.time = time
        self.inbox = Inbox()
        self.lacking: set[Capability] = set()
        self.delayed = False
        self.near: dict[str, tuple[str, ...]] = {}
        self._told: dict[str, tuple[Level, str]] = {}
        self._spots: dict[str, tuple[float, UnixNanos]] = {}
        self._beside: dict[str, Seen] = {}

    def say(self, event: FeedEvent) -> None:
        """An event for the market; prices are remembered as spots."""
        if isinstance(event, IndexTick | EquityTick):
            known = self._spots.get(event.symbol)
            if known is None or event.ts_event >= known[1]:
                self._spots[event.symbol] = event.price, event.ts_event
            self.time.heard(event.ts_event)
        self.inbox.put(event)

    def spot(self, symbol: str) -> float | None:
        """The newest price, `None` before the first."""
        known = self._spots.get(symbol)
        return None if known is None else known[0]

    def beside(self, symbol: str) -> Seen | None:
        """The newest price known by another way than the streams."""
        return self._beside.get(symbol)

    def stood_beside(self, symbol: str, price: float, ts_event: UnixNanos) -> None:
        """A price by another way than the streams."""
        known = self._beside.get(symbol)
        if known is None or ts_event > known.ts_event:
            self._beside[symbol] = Seen(price, ts_event)

    def price(self, symbol: str, price: float, ts_event: UnixNanos) -> None:
        """A price that stood beside something else; it counts where nothing newer is known."""
        self.stood_beside(symbol, price, ts_event)
        known = self._spots.get(symbol)
        if known is not None and known[1] >= ts_event:
            return
        kind = IndexTick if is_index(symbol) else EquityTick
        self.say(kind(ts_event=ts_event, ts_recv=self.time.now(), source=SOURCE, symbol=symbol, price=price))

    def notice(self, code: str, level: Level, text: str) -> None:
        """Tell the user, unless just that was told last."""
        if self._told.get(code) == (level, text):
            return
        if level != "info" and self._told.get(code, ("info", ""))[0] != level:
            log.warning("%s", text)
        self._told[code] = level, text
        now = self.time.now()
        self.inbox.put(FeedNotice(ts_event=now, ts_recv=now, source=SOURCE, level=level, code=code, text=text))

    def over(self, code: str, text: str) -> None:
        """What was told under `code` is over, if anything bad was."""
        if self._told.get(code, ("info", ""))[0] != "info":
            self.notice(code, "info", text)

    def lacks(self, capability: Capability, said: str) -> None:
        """The plan does not give a capability."""
        if capability in self.lacking:
            return
        self.lacking.add(capability)
        self.notice(f"plan:{capability}", "warning", LACKS[capability].text(said))

    def has(self, capability: Capability) -> None:
        """The plan gives a capability."""
        if capability in self.lacking:
            self.lacking.discard(capability)
            self.over(f"plan:{capability}", f"Your Massive plan gives {LACKS[capability].what} now.")

    def late(self, what: str, delayed: bool) -> None:
        """Whether answers about `what` come 15 minutes late."""
        if delayed:
            self.delayed = True
            self.notice(f"delay:{what}", "warning", f"Massive gives {what} 15 minutes late, as your plan has it.")
        else:
            self.over(f"delay:{what}", f"Massive gives {what} in real time now.")
