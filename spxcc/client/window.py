"""One capture window: every required channel must deliver, in any order, and the connection must live to the end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from spxcc.client.latency import HopLatency
from spxcc.client.store import Store
from spxcc.market.clock import Clock
from spxcc.market.units import to_millis

STEP_S = 0.05


@dataclass(frozen=True, slots=True)
class ChannelCapture:
    """Of one channel within the window: frames, members held, time from subscribe to `synced`, gaps, age of the data.

    last_age_ms: since the newest frame was received; `None` if none was. snapshot_ms: `None` if `synced` never came.
    """

    frames: int
    items: int
    snapshot_ms: float | None
    gaps: int
    last_age_ms: float | None


@dataclass(frozen=True, slots=True)
class CaptureReport:
    """`ok` = nothing missing, nothing wrong. errors: sentences. prices: by symbol, as their channel gives them."""

    ok: bool
    mode: str | None
    epoch: str | None
    seconds: float
    channels: Mapping[str, ChannelCapture] = field(default_factory=dict)
    prices: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    latency_ms: Mapping[str, HopLatency] = field(default_factory=dict)

    def json(self) -> bytes:
        """One JSON object, as `spxcc headless --json` prints it."""
        return msgspec.json.encode(self)


async def capture(
    store: Store,
    required: Iterable[str],
    seconds: float,
    clock: Clock,
    until_complete: bool = False,
    since_start: bool = False,
) -> CaptureReport:
    """What arrived in `seconds` from now; with `until_complete` it ends as soon as nothing is missing.

    The caller has subscribed (or does so meanwhile) to `required`. since_start: frames count from the store's making.
    """
    names = tuple(dict.fromkeys(required))
    before = {name: 0 if since_start else _frames(store, name) for name in names}
    start = clock.monotonic()
    while clock.monotonic() - start < seconds:
        if until_complete and not _missing(store, names):
            break
        await clock.sleep(min(STEP_S, max(seconds - (clock.monotonic() - start), 0.0)))
    return _report(store, names, before, clock, clock.monotonic() - start)


def _frames(store: Store, name: str) -> int:
    meta = store.meta(name)
    return 0 if meta is None else meta.frames


def _missing(store: Store, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if (meta := store.meta(name)) is None or meta.snapshot_ms is None)


def _report(
    store: Store, names: tuple[str, ...], before: Mapping[str, int], clock: Clock, seconds: float
) -> CaptureReport:
    missing = _missing(store, names)
    errors = _errors(store, names)
    return CaptureReport(
        ok=not missing and not errors,
        mode=None if store.hello is None else store.hello.mode,
        epoch=None if store.hello is None else store.hello.epoch,
        seconds=round(seconds, 3),
        channels={name: _channel(store, name, before[name], clock) for name in names},
        prices=_prices(store, names),
        missing=missing,
        errors=errors,
        latency_ms=store.latency,
    )


def _channel(store: Store, name: str, before: int, clock: Clock) -> ChannelCapture:
    meta = store.meta(name)
    if meta is None:
        return ChannelCapture(0, 0, None, 0, None)
    received = meta.received_ns
    return ChannelCapture(
        frames=meta.frames - before,
        items=store.count(name),
        snapshot_ms=meta.snapshot_ms,
        gaps=meta.gaps,
        last_age_ms=None if received is None else float(to_millis(clock.now() - received)),
    )


def _errors(store: Store, names: Iterable[str]) -> tuple[str, ...]:
    link = store.connection
    errors = [] if link.phase == "open" else [f"connection: {link.text}"]
    for name in names:
        meta = store.meta(name)
        if meta is not None and meta.error:
            errors.append(f"{name}: {meta.error}")
    return tuple(errors)


def _prices(store: Store, names: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        head, _, symbol = name.partition(":")
        value = store.value(name) if head == "price" else None
        if value is not None:
            found[symbol] = msgspec.to_builtins(value)
    return found
