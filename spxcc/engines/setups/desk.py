"""One step over all setups: closed bars, fills, deadlines. Mutable within a step, a value before and after it."""

from collections.abc import Callable, Sequence

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.engines.setups.decide import advance, side_of, watch, with_plan, without_input
from spxcc.engines.setups.hours import Hours
from spxcc.engines.setups.lifecycle import EMPTY, Memo, Tracked, move, place_key
from spxcc.engines.setups.log import event_of
from spxcc.engines.setups.memory import FOREVER, SetupsMemory
from spxcc.engines.setups.params import KEPT_CLOSED_MS, MINUTE_MS, Kind
from spxcc.engines.setups.position import Event, closing, fill, resolve
from spxcc.engines.setups.reading import Reading
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.scene import Scene, end_of
from spxcc.engines.setups.spoken import SpokenRule
from spxcc.engines.sources import STALE_AFTER_S
from spxcc.market.candles import Candle
from spxcc.market.units import to_millis

QUIET_MS = round(1000 * STALE_AFTER_S)
"""A bar that was over for so long without a successor is a feed gap (R12), unless trading was halted."""
CLOSING_GRACE_MS = MINUTE_MS
"""The last bar of the session may be so late; then what is open ends at the last known close."""
TOGETHER = "its minutes came together, so no rule judged each of them: looked at anew"
"""Of a place that was armed before a run caught up: no minute was lost, but none was judged as it closed."""


