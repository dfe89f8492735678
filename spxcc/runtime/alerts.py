"""Alerts at work: looks at every owner's after each step, keeps their latches, tells the owner, serves commands."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import msgspec

from spxcc.engines.alerts.evaluate import Memory, evaluate, fingerprint, status_of
from spxcc.engines.alerts.params import FRESH_MS
from spxcc.engines.alerts.parse import NotUnderstood, parse
from spxcc.engines.alerts.result import (
    RECENT,
    Alert,
    AlertBook,
    AlertEvent,
    Fired,
    Happened,
    Latch,
    Realm,
    Row,
    alerts_channel,
)
from spxcc.engines.alerts.scene import Scene, scene_of
from spxcc.engines.graph import StepResult
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import RequestError, RequestHandler
from spxcc.ledger.alerts import AlertLedger
from spxcc.ledger.database import Failure
from spxcc.market.clock import Clock
from spxcc.market.units import UnixMillis, UnixNanos, to_millis, to_nanos
from spxcc.protocol.identity import Identity

log = logging.getLogger(__name__)

MOST = 100
"""Alerts of one owner; at that many the oldest that is done makes room for a new one."""
DONE = ("fired", "expired")
MUTE_MINUTES = 15
LONGEST_MUTE = 24 * 60
MINUTE_MS = 60_000
REALMS: Mapping[str, Realm] = {"sim": "sim", "replay": "replay"}


class Hook(Protocol):
    """Told of every firing."""

    def __call__(self, owner: str, mode: str, fired: Fired) -> None: ...


@dataclass(frozen=True, slots=True)
class Owed:
    """What an owner's ledger did not take yet."""

    latches: dict[int, Latch] = field(default_factory=dict)
    fired: tuple[Fired, ...] = ()


def realm_of(mode: str) -> Realm:
    """Which alerts a run of this mode has: those of a real market, of a simulated one, of a replayed one."""
    return REALMS.get(mode, "live")


