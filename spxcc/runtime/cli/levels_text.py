"""Levels as text: a table, JSON, CSV, and a Pine script for TradingView."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from spxcc.engines.levels.result import Level
from spxcc.market.session import to_exchange
from spxcc.market.units import UnixMillis

FAMILY_COLOURS = {
    "gamma": "color.orange", "structural": "color.blue", "intraday": "color.teal", "fibonacci": "color.purple",
    "pivots": "color.gray", "round": "color.silver", "spy": "color.green",
}  # fmt: skip
COLUMNS = ("price", "label", "kind", "family", "scope", "strength", "touches", "held", "resolved", "band", "id")


@dataclass(frozen=True, slots=True)
class Table:
    """Levels, highest first. as_of: ms. mode: live, delayed, sim, replay. price: of SPX, `None` without one."""

    levels: tuple[Level, ...]
    as_of: UnixMillis | None
    stale: bool
    mode: str
    price: float | None

    @property
    def when(self) -> str:
        """`2026-03-24 10:31 ET`."""
        return "unknown" if self.as_of is None else f"{to_exchange(self.as_of * 1_000_000):%Y-%m-%d %H:%M} ET"


def as_table(table: Table) -> str:
    """Columns for people, the price between its neighbours."""
    lines = [f"{'price':>10} {'away':>9}  {'level':<16} {'family':<11} {'strength':>8} {'touched':>8}"]
    told = table.price is None
    for level in table.levels:
        if table.price is not None and not told and level.price <= table.price:
            lines.append(f"{table.price:>10,.2f} {'':>9}  ── SPX ──")
            told = True
        away = "" if table.price is None else f"{level.price - table.price:+.2f}"
        touched = f"{level.held}/{level.resolved}" if level.resolved else str(level.touches)
        lines.append(
            f"{level.price:>10,.2f} {away:>9}  {level.label:<16} {level.family:<11} {level.strength:>8.2f} {touched:>8}"
        )
    if table.price is not None and not told:
        lines.append(f"{table.price:>10,.2f} {'':>9}  ── SPX ──")
    return "\n".join([*lines, f"{len(table.levels)} levels, {table.mode} data of {table.when}"]) + "\n"


def as_json(table: Table) -> str:
    """One object: as_of (ms), mode, stale, price, levels."""
    found = {
        "as_of": table.as_of, "mode": table.mode, "stale": table.stale, "price": table.price, "levels": table.levels,
    }  # fmt: skip
    return msgspec.json.encode(found).decode() + "\n"


def as_csv(table: Table) -> str:
    """A header line and one line a level; numbers as they are."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(level, name) for name in COLUMNS] for level in table.levels)
    return text.getvalue()


def as_pine(table: Table) -> str:
    """A Pine script, version 6, that draws each level once over a chart of SPX."""
    mode = "" if table.mode == "live" else f", {table.mode} data"
    lines = [
        "//@version=6",
        f"// {len(table.levels)} levels of {table.when}{mode}{', STALE' if table.stale else ''}; observed, no advice.",
        f'indicator("SPX levels {table.when}", overlay = true, max_lines_count = 500, max_labels_count = 500)',
        "level(float price, string name, color tint) =>",
        "    line.new(bar_index, price, bar_index + 1, price, extend = extend.both, color = tint)",
        "    label.new(bar_index, price, name, color = #00000000, textcolor = tint, style = label.style_label_left)",
        "if barstate.islastconfirmedhistory",
    ]
    lines += [
        f'    level({level.price:.2f}, "{_quoted(level.label)}", {FAMILY_COLOURS.get(level.family, "color.gray")})'
        for level in table.levels
    ]
    return "\n".join(lines) + "\n"


FORMATS: Mapping[str, Callable[[Table], str]] = {
    "table": as_table, "json": as_json, "csv": as_csv, "tradingview": as_pine,
}  # fmt: skip


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
