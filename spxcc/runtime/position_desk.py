"""Positions at work: opened by a mark or on paper, followed with each step, told to their owner, kept in the ledger."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from spxcc.engines.graph import StepResult
from spxcc.engines.plan.result import DayPlan, Trade
from spxcc.engines.positions.params import SLIP
from spxcc.engines.positions.result import (
    Planned,
    Position,
    PositionBook,
    PositionEvent,
    Side,
    positions_channel,
)
from spxcc.engines.positions.track import ended, entry_of, followed, planned_of
from spxcc.engines.price.result import PRICES
from spxcc.engines.setups.result import SETUPS, Setup
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import RequestError, RequestHandler
from spxcc.ledger.database import Failure
from spxcc.ledger.positions import PositionLedger
from spxcc.market.clock import Clock
from spxcc.market.session import session_info
from spxcc.market.units import NANOS_PER_MINUTE, UnixMillis, UnixNanos, to_millis
from spxcc.protocol.identity import Identity
from spxcc.runtime.plan_args import number

log = logging.getLogger(__name__)

MOST, LABEL, FRESH_MS = 50, 80, 90_000
"""Open positions of one owner; characters of a label; oldest price that opens or closes one."""
NO_PRICE = "no SPX price of the last 90 s: there is nothing to open or close at"


class PositionDesk:
    """market: the data's clock. Called by the node after each step."""

    def __init__(self, ledger: PositionLedger, hub: Hub, market: Clock) -> None:
        self._ledger, self._hub, self._market = ledger, hub, market
        self._open: dict[int, tuple[str, Position]] = {one.id: (owner, one) for owner, one in ledger.standing()}
        self._setups: Sequence[Setup] = ()
        self._price: tuple[float, UnixMillis] | None = None
        self._as_of: UnixNanos = 0
        self._minute = 0
        self._count = 0

    @property
    def queries(self) -> dict[str, RequestHandler]:
        """Handlers of reads by name."""
        return {"position.list": self._list}

    @property
    def commands(self) -> dict[str, RequestHandler]:
        """Handlers of changes by name; each answers with the book of the session."""
        return {"position.open": self._enter, "position.close": self._leave}

    def around(self, mark: RequestHandler) -> RequestHandler:
        """`trade.mark`, after which each marked trade with a side has its position."""

        async def marked(identity: Identity, args: Mapping[str, Any]) -> DayPlan:
            day: DayPlan = await mark(identity, args)
            self.sync(identity.sub, day)
            return day

        return marked

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After a step: the newest price of the index meets every open position."""
        self._as_of = as_of
        setups = step.results.get(SETUPS.name)
        self._setups = self._setups if setups is None else setups.setups
        board = step.results.get(PRICES.name)
        last = None if board is None else next((one for one in board.prices if one.symbol == "SPX"), None)
        fresh = last is not None and (last.price, last.ts_event) != self._price
        if last is not None:
            self._price = (last.price, last.ts_event)
        whole = as_of // NANOS_PER_MINUTE != self._minute
        self._minute = as_of // NANOS_PER_MINUTE
        if self._open and (fresh or whole):
            self._follow(whole)

    def silent(self, why: str) -> None:
        """Nothing to add."""

    def sync(self, owner: str, day: DayPlan) -> None:
        """Positions as the marks of the day say: opened, closed with what was typed, or taken back."""
        own = {one.trade: one for one in self._ledger.of(owner, day.session) if one.trade is not None}
        for trade in day.trades:
            found = own.pop(trade.id, None)
            if found is None and trade.closed is None and trade.side:
                self._mark(owner, day.session, trade, trade.side)
            elif found is not None and trade.closed is not None and found.closed is None:
                here = None if self._price is None else self._price[0]
                typed = ended(found, here, trade.closed, "closed by you")
                self._keep(owner, msgspec.structs.replace(typed, r=trade.r, usd=trade.usd), "closed")
        for gone in own.values():
            self._ledger.drop(gone.id)
            self._open.pop(gone.id, None)
            self._tell(owner, gone, "void")

    def _follow(self, whole: bool) -> None:
        now, closes = to_millis(self._as_of), to_millis(session_info(self._as_of).close_at)
        session = session_info(self._as_of).date
        for owner, before in tuple(self._open.values()):
            if before.session < session:
                self._keep(owner, ended(before, None, now, "not watched"), "closed")
                continue
            if self._price is None or self._price[1] < before.opened:
                continue
            after = followed(before, self._price[0], now, closes)
            if after.closed is not None:
                self._keep(owner, after, "closed")
            elif after != before and whole:
                self._keep(owner, after, "moved")
            else:
                self._open[after.id] = (owner, after)

    def _keep(self, owner: str, position: Position, event: Literal["opened", "moved", "closed"]) -> None:
        try:
            self._ledger.keep(position)
        except Failure:
            log.exception("position %d of %s could not be kept; it is tried again in a minute", position.id, owner)
            return
        if position.closed is None:
            self._open[position.id] = (owner, position)
        else:
            self._open.pop(position.id, None)
        self._tell(owner, position, event)

    def _tell(self, owner: str, one: Position, event: Literal["opened", "moved", "closed", "void"]) -> None:
        self._count += 1
        news = PositionEvent(
            id=f"{self._hub.epoch}-{self._count}",
            event=event,
            at=to_millis(self._now()),
            position=one,
            mae=one.mae,
            mfe=one.mfe,
        )
        self._hub.publish(positions_channel(owner), (news,), self._now())

    def _now(self) -> UnixNanos:
        return max(self._as_of, self._market.now())

    def _quote(self) -> float:
        if self._price is None or to_millis(self._now()) - self._price[1] > FRESH_MS:
            raise RequestError("bad_request", NO_PRICE)
        return self._price[0]

    def _planned(self, setup_id: str) -> Planned | None:
        return next((planned_of(one) for one in self._setups if one.id == setup_id), None)

    def _mark(self, owner: str, session: str, trade: Trade, side: Side) -> None:
        if self._price is None:
            return
        planned = self._planned(trade.setup_id)
        new = Position(
            id=0, session=session, paper=False, label=trade.label, side=side, opened=trade.opened,
            entry=entry_of(self._price[0], side, paper=False), trade=trade.id, setup_id=trade.setup_id,
            stop=None if planned is None else planned.stop, t1=None if planned is None else planned.t1, planned=planned,
        )  # fmt: skip
        self._keep(owner, self._ledger.open(owner, new), "opened")

    async def _list(self, identity: Identity, args: Mapping[str, Any]) -> PositionBook:
        return self._book(identity.sub)

    def _book(self, owner: str) -> PositionBook:
        session = session_info(self._now()).date
        current = {number: one for number, (whose, one) in self._open.items() if whose == owner}
        kept = self._ledger.of(owner, session)
        return PositionBook(session=session, positions=tuple(current.get(one.id, one) for one in kept))

    async def _enter(self, identity: Identity, args: Mapping[str, Any]) -> PositionBook:
        """A paper position at the price of the moment; of a setup with its side, stop and first target."""
        owner, setup_id, label = identity.sub, args.get("setup_id", ""), args.get("label", "paper")
        if not isinstance(setup_id, str) or not isinstance(label, str) or max(len(setup_id), len(label)) > LABEL:
            raise RequestError("bad_request", f"expected at most {LABEL} characters in label and setup_id")
        if sum(whose == owner for whose, _ in self._open.values()) >= MOST:
            raise RequestError("limit_reached", f"at most {MOST} open positions; close one first")
        setup = next((one for one in self._setups if one.id == setup_id), None)
        if setup_id and setup is None:
            raise RequestError("bad_request", "no such setup is listed now")
        side = args.get("side", None if setup is None else setup.side)
        if side not in ("long", "short"):
            raise RequestError("bad_request", "needs side, long or short, or the setup_id of a listed setup")
        planned = None if setup is None else planned_of(setup)
        stop, t1 = number(args, "stop", 1e6), number(args, "t1", 1e6)
        new = Position(
            id=0, session=session_info(self._now()).date, paper=True, label=label, side=side,
            opened=to_millis(self._now()), entry=entry_of(self._quote(), side, paper=True), setup_id=setup_id,
            stop=stop if stop is not None or planned is None else planned.stop,
            t1=t1 if t1 is not None or planned is None else planned.t1, planned=planned,
        )  # fmt: skip
        if new.stop is not None and new.risk is None:
            raise RequestError("bad_request", f"expected a stop on the losing side of {new.entry:,.2f}")
        self._keep(owner, self._ledger.open(owner, new), "opened")
        return self._book(owner)

    async def _leave(self, identity: Identity, args: Mapping[str, Any]) -> PositionBook:
        """A paper position at the price of the moment."""
        found = self._open.get(args.get("id", -1)) if type(args.get("id")) is int else None
        if found is None or found[0] != identity.sub:
            raise RequestError("bad_request", "no such open position of yours; `position.list` names them")
        one, way = found[1], 1.0 if found[1].side == "long" else -1.0
        if not one.paper:
            raise RequestError("bad_request", "a taken trade is closed with its mark: `trade.mark` state closed")
        self._keep(
            identity.sub, ended(one, self._quote() - way * SLIP, to_millis(self._now()), "closed by you"), "closed"
        )
        return self._book(identity.sub)
