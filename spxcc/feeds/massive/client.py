"""Questions to Massive: within the plan's rate, tried again where that may help, all pages of them."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from spxcc.feeds.cboe.answer import retry_after_s
from spxcc.feeds.massive.breaker import Breaker
from spxcc.feeds.massive.envelope import Rows, read_plain, read_rows
from spxcc.feeds.massive.http import Fetch
from spxcc.feeds.massive.limiter import RateLimiter
from spxcc.feeds.massive.pages import Walk
from spxcc.feeds.massive.params import SIM_HEADER, BreakerRules, CallLimits
from spxcc.feeds.massive.retry import pause_before
from spxcc.feeds.massive.trouble import Reply, Trouble, trouble_of
from spxcc.market.clock import Clock

Row = TypeVar("Row")
Plain = TypeVar("Plain")
Found = TypeVar("Found")


@dataclass
class Counts:
    """What the client did since it began.

    failures: questions without a good answer. unreadable: good answers that make no sense. astray: next pages that lead
    nowhere. simulator: what the header of a simulator said last.
    """

    calls: int = 0
    failures: int = 0
    retries: int = 0
    unreadable: int = 0
    astray: int = 0
    simulator: str | None = None
    statuses: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A path below the host and its parameters."""

    path: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Collected(Generic[Row]):
    """The rows of one walk over the pages.

    bad: reasons of rows left out, counted. whole: the last page was the end. trouble: what ended the walk early.
    """

    rows: tuple[Row, ...]
    bad: Mapping[str, int]
    pages: int
    delayed: bool
    whole: bool
    trouble: Trouble | None = None


class MassiveClient:
    """One key's questions. `counts` is what it did. allow_simulator: whether answers of a simulator count."""

    def __init__(
        self,
        fetch: Fetch,
        clock: Clock,
        limits: CallLimits | None = None,
        breaker: BreakerRules | None = None,
        *,
        allow_simulator: bool = True,
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._limits = limits or CallLimits()
        self._limiter = RateLimiter(self._limits.per_minute, self._limits.burst, clock.monotonic())
        self._breaker = Breaker(breaker or BreakerRules())
        self._allow_simulator = allow_simulator
        self._last_trouble: Trouble | None = None
        self._open: dict[int, float] = {}
        self.counts = Counts()

    @property
    def waiting_s(self) -> float:
        """For how long the oldest question that is out has had no answer, 0 = none is out."""
        return 0.0 if not self._open else self._clock.monotonic() - min(self._open.values())

    @property
    def resting(self) -> bool:
        """Whether the breaker is open after trouble in a row."""
        return self._breaker.open

    async def close(self) -> None:
        """Nothing is asked any more."""
        await self._fetch.close()

    async def ask(self, question: Question) -> bytes:
        """Body of the good answer. Raises Trouble."""
        tried = 0
        while True:
            tried += 1
            try:
                return (await self._once(question)).body
            except Trouble as trouble:
                pause = pause_before(self._limits, tried, trouble, question.path)
                if pause is None:
                    raise
            self.counts.retries += 1
            await self._clock.sleep(pause)

    async def page(self, question: Question, row: type[Row]) -> Rows[Row]:
        """One page of rows. Raises Trouble."""
        return self._read(read_rows, await self.ask(question), row)

    async def plain(self, question: Question, kind: type[Plain]) -> Plain:
        """An answer that stands alone. Raises Trouble."""
        return self._read(read_plain, await self.ask(question), kind)

    async def collect(
        self,
        question: Question,
        row: type[Row],
        *,
        most: int | None = None,
        keep: Callable[[Row], bool] | None = None,
        pause_s: float = 0.0,
    ) -> Collected[Row]:
        """All pages, or `most` of them, `pause_s` between two. Raises Trouble where the first page already fails.

        keep: the filter of the question; rows that it did not ask for are left out and counted as `not asked for`.
        """
        walk = Walk(question.path, dict(question.params), most or self._limits.max_pages)
        rows: list[Row] = []
        bad: Counter[str] = Counter()
        delayed, trouble = False, None
        while (at := walk.next_step()) is not None:
            try:
                page = await self.page(Question(*at), row)
                self._follow(walk, page.next_url)
            except Trouble as error:
                if walk.pages == 1:
                    raise
                trouble = error
                break
            kept = page.rows if keep is None else tuple(filter(keep, page.rows))
            rows += kept
            bad += Counter(page.bad)
            bad += Counter({"not asked for": len(page.rows) - len(kept)})
            delayed = delayed or page.delayed
            if pause_s > 0 and not walk.whole:
                await self._clock.sleep(pause_s)
        return Collected(tuple(rows), bad, walk.pages, delayed, walk.whole, trouble)

    def _read(self, reader: Callable[[bytes, type[Row]], Found], body: bytes, kind: type[Row]) -> Found:
        try:
            return reader(body, kind)
        except Trouble:
            self.counts.unreadable += 1
            raise

    def _follow(self, walk: Walk, next_url: str | None) -> None:
        try:
            walk.told(next_url)
        except Trouble:
            self.counts.astray += 1
            raise

    async def _once(self, question: Question) -> Reply:
        rest = self._breaker.wait_s(self._clock.monotonic())
        if rest > 0:
            found = "no answer" if self._last_trouble is None else self._last_trouble.found
            status = 0 if self._last_trouble is None else self._last_trouble.status
            raise Trouble("resting", f"{found}, again and again", status=status, asked_s=rest)
        settled = False
        try:
            wait = self._limiter.take(self._clock.monotonic())
            if wait > 0:
                await self._clock.sleep(wait)
            reply = await self._answered(question)
            settled = True
        except Trouble:
            settled = True
            raise
        finally:
            if not settled:
                self._breaker.dropped()
        return reply

    async def _answered(self, question: Question) -> Reply:
        self.counts.calls += 1
        number = self.counts.calls
        self._open[number] = self._clock.monotonic()
        try:
            reply = await self._fetch.get(question.path, question.params)
            self._note(reply)
            trouble = trouble_of(reply, retry_after_s(reply.headers, self._clock.now()))
        except Trouble as error:
            trouble = error
        finally:
            del self._open[number]
        if trouble is None:
            self._breaker.good()
            return reply
        self.counts.failures += 1
        if trouble.again:
            self._breaker.bad(self._clock.monotonic())
            self._last_trouble = trouble
        else:
            self._breaker.good()
        if trouble.asked_s is not None:
            self._limiter.hold(self._clock.monotonic(), min(trouble.asked_s, self._limits.patience_s))
        raise trouble

    def _note(self, reply: Reply) -> None:
        self.counts.statuses[reply.status] = self.counts.statuses.get(reply.status, 0) + 1
        simulator = reply.headers.get(SIM_HEADER)
        if simulator is None:
            return
        self.counts.simulator = simulator[:120]
        if not self._allow_simulator:
            raise Trouble("unreadable", f"the answer of a simulator ({SIM_HEADER}: {simulator[:60]})")
