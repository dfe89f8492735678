"""The stream stage: three clusters, what each shall send, and what its silence means."""

import asyncio
from collections.abc import Callable

from spxcc.feeds.massive.capability import capability_of
from spxcc.feeds.massive.desk import Desk
from spxcc.feeds.massive.frames import Message
from spxcc.feeds.massive.params import CLUSTERS, DELAY_S, ChainRules, Cluster, StreamRules
from spxcc.feeds.massive.reconnect import Ending
from spxcc.feeds.massive.scope import near_dates
from spxcc.feeds.massive.stream_events import Translator
from spxcc.feeds.massive.stream_watch import WORDS, StreamWatch
from spxcc.feeds.massive.streamer import Hooks, Streamer
from spxcc.feeds.massive.wire import Connect
from spxcc.feeds.massive.wishes import INDEX_TOPICS, STOCK_TOPICS, Centre, option_topics
from spxcc.market.clock import Clock
from spxcc.market.session import CalendarRangeError, session_at, to_exchange
from spxcc.market.units import NANOS_PER_SECOND

CHOOSE_S = 1.0
OPENING_S = 30.0
"""After the open a stream may be silent for so long."""


class StreamStage:
    """`run` keeps the connections. repair: fetch what was missed of a cluster, in seconds before now."""

    def __init__(
        self,
        url: str,
        key: str,
        connect: Connect,
        clock: Clock,
        desk: Desk,
        rules: StreamRules,
        chain_rules: ChainRules,
        repair: Callable[[Cluster, float], None],
    ) -> None:
        self._clock = clock
        self._desk = desk
        self._rules = rules
        self._chain_rules = chain_rules
        self._repair = repair
        self._centre = Centre(rules.recentre)
        self.translator = Translator(desk.beside)
        self.streamers = {
            cluster: Streamer(cluster, url, key, connect, clock, rules, self._hooks(cluster)) for cluster in CLUSTERS
        }
        self.watch = StreamWatch(self.streamers, self.translator, clock, desk, rules, repair)
        self.streamers["indices"].want(INDEX_TOPICS)
        self.streamers["stocks"].want(STOCK_TOPICS)

    @property
    def up(self) -> bool:
        """Whether any cluster is logged in."""
        return any(streamer.up for streamer in self.streamers.values())

    async def run(self) -> None:
        """Until cancelled; a failure of one cluster's task ends them all and is raised."""
        tasks = [asyncio.ensure_future(streamer.run()) for streamer in self.streamers.values()]
        tasks += [asyncio.ensure_future(self._choose()), asyncio.ensure_future(self.watch.run())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _choose(self) -> None:
        while True:
            self._note_given()
            self.choose()
            await self._clock.sleep(CHOOSE_S)

    def _note_given(self) -> None:
        """What is acknowledged is in the plan."""
        for streamer in self.streamers.values():
            for capability in {capability_of(param) for param in streamer.acked}:
                if capability is not None:
                    self._desk.has(capability)

    def choose(self) -> None:
        """Contracts to subscribe, if the spots moved. Raises CalendarRangeError."""
        near = {name: contracts for name, contracts in self._desk.near.items() if contracts}
        spots = {name: spot for name in near if (spot := self._desk.spot(name)) is not None}
        dates = near_dates(self._desk.time.now(), self._chain_rules.expiries)
        if not spots or not self._centre.moved(spots, dates):
            return
        contracts = [contract for name in spots for contract in near[name]]
        self.streamers["options"].want(option_topics(contracts, spots, self._rules.quotes))

    def _hooks(self, cluster: Cluster) -> Hooks:
        return Hooks(
            data=self._data,
            ready=lambda lost_at: self._ready(cluster, lost_at),
            missing=lambda params: self._missing(cluster, params),
            ended=lambda ending, pause_s: self._ended(cluster, ending, pause_s),
            silence_s=lambda: self._silence_s(cluster),
        )

    def _data(self, messages: list[Message]) -> None:
        now = self._desk.time.now()
        for message in messages:
            event = self.translator.event(message, now)
            if event is not None:
                self._desk.say(event)

    def _ready(self, cluster: Cluster, lost_at: float | None) -> None:
        self._desk.over(f"stream:{cluster}", f"The stream of {WORDS[cluster]} is back.")
        if lost_at is None:
            return
        gap_s = self._clock.monotonic() - lost_at
        if cluster == "options":
            until = to_exchange(self._desk.time.now())
            text = (
                f"Option prints of {gap_s:.0f} s until {until:%H:%M:%S} ET were missed while their stream was away; "
                "flow does not know them."
            )
            self._desk.notice("gap:options", "info", text)
        else:
            self._repair(cluster, gap_s)

    def _missing(self, cluster: Cluster, params: tuple[str, ...]) -> None:
        acked = self.streamers[cluster].acked
        for topic in sorted({capability_of(param) or "" for param in params} - {""}):
            same = [param for param in acked if capability_of(param) == topic]
            capability = capability_of(next(param for param in params if capability_of(param) == topic))
            if capability is not None and not same:
                self._desk.lacks(capability, "the subscription was not acknowledged")
        text = f"{len(params):,} subscriptions ({params[0]} …) were not acknowledged within {self._rules.ack_s:g} s."
        self._desk.notice(f"acks:{cluster}", "warning", text)

    def _ended(self, cluster: Cluster, ending: Ending, pause_s: float) -> None:
        again = to_exchange(self._desk.time.now() + int(pause_s * NANOS_PER_SECOND))
        when = f"next try {again:%H:%M:%S} ET"
        if ending.kind == "refused":
            if cluster != "options":
                self._desk.lacks(cluster, ending.reason)
            else:
                self._desk.lacks("option_trades", ending.reason)
                self._desk.lacks("option_quotes", ending.reason)
        if ending.kind == "evicted":
            why = "another program with this key took the connection; Massive allows one for each kind of data"
        else:
            why = ending.reason.rstrip(".")
        self._desk.notice(f"stream:{cluster}", "warning", f"The stream of {WORDS[cluster]} ended: {why}; {when}.")

    def _silence_s(self, cluster: Cluster) -> float | None:
        now = self._desk.time.now() - (int(DELAY_S * NANOS_PER_SECOND) if self._desk.delayed else 0)
        allowed = self._rules.silence_of(cluster)
        try:
            session = session_at(now)
        except CalendarRangeError:
            return None
        quiet = session is None or now - session.open_at < max(allowed, OPENING_S) * NANOS_PER_SECOND
        return None if quiet else allowed
