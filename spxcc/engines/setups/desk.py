"""One step over all setups: closed bars, fills, deadlines. Mutable within a step, a value before and after it."""

from collections.abc import Mapping, Sequence

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.engines.setups.breakout import BreakoutRule
from spxcc.engines.setups.continuation import ContinuationRule
from spxcc.engines.setups.decide import advance, side_of, watch, with_plan, without_input
from spxcc.engines.setups.fade import FadeRule
from spxcc.engines.setups.hours import MINUTE_MS, Hours
from spxcc.engines.setups.lifecycle import EMPTY, Tracked, move, place_key
from spxcc.engines.setups.memory import FOREVER, SetupsMemory
from spxcc.engines.setups.params import KEPT_CLOSED_MS, Kind
from spxcc.engines.setups.position import Event, closing, fill, resolve
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.reversion import ReversionRule
from spxcc.engines.setups.rule import Rule
from spxcc.engines.setups.scene import Scene, end_of
from spxcc.market.candles import Candle
from spxcc.market.units import to_millis

CATALOGUE: tuple[Rule, ...] = (FadeRule(), BreakoutRule(), ReversionRule(), ContinuationRule())
CLOSING_GRACE_MS = MINUTE_MS
"""The last bar of the session may be so late; then what is open ends at the last known close."""


