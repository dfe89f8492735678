"""Numbers of the lists: setups, levels, coach."""

import re
from collections.abc import Iterator

from spxcc.engines.clusters.result import CLUSTERS
from spxcc.engines.coach.result import COACH_MESSAGE, COACH_RECORD, CoachMessage
from spxcc.engines.levels.result import LEVELS_UPDATE, Level
from spxcc.engines.prediction.result import PREDICTION, Horizon
from spxcc.engines.price.result import price_channel
from spxcc.engines.setups.result import CLOSED_STATES, SETUPS_UPDATE, Setup
from spxcc.engines.why.result import EPOCH_MS, Input
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.coach.view_model import build as coach_view
from spxcc.ui.panels.levels.view_model import CONE, E15, LEAST_HELD, in_e
from spxcc.ui.panels.setups.view_model import ordered, shown_setups
from spxcc.ui.screens.numbers.chart import level_prices
from spxcc.ui.screens.numbers.edge import edge_numbers
from spxcc.ui.screens.numbers.number import POINTS, Number, counted, left, made, price

ALERTS = 40
"""The newest messages whose numbers are offered."""
PRICES = ("entry", "stop", "t1", "t2")


def setup_numbers(frame: Frame) -> Iterator[Number]:
    """Of the selected setup first, then of the others in their order."""
    found = ordered(frame.source.items(SETUPS_UPDATE).values())
    for setup in sorted(found, key=lambda one: one.id != frame.state.setup_id):
        yield from setup_of(frame, setup)
    live = [one.level_label for one in shown_setups(frame) if one.state not in CLOSED_STATES]
    yield counted(frame, "setups.open", "open setups", live, "Setups that are not over.")
    shown = {one.id for one in shown_setups(frame)}
    gone = [one.level_label for one in found if one.id not in shown]
    if gone:
        yield counted(frame, "setups.hidden", "hidden setups", gone, "Setups that you do not want to see.")


def setup_of(frame: Frame, setup: Setup) -> Iterator[Number]:
    """Prices, ratios, chances, conditions, time left; then the words of its conditions and of what became of it."""
    name, path = setup.level_label, f"{SETUPS_UPDATE.name}.{setup.id}"
    for field in PRICES:
        yield price(f"{path}.{field}", f"{name} {field}", getattr(setup, field))
    for field in ("r1", "r2"):
        value = getattr(setup, field)
        yield Number(
            f"{path}.{field}", f"{name} {field}", words.price(value), () if value is None else (f"{value:.1f}",)
        )
    yield Number(f"{path}.probability", f"{name} measured", words.percent(setup.probability))
    yield Number(f"{path}.null_probability", f"{name} by chance", words.percent(setup.null_probability))
    yield Number(f"{path}.n", f"{name} n", f"{setup.n}")
    yield from edge_numbers(frame, setup)
    yield price(f"{path}.level_price", f"{name} level", setup.level_price)
    yield Number(f"{path}.passed", f"{name} conditions hold", f"{setup.passed}")
    yield Number(f"{path}.total", f"{name} conditions", f"{setup.total}")
    for at, check in enumerate(setup.checks):
        yield Number(f"{path}.checks.{at}.value", check.name, check.value)
        yield Number(f"{path}.checks.{at}.need", f"{check.name} needs", check.need)
    yield Number(f"{path}.needs", f"{name} lacks", setup.needs)
    yield Number(f"{path}.reason", f"{name} why", setup.reason)
    for at, step in enumerate(setup.history):
        yield price(f"{path}.history.{at}.price", f"{name} {step.state} at", step.price)
        yield Number(f"{path}.history.{at}.reason", f"{name} {step.state}", step.reason)
    yield from left(frame, f"setups.{setup.id}", f"{name} ttl", setup.expires, f"{path}.expires")
    for at, words_ in enumerate(setup.invalid):
        yield Number(f"{path}.invalid.{at}", f"{name} ends with", words_)
    yield from _distances(frame, setup, path)
    yield from _idea(frame, setup, path)


def _distances(frame: Frame, setup: Setup, path: str) -> Iterator[Number]:
    """Of stop and targets from the entry."""
    for field in PRICES[1:]:
        there, entry = getattr(setup, field), setup.entry
        if there is not None and entry is not None:
            ends = (Input("place", there, POINTS, f"{path}.{field}"), Input("entry", entry, POINTS, f"{path}.entry"))
            label = f"{setup.level_label} {field} from the entry"
            yield made(
                frame,
                f"setups.{setup.id}.{field}",
                label,
                words.signed(there - entry, 1),
                there - entry,
                POINTS,
                "The price less the entry.",
                "place - entry",
                ends,
            )


