"""Numbers of the lines: header, NOW line, status line, brief."""

from collections.abc import Iterator

from spxcc.engines.basis.result import BASIS
from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.health.result import HEALTH
from spxcc.engines.price.result import price_channel
from spxcc.engines.regime.result import REGIME
from spxcc.engines.session.result import STATUS
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.engines.why.result import EPOCH_MS, Input
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.alerts.view_model import waiting_ids
from spxcc.ui.panels.brief.view_model import bought_share, open_setups
from spxcc.ui.panels.coach.view_model import pending_alerts
from spxcc.ui.panels.flow.view_model import balance_of
from spxcc.ui.screens.numbers.chart import price_numbers
from spxcc.ui.screens.numbers.day import calendar_numbers, day_numbers
from spxcc.ui.screens.numbers.flow import print_numbers
from spxcc.ui.screens.numbers.latency import latency_numbers
from spxcc.ui.screens.numbers.lists import coach_numbers, level_numbers, setup_of
from spxcc.ui.screens.numbers.number import POINTS, Number, age, counted, distance, dollars, made, price
from spxcc.ui.why import chain_age_ms, data_age_ms, freshness


def header_numbers(frame: Frame) -> Iterator[Number]:
    """Prices, basis, gamma, regime, expected move, ages, time to the close."""
    yield from price_numbers(frame)
    yield from _fresh(frame)
    for symbol in ("SPY", "VIX"):
        channel = price_channel(symbol)
        last = frame.source.get(channel)
        if last is not None:
            yield price(f"{channel.name}.price", symbol, last.price)
            yield from _aged(frame, channel.name, symbol)
    yield from _basis(frame)
    yield from _gamma(frame)
    yield from _regime(frame)
    yield from _close(frame)


def _fresh(frame: Frame) -> Iterator[Number]:
    found = freshness(frame)
    known = found.age_ms if found.age_ms is not None else found.silence_ms
    last = frame.source.get(price_channel(frame.options.symbol))
    at = None if last is None else last.ts_event
    yield from age(frame, "header.price", "price", known, at, f"price:{frame.options.symbol}")


def _aged(frame: Frame, channel: str, label: str) -> Iterator[Number]:
    meta = frame.source.meta(channel)
    yield from age(
        frame, f"header.{channel}", label, data_age_ms(frame, channel), None if meta is None else meta.as_of_ms, channel
    )


def _basis(frame: Frame) -> Iterator[Number]:
    basis = frame.source.get(BASIS)
    if basis is None or basis.basis is None:
        return
    yield Number(f"{BASIS.name}.basis", "basis", words.signed(basis.basis))
    if basis.z is not None:
        yield Number(f"{BASIS.name}.z", "basis z", words.signed(basis.z), (words.signed(basis.z, 1),))
    yield from _aged(frame, BASIS.name, "basis")


def _gamma(frame: Frame) -> Iterator[Number]:
    channel = gex_channel(frame.options.symbol)
    gex, last = frame.source.get(channel), frame.source.get(price_channel(frame.options.symbol))
    if gex is None or gex.net_gex is None:
        return
    yield dollars(f"{channel.name}.net_gex", "net gamma", gex.net_gex)
    yield from age(
        frame, "header.chain", "quotes of the chain", chain_age_ms(frame), gex.quotes_at, f"{channel.name}.quotes_at"
    )
    if gex.flip_point is None:
        return
    yield price(f"{channel.name}.flip_point", "flip", gex.flip_point)
    if last is not None:
        to = Input("level", gex.flip_point, POINTS, f"{channel.name}.flip_point")
        now = Input("last", last.price, POINTS, f"price:{gex.symbol}.price")
        yield distance(frame, "header.flip", "flip", to, now, 1, 0)


def _regime(frame: Frame) -> Iterator[Number]:
    regime = frame.source.get(REGIME)
    if regime is None:
        return
    yield Number(f"{REGIME.name}.minutes_in_state", f"{regime.regime} for", f"{regime.minutes_in_state}m")
    yield from _aged(frame, REGIME.name, "regime")
    if regime.session_move is not None:
        yield Number(
            f"{REGIME.name}.session_move",
            "EM of the session",
            f"±{regime.session_move:.2f}",
            (f"±{regime.session_move:.0f}",),
        )
    if regime.expected_move_used is not None:
        share = regime.expected_move_used
        short = (f"{share * 100:.0f}%",)
        yield Number(f"{REGIME.name}.expected_move_used", "EM used", words.percent(share, 1), short)


