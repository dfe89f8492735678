"""Numbers of the flow panel: its prints, the totals of the windows, and what the tape adds up to."""

from collections.abc import Iterator

from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY, FlowAlert, FlowWindow, LargePrint
from spxcc.engines.stances.result import FLOW_STANCE
from spxcc.engines.why.result import Input, Row
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.flow.stats import FlowStats, stats_of
from spxcc.ui.panels.flow.view_model import balance_of, passes
from spxcc.ui.screens.numbers.number import Number, counted, dollars, made, price

SUMS = ("call_bought", "call_sold", "put_bought", "put_sold", "unknown")
USD = "USD"
ALERTS = 60
"""The newest prints whose numbers are offered."""


def _shown(frame: Frame) -> list[FlowAlert]:
    """The newest that pass the filter."""
    state = frame.state
    every = frame.source.events(FLOW_ALERT)
    return [one for one in every if passes(one, state.flow_filter, state.flow_premium)][-ALERTS:]


def flow_numbers(frame: Frame) -> Iterator[Number]:
    """Of the newest prints, and the totals of the windows."""
    for alert in reversed(_shown(frame)):
        yield from print_numbers(alert)
    for stance in reversed(frame.source.events(FLOW_STANCE)[-ALERTS:]):
        yield Number(f"{FLOW_STANCE.name}.{stance.id}.words", stance.relation, stance.words[:24], (stance.words,))
    yield from _tape(frame)
    summary, name = frame.source.get(FLOW_SUMMARY), FLOW_SUMMARY.name
    if summary is None:
        return
    yield Number(f"{name}.label", "what is shown", summary.label)
    for at, window in enumerate(summary.windows):
        path, label = f"{name}.windows.{at}", f"{window.minutes}m"
        for field in SUMS:
            yield dollars(f"{path}.{field}", f"{label} {field.replace('_', 's ')}", getattr(window, field))
        yield Number(f"{path}.prints", f"{label} prints", f"{window.prints:,}")
        yield Number(f"{path}.minutes", "window", label)
        yield from _sides(frame, window, path)
    for at, large in enumerate(summary.largest):
        yield from _large(f"{name}.largest.{at}", large)
    for at, one in enumerate(summary.volumes):
        contract = f"{one.right} {words.strike(one.strike)}"
        for field in ("last_minute_volume", "day_volume"):
            yield Number(f"{name}.volumes.{at}.{field}", f"{contract} {field}", words.count(getattr(one, field)))
    for field in ("cancelled", "late", "compression", "duplicates", "packages", "unpaired_legs", "financing"):
        yield Number(f"{name}.{field}", field.replace("_", " "), f"{getattr(summary, field):,}")


def print_numbers(alert: FlowAlert) -> Iterator[Number]:
    """Premium, size, price and strike of one print."""
    name, path = (
        f"{words.clock(alert.ts_event)} {alert.right}{words.strike(alert.strike)}",
        f"{FLOW_ALERT.name}.{alert.id}",
    )
    yield dollars(f"{path}.premium", name, alert.premium)
    yield Number(f"{path}.size", f"{name} size", words.count(alert.size), (f"{alert.size:,}",))
    yield Number(f"{path}.price", f"{name} price", f"{alert.price:.2f}")
    yield price(f"{path}.strike", f"{name} strike", alert.strike)
    yield Number(f"{path}.prints", f"{name} prints", f"{alert.prints}")
    yield Number(f"{path}.condition", f"{name} condition", alert.condition)
    yield Number(
        f"{path}.side_confidence",
        f"{name} certainty",
        words.percent(alert.side_confidence),
        (f"{alert.side_confidence:.2f}",),
    )


def _large(path: str, one: LargePrint) -> Iterator[Number]:
    """Of one of the largest prints of the day."""
    name = f"{one.right}{words.strike(one.strike)}"
    yield dollars(f"{path}.premium", f"largest {name}", one.premium)
    yield Number(f"{path}.size", f"largest {name} size", words.count(one.size), (f"{one.size:,}",))
    yield Number(f"{path}.price", f"largest {name} price", f"{one.price:.2f}")
    yield price(f"{path}.strike", f"largest {name} strike", one.strike)


def _sides(frame: Frame, window: FlowWindow, path: str) -> Iterator[Number]:
    """Premium bought and sold, and their shares of all of it."""
    parts = {field: Input(field, getattr(window, field), USD, f"{path}.{field}") for field in SUMS}
    bought, sold = "call_bought + put_bought", "call_sold + put_sold"
    total = window.call_bought + window.put_bought + window.call_sold + window.put_sold + window.unknown
    sums = {
        "bought": (bought, window.call_bought + window.put_bought),
        "sold": (sold, window.call_sold + window.put_sold),
        "known": (f"{bought} + {sold}", total - window.unknown),
    }
    whole = f"({bought} + {sold} + unknown)"
    balance = balance_of((window,))
    for name, (expression, value) in sums.items():
        label, place = f"{window.minutes}m {name}", f"flow.{window.minutes}.{name}"
        if balance is not None:
            yield made(
                frame,
                place,
                label,
                words.dollars(value),
                value,
                USD,
                "Calls and puts together.",
                expression,
                tuple(parts.values()),
            )
        if total > 0:
            yield made(
                frame,
                f"{place}.share",
                f"{label} share",
                words.percent(value / total),
                value / total,
                "share",
                "Of all premium of the window.",
                f"({expression}) / {whole}",
                tuple(parts.values()),
            )


def _tape(frame: Frame) -> Iterator[Number]:
    """What the prints that the screen keeps add up to."""
    stats, state = stats_of(frame), frame.state
    every = [one for one in frame.source.events(FLOW_ALERT) if passes(one, state.flow_filter, state.flow_premium)]
    yield counted(frame, "flow.tape", "prints on the tape", [one.id for one in every], "Prints that pass the filter.")
    if stats.minutes:
        most = max(stats.minutes)
        yield made(
            frame,
            "flow.most",
            "most in a minute",
            words.dollars(most),
            most,
            USD,
            "Largest premium of a minute on the tape.",
            "highest(rows)",
            rows=[Row(f"{at - len(stats.minutes) + 1} min", value) for at, value in enumerate(stats.minutes)],
            also=(f"{len(stats.minutes)}",),
        )
    yield from _strikes(frame, stats, every)
    for why, count in stats.unknown:
        own = (Input("counted", float(count), "prints", "prints on the tape"),)
        yield made(
            frame,
            f"flow.unknown.{why[:24]}",
            why[:24],
            f"{count}",
            count,
            "prints",
            f"Prints without a side: {why}.",
            "counted",
            own,
        )


def _strikes(frame: Frame, stats: FlowStats, every: list[FlowAlert]) -> Iterator[Number]:
    for one in stats.strikes:
        parts = [
            Row(f"{words.clock(each.ts_event)} {each.side}", each.premium)
            for each in every
            if (each.symbol, each.strike, each.right) == (frame.options.symbol, one.strike, one.right)
        ]
        name = f"{one.right} {words.strike(one.strike)}"
        yield made(
            frame,
            f"flow.strike.{one.right}{one.strike:g}",
            name,
            words.dollars(one.total),
            one.total,
            USD,
            "Premium of the prints on the tape at this strike.",
            "sum(rows)",
            rows=parts,
        )
