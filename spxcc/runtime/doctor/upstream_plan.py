"""Which plans a key has, by what it gets and what not."""

from spxcc.runtime.doctor.upstream_found import Part, UpstreamFound


def plans_of(found: UpstreamFound) -> tuple[str, ...]:
    """`Options Advanced`, `Indices Starter` …; a product that was not asked about is left out."""
    return tuple(filter(None, (_options(found), _indices(found), _stocks(found))))


def _options(found: UpstreamFound) -> str:
    chain = _has(found, "chain")
    if chain is None:
        return ""
    if not chain:
        return "Options Basic or none"
    trades, quotes = _has(found, "option_trades"), _has(found, "option_quotes")
    if quotes:
        return "Options Advanced"
    if trades:
        return "Options Developer" if quotes is False else "Options Developer or Advanced"
    return "Options Starter" if trades is False else "Options Starter or better"


def _indices(found: UpstreamFound) -> str:
    values = _has(found, "indices")
    if values is None:
        return ""
    if not values:
        return "Indices Basic or none"
    return "Indices Starter" if found.answers["indices"].late else "Indices Advanced"


def _stocks(found: UpstreamFound) -> str:
    trades, bars = _has(found, "stock_trades"), _has(found, "stock_bars")
    if trades:
        return "Stocks Developer" if found.answers["stock_trades"].late else "Stocks Advanced"
    if trades is None:
        return ""
    return "no Stocks plan" if bars is False else "Stocks Starter or Basic"


def _has(found: UpstreamFound, part: Part) -> bool | None:
    """Whether the key gets it; `None` = not known."""
    answer = found.answers.get(part)
    if answer is None or answer.kind not in ("", "denied", "unknown"):
        return None
    return answer.kind != "denied"