def _close(frame: Frame) -> Iterator[Number]:
    status, now = frame.source.get(STATUS), frame.session_now
    if status is None or now is None:
        return
    name = "next_close" if status.status == "open" else "next_open"
    at = words.iso_millis(getattr(status, name))
    if at is not None:
        ends = (Input("end", float(at), EPOCH_MS, f"status.{name}"), Input("now", float(now), EPOCH_MS, "market time"))
        yield made(
            frame,
            f"header.{name}",
            name.replace("_", " "),
            words.until(at - now),
            float(at - now),
            "ms",
            f"Time until the {name.removeprefix('next_')}, by the exchange calendar.",
            "end - now",
            ends,
        )


def now_numbers(frame: Frame) -> Iterator[Number]:
    """Of the setup in the line, how many alerts wait, the calendar, and for how long nothing came."""
    yield from calendar_numbers(frame)
    for setup in frame.source.items(SETUPS_UPDATE).values():
        yield from setup_of(frame, setup)
    yield counted(frame, "now.alerts", "alerts that wait", waiting_ids(frame), "Alerts that nobody acknowledged.")
    silence = freshness(frame).silence_ms
    yield from age(frame, "now.silence", "silence", silence, None, f"price:{frame.options.symbol}")


def status_numbers(frame: Frame) -> Iterator[Number]:
    """Words of the session, the day, counters of the feed, latencies as the screen measures them."""
    yield from day_numbers(frame)
    status, health = frame.source.get(STATUS), frame.source.get(HEALTH)
    if status is not None:
        yield Number(f"{STATUS.name}.message", "session", status.message)
    if health is not None:
        for field, label in (("events", "events"), ("stale_ticks", "late"), ("rejected", "refused")):
            yield Number(f"{HEALTH.name}.{field}", label, f"{getattr(health, field):,}")
    yield from latency_numbers(frame)
    yield from _retry(frame)


def _retry(frame: Frame) -> Iterator[Number]:
    link = frame.source.connection
    if link.retry_in_s is not None:
        own = (Input("seconds", link.retry_in_s, "s", "the connection"),)
        yield made(
            frame,
            "status.retry",
            "next try in",
            f"{link.retry_in_s:.0f}s",
            link.retry_in_s,
            "s",
            "Time until the next try to connect.",
            "seconds",
            own,
        )


def brief_numbers(frame: Frame) -> Iterator[Number]:
    """Nearest levels, other setup, last print, newest message."""
    yield from level_numbers(frame)
    yield from now_numbers(frame)
    for alert in frame.source.events(FLOW_ALERT)[-1:]:
        yield from print_numbers(alert)
    yield from coach_numbers(frame)


def tab_numbers(frame: Frame) -> Iterator[Number]:
    """Counts in the row of the tabs; none stands there for 0."""
    live = [one.level_label for one in open_setups(frame)]
    if live:
        yield counted(frame, "tabs.setups", "open setups", live, "Setups that are not over and not hidden.")
    waiting = [one.content for one in pending_alerts(frame)]
    if waiting:
        yield counted(frame, "tabs.coach", "alerts of the coach", waiting, "Alerts of the coach that wait.")
    summary, share = frame.source.get(FLOW_SUMMARY), bought_share(frame)
    balance = None if summary is None else balance_of(summary.windows)
    if balance is not None and share is not None:
        minutes, bought, sold = balance
        sums = tuple(
            Input(name, value, "USD", f"{FLOW_SUMMARY.name}, window of {minutes} minutes")
            for name, value in (("bought", bought), ("sold", sold))
        )
        text, formula = f"{share * 100:.0f}%", "Premium bought, of all whose side is known."
        yield made(frame, "tabs.flow", "bought", text, share, "share", formula, "bought / (bought + sold)", sums)


def smallest_numbers(frame: Frame) -> Iterator[Number]:
    """Header, NOW line and levels: the whole screen below 60×16."""
    yield from header_numbers(frame)
    yield from now_numbers(frame)
    yield from level_numbers(frame)


def watch_numbers(frame: Frame) -> Iterator[Number]:
    """The strip of `spxcc watch`: these and the feed."""
    yield from smallest_numbers(frame)
    yield from status_numbers(frame)
