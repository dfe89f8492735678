"""The chain stage: the near part often, the whole now and then, each of them one snapshot of all its pages."""

import asyncio
from collections import Counter
from collections.abc import Mapping

from spxcc.feeds.massive import endpoints
from spxcc.feeds.massive.chain_rows import ReadChain, read_chain
from spxcc.feeds.massive.client import Collected, MassiveClient, Question
from spxcc.feeds.massive.coverage import coverage
from spxcc.feeds.massive.desk import Desk
from spxcc.feeds.massive.interest import InterestLatch, all_zero, interest_date, without_interest
from spxcc.feeds.massive.params import DELAY_S, SOURCE, ChainRules
from spxcc.feeds.massive.rows import OptionRow
from spxcc.feeds.massive.scope import NEAR, WHOLE, ChainScope, near_dates, near_scope, whole_scope
from spxcc.feeds.massive.tickers import chain_ticker
from spxcc.feeds.massive.trouble import Trouble
from spxcc.feeds.massive.volumes import VolumeBook
from spxcc.market.clock import Clock
from spxcc.market.contract import parse_contract
from spxcc.market.events import ChainRow, ChainSnapshot
from spxcc.market.session import session_info
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

PAGE_PAUSE_S = 0.1
"""Between two pages of a whole chain, so that nearer questions come in between."""


