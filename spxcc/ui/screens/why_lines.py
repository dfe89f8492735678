"""An explanation as lines: what the number is and stands on, then one row a contract, made when it is looked at."""

from collections.abc import Sequence
from typing import overload

from spxcc.engines.why.result import EPOCH_MS, Contribution, Explanation, Fact, Input, Row, adds_up
from spxcc.ui import format as words
from spxcc.ui.renderables.cells import Line, wrap, wrap_items

WIDE, MIDDLE = 84, 58
"""Columns from which every column, or all but the counted contracts, is shown."""


class Sheet(Sequence[Line]):
    """Lines of an explanation at a width; the rows of the contracts are made one by one."""

    def __init__(self, explanation: Explanation, width: int) -> None:
        self._rows: Sequence[Contribution | Row] = explanation.contributions or explanation.rows
        self._weighted = "weights" in explanation.expression
        self._width = width
        self._head = head_lines(explanation, width)
        if explanation.contributions:
            self._head.append(table_head(explanation, width))
        elif self._rows:
            self._head.append(rows_head(explanation, width))
        self._tail = tail_lines(explanation, width)

    def __len__(self) -> int:
        return len(self._head) + len(self._rows) + len(self._tail)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | Sequence[Line]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        at %= len(self)
        place = at - len(self._head)
        if place < 0:
            return self._head[at]
        if place < len(self._rows):
            row = self._rows[place]
            return plain_row(row, self._width, self._weighted) if isinstance(row, Row) else row_line(row, self._width)
        return self._tail[place - len(self._rows)]


def head_lines(one: Explanation, width: int) -> list[Line]:
    """Path and value, formula, sign model and grade, ages, facts, warnings."""
    room = max(width - 2, 8)
    lines: list[Line] = [((f" {one.path}", "title_focus"),)]
    if one.value is None:
        lines += _wrapped(f"– {one.reason or 'no value'}", room, "text")
    else:
        lines += _wrapped(
            f"{value_text(one.value, one.unit)} {one.unit.removeprefix('share').strip()}".strip(), room, "bright"
        )
    lines += _wrapped(one.formula, room, "text")
    sign = "" if one.sign_model is None else f"sign model {one.sign_model} · "
    lines += _wrapped(f"{sign}grade {one.grade.letter}: {one.grade.why}", room, "text")
    lines += [((f" {part}", "dim"),) for part in wrap_items(_when(one), room)]
    if one.expression:
        lines += _wrapped(f"= {one.expression}", room, "bright")
    for each in one.inputs:
        lines += [((f" {part}", "text"),) for part in wrap(input_text(each), room)]
    facts = " · ".join(fact_text(fact) for fact in one.facts)
    lines += [((f" {part}", "dim"),) for part in wrap_items(facts, room)] if facts else []
    for warning in one.warnings:
        lines += [((f" {part}", "warn"),) for part in wrap(f"! {warning}", room)]
    return lines


def tail_lines(one: Explanation, width: int) -> list[Line]:
    """What was left out, and the definition."""
    room = max(width - 2, 8)
    lines: list[Line] = []
    if one.excluded:
        lines.append(((f" left out: {len(one.excluded):,} contracts with open interest", "title"),))
        for each in one.excluded:
            text = f"{each.contract} OI {words.count(each.open_interest)}: {each.reason}"
            lines += [((f" {part}", "dim"),) for part in wrap(text, room)]
    if one.definition:
        lines += [((f" {part}", "dim"),) for part in wrap_items(one.definition.replace("; ", " · "), room)]
    return lines


def footer(one: Explanation, width: int) -> Line:
    """`sum of 2,251 contracts = +7,204,851,793.09 = net_gex`, or what else the number follows from."""
    if one.expression:
        parts = [(len(one.inputs), "input"), (len(one.rows), "row")]
        said = " and ".join(f"{count:,} {name}{'' if count == 1 else 's'}" for count, name in parts if count)
        return ((f" follows from {said or 'itself'}", "dim"),)
    if one.total is None or not one.contracts:
        return ((" no contracts stand behind this value", "dim"),)
    joint = "=" if adds_up(one) else "≠"
    digits = 6 if one.total_unit in ("share", "per year") else 2
    total = f"sum of {one.contracts:,} {'contract' if one.contracts == 1 else 'contracts'} = "
    what = f" {joint} {one.total_is}" if one.total_is else ""
    return (
        (f" {total}", "text"),
        (words.signed(one.total, digits), "bright"),
        (f" {one.total_unit}"[: max(width - 60, 0)], "dim"),
        (what, "text" if joint == "=" else "error"),
    )


