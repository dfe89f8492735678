"""The feed `massive`: stages that ask and hear, and a step of the engines four times a second."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial

from spxcc.feeds.massive.asked import PriceDesk
from spxcc.feeds.massive.chains import ChainStage
from spxcc.feeds.massive.client import MassiveClient
from spxcc.feeds.massive.context import SYMBOLS, ContextStage
from spxcc.feeds.massive.desk import Desk
from spxcc.feeds.massive.feed_time import FeedTime
from spxcc.feeds.massive.keeper import Keeper
from spxcc.feeds.massive.params import (
    FIRST_WAIT_S,
    LOST_S,
    SOURCE,
    STEP_S,
    UNDERLYINGS,
    ChainRules,
    Cluster,
    StreamRules,
)
from spxcc.feeds.massive.schedule import pause_s
from spxcc.feeds.massive.streams import StreamStage
from spxcc.feeds.massive.wire import Connect
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.feed import AskedPrice, Mode
from spxcc.market.session import session_info

CLOCK_S, SIM_CLOCK_S = 300.0, 5.0
HOPED = 3
"""Whole chains in a row that were not clean, after which the next waits its usual time."""
SLOW_S = 2.0
"""Without an answer, after which that is told."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where the streams are and with which key. follow: take the server's time as the market's, being a simulator's."""

    ws_url: str
    key: str = field(repr=False)
    mode: Mode = "delayed"
    follow: bool = False


class MassiveFeed:
    """Chains, bars, streams and clock of Massive's API, each stage on its own feet.

    Where neither an answer nor a stream comes any more, the steps stop, so that what was said last counts as stale.
    Until a first answer they go on, so that the reason can be seen.
    """

    def __init__(
        self,
        client: MassiveClient,
        connect: Connect,
        clock: Clock,
        access: Access,
        chain_rules: ChainRules | None = None,
        stream_rules: StreamRules | None = None,
    ) -> None:
        self._client = client
        self._clock = clock
        self._access = access
        self._rules = chain_rules or ChainRules()
        self.desk = Desk(FeedTime(clock, follow=access.follow))
        self._prices = PriceDesk(client, self.desk)
        self._context = ContextStage(client, self.desk)
        self._gaps: dict[str, float] = {}
        self._told_session: dict[str, str] = {}
        self.streams = StreamStage(
            access.ws_url,
            access.key,
            connect,
            clock,
            self.desk,
            stream_rules or StreamRules(),
            self._rules,
            self._missed,
        )
        self.chains = {name: ChainStage(name, client, clock, self.desk, self._rules) for name in UNDERLYINGS}
        self._near = [
            Keeper(f"the near chain of {name}", stage.near, self._near_pause_s, clock, self.desk)
            for name, stage in self.chains.items()
        ]
        self._lost_since: float | None = None

    @property
    def name(self) -> str:
        """`massive`."""
        return SOURCE

    @property
    def mode(self) -> Mode:
        """As it was found out before the start."""
        return self._access.mode

    async def price_of(self, symbol: str) -> AskedPrice:
        """The newest price of any symbol, by one request. Raises NoPrice."""
        return await self._prices.price_of(symbol)

    async def events(self) -> AsyncIterator[FeedEvent]:
        """All events, without end."""
        keepers = [*self._near, *self._others()]
        tasks = [asyncio.ensure_future(keeper.run()) for keeper in keepers]
        started = self._clock.monotonic()
        try:
            while True:
                # Asked first: what comes while the events are handed over belongs to the next step.
                speaks = self._speaks(self._clock.monotonic() - started)
                self._watch_answers()
                for event in self.desk.inbox.take():
                    yield event
                if speaks:
                    now = self.desk.time.now()
                    yield Watermark(ts_event=now, ts_recv=now, source=SOURCE)
                await self._clock.sleep(STEP_S)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._client.close()

    def _others(self) -> list[Keeper]:
        return [
            Keeper("the clock", self._context.clock, self._clock_pause_s, self._clock, self.desk),
            Keeper("the streams", self.streams.run, lambda: 0.0, self._clock, self.desk),
            *(self._bars_keeper(symbol) for symbol in SYMBOLS),
            *(
                Keeper(
                    f"the whole chain of {name}",
                    stage.whole,
                    partial(self._whole_pause_s, stage),
                    self._clock,
                    self.desk,
                )
                for name, stage in self.chains.items()
            ),
        ]

    def _near_pause_s(self) -> float:
        return pause_s(self.desk.time.now(), self._rules, self._rules.near_s, self._rules.idle_s)

    def _whole_pause_s(self, stage: ChainStage) -> float:
        """A chain that was not clean is asked for again soon, but not for ever."""
        rules = self._rules
        busy_s = rules.near_s if 0 < stage.unclean <= HOPED else rules.whole_s
        return pause_s(self.desk.time.now(), rules, busy_s, rules.whole_idle_s)

    def _bars_keeper(self, symbol: str) -> Keeper:
        return Keeper(f"bars of {symbol}", partial(self._bars, symbol), lambda: 1.0, self._clock, self.desk)

    def _clock_pause_s(self) -> float:
        return SIM_CLOCK_S if self._access.follow else CLOCK_S

    async def _bars(self, symbol: str) -> None:
        """Context of the session where it is not yet told, and what was missed in between. Raises Trouble."""
        date = session_info(self.desk.time.now()).date
        if self._told_session.get(symbol) != date:
            await self._context.session(symbol)
            self._told_session[symbol] = date
            self._gaps.pop(symbol, None)
        seconds = self._gaps.get(symbol)
        if seconds is not None:
            await self._context.repair(symbol, seconds)
            self._gaps.pop(symbol, None)

    def _missed(self, cluster: Cluster, seconds: float) -> None:
        for symbol in ("SPX", "VIX") if cluster == "indices" else ("SPY",):
            self._gaps[symbol] = max(seconds, self._gaps.get(symbol, 0.0))

    def _watch_answers(self) -> None:
        if self._client.waiting_s >= SLOW_S:
            self.desk.notice("slow", "warning", f"Massive has left a question without answer for {SLOW_S:g} s.")
        else:
            self.desk.over("slow", "Massive answers in time again.")

    def _speaks(self, running_s: float) -> bool:
        if running_s < FIRST_WAIT_S and not all(keeper.rounds for keeper in self._near):
            return False
        lost = not self.streams.up and all(keeper.failing for keeper in self._near)
        had = any(self.desk.near.values())
        if not (lost and had):
            self._lost_since = None
            return True
        now = self._clock.monotonic()
        self._lost_since = now if self._lost_since is None else self._lost_since
        return now - self._lost_since <= LOST_S