class ChainStage:
    """One underlying. `near` and `whole` ask once and raise Trouble; the last good rows stay whatever happens."""

    def __init__(self, underlying: str, client: MassiveClient, clock: Clock, desk: Desk, rules: ChainRules) -> None:
        self._underlying = underlying
        self._client = client
        self._clock = clock
        self._desk = desk
        self._rules = rules
        self._latch = InterestLatch()
        self._volumes = VolumeBook()
        self._near: tuple[UnixNanos, Mapping[str, ChainRow]] = (0, {})
        self._has_whole = False
        self.odd: Counter[str] = Counter()
        """What was wrong with rows so far, by reason."""
        self.unclean = 0
        """Whole chains in a row that were not as they should be."""

    async def near(self) -> None:
        """The next expirations around the spot. Raises Trouble."""
        now = self._desk.time.now()
        spot = self._desk.spot(self._underlying)
        if spot is None:
            spot = await self._first_spot(now) or self._estimate()
        scope = near_scope(self._underlying, spot, now, self._rules)
        asked_at, read, found = await self._ask(scope, 0.0)
        self._missed(scope, read, found)
        self._near = asked_at, read.rows
        self._desk.near[self._underlying] = tuple(read.rows)
        self._tell(scope, asked_at, read, found, tuple(read.rows.values()))

    async def whole(self) -> None:
        """Everything listed. A walk that ends early counts only while there is no whole chain. Raises Trouble."""
        scope = whole_scope(self._underlying, self._desk.time.now())
        asked_at, read, found = await self._ask(scope, PAGE_PAUSE_S)
        if found.trouble is not None and self._has_whole:
            raise found.trouble
        near_at, near = self._near
        fresher = {name: row for name, row in near.items() if name in read.rows} if near_at > asked_at else {}
        self._tell(scope, asked_at, read, found, tuple({**read.rows, **fresher}.values()))
        self._has_whole = self._has_whole or found.whole
        if found.trouble is not None:
            raise found.trouble

    async def _ask(self, scope: ChainScope, pause_s: float) -> tuple[UnixNanos, ReadChain, Collected[OptionRow]]:
        asked_at = self._desk.time.now()
        question = endpoints.chain(chain_ticker(self._underlying), scope.filters())
        try:
            found = await self._client.collect(
                question, OptionRow, most=scope.most_pages, keep=scope.holds, pause_s=pause_s
            )
        except Trouble as trouble:
            if trouble.kind == "denied":
                self._desk.lacks("chain", trouble.found)
            raise
        self._desk.has("chain")
        day_open = session_info(asked_at).open_at
        now = self._desk.time.now()
        read = await asyncio.to_thread(read_chain, self._underlying, found.rows, now, day_open)
        return asked_at, self._settled(read, asked_at), found

    def _missed(self, scope: ChainScope, read: ReadChain, found: Collected[OptionRow]) -> None:
        """Count what the answer before had, within the bounds of this one, and this one has not."""
        gone = self._near[1].keys() - read.rows.keys() if found.whole else ()
        missing = sum(scope.spans(contract.expiry, contract.strike) for contract in map(parse_contract, gone))
        if missing:
            read.odd["a contract missing that was there before"] += missing

    def _settled(self, read: ReadChain, asked_at: UnixNanos) -> ReadChain:
        """With the open interest that counts and volumes of this session."""
        rows, odd = read.rows, Counter(read.odd)
        missing = self._latch.unlike_zero(rows, asked_at) if all_zero(rows) else 0
        if missing:
            odd["open interest of 0 everywhere, taken as missing"] += missing
            rows = without_interest(rows)
        before = self._latch.changes
        rows = self._volumes.check(self._latch.hold(rows, asked_at), asked_at)
        changed = self._latch.changes - before
        if changed:
            odd["open interest that changed during the day, kept as it was"] += changed
        return ReadChain(rows, odd, read.underlying, read.delayed)

    def _tell(
        self,
        scope: ChainScope,
        asked_at: UnixNanos,
        read: ReadChain,
        found: Collected[OptionRow],
        rows: tuple[ChainRow, ...],
    ) -> None:
        delayed = found.delayed or read.delayed
        now = self._desk.time.now()
        self.odd += read.odd + Counter(found.bad)
        shown = coverage(scope, read, found, asked_at, now)
        if scope.name == WHOLE:
            self.unclean = self.unclean + 1 if shown.level == "warning" else 0
        self._desk.late(f"the chain of {self._underlying}", delayed)
        self._desk.notice(f"chain:{self._underlying}:{scope.name or 'whole'}", shown.level, shown.text)
        if read.underlying is not None:
            self._desk.price(self._underlying, read.underlying.price, read.underlying.ts_event)
        if not rows and scope.name == NEAR:
            return
        ts_event = asked_at - int(DELAY_S * NANOS_PER_SECOND) if delayed else asked_at
        self._desk.say(
            ChainSnapshot(
                ts_event=ts_event,
                ts_recv=now,
                source=SOURCE,
                underlying=self._underlying,
                rows=rows,
                open_interest_date=interest_date(asked_at),
                underlying_price=None if read.underlying is None else read.underlying.price,
                complete=found.whole,
                remarks=shown.remarks if self._has_whole or scope.name == WHOLE else (*shown.remarks, _ONLY_NEAR),
                scope=scope.name,
            )
        )

    async def _first_spot(self, now: UnixNanos) -> float | None:
        """The price beside one contract: what bounds the first near part. Raises Trouble."""
        date = near_dates(now, 1)[0]
        question = endpoints.chain(chain_ticker(self._underlying), {"expiration_date": date, "limit": "1"})
        page = await self._page(question)
        read = read_chain(self._underlying, page, self._desk.time.now(), session_info(now).open_at)
        if read.underlying is None:
            return None
        self._desk.price(self._underlying, read.underlying.price, read.underlying.ts_event)
        return read.underlying.price

    def _estimate(self) -> float | None:
        """Near enough to choose strikes by: SPX is about ten times SPY."""
        spy = self._desk.spot("SPY")
        return None if self._underlying != "SPX" or spy is None else 10.0 * spy

    async def _page(self, question: Question) -> tuple[OptionRow, ...]:
        try:
            return (await self._client.page(question, OptionRow)).rows
        except Trouble as trouble:
            if trouble.kind == "denied":
                self._desk.lacks("chain", trouble.found)
            raise


_ONLY_NEAR = "only the near part of the chain is there yet; the whole is being read"
