"""A setup that the language says: one rule of the desk made from its definition."""

from collections.abc import Mapping, Sequence
from hashlib import blake2s

import numpy as np

from spxcc.engines.levels.result import Level
from spxcc.engines.setups.catalogue.definition import USUAL_OPENING_S, Condition, Definition
from spxcc.engines.setups.features.tape import FACTS
from spxcc.engines.setups.geometry import Blueprint
from spxcc.engines.setups.language.meaning import Meaning
from spxcc.engines.setups.language.units import Unit
from spxcc.engines.setups.lifecycle import Memo
from spxcc.engines.setups.reading import Reading, no_ensemble, pts
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.scene import Scene
from spxcc.engines.setups.trial.sheet import Sheet
from spxcc.engines.setups.vacuum import edges_of

LEVEL_KINDS: Mapping[str, tuple[str, str]] = {
    "PDL": ("pdl", "pdh"), "PDH": ("pdh", "pdl"), "PDC": ("pdc", "pdc"), "ONL": ("onl", "onh"), "ONH": ("onh", "onl"),
    "ORL": ("or_low", "or_high"), "OR_low": ("or_low", "or_high"), "OR_high": ("or_high", "or_low"),
    "PW": ("put_wall", "call_wall"), "CW": ("call_wall", "put_wall"), "VW": ("vwap", "vwap"),
    "VW+1": ("vwap_p1", "vwap_m1"), "VW-2": ("vwap_m2", "vwap_p2"), "max_gamma": ("abs_gamma", "abs_gamma"),
    "flip_high": ("flip", "flip"), "EDGE": ("", ""),
}  # fmt: skip
"""Slot to the kind of the levels engine, for a long and for a short; of no kind: whichever stands at that price."""
ANY = ("", "")
HERE: frozenset[str] = frozenset()