class Desk:
    """All setups of one session, and the shadows of those that a gate blocked.

    seen_at: the instant (ms) of this step.
    """

    def __init__(
        self, memory: SetupsMemory, hours: Hours, rules: Sequence[SpokenRule] = (), seen_at: UnixMillis = 0
    ) -> None:
        self._memory, self._hours, self._rules = memory, hours, tuple(rules)
        self._common = hours.rules.common
        self._unshown = {rule.kind for rule in rules if rule.definition.visible == "shadow"}
        self._tracked, self._shadows = list(memory.tracked), list(memory.shadows)
        self._log, self._seen_at = list(memory.log), seen_at
        self._created, self._cooling = dict(memory.created), dict(memory.cooling)
        self._funnel = {kind: dict(counts) for kind, counts in memory.funnel.items()}
        self._last_end, self._close, self._decided = memory.last_end, memory.last_close, memory.decided
        self._halted = memory.halted
        self._missing, self._lacking = dict(memory.missing), False
        self._legs: Callable[[int], Check | None] = lambda sign: None

    def bar(self, bar: Candle) -> None:
        """A closed bar: deadlines before its end, then fills and what it does to them, then deadlines at its end."""
        end = end_of(bar)
        if self._last_end and to_millis(bar.start) > self._last_end:
            self._lacking = True
            self._missed()
        self._expire(end - 1)
        self.opened(bar)
        self._close = bar.close
        for group in (self._tracked, self._shadows):
            for at, tracked in enumerate(group):
                if tracked.trade is not None and tracked.open:
                    group[at] = self._resolved(tracked, bar)
        self._last_end = end
        self._expire(end)
        if end >= self._hours.closes:
            self._end_session()

    def opened(self, bar: Candle) -> None:
        """The minute after a trigger has opened, and fills; `bar` may still be forming."""
        if to_millis(bar.start) != self._last_end:
            return
        for group in (self._tracked, self._shadows):
            for at, tracked in enumerate(group):
                if tracked.phase == "triggered":
                    group[at] = self._filled(tracked, bar)

    def time(self, now: UnixMillis) -> None:
        """Deadlines that are reached at `now`; closed setups leave that were listed long enough."""
        self._expire(now)
        if self._last_end and now >= self._gap_at():
            self._void(self._gap_at())
        if now >= self._hours.closes + CLOSING_GRACE_MS:
            self._end_session()
        self._tracked = [one for one in self._tracked if one.open or now < one.setup.updated + KEPT_CLOSED_MS]
        self._shadows = [one for one in self._shadows if one.open]

    def halted(self) -> None:
        """Trading is halted after the last bar: what is open waits for the next one."""
        self._halted = self._last_end

    def decide(
        self, scene: Scene, vetoes: Sequence[Check], legs: Callable[[int], Check | None] = lambda sign: None
    ) -> None:
        """Places before their trigger, at the close of the newest bar. legs: the veto of a side's contract, by sign."""
        self._missing, self._legs = {}, legs
        self.resume(scene.at)
        for rule in self._rules:
            lacks = rule.lacks(scene)
            if lacks is not None:
                self.blind(rule.kind, scene.at, lacks)
                continue
            for sign in (1, -1):
                self._follow(rule, sign, scene)
                self._side(rule, sign, scene, vetoes)

    def resume(self, at: UnixMillis) -> None:
        """The next decision is at `at`: if minutes before it were not judged, places start anew, armed are void."""
        missed, self._decided = bool(self._decided) and at > self._decided + MINUTE_MS, at
        if missed:
            why = "minutes missed while armed" if self._lacking else TOGETHER
            self._tracked = [self._unjudged(one, at, why) for one in self._tracked]
            self._shadows = [self._unjudged(one, at, why) for one in self._shadows]

    def blind(self, kind: Kind, at: UnixMillis, why: str) -> None:
        """A bar on which nothing of one kind can be judged."""
        self._missing[kind] = why
        for place, one in enumerate(self._tracked):
            if one.setup.kind == kind and one.pending:
                new = self._unjudged(one, at, f"no input while armed: {why}")
                self._tracked[place] = (
                    new if new.phase != "watching" else self._noted(new, without_input(new, at, self._close, why))
                )

    def memory(self) -> SetupsMemory:
        """Everything as a value again; walls and result as they were."""
        return msgspec.structs.replace(
            self._memory,
            last_end=self._last_end,
            last_close=self._close,
            decided=self._decided,
            tracked=tuple(self._tracked),
            shadows=tuple(self._shadows),
            log=self._memory.log if len(self._log) == len(self._memory.log) else tuple(self._log),
            created=self._created,
            cooling=self._cooling,
            funnel=self._funnel,
            missing=self._missing,
            halted=self._halted,
            wake=min((self._wake_of(one) for one in (*self._tracked, *self._shadows)), default=FOREVER),
        )

    def _side(self, rule: SpokenRule, sign: int, scene: Scene, vetoes: Sequence[Check]) -> None:
        side, just_ended = side_of(sign), False
        for place, one in enumerate(self._tracked):
            if one.setup.kind != rule.kind or one.setup.side != side:
                continue
            if one.open:
                self._tracked[place] = self._judged(one, rule, sign, scene, vetoes) if one.pending else one
                return
            just_ended = just_ended or one.setup.updated == scene.at
        if not just_ended:
            self._look(rule, sign, scene, vetoes)

    def _judged(self, one: Tracked, rule: SpokenRule, sign: int, scene: Scene, vetoes: Sequence[Check]) -> Tracked:
        """A place before its trigger, with one more closed bar."""
        reading = rule.read(scene, sign, scene.levels.get(one.setup.level_id), one.memo)
        if reading is None:
            return self._stepped(one, Event("invalidated", scene.bar.close, "its level is gone"), scene.at)
        return self._moved_on(one, rule, scene, reading, vetoes)

    def _moved_on(
        self, one: Tracked, rule: SpokenRule, scene: Scene, reading: Reading, vetoes: Sequence[Check]
    ) -> Tracked:
        """One closed bar further; what a gate holds back for the first time leaves a shadow that goes on."""
        gates, until = self._gates(one, scene, vetoes), self._armed_until(rule, scene)
        new = self._noted(one, advance(one, scene, reading, gates, until))
        if new.gated and not one.gated:
            names = tuple(gate.name for gate in gates)
            setup = msgspec.structs.replace(one.setup, id=f"{one.setup.id}~")
            shadow = msgspec.structs.replace(one, setup=setup, gates=names)
            self._told(shadow, "blocked", scene.at, scene.bar.close, f"blocked by {', '.join(names)}")
            self._shadows.append(self._noted(shadow, advance(shadow, scene, reading, (), until)))
        return new

    def _follow(self, rule: SpokenRule, sign: int, scene: Scene) -> None:
        """Shadows before their trigger, as if nothing had blocked them."""
        for place, one in enumerate(self._shadows):
            if one.setup.kind != rule.kind or one.sign != sign or not one.pending:
                continue
            reading = rule.read(scene, sign, scene.levels.get(one.setup.level_id), one.memo)
            if reading is None:
                gone = Event("invalidated", scene.bar.close, "its level is gone")
                self._shadows[place] = self._stepped(one, gone, scene.at)
            else:
                until = self._armed_until(rule, scene)
                self._shadows[place] = self._noted(one, advance(one, scene, reading, (), until))

    def _look(self, rule: SpokenRule, sign: int, scene: Scene, vetoes: Sequence[Check]) -> None:
        """A new place, if there is one."""
        last_entry = self._hours.last_entry(rule.kind)
        level = None if scene.at >= last_entry else rule.find(scene, sign)
        reading = None if level is None else rule.read(scene, sign, level, EMPTY)
        if level is None or reading is None or reading.left is not None:
            return
        key = place_key(rule.kind, reading.memo.slot or level.id, side_of(sign))
        seq = self._created.get(key, 0)
        version = rule.definition.version
        tracked = watch(scene, rule.kind, sign, level, reading, self._memory.session, seq, version, last_entry)
        tracked = msgspec.structs.replace(tracked, seq=seq)
        self._created[key] = seq + 1
        self._count(rule.kind, "seen")
        self._told(tracked, "watching", scene.at, scene.bar.close, reading.why)
        if rule.kind in self._unshown:
            tracked = msgspec.structs.replace(tracked, gates=("kept in the shadow",))
        self._tracked.append(self._moved_on(tracked, rule, scene, reading, vetoes))

    def _armed_until(self, rule: SpokenRule, scene: Scene) -> UnixMillis:
        return self._hours.armed_until(rule.kind, scene.at, scene.word)

    def _gates(self, tracked: Tracked, scene: Scene, vetoes: Sequence[Check]) -> tuple[Check, ...]:
        """The vetoes that hold now: those of the step, its contract, the hour, the cool-down of the place."""
        early = self._hours.too_early(tracked.setup.kind, scene.at)
        left = (self._cooling.get(tracked.place, 0) - scene.at) / MINUTE_MS
        need = f"{self._common.cool_down_min} min since the last one"
        cooling = [] if left <= 0 else [Check(name="cool-down", ok=False, value=f"{left:.0f} min left", need=need)]
        leg = self._legs(tracked.sign)
        return (*vetoes, *(one for one in (leg, early) if one is not None), *cooling)

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
        for group in (self._tracked, self._shadows):
            for place, one in enumerate(group):
                if one.pending and now >= one.setup.expires:
                    word = "too late for an entry" if one.phase == "watching" else "no trigger in time"
                    group[place] = self._stepped(one, Event("expired", self._close, word), one.setup.expires)

    def _unjudged(self, one: Tracked, at: UnixMillis, why: str) -> Tracked:
        """With a minute that no rule saw: a touch or a break in it is not known, nor whether the place had failed."""
        if one.phase == "armed":
            return self._stepped(one, Event("feed_void", self._close, why), at)
        return msgspec.structs.replace(one, memo=Memo(slot=one.memo.slot)) if one.phase == "watching" else one

    def _gap_at(self) -> UnixMillis:
        """When the lack of a bar is a gap: never while trading is halted, nor once the session is over."""
        at = self._last_end + QUIET_MS
        return at if self._halted != self._last_end and at < self._hours.closes else FOREVER

    def _missed(self) -> None:
        """A bar begins later than the last one ended."""
        if self._halted != self._last_end:
            self._void(self._last_end + QUIET_MS)
            return
        event = Event("no_fill", self._close, "no fill: trading was halted before the next minute opened")
        for group in (self._tracked, self._shadows):
            for place, one in enumerate(group):
                if one.phase == "triggered":
                    group[place] = self._stepped(one, event, self._last_end)

    def _void(self, at: UnixMillis) -> None:
        """R12: what is open while no data come is excluded, and counted."""
        event = Event("feed_void", self._close, "no minute for too long while open: not counted as an outcome")
        for group in (self._tracked, self._shadows):
            for place, one in enumerate(group):
                if one.open and not one.pending:
                    group[place] = self._stepped(one, event, at)

    def _end_session(self) -> None:
        for group in (self._tracked, self._shadows):
            for place, one in enumerate(group):
                if one.open:
                    group[place] = self._stepped(one, self._closed(one), self._hours.closes)

    def _closed(self, one: Tracked) -> Event:
        """The end of the session for an open setup."""
        word = "market closed"
        if one.trade is None:
            return Event("market_closed", self._close, word)
        return closing(one.sign, one.trade, one.phase, "market_closed", self._close, word, self._common)

    def _noted(self, before: Tracked, after: Tracked) -> Tracked:
        """`after`, with the funnel and the cool-down knowing of it."""
        kind = after.setup.kind
        if after.phase != before.phase:
            step = after.setup.history[-1]
            self._told(after, after.phase, step.at, step.price, step.reason)
        if after.setup.id.endswith("~"):
            if after.phase != before.phase:
                self._count(kind, f"shadow_{after.phase}")
            return after
        if after.gated and not before.gated:
            self._count(kind, "gated")
        if after.phase != before.phase:
            self._count(kind, after.phase)
            missed = before.phase == "armed" and after.phase == "feed_void"
            if not after.open and not missed and any(step.state == "ready" for step in after.setup.history):
                self._cooling[after.place] = after.setup.updated + self._common.cool_down_min * MINUTE_MS
        return after

    def _told(self, one: Tracked, phase: str, at: UnixMillis, price: float, reason: str) -> None:
        """One more line of the log."""
        self._log.append(event_of(one, self._memory.session, phase, at, self._seen_at, price, reason))

    def _count(self, kind: Kind, stage: str) -> None:
        counts = self._funnel.setdefault(kind, {})
        counts[stage] = counts.get(stage, 0) + 1

    def _wake_of(self, one: Tracked) -> UnixMillis:
        if not one.open:
            return one.setup.updated + KEPT_CLOSED_MS
        if one.pending:
            return one.setup.expires
        return min(self._gap_at(), self._hours.closes + CLOSING_GRACE_MS)
