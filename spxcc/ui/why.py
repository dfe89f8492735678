"""Why a panel is empty, and whether what it shows is still true."""

from collections.abc import Iterable

from spxcc.engines.gex.result import gex_channel
from spxcc.engines.health.result import HEALTH
from spxcc.engines.price.result import price_channel
from spxcc.engines.replay.result import REPLAY
from spxcc.engines.session.result import STATUS
from spxcc.market.units import NANOS_PER_MILLI, UnixMillis
from spxcc.ui.frame import Frame, Freshness

SILENCE_LIMIT_MS = 2_500
REPLAY_SILENCE_LIMIT_MS = 90_000
"""Of a replay whose server does not say how far apart its bars are."""
CADENCES = 3
"""So many values must be missing before their source counts as silent."""
CONNECTED = "open"
IDLE, CONNECTING = "idle", "connecting"
WORDS = {"live": "LIVE", "delayed": "DELAYED", "replay": "REPLAY", "sim": "SIM"}


def why_empty(frame: Frame, channel: str) -> str:
    """One sentence on why nothing of `channel` can be shown."""
    meta, health = frame.source.meta(channel), frame.source.get(HEALTH)
    if meta is not None and meta.error:
        broken = [] if health is None else [notice.text for notice in health.notices if notice.level == "error"]
        return broken[-1] if broken and meta.received_ns is None else f"unavailable: {meta.error}"
    if health is not None and (state := health.channels.get(channel)) is not None and state.reason:
        return state.reason
    if not connected(frame):
        link = frame.source.connection
        if link.phase == IDLE:
            return "starting…"
        retry = "" if link.retry_in_s is None else f", next try in {link.retry_in_s:.0f}s (R now)"
        return f"connecting… {link.text.removeprefix('connecting ')}{retry}".rstrip()
    return f"nothing on {channel} yet" if heard(frame, channel) else f"waiting for the first value of {channel}"


def plan_lacks(frame: Frame, part: str) -> str | None:
    """What the vendor's plan does not give of the input, and what it costs; `None` where it gives it."""
    health = frame.source.get(HEALTH)
    notices = () if health is None else health.notices
    return next((one.text for one in notices if one.code == f"plan:{part}" and one.level != "info"), None)


def heard(frame: Frame, channel: str) -> bool:
    """Whether the server answered for `channel`, be it with an empty list, and without an error."""
    meta = frame.source.meta(channel)
    return meta is not None and not meta.error and (meta.received_ns is not None or meta.snapshot_ms is not None)


def connected(frame: Frame) -> bool:
    """Whether the socket is up."""
    return frame.source.connection.phase == CONNECTED


def silence_ms(frame: Frame, channel: str) -> float | None:
    """Since when nothing arrived on `channel`; `None` if nothing ever did."""
    meta = frame.source.meta(channel)
    if meta is None or meta.received_ns is None:
        return None
    return (frame.now - meta.received_ns) / NANOS_PER_MILLI


def data_age_ms(frame: Frame, channel: str) -> float | None:
    """Market time since the value of `channel` was true."""
    meta = frame.source.meta(channel)
    return age_ms(frame, None if meta is None else meta.as_of_ms)


def age_ms(frame: Frame, at: UnixMillis | None) -> float | None:
    """Market time since `at`, and not less than the silence of the price: where that stands still, nothing is new."""
    if at is None or frame.session_now is None:
        return None
    if held(frame):
        return float(frame.session_now - at)
    return max(float(frame.session_now - at), silence_ms(frame, price_channel(frame.options.symbol).name) or 0.0)


def held(frame: Frame) -> bool:
    """Whether a replay stands still because somebody wants it to: then silence says nothing."""
    replay = frame.source.get(REPLAY)
    return replay is not None and not replay.playing and connected(frame)


def chain_age_ms(frame: Frame) -> float | None:
    """Market time since the quotes of the chain that gamma was computed from, however new the computation is."""
    channel = gex_channel(frame.options.symbol)
    gex = frame.source.get(channel)
    return data_age_ms(frame, channel.name) if gex is None or gex.quotes_at is None else age_ms(frame, gex.quotes_at)


def restored_age_ms(frame: Frame, names: Iterable[str]) -> float | None:
    """Age of the oldest value among `names` that an earlier run left; `None` where all are of this run."""
    metas = (frame.source.meta(name) for name in names)
    left = [meta.received_ns for meta in metas if meta is not None and meta.restored]
    received = [at for at in left if at is not None]
    return (frame.now - min(received)) / NANOS_PER_MILLI if received else None


def mode_word(frame: Frame) -> str:
    """LIVE, DELAYED, REPLAY or SIM as the server says; `–` before it spoke. What was recorded live is never LIVE."""
    status, replay = frame.source.get(STATUS), frame.source.get(REPLAY)
    if frame.source.mode == "replay" or (replay is not None and replay.replayed):
        return WORDS["replay"]
    return "–" if status is None else WORDS.get(status.mode, status.mode.upper())


def silence_limit_ms(frame: Frame) -> float:
    """3 s, or three times the declared cadence of the source where that is longer; of a replay at its present speed.

    A replay that is on its way to another time says nothing until it is there.
    """
    replay = frame.source.get(REPLAY)
    if replay is not None and replay.going_to is not None:
        return REPLAY_SILENCE_LIMIT_MS
    if replay is not None and replay.cadence_ms:
        return max(SILENCE_LIMIT_MS, CADENCES * replay.cadence_ms)
    if frame.source.cadence_ms:
        return max(SILENCE_LIMIT_MS, CADENCES * frame.source.cadence_ms)
    return REPLAY_SILENCE_LIMIT_MS if mode_word(frame) == "REPLAY" else SILENCE_LIMIT_MS


def freshness(frame: Frame) -> Freshness:
    """Judges the price of the chart's symbol. Silence over the limit in an open session is stale, whatever the mode.

    Everything that is drawn from a frame asks; it is judged once.
    """
    if not frame.judged:
        frame.judged.append(_judge(frame))
    return frame.judged[0]


def _judge(frame: Frame) -> Freshness:
    channel = price_channel(frame.options.symbol)
    mode, silence = mode_word(frame), silence_ms(frame, channel.name)
    price, meta = frame.source.get(channel), frame.source.meta(channel.name)
    age = None if price is None else age_ms(frame, price.ts_event)
    if price is None or silence is None:
        return Freshness(_without_price(frame), True, age, silence)
    status = frame.source.get(STATUS)
    is_open = status is None or status.status == "open"
    if held(frame) and (meta is None or not meta.stale):
        return Freshness(f"{mode} PAUSED", False, age, silence)
    limit = silence_limit_ms(frame)
    quiet = is_open and silence > limit
    late = is_open and mode in ("LIVE", "SIM") and age is not None and age > limit
    if quiet or late or (meta is not None and meta.stale) or not connected(frame):
        return Freshness("STALE", True, age, silence)
    return Freshness(mode, False, age, silence)


def _without_price(frame: Frame) -> str:
    if connected(frame):
        return "NO DATA"
    return "CONNECTING" if frame.source.connection.phase in (IDLE, CONNECTING) else "OFFLINE"
