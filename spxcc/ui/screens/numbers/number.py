"""`Number`: one number on the screen, and how those are made that the screen computes itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spxcc.engines.why.result import EPOCH_MS, Explanation, Fact, Grade, Input, Row
from spxcc.market.units import UnixMillis
from spxcc.ui import format as words
from spxcc.ui.frame import Frame

SCREEN = "screen"
"""Channel of the numbers that the screen makes."""
OWN = Grade("A", "made by this screen from what the answer names")
POINTS = "index points"


@dataclass(frozen=True, slots=True)
class Number:
    """path: what `why` is asked. label, text: how it stands in the list. also: other ways in which it is drawn.

    own: the answer, where the screen made the number itself and nobody else is asked.
    """

    path: str
    label: str
    text: str
    also: tuple[str, ...] = ()
    own: Explanation | None = None


def dollars(path: str, label: str, value: float | None, *also: str) -> Number:
    """With sign and unit."""
    return Number(path, label, words.dollars(value, sign=True), (words.dollars(value), *also))


def price(path: str, label: str, value: float | None, *also: str) -> Number:
    """To cents, and as panels with less room write it."""
    shorter = () if value is None else (words.price(value, 1), words.price(value, 0), words.strike(value))
    return Number(path, label, words.price(value), (*shorter, *also))


def money(path: str, name: str, holder: object, fields: Sequence[str]) -> Iterator[Number]:
    """One for each field of `holder`."""
    for field in fields:
        yield dollars(f"{path}.{field}", name if field == "net" else f"{name} {field}", getattr(holder, field))


def made(
    frame: Frame,
    path: str,
    label: str,
    text: str,
    value: float,
    unit: str,
    formula: str,
    expression: str,
    inputs: Sequence[Input] = (),
    rows: Sequence[Row] = (),
    also: Sequence[str] = (),
) -> Number:
    """A number that the screen makes; `expression` as in the explanation."""
    own = Explanation(
        channel=SCREEN,
        path=path,
        value=float(value),
        unit=unit,
        formula=formula,
        as_of=frame.session_now or 0,
        grade=OWN,
        expression=expression,
        inputs=tuple(inputs),
        rows=tuple(rows),
        rows_are="" if not rows else "counted",
    )
    return Number(f"{SCREEN}.{path}", label, text, tuple(also), own)


def said(
    frame: Frame,
    path: str,
    label: str,
    text: str,
    formula: str,
    inputs: Sequence[Input] = (),
    rows: Sequence[Row] = (),
    also: Sequence[str] = (),
) -> Number:
    """A sentence with numbers in it, told as the server told it; it stands short in the list."""
    own = Explanation(
        channel=SCREEN,
        path=path,
        value=text,
        unit="",
        formula=formula,
        as_of=frame.session_now or 0,
        grade=OWN,
        inputs=tuple(inputs),
        rows=tuple(rows),
        rows_are="" if not rows else "read from",
    )
    return Number(f"{SCREEN}.{path}", label, text[:24], (text, *also), own)


def distance(frame: Frame, name: str, label: str, to: Input, last: Input, *digits: int) -> Number:
    """From the last price to a level, in points; written with `digits` decimals, and otherwise as these say."""
    value = to.value - last.value
    first, *more = digits or (1,)
    return made(
        frame,
        f"{name}.distance",
        f"{label} away",
        words.signed(value, first),
        value,
        POINTS,
        f"{to.source} less the last price.",
        "level - last",
        (Input("level", to.value, POINTS, to.source), Input("last", last.value, POINTS, last.source, last.age_s)),
        also=[words.signed(value, each) for each in more],
    )


def age(
    frame: Frame, name: str, label: str, millis: float | None, at: UnixMillis | None, source: str
) -> Iterator[Number]:
    """How old something is: the later of market time and the silence on the wire."""
    if millis is None:
        return
    found = [Input("age", millis, "ms", f"clock of the market less the instant of {source}, or its silence")]
    if at is not None:
        found.append(Input("instant", float(at), EPOCH_MS, source))
    yield made(
        frame,
        f"{name}.age",
        f"{label} age",
        words.age(millis),
        millis,
        "ms",
        f"Age of {source}: market time since it was true, not less than how long nothing came.",
        "age",
        found,
    )


def left(frame: Frame, name: str, label: str, end: UnixMillis, source: str) -> Iterator[Number]:
    """Time until `end`."""
    now = frame.session_now
    if now is None:
        return
    value = float(end - now)
    yield made(
        frame,
        f"{name}.left",
        label,
        words.until(value),
        value,
        "ms",
        f"Time until {source}.",
        "end - now",
        (Input("end", float(end), EPOCH_MS, source), Input("now", float(now), EPOCH_MS, "market time")),
    )


def counted(frame: Frame, name: str, label: str, what: Sequence[str], formula: str) -> Number:
    """How many there are, by name."""
    rows = [Row(each, 1.0) for each in what]
    none = () if rows else (Input("none", 0.0),)
    return made(
        frame,
        f"{name}.count",
        label,
        f"{len(rows)}",
        len(rows),
        "",
        formula,
        "count(rows)" if rows else "none",
        none,
        rows,
    )


def clock_fact(name: str, at: UnixMillis) -> Fact:
    """An instant as a fact."""
    return Fact(name, float(at), EPOCH_MS)
