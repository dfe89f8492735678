"""Where a price and its change come from."""

from spxcc.engines.engine import Asked, Run
from spxcc.engines.price.result import PriceBoard
from spxcc.engines.why.answers import Evidence, Kind, age_s, answer, given, inputs
from spxcc.engines.why.grades import EXCHANGE, OWN
from spxcc.engines.why.result import Explanation
from spxcc.market.units import NANOS_PER_MILLI

KINDS: dict[str, tuple[str, str, str, float]] = {
    "price": ("", "The newest price that the source sent.", "last", 0.0),
    "change": ("", "The newest price less the previous close.", "last - previous_close", 5e-5),
    "change_pct": (
        "percent", "The change over the previous close.",
        "100 * (last - previous_close) / previous_close", 6e-5 + 5e-5,
    ),
    "previous_close": ("", "Official close of the session before, as the feed said it.", "previous_close", 0.0),
    "volume": ("", "Volume of the day as the feed said it.", "volume", 0.0),
    "feed_age_ms": ("ms", "Instant of the step less the instant of the price, to a millisecond.", "age_ms", 1.0),
}  # fmt: skip
ALIASES = {"changePct": "change_pct"}


def explain(run: Run[PriceBoard, None], asked: Asked) -> Explanation | None:
    """`price:<SYM>.<field>`."""
    name, symbol = ALIASES.get(asked.path, asked.path), asked.channel.partition(":")[2]
    shown = next((one for one in run.result.prices if one.symbol == symbol), None)
    last, now = run.snapshot.prices.get(symbol), run.snapshot.as_of
    if name not in KINDS or shown is None or last is None:
        return None
    unit, formula, expression, rounding = KINDS[name]
    age = age_s(now, last.ts_event)
    source = f"{last.source} {symbol}"
    found = inputs(
        given("last", last.price, "", source, age),
        given("previous_close", last.previous_close, "", f"{source}, close of the session before"),
        given("volume", last.volume, "", source, age) if name == "volume" else None,
        given("age_ms", (now - last.ts_event) / NANOS_PER_MILLI, "ms", "clock of the market")
        if name == "feed_age_ms"
        else None,
    )
    kind = Kind(unit, formula, OWN if name == "feed_age_ms" else EXCHANGE, expression, rounding)
    reason = "the feed has not said the previous close"
    return answer(asked, now, kind, getattr(shown, name), Evidence(found, reason=reason))
