"""Faults of single stream events."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import msgspec
from msgspec.structs import replace as changed

from spxcc.feeds.simulator.massive.faults import Fault, FaultBox
from spxcc.feeds.simulator.massive.market import ODD_LOT
from spxcc.feeds.simulator.massive.sent import Sent
from spxcc.feeds.simulator.massive.shapes import Limits, MinuteBar, Quote, Trade, Value
from spxcc.feeds.simulator.massive.tally import EXCUSED

LATER_MS, LATE_MS, LATEST_S = (50, 500), 2_000, 900.0
REWRITTEN_MS = 5_000
FAR = 10**9
"""Between the numbers of a print and its copies, so that none is that of another."""
HALTED_QUIET = frozenset({"T", "Q", "A", "AM"})


def distorted(box: FaultBox, events: list[Sent]) -> list[Sent]:
    """The events of a second as they are sent; unchanged without faults."""
    if not box.active:
        return events
    made = [after for sent in events for after in _halted(box, sent)]
    for name, change in _CHANGES.items():
        if box.on(name):
            made = [after for sent in made for after in _changed(box, name, change, sent)]
    made.sort(key=lambda sent: sent.due_ms)
    return made


Change = Callable[[Fault, Sent, int], Iterable[Sent] | None]
"""What becomes of an event (`None` = not concerned); the number is drawn by the event, 0 … 9999."""


def _changed(box: FaultBox, name: str, change: Change, sent: Sent) -> Iterator[Sent]:
    if sent.fault or change(_PROBE, sent, 0) is None:
        yield sent
        return
    key = (sent.topic, sent.symbol, sent.due_ms, *_own(sent))
    fault = box.hit(name, sent.due_ms, *key)
    if fault is None:
        yield sent
        return
    yield from change(fault, sent, sum(hash_of(str(part)) for part in key) % 10_000) or ()


def hash_of(text: str) -> int:
    """A small stable number of a text."""
    return sum((at + 1) * ord(letter) for at, letter in enumerate(text)) * 7_919 % 100_003


_PROBE = Fault("probe")


def _own(sent: Sent) -> tuple[int, ...]:
    return (sent.event.q,) if isinstance(sent.event, Trade | Quote) else ()


def _drawn(span: tuple[int, int], drawn: int) -> int:
    return span[0] + (span[1] - span[0]) * drawn // 10_000


def _duplicates(_: Fault, sent: Sent, __: int) -> Iterable[Sent] | None:
    return (sent, replace(sent, fault="duplicates"))


def _out_of_order(_: Fault, sent: Sent, drawn: int) -> Iterable[Sent] | None:
    return (replace(sent, due_ms=sent.due_ms + _drawn(LATER_MS, drawn), fault="out-of-order"),)


def _late(fault: Fault, sent: Sent, drawn: int) -> Iterable[Sent] | None:
    event = sent.event
    if not isinstance(event, Trade) or not EXCUSED.isdisjoint(event.c):
        return None
    span = LATE_MS, max(LATE_MS, round(1_000 * (fault.value or LATEST_S)))
    return (replace(sent, due_ms=sent.due_ms + _drawn(span, drawn), fault="late-prints"),)


def _missing_bars(_: Fault, sent: Sent, __: int) -> Iterable[Sent] | None:
    return (replace(sent, fault="missing-bars", raw=b""),) if sent.topic == "AM" else None


def _rewritten(_: Fault, sent: Sent, __: int) -> Iterable[Sent] | None:
    bar = sent.event
    if not isinstance(bar, MinuteBar) or not bar.v or bar.v < 2:
        return None
    first = changed(bar, v=bar.v // 2, c=bar.o)
    return (
        replace(sent, event=first, fault="rewritten-bars"),
        replace(sent, due_ms=sent.due_ms + REWRITTEN_MS),
    )


def _crossed(_: Fault, sent: Sent, __: int) -> Iterable[Sent] | None:
    quote = sent.event
    if not isinstance(quote, Quote) or quote.bp is None:
        return None
    return (replace(sent, event=changed(quote, bp=round(quote.ap + 0.5, 2)), fault="crossed-quotes"),)


def _zero(_: Fault, sent: Sent, __: int) -> Iterable[Sent] | None:
    if not isinstance(sent.event, Quote):
        return None
    return (replace(sent, event=changed(sent.event, bp=0.0, ap=0.0, bs=0, offered=0), fault="zero-quotes"),)


def _outliers(_: Fault, sent: Sent, __: int) -> Iterable[Sent] | None:
    event = sent.event
    if isinstance(event, Value):
        return (replace(sent, event=changed(event, val=round(event.val * 1.05, 2)), fault="outliers"),)
    if isinstance(event, Trade) and sent.symbol == "SPY" and ODD_LOT not in event.c:
        return (replace(sent, event=changed(event, p=round(event.p * 1.05, 2)), fault="outliers"),)
    return None


def _skew(fault: Fault, sent: Sent, __: int) -> Iterable[Sent] | None:
    ahead = round(1_000 * (fault.value or 5.0))
    event = sent.event
    if isinstance(event, Value | Trade | Quote):
        return (replace(sent, event=changed(event, t=event.t + ahead), fault="skew"),)
    return None


def _wrong(_: Fault, sent: Sent, __: int) -> Iterable[Sent] | None:
    body = msgspec.json.decode(msgspec.json.encode(sent.event))
    for key in ("val", "p", "bp", "ap", "o", "c"):
        if isinstance(body.get(key), float):
            body[key] = "NaN"
    body["t" if "t" in body else "s"] = -1.5
    return (replace(sent, raw=msgspec.json.encode(body), fault="wrong-events"),)


def _unknown(_: Fault, sent: Sent, __: int) -> Iterable[Sent] | None:
    raw = msgspec.json.encode({"ev": "XZ", "sym": sent.symbol, "t": sent.due_ms})
    return (sent, replace(sent, raw=raw, fault="unknown-events"))


def _burst(fault: Fault, sent: Sent, __: int) -> Iterable[Sent] | None:
    event = sent.event
    if not isinstance(event, Trade):
        return None
    more = range(1, int(fault.value or 50) + 1)
    return (sent, *(replace(sent, event=changed(event, q=event.q + one * FAR), fault="burst") for one in more))


_CHANGES: dict[str, Change] = {
    "missing-bars": _missing_bars,
    "rewritten-bars": _rewritten,
    "crossed-quotes": _crossed,
    "zero-quotes": _zero,
    "outliers": _outliers,
    "wrong-events": _wrong,
    "late-prints": _late,
    "out-of-order": _out_of_order,
    "duplicates": _duplicates,
    "unknown-events": _unknown,
    "burst": _burst,
    "skew": _skew,
}


def _halted(box: FaultBox, sent: Sent) -> Iterator[Sent]:
    """In a halt nothing trades; the stock's quotes become its limits."""
    if not box.on("halt") or box.hit("halt", sent.due_ms, sent.symbol) is None:
        yield sent
    elif isinstance(sent.event, Quote) and sent.symbol == "SPY":
        quote = sent.event
        limits = Limits(
            "SPY", round(quote.ap * 1.05, 2), round(quote.ap * 0.95, 2), (17,), 2, quote.t * 1_000_000, quote.q
        )
        yield replace(sent, topic="LULD", event=limits, fault="halt")
    else:
        yield replace(sent, fault="halt", raw=b"")
