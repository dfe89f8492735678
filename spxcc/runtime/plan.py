"""The plan card at work: freezes, amends, takes marks of trades, judges the risk rules after each second of market."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from spxcc.engines.agenda.result import AGENDA_KEY, Agenda
from spxcc.engines.graph import StepResult
from spxcc.engines.plan.card import differences, digest_of, window_at
from spxcc.engines.plan.result import Amendment, DayPlan, PlanCard, PlanEvent, Trade, plan_channel
from spxcc.engines.risk.judge import Day, Mark, judge
from spxcc.engines.risk.params import RiskRules, switched
from spxcc.engines.risk.result import Risk, Sizing
from spxcc.engines.risk.size import sizings
from spxcc.engines.setups.result import SETUPS, SetupsResult
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import RequestError, RequestHandler
from spxcc.ledger.plans import PlanLedger
from spxcc.market.clock import Clock
from spxcc.market.session import SessionInfo, session_info
from spxcc.market.units import NANOS_PER_SECOND, UnixMillis, UnixNanos, to_millis
from spxcc.protocol.identity import Identity
from spxcc.runtime.plan_args import REASON, card_of, number, override_of

log = logging.getLogger(__name__)

LABEL = 80
MOST = 200
"""Marks, and amendments, of one session: each change sends all of them."""
WORDS = "needs state: taken, closed or void"


class PlanDesk:
    """market: the clock of the data. Called by the node after each step."""

    def __init__(self, ledger: PlanLedger, hub: Hub, market: Clock, rules: RiskRules) -> None:
        self._ledger, self._hub, self._market, self._rules = ledger, hub, market, switched(rules)
        self._agenda: Agenda | None = None
        self._as_of: UnixNanos | None = None
        self._setups: SetupsResult | None = None
        self._risks: dict[str, tuple[Risk, tuple[Sizing, ...]]] = {}
        self._session: SessionInfo | None = None
        self._count = 0

    @property
    def queries(self) -> dict[str, RequestHandler]:
        """Handlers of reads by name."""
        return {"plan.get": self._get}

    @property
    def commands(self) -> dict[str, RequestHandler]:
        """Handlers of changes by name; each answers with the owner's day."""
        return {"plan.set": self._set, "trade.mark": self._mark, "risk.override": self._override}

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After a step: whose risk card says something else now is told."""
        second = as_of // NANOS_PER_SECOND
        if self._as_of is not None and second == self._as_of // NANOS_PER_SECOND:
            return
        self._as_of, self._agenda = as_of, step.results.get(AGENDA_KEY.name)
        self._setups = step.results.get(SETUPS.name)
        session = session_info(as_of)
        if self._session is None or session.date != self._session.date:
            self._risks = self._opening(session)
        self._session = session
        for owner, before in tuple(self._risks.items()):
            try:
                risk = self._risk(owner, session)
                if not _same(before[0], risk) or before[1] != self._sizes(risk):
                    self._tell(owner, "risk")
            except Exception:
                log.exception("the risk card of %s could not be judged", owner)

    def silent(self, why: str) -> None:
        """Nothing to add."""

    def day(self, owner: str) -> DayPlan:
        """Everything of one owner's session."""
        session = session_info(self._now())
        frozen = self._ledger.frozen(owner, session.date)
        card, digest, at = frozen if frozen is not None else (None, None, None)
        amendments = self._ledger.amendments(owner, session.date)
        trades = self._ledger.trades(owner, session.date)
        stands = amendments[-1].card if amendments else card
        risk = self._risk(owner, session)
        return DayPlan(
            session=session.date,
            risk=risk,
            sizes=self._sizes(risk),
            card=card,
            digest=digest,
            frozen_at=at,
            amendments=amendments,
            trades=trades,
            differences=() if stands is None else differences(stands, trades, session.date),
            yesterday=self._ledger.before(owner, session.date),
        )

    def _sizes(self, risk: Risk) -> tuple[Sizing, ...]:
        return () if self._setups is None else sizings(risk, self._setups.setups)

    def _opening(self, session: SessionInfo) -> dict[str, tuple[Risk, tuple[Sizing, ...]]]:
        # Whoever looked is told of the day too, with or without a card, if it says something else than what was seen.
        risks = dict(self._risks)
        for owner in self._ledger.owners(session.date):
            if owner in risks:
                continue
            try:
                risk = self._risk(owner, session)
                risks[owner] = risk, self._sizes(risk)
            except Exception:
                log.exception("the day of %s could not be read", owner)
        return risks

    def _now(self) -> UnixNanos:
        """Market time goes on while the feed is silent: a mark is not to be dated back to its last step."""
        return max(self._as_of or 0, self._market.now())

    def _risk(self, owner: str, session: SessionInfo) -> Risk:
        now = to_millis(self._now())
        card = self._standing(owner, session.date)
        trades = self._ledger.trades(owner, session.date)
        day = Day(now, to_millis(session.close_at), self._quiet(card, session.date, now))
        return judge(limited(self._rules, card), marks_of(trades), day, self._ledger.overrides(owner, session.date))

    def _standing(self, owner: str, session: str) -> PlanCard | None:
        amendments = self._ledger.amendments(owner, session)
        if amendments:
            return amendments[-1].card
        frozen = self._ledger.frozen(owner, session)
        return None if frozen is None else frozen[0]

    def _quiet(self, card: PlanCard | None, session: str, now: UnixMillis) -> tuple[tuple[str, UnixMillis], ...]:
        quiet: list[tuple[str, UnixMillis]] = []
        blackout = None if self._agenda is None else self._agenda.blackout
        if blackout is not None:
            quiet.append((f"blackout around {blackout.name}", blackout.quiet_until))
        window = None if card is None else window_at(card, session, now)
        if window is not None:
            quiet.append((f"your no-trade window {window[0]}", window[1]))
        return tuple(quiet)

    def _tell(self, owner: str, event: Any) -> DayPlan:
        self._count += 1
        day, now = self.day(owner), self._now()
        self._risks[owner] = day.risk, day.sizes
        news = PlanEvent(id=f"{self._hub.epoch}-{self._count}", event=event, at=to_millis(now), day=day)
        self._hub.publish(plan_channel(owner), (news,), now)
        return day

    async def _get(self, identity: Identity, args: Mapping[str, Any]) -> DayPlan:
        day = self.day(identity.sub)
        self._risks.setdefault(identity.sub, (day.risk, day.sizes))
        return day

    async def _set(self, identity: Identity, args: Mapping[str, Any]) -> DayPlan:
        """Freezes the card of the session; afterwards it takes a reason, and the first card stays beside it."""
        owner, session, now = identity.sub, session_info(self._now()).date, to_millis(self._now())
        reason = args.get("reason", "")
        card = card_of(args.get("card"))
        digest = digest_of(card)
        if self._ledger.freeze(owner, session, now, digest, card):
            return self._tell(owner, "frozen")
        if card == self._standing(owner, session):
            raise RequestError("bad_request", "the card says this already; nothing was changed")
        if not isinstance(reason, str) or not 0 < len(reason.strip()) <= REASON:
            raise RequestError("bad_request", "the card is frozen; type a reason to amend it")
        if len(self._ledger.amendments(owner, session)) >= MOST:
            raise RequestError("limit_reached", f"at most {MOST} amendments of one session")
        self._ledger.amend(owner, session, Amendment(at=now, reason=reason.strip(), card=card, digest=digest))
        return self._tell(owner, "amended")

    async def _mark(self, identity: Identity, args: Mapping[str, Any]) -> DayPlan:
        """A trade that was taken elsewhere, its result, or a mark that was a mistake."""
        owner, session = identity.sub, session_info(self._now()).date
        match args.get("state"):
            case "taken":
                if len(self._ledger.trades(owner, session)) >= MOST:
                    raise RequestError("limit_reached", f"at most {MOST} marks of one session; void one first")
                self._ledger.open_trade(owner, session, self._taken(args))
            case "closed":
                trade = self._of(owner, session, args)
                closed = msgspec.structs.replace(
                    trade, closed=to_millis(self._now()), r=number(args, "r", 100.0), usd=number(args, "usd", 1e9)
                )
                if closed.r is None:
                    raise RequestError("bad_request", "needs r, the result in R such as -1 or 1.5")
                self._ledger.change_trade(owner, closed)
            case "void":
                self._ledger.drop_trade(owner, self._of(owner, session, args).id)
            case _:
                raise RequestError("bad_request", WORDS)
        return self._tell(owner, "trade")

    async def _override(self, identity: Identity, args: Mapping[str, Any]) -> DayPlan:
        """The rule that decides now is set aside for the session; the ledger keeps the reason, the card shows it."""
        owner, session = identity.sub, session_info(self._now())
        if len(self._ledger.overrides(owner, session.date)) >= MOST:
            raise RequestError("limit_reached", f"at most {MOST} overrides of one session")
        override = override_of(self._risk(owner, session), args, to_millis(self._now()))
        self._ledger.override(owner, session.date, override)
        return self._tell(owner, "override")

    def _taken(self, args: Mapping[str, Any]) -> Trade:
        wish = {"id": 0, "opened": to_millis(self._now()), "label": "trade"}
        given = {name: args[name] for name in ("label", "setup_id", "side") if name in args}
        try:
            trade = msgspec.convert({**wish, **given}, Trade)
        except msgspec.ValidationError as error:
            raise RequestError("bad_request", f"the mark is not understood: {error}") from None
        if max(len(trade.label), len(trade.setup_id)) > LABEL:
            raise RequestError("bad_request", f"expected at most {LABEL} characters in label and setup_id")
        return trade

    def _of(self, owner: str, session: str, args: Mapping[str, Any]) -> Trade:
        """The trade of that number, else the open one of that setup, else the only open one."""
        trades = self._ledger.trades(owner, session)
        if "trade" in args:
            found = [trade for trade in trades if trade.id == args["trade"]]
        else:
            setup = args.get("setup_id")
            found = [trade for trade in trades if trade.closed is None and setup in (None, trade.setup_id)]
        if len(found) != 1:
            raise RequestError("bad_request", "no such trade of yours today, or more than one; name it by trade")
        return found[0]


def limited(rules: RiskRules, card: PlanCard | None) -> RiskRules:
    """The rules with the limits of the card where those are tighter."""
    if card is None:
        return rules
    return msgspec.structs.replace(
        rules,
        max_loss_usd=_least(rules.max_loss_usd, card.max_loss_usd),
        max_trades=_least(rules.max_trades, card.max_trades),
    )


def marks_of(trades: Sequence[Trade]) -> tuple[Mark, ...]:
    """Trades as the rules see them."""
    return tuple(Mark(trade.opened, trade.closed, trade.r, trade.usd) for trade in trades)


def _least(one: Any, other: Any) -> Any:
    return min((value for value in (one, other) if value is not None), default=None)


def _same(one: Risk, other: Risk) -> bool:
    return (one.state, one.rule, one.until) == (other.state, other.rule, other.until)