def value_text(value: float | str, unit: str) -> str:
    """In the style of the panels."""
    if isinstance(value, str):
        return value
    if unit.startswith("USD"):
        return words.dollars(value, sign=True)
    if unit == "index points":
        return words.price(value)
    if unit.startswith("share") or unit == "per year":
        return words.percent(value, 2)
    return f"{value:,.6g}".replace("-", "−")


def input_text(one: Input) -> str:
    """`last 6,085.33 · price:SPX.price · 40ms old`."""
    name = fact_text(Fact(one.name, one.value, one.unit))
    age = "" if one.age_s is None else f"{words.age(1000.0 * one.age_s)} old"
    return "  " + " · ".join(part for part in (name, one.source, age) if part)


def rows_head(one: Explanation, width: int) -> Line:
    """What the rows are."""
    return (((f" {one.rows_are or 'rows'} ({len(one.rows):,})")[:width], "title"),)


def plain_row(row: Row, width: int, weighted: bool) -> Line:
    """One row, with its weight where the expression uses it."""
    value = f"{row.value:,.10g}".replace("-", "−")
    weight = f" × {row.weight:,.6g}".replace("-", "−") if weighted else ""
    room = max(width - 2 - len(value) - len(weight), 1)
    return ((f" {row.label[:room]:<{room}}", "text"), (value, "bright"), (weight, "dim"))


def fact_text(fact: Fact) -> str:
    """`spot 6,085.33 by index`."""
    if fact.value is None:
        return f"{fact.name} {words.ABSENT}"
    if isinstance(fact.value, str):
        return f"{fact.name} {fact.value} {fact.unit}".rstrip()
    if fact.unit == EPOCH_MS:
        return f"{fact.name} {words.day(int(fact.value))} {words.clock(int(fact.value))}"
    plain = f"{fact.value:,.6g}" if abs(fact.value) < 1e6 or not fact.unit.startswith("USD") else ""
    return f"{fact.name} {plain.replace('-', '−') or words.dollars(fact.value, sign=True)} {fact.unit}".rstrip()


def table_head(one: Explanation, width: int) -> Line:
    """Names of the columns of `row_line`."""
    greek = one.greek.split(" ")[0][:9] or "greek"
    if width >= WIDE:
        text = f" {'contract':<21}{'OI':>8}{'held':>9}{'IV':>8} {'from':<10}{greek:>11}{'value':>10}"
    elif width >= MIDDLE:
        text = f" {'contract':<21}{'OI':>7}{'IV':>8}{greek:>10}{'value':>9}"
    else:
        text = f" {'contract':<20}{'IV':>7}{'value':>9}"
    return ((text, "title"),)


def row_line(row: Contribution, width: int) -> Line:
    """One contract."""
    interest = words.ABSENT if row.open_interest is None else words.count(row.open_interest)
    iv, greek = f"{100 * row.iv:.1f} %", f"{row.greek:.3g}"
    amount = words.dollars(row.value, sign=True) if abs(row.value) >= 1 else f"{row.value:+.3g}".replace("-", "−")
    role = "dim" if row.value == 0 else "gex_pos" if row.value > 0 else "gex_neg"
    if width >= WIDE:
        held = words.signed(row.held, 0)
        text = f" {row.contract:<21}{interest:>8}{held:>9}{iv:>8} {row.iv_source:<10}{greek:>11}"
        return ((text.replace("-", "−"), "text"), (f"{amount:>10}", role))
    if width >= MIDDLE:
        return (
            (f" {row.contract:<21}{interest:>7}{iv:>8}{greek:>10}".replace("-", "−"), "text"),
            (f"{amount:>9}", role),
        )
    return ((f" {row.contract:<20}{iv:>7}", "text"), (f"{amount:>9}", role))


def _when(one: Explanation) -> str:
    ages = [f"{name} {words.age(None if age is None else 1000.0 * age)} old" for name, age in one.ages.items()]
    cover = [] if one.coverage is None else [f"cov {words.percent(shown_share(one.coverage), 1)} of OI"]
    return " · ".join([f"{one.channel} as of {words.clock(one.as_of)}", *ages, *cover])


def shown_share(share: float) -> float:
    """Never rounded up to all of it."""
    return min(share, 0.999) if share < 1.0 else 1.0


def _wrapped(text: str, room: int, role: str) -> list[Line]:
    return [((f" {part}", role),) for part in wrap(text, room)]
