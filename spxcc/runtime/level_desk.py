"""Own and imported levels at work: typed, removed, imported; the scoreboard is kept session by session."""

import logging
import math
from collections.abc import Callable, Mapping
from typing import Any

from spxcc.engines.graph import StepResult
from spxcc.engines.levels.book import row_of
from spxcc.engines.levels.result import LEVELS, LEVELS_FACT, LevelBook, OwnLevels, Scoreboard
from spxcc.gateway.interfaces import RequestError, RequestHandler
from spxcc.ledger.database import Failure
from spxcc.ledger.levels import LevelLedger
from spxcc.market.clock import Clock
from spxcc.market.session import hours, session_info
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos, to_millis
from spxcc.protocol.identity import Identity
from spxcc.runtime.facts import FactBoard

log = logging.getLogger(__name__)

MOST, LABEL, MOST_PRICE = 100, 24, 1e6
"""Typed levels, and rows of a vendor for one session; characters of a label; points."""
NOT_HERE = "own levels belong to the user of this machine; this server lets others in"
RECORDED = "this run is a recording: its levels are those of that day"


class LevelDesk:
    """market: the data's clock. mine: whether whoever asks may change levels. fixed: nobody may."""

    def __init__(
        self, ledger: LevelLedger, board: FactBoard, market: Clock, mine: Callable[[], bool], fixed: bool
    ) -> None:
        self._ledger, self._board, self._market = ledger, board, market
        self._mine, self._fixed = mine, fixed
        self._as_of: UnixNanos | None = None
        self._session = ""
        self._seen: Scoreboard | None = None
        self._told = OwnLevels()
        self._tell()

    @property
    def queries(self) -> dict[str, RequestHandler]:
        """Handlers of reads by name."""
        return {"level.list": self._list}

    @property
    def commands(self) -> dict[str, RequestHandler]:
        """Handlers of changes by name; each answers with the book."""
        return {"level.add": self._add, "level.remove": self._remove, "level.import": self._import}

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After a step: the scoreboard is kept once a minute, another session's levels are told."""
        if self._as_of is not None and as_of // NANOS_PER_MINUTE == self._as_of // NANOS_PER_MINUTE:
            return
        self._as_of = as_of
        if session_info(as_of).date != self._session:
            self._tell()
        levels = step.results.get(LEVELS.name)
        scores = None if levels is None else levels.scores
        if scores is None or scores == self._seen or self._fixed or not scores.session:
            return
        try:
            self._ledger.keep(scores)
        except Failure:
            log.exception("the scoreboard of levels could not be kept; it is tried again in a minute")
            return
        self._seen = scores

    def silent(self, why: str) -> None:
        """Nothing to add."""

    def book(self) -> LevelBook:
        """Levels of this session and the scoreboard."""
        session = session_info(self._now()).date
        scores = tuple(row_of(score, sessions) for score, sessions in self._ledger.totals())
        return LevelBook(session=session, realm=self._ledger.realm, levels=self._ledger.levels(session), scores=scores)

    def _tell(self) -> None:
        self._session = session_info(self._now()).date
        if self._fixed:
            return
        fact = OwnLevels(self._ledger.levels(self._session))
        if fact != self._told:
            self._told = fact
            self._board.put(LEVELS_FACT, fact)

    def _now(self) -> UnixNanos:
        return max(self._as_of or 0, self._market.now())

    def _may(self) -> None:
        if self._fixed:
            raise RequestError("bad_request", RECORDED)
        if not self._mine():
            raise RequestError("bad_request", NOT_HERE)

    async def _list(self, identity: Identity, args: Mapping[str, Any]) -> LevelBook:
        return self.book()

    async def _add(self, identity: Identity, args: Mapping[str, Any]) -> LevelBook:
        self._may()
        price, label = checked(args.get("price"), args.get("label", ""))
        typed = [one for one in self._ledger.levels(self._session) if not one.vendor]
        if any(one.price == price for one in typed):
            raise RequestError("bad_request", f"a level of yours stands at {price:,.2f} already")
        if len(typed) >= MOST:
            raise RequestError("limit_reached", f"at most {MOST} levels; remove one first")
        self._ledger.add(price, label, to_millis(self._now()))
        self._tell()
        return self.book()

    async def _remove(self, identity: Identity, args: Mapping[str, Any]) -> LevelBook:
        """By number, or by the price at which it stands."""
        self._may()
        wanted = args.get("id", args.get("price"))
        typed = [one for one in self._ledger.levels(self._session) if not one.vendor]
        found = [one for one in typed if wanted == (one.number if "id" in args else one.price)]
        if len(found) != 1 or not self._ledger.remove(found[0].number):
            raise RequestError("bad_request", "no such level of yours; `level.list` names them")
        self._tell()
        return self.book()

    async def _import(self, identity: Identity, args: Mapping[str, Any]) -> LevelBook:
        """All levels of a vendor for one session (default: this one), instead of those before."""
        self._may()
        vendor, rows = args.get("name"), args.get("rows")
        session = args.get("session", session_info(self._now()).date)
        if not isinstance(vendor, str) or not 0 < len(vendor) <= LABEL:
            raise RequestError("bad_request", f"needs name, the vendor, of at most {LABEL} characters")
        if not isinstance(session, str) or not _is_session(session):
            raise RequestError("bad_request", "needs session, the date of a trading day such as 2026-01-14")
        if not isinstance(rows, list) or len(rows) > MOST or not all(isinstance(r, list) and len(r) == 2 for r in rows):
            raise RequestError("bad_request", f"needs rows, at most {MOST} pairs of price and label")
        self._ledger.replace(vendor, session, [checked(price, label) for price, label in rows], to_millis(self._now()))
        self._tell()
        return self.book()


def checked(price: object, label: object) -> tuple[float, str]:
    """A price in points and its label, by default the price. Raises RequestError."""
    if isinstance(price, bool) or not isinstance(price, int | float) or not math.isfinite(price):
        raise RequestError("bad_request", "needs price, a number of index points such as 6905")
    if not 0 < price <= MOST_PRICE:
        raise RequestError("bad_request", f"expected a price above 0 and at most {MOST_PRICE:,.0f}")
    if not isinstance(label, str) or len(label) > LABEL or not label.isprintable():
        raise RequestError("bad_request", f"expected a label of at most {LABEL} printable characters")
    return round(float(price), 2), label.strip() or f"{price:,.2f}".removesuffix(".00")


def _is_session(text: str) -> bool:
    try:
        return hours(text) is not None
    except ValueError:
        return False