class SpokenRule:
    """Every condition is read from the columns of the session up to the closed bar.

    Of the memo: slot, and armed_at, the bar on which it was armed, by its end (ms).
    """

    def __init__(self, made: Definition) -> None:
        self.kind, self.definition = made.kind, made

    def lacks(self, scene: Scene) -> str | None:
        """A fact that nobody has told at this bar; of several levels one is enough."""
        if scene.stage is None:
            return "no columns of the session"
        made, tape = self.definition, scene.stage.tape
        lacking = {name for name in FACTS if np.isnan(tape.fact(name)[-1])} - _findings(scene)
        # A fact of one side alone is no lack of the other; of its own side it leaves the condition unknown.
        lacking -= {name for name, fact in FACTS.items() if fact.partner and fact.partner not in lacking}
        for name in sorted(frozenset[str]().union(*(one.test.needs for one in made.arm)) & lacking):
            return _absent(scene, name)
        of_levels = [name for _, test in made.levels for name in sorted(test.needs)]
        known = any(name not in lacking for name in of_levels) or any(not test.needs for _, test in made.levels)
        return None if known else _absent(scene, of_levels[0])

    def find(self, scene: Scene, sign: int) -> Level | None:
        """The first level that is worth showing: where all conditions to arm hold, or those to watch."""
        if sign not in self.definition.sides or not self._in_window(scene):
            return None
        sheet = self._sheet(scene, sign)
        for slot in sheet.slots:
            if sheet.watched(slot)[-1]:
                return _level(scene, self.definition, sign, slot, sheet.price(slot, 0, -1))
        return None

    def read(self, scene: Scene, sign: int, level: Level | None, memo: Memo) -> Reading | None:
        """The place with one more closed bar."""
        sheet = self._sheet(scene, sign)
        slot = memo.slot if memo.slot is not None else _slot_of(scene, self.definition, sign, level, sheet)
        if slot is None:
            return None
        now = scene.close.size - 1
        armed_at = scene.at if memo.price is None or memo.armed_at is None else memo.armed_at
        armed = now if armed_at == scene.at else self._bar_of(scene, armed_at)
        level_now = sheet.price(slot, 0, now)
        price = level_now if memo.price is None else memo.price
        stop = None if np.isnan(price) else sheet.stop(slot, 0, armed, now)
        if stop is None:
            return None
        made = self.definition
        prices1, multiple1 = sheet.targets(made.t1, slot, 0, armed, now)
        prices2, multiple2 = sheet.targets(made.t2, slot, 0, armed, now)
        # What armed a place is shown as it was then: it may go on without its place.
        arm = self._checks(sheet, made.arm, slot, armed, armed)
        free = memo.price is None and LEVEL_KINDS.get(slot) == ANY
        named = level if level is not None and not free else _level(scene, made, sign, slot, price)
        return Reading(
            price=price,
            arm=arm,
            trigger=self._checks(sheet, made.trigger, slot, armed, now),
            blueprint=Blueprint(
                entry=self._entry(scene, sign, price, level_now, stop), stop=stop, t1=prices1, t2=prices2,
                t1_r=multiple1, t2_r=multiple2,
            ),
            memo=Memo(price=memo.price, slot=slot, armed_at=armed_at),
            why=f"{made.title} at {named.label} {pts(price)}",
            level=named,
            left=None if memo.price is not None or sheet.watched(slot)[-1] else self._lost(sheet, slot, now),
            spoilt=self._spoilt(sheet, slot, armed) if memo.price is not None else None,
            invalid=tuple(one.name for one in made.invalid),
        )  # fmt: skip

    def _entry(self, scene: Scene, sign: int, held: float, level: float, stop: float) -> float:
        """Where it would get in: at the close, or at the level while the trigger still waits for a close across it.

        Between stop and level an entry at the close, next to the extreme, would show a reward of many risks that nobody
        can take; beyond a stop that moves with the market there is nothing to show yet, one that hangs on the level
        stands. held: the level as it was armed, where the trigger means that one.
        """
        close = scene.bar.close
        waits = [one.test for one in self.definition.trigger if one.test.text.startswith(ACROSS)]
        across = held if any(test.of_arm for test in waits) else level
        hangs = self.definition.stop is not None and self.definition.stop.of_arm
        if waits and sign * close < sign * across and (hangs or sign * stop < sign * close):
            close = across
        return close + sign * scene.rules.common.slip

    def _sheet(self, scene: Scene, sign: int) -> Sheet:
        assert scene.stage is not None, "lacks says so"
        key = f"{self.definition.version}|{sign}"
        if key not in scene.stage.sheets:
            scene.stage.sheets[key] = Sheet(self.definition, sign, scene.stage, HERE)
        return scene.stage.sheets[key]

    def _in_window(self, scene: Scene) -> bool:
        """A window of its own is a condition; the common one is a gate, which the desk keeps."""
        assert scene.stage is not None, "lacks says so"
        opens = self.definition.window.opens_s
        return opens == USUAL_OPENING_S or float(scene.stage.tape.clock[-1]) >= opens - 1e-6

    def _bar_of(self, scene: Scene, at: int) -> int:
        """The bar that was over at an instant of the session."""
        assert scene.stage is not None, "lacks says so"
        since = float(scene.stage.tape.since_open[-1]) - (scene.at - at) / 1000.0
        return int(np.searchsorted(scene.stage.tape.since_open, since - 1e-3))

    def _spoilt(self, sheet: Sheet, slot: str, armed: int) -> str | None:
        for one in self.definition.invalid:
            if sheet.holds((one,), slot, 0, armed, every=True)[-1]:
                return one.name
        return None

    def _lost(self, sheet: Sheet, slot: str, now: int) -> str:
        """The first condition that kept a place on watch and does so no more."""
        kept = self._checks(sheet, self.definition.watch or self.definition.arm, slot, now, now)
        return f"{next((check.name for check in kept if not check.ok), 'its level')}: no longer holds"

    def _checks(
        self, sheet: Sheet, conditions: Sequence[Condition], slot: str, armed: int, bar: int
    ) -> tuple[Check, ...]:
        return tuple(self._check(sheet, one, slot, armed, bar) for one in conditions)

    def _check(self, sheet: Sheet, one: Condition, slot: str, armed: int, bar: int) -> Check:
        flag = sheet.at(one.test, slot, armed, bar)
        ok = True if flag == 1.0 else False if flag == 0.0 else None
        if one.test.sides is None:
            word = {True: "holds", False: "does not hold", None: "unknown"}[ok]
            return Check(name=one.name, ok=ok, value=word, need=one.test.text)
        left, sign, right = one.test.sides
        turned = sheet.sign < 0 and left.unit is Unit.PRICE
        shown = SIGNS[sign] if not turned else SIGNS[TURNED.get(sign, sign)]
        value, bound = (_said(sheet, part, slot, armed, bar) for part in (left, right))
        return Check(name=one.name, ok=ok, value=value, need=f"{shown} {bound}")