def _idea(frame: Frame, setup: Setup, path: str) -> Iterator[Number]:
    one = setup.idea
    if one is None:
        return
    name = f"{setup.level_label} idea"
    yield price(f"{path}.idea.strike", f"{name} strike", one.strike, f"{words.strike(one.strike)}{one.right}")
    for field in ("bid", "ask"):
        yield price(f"{path}.idea.{field}", f"{name} {field}", getattr(one, field))
    yield Number(f"{path}.idea.delta", f"{name} delta", words.signed(one.delta), (words.signed(one.delta, 3),))
    yield Number(f"{path}.idea.spread_share", f"{name} spread", words.percent(one.spread_share, 1))
    if frame.session_now is not None:
        value = float(frame.session_now - one.quoted_at)
        ends = (
            Input("now", float(frame.session_now), EPOCH_MS, "market time"),
            Input("at", float(one.quoted_at), EPOCH_MS, f"{path}.idea.quoted_at"),
        )
        yield made(
            frame,
            f"setups.{setup.id}.idea.age",
            f"{name} age",
            words.age(value),
            value,
            "ms",
            "Market time since the quote.",
            "now - at",
            ends,
        )


def level_numbers(frame: Frame) -> Iterator[Number]:
    """Prices and distances, then strength, touches and age of each level; the cone."""
    yield from level_prices(frame)
    found = frame.source.items(LEVELS_UPDATE)
    yield counted(frame, "levels", "levels", [one.label for one in found.values()], "Levels that the server lists.")
    for key, level in found.items():
        path = f"{LEVELS_UPDATE.name}.{key}"
        yield Number(f"{path}.strength", f"{level.label} strength", f"{level.strength:.2f}", (f"{level.strength:.3f}",))
        yield Number(f"{path}.touches", f"{level.label} touches", f"{level.touches}")
        yield Number(f"{path}.held", f"{level.label} held", f"{level.held}")
        yield Number(f"{path}.resolved", f"{level.label} outcomes", f"{level.resolved}")
        yield Number(f"{path}.source", f"{level.label} source", level.source)
        yield from _compared(frame, path, level)
        if frame.session_now is not None and level.first_seen > 0:
            yield _known_for(frame, key, level.label, level.first_seen, frame.session_now)
    clusters = frame.source.get(CLUSTERS)
    for at, zone in enumerate(() if clusters is None else clusters.zones):
        path = f"{CLUSTERS.name}.zones.{at}"
        yield Number(f"{path}.score", f"{zone.type} score", f"{zone.score:.2f}", (f"{zone.score:.3f}",))
        yield from in_units(frame, f"zones.{at}", zone.type, zone.price, f"{path}.price")
    prediction = frame.source.get(PREDICTION)
    for at, one in enumerate(() if prediction is None else prediction.horizons):
        if one.label in CONE:
            yield from _cone(f"{PREDICTION.name}.horizons.{at}", one)


def _cone(path: str, one: Horizon) -> Iterator[Number]:
    """The band, and how often earlier ones of this horizon held, with its interval and what a normal gives."""
    for field in ("low1", "high1"):
        yield price(f"{path}.{field}", f"1 sd {one.label} {field[:-1]}", getattr(one, field))
    if not one.n:
        return
    for field in ("n", "inside"):
        yield Number(f"{path}.{field}", f"1 sd {one.label} {field}", f"{getattr(one, field)}")
    for field in ("coverage", "coverage_low", "coverage_high", "expected"):
        text = words.percent(getattr(one, field))
        yield Number(f"{path}.{field}", f"1 sd {one.label} {field}", text, (text.removesuffix(" %"),))


def _compared(frame: Frame, path: str, level: Level) -> Iterator[Number]:
    """With the session before, in expected moves, and the share that held."""
    key = level.id
    if level.previous is not None:
        yield price(f"{path}.previous", f"{level.label} previous", level.previous)
        moved = level.price - level.previous
        ends = (
            Input("price", level.price, POINTS, f"{path}.price"),
            Input("previous", level.previous, POINTS, f"{path}.previous"),
        )
        yield made(
            frame,
            f"levels.{key}.moved",
            f"{level.label} moved",
            words.signed(moved, 1),
            moved,
            POINTS,
            "Its price less that of the session before.",
            "price - previous",
            ends,
        )
    if level.resolved >= LEAST_HELD:
        share = level.held / level.resolved
        counts = (
            Input("held", float(level.held), "touches", f"{path}.held"),
            Input("resolved", float(level.resolved), "touches", f"{path}.resolved"),
        )
        yield made(
            frame,
            f"levels.{key}.hold",
            f"{level.label} held of these",
            words.percent(share),
            share,
            "share",
            "Touches that held over those with an outcome.",
            "held / resolved",
            counts,
        )
    yield from in_units(frame, f"levels.{key}", level.label, level.price, f"{path}.price")


