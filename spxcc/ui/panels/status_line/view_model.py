"""The status line: session, connection, latency, then the keys that fit."""

from collections.abc import Sequence

from spxcc.engines.gex.result import gex_channel
from spxcc.engines.health.result import HEALTH, Health
from spxcc.engines.recording.result import RECORDING
from spxcc.engines.session.result import STATUS
from spxcc.ui import format as words
from spxcc.ui.day_words import day_parts
from spxcc.ui.frame import Frame
from spxcc.ui.renderables.cells import Line
from spxcc.ui.renderables.ranked import Part, ranked
from spxcc.ui.why import connected

NOTICE_CHARS = 80
HOPS = (("wire", "wire p50/p95/max"), ("paint", "paint"))


def status(frame: Frame, width: int | None = None) -> Line:
    """` open · Open until 16:00 ET · chain 14:32 · connected to … · events 12,345`, or what of it fits `width`."""
    return ranked([*_session(frame), *day_parts(frame), *_chain(frame), *_service(frame)], width)


def _session(frame: Frame) -> list[Part]:
    session = frame.source.get(STATUS)
    if session is None:
        return [(0, ((" SESSION unknown", "dim"),))]
    # While it is open the header says for how long.
    told = 7 if session.status == "open" else 2
    parts: list[Part] = [(0, ((f" {session.status}", "bright"),)), (told, ((f" · {session.message}", "text"),))]
    parts += [(1, ((f" · {name} {state}", "warn"),)) for name, state in session.feeds.items() if state != "ok"]
    return [*parts, (0, ((" · HALTED", "alert"),))] if session.halted else parts


def _service(frame: Frame) -> list[Part]:
    """Connection, what the program says of its input, counters, latencies."""
    link = frame.source.connection
    retry = "" if link.retry_in_s is None else f", next try in {link.retry_in_s:.0f}s (R now)"
    fine = connected(frame)
    parts: list[Part] = [(7 if fine else 1, ((f" · {link.text}{retry}", "text" if fine else "warn"),))]
    health = frame.source.get(HEALTH)
    if health is not None:
        worst = [notice for notice in health.notices if notice.level != "info"] or list(health.notices)
        if worst:
            loud = worst[-1].level != "info"
            parts.append((3 if loud else 8, ((f" · {shortened(worst[-1].text)}", "warn" if loud else "dim"),)))
        parts.append((9, ((f" · {_counters(health)}", "dim"),)))
    for hop, name in HOPS:
        if (measured := frame.source.latency.get(hop)) is not None:
            told = f" · {name} {measured.p50:.0f}/{measured.p95:.0f}/{measured.max:.0f}ms"
            parts.append((9, ((told, "dim"),)))
    parts += _recording(frame)
    if frame.options.debug_stream:
        parts.append((2, ((" · ` stream log", "key"),)))
    if frame.session_now is not None:
        parts.append((9, ((f" · {words.day(frame.session_now)}", "dim"),)))
    return parts


def shortened(text: str) -> str:
    """The first `NOTICE_CHARS` of a notice, to the end of a word."""
    if len(text) <= NOTICE_CHARS:
        return text
    return f"{text[: NOTICE_CHARS - 1].rpartition(' ')[0].rstrip(' ,;:(')}…"


def _recording(frame: Frame) -> list[Part]:
    """` · rec 12 MB 3.1 MB/h`; an alarm where it stopped though it should not have.

    Where somebody stopped it that is said too.
    """
    state = frame.source.get(RECORDING)
    if state is None:
        return []
    if state.alarm:
        return [(0, ((f" · NOT RECORDED: {state.reason}", "alert"),))]
    if not state.on:
        return [(1, ((f" · NOT RECORDED: {state.reason}", "dim"),))] if state.name and state.reason else []
    rate = "" if state.rate_bytes_per_hour is None else f" {state.rate_bytes_per_hour / 2**20:,.0f} MB/h"
    told: list[Part] = [(8, ((f" · rec {state.size_bytes / 2**20:,.1f} MB{rate}", "dim"),))]
    return [*told, (8, ((f" · {state.continued}", "dim"),))] if state.continued else told


def _counters(health: Health) -> str:
    """`events 12,345 late 3`: what is 0 is not told."""
    told = ((name, count) for name, count in (("late", health.stale_ticks), ("refused", health.rejected)) if count)
    return " ".join([f"events {health.events:,}", *(f"{name} {count:,}" for name, count in told)])


def _chain(frame: Frame) -> list[Part]:
    """` · chain 14:32`, or with its date where that is not today's."""
    gex = frame.source.get(gex_channel(frame.options.symbol))
    if gex is None or gex.quotes_at is None:
        return []
    today = frame.session_now is not None and words.day(gex.quotes_at) == words.day(frame.session_now)
    date = "" if today else f"{words.day(gex.quotes_at)} "
    told = f" · chain {date}{words.clock(gex.quotes_at, seconds=False)}"
    return [(8 if today else 3, ((told, "dim" if today else "warn"),))]


def hints(pairs: Sequence[tuple[str, str]], width: int) -> Line:
    """` 1-6 panel  z zoom  …`: as many as fit, by order."""
    line: list[tuple[str, str]] = [(" ", "text")]
    room = width - 1
    for key, word in pairs:
        size = len(key) + len(word) + 3
        if size > room:
            break
        line += [(key, "key"), (f" {word}  ", "dim")]
        room -= size
    return tuple(line)