ACROSS = ("close > level", "close >= level", "close > at_arm(level)", "close >= at_arm(level)")
"""How a trigger begins that needs a close across its level."""
SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "==": "=", "!=": "≠"}
TURNED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}


def _absent(scene: Scene, name: str) -> str:
    """Why nobody has told a fact."""
    if name == "P_plus":
        return no_ensemble(scene) or FACTS[name].lacks
    if name.startswith("gap_gamma") and scene.gex is not None:
        return f"{FACTS[name].lacks}: {scene.gex.reason or 'not published'}"
    wall = None if scene.gex is None or name not in ("PW", "CW") else scene.gex.wall_reason
    return wall or FACTS[name].lacks


def _findings(scene: Scene) -> frozenset[str]:
    """Facts whose absence is found at this bar, and no want of input: there are levels, and no gap behind any."""
    edges = frozenset({"edge_above", "edge_below", "past_edge_above", "past_edge_below"}) if scene.levels else HERE
    ranked = scene.gex is not None and bool(scene.gex.by_strike)
    return edges | (frozenset({"gap_gamma_above", "gap_gamma_below"}) if ranked else HERE)


def _said(sheet: Sheet, part: Meaning, slot: str, armed: int, bar: int) -> str:
    """A value in words of its unit, right way up."""
    value = sheet.at(part, slot, armed, bar)
    if np.isnan(value):
        return "unknown"
    match part.unit:
        case Unit.PRICE:
            return pts(sheet.sign * value)
        case Unit.POINTS:
            return f"{value:.2f} pts"
        case Unit.PERCENT:
            return f"{value:.0%}"
        case Unit.SECONDS:
            return f"{value / 60:.0f} min"
        case Unit.CLOCK:
            return f"{int(value) // 3600:02d}:{int(value) // 60 % 60:02d}"
        case Unit.BARS:
            return f"{value:.0f} bars"
    return f"{value:.2f}"


def _level(scene: Scene, made: Definition, sign: int, slot: str, price: float) -> Level:
    """The listed level of a slot; one of its own where nobody lists it."""
    listed = _listed(scene, sign, slot, price)
    if listed is not None:
        return listed
    return Level(
        id=blake2s(f"{made.kind}|{slot}|{sign}".encode(), digest_size=6).hexdigest(), kind=slot.lower(), label=slot,
        category="tactical", family="intraday", scope="", price=round(price, 2), band=0.0, strength=0.0, touches=0,
        held=0, first_seen=scene.at, as_of=scene.at, source=made.source,
    )  # fmt: skip


def _listed(scene: Scene, sign: int, slot: str, price: float) -> Level | None:
    kinds = LEVEL_KINDS.get(slot)
    if kinds == ANY:
        return next((edge for edge in edges_of(scene.levels.values()) if edge.price == price), None)
    return None if kinds is None else scene.level(kinds[0] if sign > 0 else kinds[1])


def _slot_of(scene: Scene, made: Definition, sign: int, level: Level | None, sheet: Sheet) -> str | None:
    """The slot that a level was found in."""
    if level is None:
        return None
    return next(
        (slot for slot in sheet.slots if _level(scene, made, sign, slot, sheet.price(slot, 0, -1)).id == level.id), None
    )