def in_units(frame: Frame, name: str, label: str, at: float, path: str) -> Iterator[Number]:
    """Distance from the last price in expected moves of 15 minutes."""
    last, prediction = frame.source.get(price_channel(frame.options.symbol)), frame.source.get(PREDICTION)
    away = None if last is None else at - last.price
    found = in_e(away, prediction)
    if found is None or last is None or prediction is None:
        return
    place = next(at for at, one in enumerate(prediction.horizons) if one.label == E15)
    parts = (
        Input("level", at, POINTS, path),
        Input("last", last.price, POINTS, f"price:{frame.options.symbol}.price"),
        Input("e15", prediction.horizons[place].one_sd, POINTS, f"{PREDICTION.name}.horizons.{place}.one_sd"),
    )
    yield made(
        frame,
        f"{name}.e15",
        f"{label} in E15",
        words.signed(found, 1),
        found,
        "15-minute moves",
        "Its distance over the one-sd move of 15 minutes.",
        "(level - last) / e15",
        parts,
    )


def _known_for(frame: Frame, key: str, label: str, first: int, now: int) -> Number:
    value = float(now - first)
    ends = (
        Input("now", float(now), EPOCH_MS, "market time"),
        Input("first", float(first), EPOCH_MS, f"{LEVELS_UPDATE.name}.{key}.first_seen"),
    )
    return made(
        frame,
        f"levels.{key}.age",
        f"{label} known for",
        words.age(value),
        value,
        "ms",
        "Market time since it was first seen.",
        "now - first",
        ends,
    )


def last_of(path: str) -> str:
    """`expected move` of `gex.expected_move`: what a narrow row still has room for."""
    return path.rpartition(".")[2].replace("_", " ")


def coach_numbers(frame: Frame) -> Iterator[Number]:
    """Each sentence with its cites, newest first; how many there are of a kind."""
    messages = frame.source.events(COACH_MESSAGE)
    for message in reversed(messages[-ALERTS:]):
        yield from message_numbers(message)
    alerts, setups, guides = coach_view(frame).counts
    for name, label, count in (
        ("alerts", "alerts that wait", alerts),
        ("setup", "setup messages", setups),
        ("guidance", "guidance messages", guides),
    ):
        own = (Input("counted", float(count), "", COACH_MESSAGE.name),)
        # The counts stand in the title, the record of the claims beside them.
        yield made(frame, f"coach.{name}", label, f"{count}", count, "", f"How many {label} there are.", "counted", own)

    record = frame.source.get(COACH_RECORD)
    if record is not None and record.claims:
        for field in ("claims", "open", "stood", "false", "void"):
            label = "claims" if field == "claims" else f"claims {field}"
            yield Number(f"{COACH_RECORD.name}.{field}", label, f"{getattr(record, field)}")
    for grade in () if record is None else record.grades:
        if grade.price is not None:
            own = (Input("price", grade.price, POINTS, f"minute that decided, {words.clock(grade.at or 0)}"),)
            yield made(
                frame,
                f"coach.{grade.id}.price",
                "claim decided at",
                words.price(grade.price),
                grade.price,
                POINTS,
                "Close, or touched price, of the minute that decided the claim.",
                "price",
                own,
            )


def message_numbers(message: CoachMessage) -> Iterator[Number]:
    """The sentence, then what falsifies it."""
    path, name = f"{COACH_MESSAGE.name}.{message.id}", f"{words.clock(message.ts)} {message.type}"
    yield Number(f"{path}.content", name, message.priority, (message.content,))
    for at, cite in enumerate(message.cites):
        short = words.price(cite.value, 2).removesuffix(".00")
        yield Number(f"{path}.cites.{at}.value", f"{last_of(cite.id)} {name}", short, (cite.id,))
        yield Number(f"{path}.cites.{at}.age_ms", f"age of {last_of(cite.id)} {name}", words.age(cite.age_ms))
    if message.falsifier:
        yield Number(
            f"{path}.falsifier", f"{name} falsifier", re.sub(r"\\s+", " ", message.falsifier)[:24], (message.falsifier,)
        )
