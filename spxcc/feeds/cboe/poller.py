"""Asks for one underlying, again and again, and hands over what is new."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from spxcc.feeds.cboe.answer import Trouble, conditions, good_for_s, has_news
from spxcc.feeds.cboe.http import Fetch
from spxcc.feeds.cboe.params import DOCUMENTS, PATIENCE_S, SOURCE, PollRules
from spxcc.feeds.cboe.quotes import Quotes, quotes_of
from spxcc.feeds.cboe.schedule import pause_after_answer, pause_after_trouble
from spxcc.feeds.files.errors import one_line
from spxcc.market.clock import Clock
from spxcc.market.events import FeedEvent, FeedNotice, PreviousClose
from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_SECOND

log = logging.getLogger(__name__)


class Poller:
    """`run` polls `symbol`; `deliver` gets events in order of `ts_recv`. where: the vendor's name in notices."""

    def __init__(
        self,
        symbol: str,
        fetch: Fetch,
        clock: Clock,
        deliver: Callable[[Sequence[FeedEvent]], None],
        rules: PollRules,
        where: str,
    ) -> None:
        self._symbol = symbol
        self._fetch = fetch
        self._clock = clock
        self._deliver = deliver
        self._rules = rules
        self._where = where
        self._salt = clock.now()
        self._asked = 0
        self._failures = 0
        self._trouble = ""
        self._reached_at: float | None = None
        self._validators: Mapping[str, str] = {}
        self._last: Quotes | None = None
        self._close: PreviousClose | None = None

    @property
    def tried(self) -> bool:
        """Whether a first question has found its answer or its trouble."""
        return self._failures > 0 or self._reached_at is not None

    @property
    def has_quotes(self) -> bool:
        """Whether there are quotes, however old."""
        return self._last is not None

    @property
    def silent(self) -> bool:
        """Whether trouble has lasted so long that the quotes must be called stale."""
        if self._failures == 0 or self._reached_at is None:
            return False
        return self._clock.monotonic() - self._reached_at > PATIENCE_S

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._clock.sleep(await self.poll())

    async def poll(self) -> float:
        """One question; returns the pause after it, in seconds. Raises CalendarRangeError."""
        self._asked += 1
        key = f"{self._symbol}:{self._asked}:{self._salt}"
        try:
            headers = await self._ask()
        except Trouble as trouble:
            self._failures += 1
            pause = pause_after_trouble(self._rules, self._failures, trouble.answered, trouble.asked_s, key)
            self._tell(trouble, pause)
            return pause
        if self._failures:
            self._notice("info", f"{self._symbol} quotes come again.")
        self._failures, self._trouble = 0, ""
        self._reached_at = self._clock.monotonic()
        return pause_after_answer(self._clock.now(), self._rules, good_for_s(headers), key)

    async def _ask(self) -> Mapping[str, str]:
        """Headers of a good answer, whose news, if any, are delivered. Raises Trouble."""
        wanted = conditions(self._validators)
        answer = await self._fetch.get(DOCUMENTS[self._symbol], wanted)
        if has_news(answer, bool(wanted), self._clock.now()):
            try:
                quotes = await asyncio.to_thread(quotes_of, self._symbol, answer.body)
                events = self._events(quotes) if self._last is None or _newer(quotes, self._last) else []
            except (ValueError, OverflowError) as error:
                raise Trouble("unreadable", f"a document that cannot be used ({_why(error)})") from None
            # Only now: what could not be read must be sent again, whole.
            self._validators = answer.headers
            if events:
                self._deliver(events)
                self._last = quotes
        return answer.headers

    def _events(self, quotes: Quotes) -> list[FeedEvent]:
        now = self._clock.now()
        events: list[FeedEvent] = [quotes.about(now)]
        close, tick, chain = quotes.close_before(now), quotes.tick(now), quotes.snapshot(now)
        if close is not None and (self._close is None or _differs(close, self._close)):
            events.append(close)
            self._close = close
        known = None if self._last is None else self._last.price_at
        if tick is not None and (known is None or tick.ts_event > known):
            events.append(tick)
        return [*events, chain]

    def _tell(self, trouble: Trouble, pause: float) -> None:
        quoted = None if self._last is None else to_exchange(self._last.chain.quoted_at)
        stays = "there are none yet" if quoted is None else f"those of {quoted:%Y-%m-%d %H:%M} ET stay"
        again = to_exchange(self._clock.now() + int(pause * NANOS_PER_SECOND))
        text = (
            f"{self._symbol}: expected {trouble.expected} from {self._where}, found {trouble.found}; {stays}, "
            f"next try {again:%H:%M:%S} ET. [{trouble.code}]"
        )
        if trouble.code != self._trouble:
            log.warning("%s", text)
        self._trouble = trouble.code
        self._notice("error", text)

    def _notice(self, level: Literal["info", "error"], text: str) -> None:
        now, code = self._clock.now(), f"quotes:{self._symbol}"
        self._deliver([FeedNotice(ts_event=now, ts_recv=now, source=SOURCE, level=level, code=code, text=text)])


def _why(error: Exception) -> str:
    return one_line(str(error), 80) or type(error).__name__


def _newer(quotes: Quotes, last: Quotes) -> bool:
    """A cache may answer with the same again, or with something older."""
    return quotes.timestamp != last.timestamp and quotes.chain.quoted_at >= last.chain.quoted_at


def _differs(one: PreviousClose, other: PreviousClose) -> bool:
    return (one.price, one.date) != (other.price, other.date)
