"""The journal: positions of some sessions, planned beside done, as Markdown, CSV or rows."""

import csv
import io
from collections.abc import Sequence
from itertools import groupby

import msgspec

from spxcc.engines.plan.result import PlanCard
from spxcc.engines.positions.result import Position
from spxcc.market.session import to_exchange
from spxcc.market.units import to_nanos

HONEST = (
    "Index points; spxcc sent no order and saw no fill. R of a taken trade is what was typed, of a paper one computed."
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the journal. times: exchange time. late: points that the entry was worse than planned, `None` unknown.

    planned_r: reward over risk at the first target. mae_r, mfe_r: in risks, `None` without a stop.
    """

    session: str
    kind: str
    label: str
    side: str
    setup: str
    opened: str
    closed: str
    planned_entry: float | None
    entry: float
    late: float | None
    stop: float | None
    target: float | None
    exit: float | None
    end: str
    planned_r: float | None
    r: float | None
    usd: float | None
    mae: float | None
    mfe: float | None
    mae_r: float | None
    mfe_r: float | None


def entry_of(one: Position) -> Entry:
    """The line of a position."""
    plan, risk = one.planned, one.risk
    planned = None if plan is None else plan.entry
    worse = None if planned is None else (one.entry - planned if one.side == "long" else planned - one.entry)
    return Entry(
        session=one.session,
        kind="paper" if one.paper else "taken",
        label=one.label,
        side=one.side,
        setup="" if plan is None else f"{plan.kind} at {plan.level}",
        opened=_clock(one.opened),
        closed=_clock(one.closed),
        planned_entry=planned,
        entry=one.entry,
        late=None if worse is None else round(worse, 2),
        stop=one.stop,
        target=one.t1,
        exit=one.exit,
        end=one.end or "open",
        planned_r=None if plan is None else plan.r1,
        r=one.r,
        usd=one.usd,
        mae=one.mae,
        mfe=one.mfe,
        mae_r=_in_risks(one.mae, risk),
        mfe_r=_in_risks(one.mfe, risk),
    )


def to_csv(entries: Sequence[Entry]) -> str:
    """One line each below a header; absent is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = Entry.__struct_fields__
    writer.writerow(names)
    for one in entries:
        writer.writerow(["" if getattr(one, name) is None else _safe(getattr(one, name)) for name in names])
    return out.getvalue()


def to_markdown(entries: Sequence[Entry], cards: dict[str, PlanCard]) -> str:
    """A section for each session: its plan in a line, a table, and the sums of R, taken and paper apart."""
    lines = ["# Journal", "", HONEST]
    for session, group in groupby(entries, key=lambda one: one.session):
        own = list(group)
        lines += ["", f"## {session}", "", _card(cards.get(session)), "", HEAD, RULE, *map(_row, own), "", *_sums(own)]
    if not entries:
        lines += ["", "No positions in these sessions."]
    return "\n".join(lines) + "\n"


HEAD = "| time | what | side | planned → done | stop | target | exit | planned R → R | MAE / MFE | USD |"
RULE = "|---|---|---|---|---|---|---|---|---|---|"


def _row(one: Entry) -> str:
    late = "" if one.late is None else f" ({one.late:+.2f} worse)" if one.late > 0 else f" ({-one.late:.2f} better)"
    risks = "" if one.mae_r is None or one.mfe_r is None else f" ({one.mae_r:.2f}R / {one.mfe_r:.2f}R)"
    cells = (
        f"{one.opened}–{one.closed or '…'}",
        _words(f"{one.kind}: {one.label}" + (f", {one.setup}" if one.setup else "")),
        one.side,
        f"{_points(one.planned_entry)} → {_points(one.entry)}{late}",
        _points(one.stop),
        _points(one.target),
        f"{_points(one.exit)} {one.end}",
        f"{_points(one.planned_r)} → {_points(one.r)}",
        f"{_points(one.mae)} / {_points(one.mfe)}{risks}",
        "–" if one.usd is None else f"{one.usd:+,.0f}",
    )
    return f"| {' | '.join(cells)} |"


def _sums(own: Sequence[Entry]) -> list[str]:
    said: list[str] = []
    for kind in ("taken", "paper"):
        results = [one.r for one in own if one.kind == kind and one.r is not None]
        without = sum(one.kind == kind and one.r is None for one in own)
        if results or without:
            told = f"{kind}: {len(results)} closed with R, sum {sum(results):+.2f} R"
            said.append(told + (f"; {without} without" if without else ""))
    return said


def _card(card: PlanCard | None) -> str:
    if card is None:
        return "No plan card."
    parts = [f"bias {card.bias}"]
    parts += [f"line {card.line:,.2f}"] if card.line is not None else []
    parts += ["levels " + ", ".join(f"{level:,.2f}" for level in card.levels)] if card.levels else []
    parts += [f"max loss {card.max_loss_usd:,.0f} USD"] if card.max_loss_usd is not None else []
    parts += [f"max trades {card.max_trades}"] if card.max_trades is not None else []
    parts += [f"today I will not {_words(card.not_today)}"] if card.not_today else []
    return "Plan: " + " · ".join(parts)


def _clock(at: int | None) -> str:
    return "" if at is None else f"{to_exchange(to_nanos(at)):%H:%M:%S}"


def _in_risks(points: float | None, risk: float | None) -> float | None:
    return None if points is None or risk is None else round(points / risk, 2)


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value:,.2f}"


def _words(text: str) -> str:
    """A label cannot end a cell or a line."""
    return " ".join(text.replace("|", "/").split())


def _safe(value: object) -> object:
    """A text that a spreadsheet would take for a formula is quoted."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