class AlertDesk:
    """`stepped` and `silent` are called by the node. market: the data's clock.

    `_came`: ids of what fired in this run, and whether an earlier run of the same day had told it.
    """

    def __init__(
        self,
        ledger: AlertLedger,
        hub: Hub,
        market: Callable[[], UnixNanos],
        wall: Clock,
        mode: str,
        hook: Hook | None = None,
    ) -> None:
        self._ledger, self._hub, self._market, self._wall = ledger, hub, market, wall
        self._mode, self._hook = mode, hook
        self._alerts: dict[str, dict[int, Alert]] = {}
        self._latches: dict[int, Latch] = {}
        self._memories: dict[str, Memory] = {}
        self._owed: dict[str, Owed] = {}
        self._results: Mapping[str, Any] = {}
        self._over: set[int] = set()
        self._count = 0
        for owner, alert, latch in ledger.everything():
            self._alerts.setdefault(owner, {})[alert.id] = alert
            self._latches[alert.id] = latch
        for owner in self._alerts:
            self._memories[owner] = Memory(told=self._told(owner))
        self._start = self._now()
        self._came: dict[str, bool] = {}

    @property
    def queries(self) -> dict[str, RequestHandler]:
        """Handlers of reads by name."""
        return {"alert.list": self._list}

    @property
    def commands(self) -> dict[str, RequestHandler]:
        """Handlers of changes by name; each answers with the owner's book."""
        return {
            "alert.add": self._add, "alert.remove": self._remove, "alert.rearm": self._rearm,
            "alert.ack": self._acknowledge, "alert.mute": self._mute,
        }  # fmt: skip

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """After a step. What happened before the run began is history: nothing is told of it."""
        self._results = step.results
        now = to_millis(as_of)
        if self._alerts and to_millis(self._market()) - now <= FRESH_MS:
            self._look(scene_of(step.results, step.ran, now))

    def silent(self, why: str) -> None:
        """The feed sends no steps any more."""
        if self._alerts:
            self._look(scene_of(self._results, (), to_millis(self._market()), why))

    def book(self, owner: str) -> AlertBook:
        """Everything of one owner."""
        now = self._now()
        rows = tuple(
            Row(alert=alert, status=status_of(alert, latch, now), latch=latch)
            for alert in self._alerts.get(owner, {}).values()
            for latch in (self._latches.get(alert.id, Latch()),)
        )
        muted = self._ledger.muted_until(owner)
        fired = tuple(self._seen(one) for one in self._ledger.fired(owner) if self._passed(one))
        return AlertBook(realm=self._ledger.realm, rows=rows, fired=fired, muted_until=muted)

    def _passed(self, fired: Fired) -> bool:
        """Whether this run has come to it: of a day that is played again nothing is shown ahead of time."""
        return self._ledger.realm == "live" or fired.at <= max(self._start, to_millis(self._market()))

    def _seen(self, fired: Fired) -> Fired:
        """What an earlier run told counts as seen when this one comes to it."""
        earlier = self._ledger.realm != "live" and fired.at > self._start
        return msgspec.structs.replace(fired, acknowledged=True) if self._came.get(fired.id, earlier) else fired

    def _look(self, scene: Scene) -> None:
        for owner, alerts in self._alerts.items():
            try:
                self._look_for(owner, alerts, scene)
            except Exception:
                log.exception("the alerts of %s could not be looked at", owner)

    def _look_for(self, owner: str, alerts: Mapping[int, Alert], scene: Scene) -> None:
        outcome = evaluate(alerts.values(), self._latches, scene, self._memories.get(owner, Memory()))
        self._memories[owner] = outcome.memory
        changed = {number: latch for number, latch in outcome.latches.items() if self._differs(number, latch)}
        self._latches |= outcome.latches
        timed = tuple(self._timed(one, scene) for one in outcome.fired)
        if changed or timed:
            for one in self._kept(owner, changed, timed):
                self._tell(owner, "fired", scene.now, one.alert, one)
                if self._hook is not None:
                    self._hook(owner, self._mode, one)
        for alert in alerts.values():
            expired = status_of(alert, self._latches.get(alert.id, Latch()), scene.now) == "expired"
            if expired and alert.id not in self._over:
                self._over.add(alert.id)
                self._tell(owner, "expired", scene.now, alert.id)

    def _kept(self, owner: str, latches: Mapping[int, Latch], fired: tuple[Fired, ...]) -> tuple[Fired, ...]:
        """Put into the ledger; those to be told. What it does not take is told all the same, and put there later."""
        owed = self._owed.pop(owner, Owed())
        known = self._alerts.get(owner, {})
        latches = {number: latch for number, latch in (owed.latches | dict(latches)).items() if number in known}
        told = {one.id for one in owed.fired}
        try:
            new = self._ledger.settle(owner, latches, (*owed.fired, *fired))
        except Failure:
            log.exception("the alerts of %s could not be kept; they are tried again with the next change", owner)
            self._owed[owner] = Owed(latches, (*owed.fired, *fired)[-RECENT:])
            new = fired
        if self._ledger.realm != "live":
            self._came |= {one.id: one not in new for one in fired}
        return tuple(one for one in new if one.id not in told)

    def _differs(self, number: int, latch: Latch) -> bool:
        """Whether there is more to keep than how far it has looked."""
        before = self._latches.get(number)
        return before is None or before.since == 0 or msgspec.structs.replace(before, since=latch.since) != latch

    def _timed(self, fired: Fired, scene: Scene) -> Fired:
        if fired.event_ms is None:
            return fired
        return msgspec.structs.replace(fired, latency_ms=max(to_millis(self._market()) - fired.event_ms, 0))

    def _told(self, owner: str) -> dict[str, int]:
        """What was said lately, by its fingerprint."""
        return {fingerprint(one.kind, one.subject): one.at for one in self._ledger.fired(owner)}

    def _forget(self, owner: str, alert: Alert) -> None:
        """What was said lately of the same kind no longer keeps this alert quiet."""
        memory, head = self._memories.get(owner, Memory()), fingerprint(alert.condition.kind, "")
        told = {key: at for key, at in memory.told.items() if not key.startswith(head)}
        self._memories[owner] = replace(memory, told=told)

    def _tell(
        self, owner: str, event: Happened, at: UnixMillis, number: int | None = None, fired: Fired | None = None
    ) -> None:
        self._count += 1
        identity = fired.id if fired is not None else f"{self._hub.epoch}-{self._count}"
        muted = self._ledger.muted_until(owner) if event == "muted" else None
        news = AlertEvent(
            id=identity, event=event, at=at, realm=self._ledger.realm, alert=number, fired=fired, muted_until=muted
        )
        self._hub.publish(alerts_channel(owner), (news,), to_nanos(at))

    def _now(self) -> UnixMillis:
        return to_millis(self._market())

    async def _list(self, identity: Identity, args: Mapping[str, Any]) -> AlertBook:
        return self.book(identity.sub)

    async def _add(self, identity: Identity, args: Mapping[str, Any]) -> AlertBook:
        owner, text = identity.sub, args.get("words")
        if not isinstance(text, str):
            raise RequestError("bad_request", "needs words such as touch 6905")
        try:
            wish = parse(text)
        except NotUnderstood as error:
            raise RequestError("bad_request", str(error)) from None
        mine, now = self._alerts.get(owner, {}), self._now()
        same = next((one for one in mine.values() if one.words == wish.words and one.once == wish.once), None)
        if same is not None and status_of(same, self._latches.get(same.id, Latch()), now) not in DONE:
            raise RequestError("bad_request", f"{wish.words} is there already as [{same.id}]")
        if len(mine) >= MOST:
            self._make_room(owner, mine, now)
        expires = None if wish.minutes is None else now + round(wish.minutes * MINUTE_MS)
        alert = self._ledger.add(
            owner,
            Alert(
                id=0, condition=wish.condition, words=wish.words, once=wish.once, severity=wish.severity,
                created=now, expires=expires,
            ),
        )  # fmt: skip
        self._alerts.setdefault(owner, {})[alert.id] = alert
        self._forget(owner, alert)
        self._tell(owner, "added", now, alert.id)
        return self.book(owner)

    def _make_room(self, owner: str, mine: Mapping[int, Alert], now: UnixMillis) -> None:
        """One that said what it had to say, or expired, goes; what it said stays. Raises RequestError without such."""
        done = (one.id for one in mine.values() if status_of(one, self._latches.get(one.id, Latch()), now) in DONE)
        oldest = min(done, default=None)
        if oldest is None:
            raise RequestError("limit_reached", f"at most {MOST} alerts; remove one first")
        self._drop(owner, oldest)

    async def _remove(self, identity: Identity, args: Mapping[str, Any]) -> AlertBook:
        alert = self._mine(identity, args)
        self._drop(identity.sub, alert.id)
        return self.book(identity.sub)

    def _drop(self, owner: str, number: int) -> None:
        self._ledger.remove(owner, number)
        del self._alerts[owner][number]
        self._latches.pop(number, None)
        self._tell(owner, "removed", self._now(), number)

    async def _rearm(self, identity: Identity, args: Mapping[str, Any]) -> AlertBook:
        """As if it were new: it counts from what the market does next, told by an earlier run of this day or not."""
        alert = self._mine(identity, args)
        if alert.expires is not None and alert.expires <= self._now():
            raise RequestError("bad_request", f"[{alert.id}] has expired; add it anew")
        self._latches[alert.id] = Latch()
        self._kept(identity.sub, {alert.id: Latch()}, ())
        self._ledger.unsay(identity.sub, alert.id, self._now())
        self._forget(identity.sub, alert)
        self._tell(identity.sub, "rearmed", self._now(), alert.id)
        return self.book(identity.sub)

    async def _acknowledge(self, identity: Identity, args: Mapping[str, Any]) -> AlertBook:
        ids = args.get("ids")
        if ids is not None and not (isinstance(ids, list) and all(isinstance(one, str) for one in ids)):
            raise RequestError("bad_request", "needs ids, a list of those of fired alerts, or none for all")
        if ids is not None and len(ids) > RECENT:
            raise RequestError("bad_request", f"expected at most {RECENT} ids, found {len(ids)}; none stands for all")
        if self._ledger.acknowledge(identity.sub, ids):
            self._tell(identity.sub, "acknowledged", self._now())
        return self.book(identity.sub)

    async def _mute(self, identity: Identity, args: Mapping[str, Any]) -> AlertBook:
        minutes = args.get("minutes", MUTE_MINUTES)
        if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 0 <= minutes <= LONGEST_MUTE:
            raise RequestError("bad_request", f"needs minutes from 0 (no longer mute) to {LONGEST_MUTE}")
        self._ledger.mute(identity.sub, to_millis(self._wall.now()) + round(minutes * MINUTE_MS))
        self._tell(identity.sub, "muted", self._now())
        return self.book(identity.sub)

    def _mine(self, identity: Identity, args: Mapping[str, Any]) -> Alert:
        number = args.get("id")
        alert = self._alerts.get(identity.sub, {}).get(number) if type(number) is int else None
        if alert is None:
            raise RequestError("bad_request", "no such alert of yours; `alert.list` names them")
        return alert