class Desk:
    """All setups of one session. quiet_ms: a bar that was over for so long without a successor is a feed gap (R12)."""

    def __init__(self, memory: SetupsMemory, hours: Hours, versions: Mapping[Kind, str], quiet_ms: int) -> None:
        self._memory, self._hours, self._versions, self._quiet_ms = memory, hours, versions, quiet_ms
        self._common = hours.rules.common
        self._tracked = list(memory.tracked)
        self._created, self._cooling = dict(memory.created), dict(memory.cooling)
        self._funnel = {kind: dict(counts) for kind, counts in memory.funnel.items()}
        self._last_end, self._close, self._decided = memory.last_end, memory.last_close, memory.decided
        self._missing = dict(memory.missing)

    def bar(self, bar: Candle) -> None:
        """A closed bar: deadlines before its end, then fills and what it does to them, then deadlines at its end."""
        end = end_of(bar)
        if self._last_end and to_millis(bar.start) > self._last_end:
            self._void(self._last_end + self._quiet_ms)
        self._expire(end - 1)
        self.opened(bar)
        self._close = bar.close
        for at, tracked in enumerate(self._tracked):
            if tracked.trade is not None and tracked.open:
                self._tracked[at] = self._resolved(tracked, bar)
        self._last_end = end
        self._expire(end)
        if end >= self._hours.closes:
            self._end_session()

    def opened(self, bar: Candle) -> None:
        """The minute after a trigger has opened, and fills; `bar` may still be forming."""
        if to_millis(bar.start) != self._last_end:
            return
        for at, tracked in enumerate(self._tracked):
            if tracked.phase == "triggered":
                self._tracked[at] = self._filled(tracked, bar)

    def time(self, now: UnixMillis) -> None:
        """Deadlines that are reached at `now`; closed setups leave that were listed long enough."""
        self._expire(now)
        if self._last_end and self._last_end + self._quiet_ms <= now < self._hours.closes:
            self._void(self._last_end + self._quiet_ms)
        if now >= self._hours.closes + CLOSING_GRACE_MS:
            self._end_session()
        self._tracked = [one for one in self._tracked if one.open or now < one.setup.updated + KEPT_CLOSED_MS]

    def decide(self, scene: Scene, vetoes: Sequence[Check]) -> None:
        """Places before their trigger, at the close of the newest bar."""
        self._missing = {}
        self.resume(scene.at)
        for rule in CATALOGUE:
            lacks = rule.lacks(scene)
            if lacks is not None:
                self.blind(rule.kind, scene.at, lacks)
                continue
            for sign in (1, -1):
                self._side(rule, sign, scene, vetoes)

    def resume(self, at: UnixMillis) -> None:
        """The next decision is at `at`: if minutes before it were not judged, places start anew, armed are void."""
        missed, self._decided = bool(self._decided) and at > self._decided + MINUTE_MS, at
        for place, one in enumerate(self._tracked):
            if missed and one.phase == "armed":
                self._tracked[place] = self._stepped(
                    one, Event("feed_void", self._close, "minutes missed while armed"), at
                )
            elif missed and one.phase == "watching":
                self._tracked[place] = msgspec.structs.replace(one, memo=EMPTY)

    def blind(self, kind: Kind, at: UnixMillis, why: str) -> None:
        """A bar on which nothing of one kind can be judged."""
        self._missing[kind] = why
        for place, one in enumerate(self._tracked):
            if one.setup.kind == kind and one.pending:
                self._tracked[place] = self._noted(one, without_input(one, at, self._close, why))

    def memory(self) -> SetupsMemory:
        """Everything as a value again; walls and result as they were."""
        return msgspec.structs.replace(
            self._memory,
            last_end=self._last_end,
            last_close=self._close,
            decided=self._decided,
            tracked=tuple(self._tracked),
            created=self._created,
            cooling=self._cooling,
            funnel=self._funnel,
            missing=self._missing,
            wake=min((self._wake_of(one) for one in self._tracked), default=FOREVER),
        )

    def _side(self, rule: Rule, sign: int, scene: Scene, vetoes: Sequence[Check]) -> None:
        side = side_of(sign)
        own = [
            place for place, one in enumerate(self._tracked) if one.setup.kind == rule.kind and one.setup.side == side
        ]
        running = next((place for place in own if self._tracked[place].open), None)
        if running is None:
            if not any(self._tracked[place].setup.updated == scene.at for place in own):
                self._look(rule, sign, scene, vetoes)
            return
        tracked = self._tracked[running]
        if not tracked.pending:
            return
        reading = rule.read(scene, sign, scene.levels.get(tracked.setup.level_id), tracked.memo)
        if reading is None:
            new = move(tracked, "invalidated", scene.at, scene.bar.close, "its level is gone")
        else:
            new = advance(tracked, scene, reading, self._gates(tracked, scene, vetoes), self._armed_until(rule, scene))
        self._tracked[running] = self._noted(tracked, new)

    def _look(self, rule: Rule, sign: int, scene: Scene, vetoes: Sequence[Check]) -> None:
        """A new place, if there is one."""
        last_entry = self._hours.last_entry(rule.kind)
        level = None if scene.at >= last_entry else rule.find(scene, sign)
        reading = None if level is None else rule.read(scene, sign, level, EMPTY)
        if level is None or reading is None or reading.left is not None:
            return
        key = place_key(rule.kind, level.id, side_of(sign))
        seq = self._created.get(key, 0)
        version = self._versions[rule.kind]
        tracked = watch(scene, rule.kind, sign, level, reading, self._memory.session, seq, version, last_entry)
        self._created[key] = seq + 1
        self._count(rule.kind, "seen")
        gates = self._gates(tracked, scene, vetoes)
        self._tracked.append(
            self._noted(tracked, advance(tracked, scene, reading, gates, self._armed_until(rule, scene)))
        )

    def _armed_until(self, rule: Rule, scene: Scene) -> UnixMillis:
        return self._hours.armed_until(rule.kind, scene.at, scene.word)

    def _gates(self, tracked: Tracked, scene: Scene, vetoes: Sequence[Check]) -> tuple[Check, ...]:
        """The vetoes that hold now: those of the step, the hour, the cool-down of the place."""
        early = self._hours.too_early(tracked.setup.kind, scene.at)
        left = (self._cooling.get(tracked.place, 0) - scene.at) / MINUTE_MS
        need = f"{self._common.cool_down_min} min since the last one"
        cooling = [] if left <= 0 else [Check(name="cool-down", ok=False, value=f"{left:.0f} min left", need=need)]
        return (*vetoes, *([] if early is None else [early]), *cooling)

    def _filled(self, tracked: Tracked, bar: Candle) -> Tracked:
        if tracked.blueprint is None:
            raise ValueError(f"expected a blueprint with the triggered setup {tracked.setup.id}, found none")
        start = to_millis(bar.start)
        trade, event = fill(tracked.sign, tracked.blueprint, bar.open, start, self._common)
        new = self._stepped(tracked, event, start)
        if trade is None:
            return new
        blueprint = msgspec.structs.replace(tracked.blueprint, entry=trade.entry)
        setup = with_plan(new.setup, tracked.sign, blueprint, self._common)
        setup = msgspec.structs.replace(setup, needs="", expires=self._hours.held_until(setup.kind, start))
        return msgspec.structs.replace(new, setup=setup, trade=trade)

    def _resolved(self, tracked: Tracked, bar: Candle) -> Tracked:
        if tracked.trade is None:
            return tracked
        expires = tracked.setup.expires if tracked.setup.expires < self._hours.closes else FOREVER
        trade, events = resolve(tracked.sign, tracked.trade, tracked.phase, bar, expires, self._common)
        tracked = msgspec.structs.replace(tracked, trade=trade)
        for event in events:
            tracked = self._stepped(tracked, event, end_of(bar))
        return tracked

    def _stepped(self, tracked: Tracked, event: Event, at: UnixMillis) -> Tracked:
        return self._noted(tracked, move(tracked, event.phase, at, event.price, event.reason))

    def _expire(self, now: UnixMillis) -> None:
        for place, one in enumerate(self._tracked):
            if one.pending and now >= one.setup.expires:
                word = "too late for an entry" if one.phase == "watching" else "no trigger in time"
                self._tracked[place] = self._stepped(one, Event("expired", self._close, word), one.setup.expires)

    def _void(self, at: UnixMillis) -> None:
        """R12: what is open while no data come is excluded, and counted."""
        for place, one in enumerate(self._tracked):
            if one.open and not one.pending:
                event = Event("feed_void", self._close, "no minute for too long while open: not counted as an outcome")
                self._tracked[place] = self._stepped(one, event, at)

    def _end_session(self) -> None:
        for place, one in enumerate(self._tracked):
            if not one.open:
                continue
            event = Event("market_closed", self._close, "market closed")
            if one.trade is not None:
                word = "market closed"
                event = closing(one.sign, one.trade, one.phase, "market_closed", self._close, word, self._common)
            self._tracked[place] = self._stepped(one, event, self._hours.closes)

    def _noted(self, before: Tracked, after: Tracked) -> Tracked:
        """`after`, with the funnel and the cool-down knowing of it."""
        kind = after.setup.kind
        if after.gated and not before.gated:
            self._count(kind, "gated")
        if after.phase != before.phase:
            self._count(kind, after.phase)
            missed = before.phase == "armed" and after.phase == "feed_void"
            if not after.open and not missed and any(step.state == "ready" for step in after.setup.history):
                self._cooling[after.place] = after.setup.updated + self._common.cool_down_min * MINUTE_MS
        return after

    def _count(self, kind: Kind, stage: str) -> None:
        counts = self._funnel.setdefault(kind, {})
        counts[stage] = counts.get(stage, 0) + 1

    def _wake_of(self, one: Tracked) -> UnixMillis:
        if not one.open:
            return one.setup.updated + KEPT_CLOSED_MS
        if one.pending:
            return one.setup.expires
        return min(self._last_end + self._quiet_ms, self._hours.closes + CLOSING_GRACE_MS)
