"""Where the numbers of an alert and of the totals come from: the prints, and the buckets of market time."""

import re
from collections.abc import Callable, Mapping

from spxcc.engines.engine import Asked
from spxcc.engines.flow import params
from spxcc.engines.flow.explain_listed import FlowRun, of_contract, of_listed
from spxcc.engines.flow.prints import Print
from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY, ContractMinuteVolume, FlowAlert
from spxcc.engines.flow.windows import COLUMNS, start_of
from spxcc.engines.why.answers import Evidence, Kind, age_s, answer
from spxcc.engines.why.grades import EXCHANGE, OWN, SIDE
from spxcc.engines.why.result import Explanation, Fact, Grade, Input, Row
from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, to_nanos

USD = "USD"
COUNTED = Grade("A", "the count is true; what it means is grade C: no side of midpoint prints, no open or close")
COUNTERS = ("cancelled", "late", "compression", "duplicates", "other_day", "packages", "unpaired_legs", "financing")
LIMITS = (
    Input("print", float(params.PRINT_USD), USD, "least premium of a print"),
    Input("notable", float(params.NOTABLE_USD), USD, "least premium of a sweep, and of a block by size"),
    Input("print_thousands", params.PRINT_USD / 1e3, "thousand USD"),
    Input("notable_thousands", params.NOTABLE_USD / 1e3, "thousand USD"),
)


def explain(run: FlowRun, asked: Asked) -> Explanation | None:
    """`flow:alert.<id>.<field>` and `flow:summary.<path>`."""
    if asked.channel == FLOW_ALERT.name:
        name, _, field = asked.path.partition(".")
        proof = run.memory.books.proofs.get(name)
        published = (one for one in asked.published() or () if one.id == name)
        found = next(published, None) or (None if proof is None else proof.alert)
        return None if found is None or field not in OF_ALERT else OF_ALERT[field](run, asked, found)
    if asked.channel == FLOW_SUMMARY.name:
        return _summary(run, asked)
    return None


def _premium(run: FlowRun, asked: Asked, alert: FlowAlert) -> Explanation:
    prints, now = _proven(run, alert), run.snapshot.as_of
    rows = tuple(Row(_told(each), each.price * each.size * params.CONTRACT_SIZE) for each in prints)
    if not prints and alert.package is None:
        kind = Kind(
            USD, f"price · size · {params.CONTRACT_SIZE}.", COUNTED, "price * size * 100", 0.005 * alert.size + 0.01
        )
        return answer(asked, now, kind, alert.premium, Evidence(_sizes(alert), facts=_facts(alert)))
    if alert.package is None:
        kind = Kind(USD, f"Sum of price · size · {params.CONTRACT_SIZE} over its prints.", COUNTED, "sum(rows)", 0.01)
        return answer(asked, now, kind, alert.premium, Evidence((), rows, "premium of a print, USD", _facts(alert)))
    legs: dict[str, float] = {}
    for each, row in zip(prints, rows, strict=True):
        legs[each.contract] = legs.get(each.contract, 0.0) + row.value
    several = tuple(Row(contract, premium) for contract, premium in sorted(legs.items()))
    words = "Least that its legs can net to, whichever were bought: their sides are not known."
    kind = Kind(USD, words, SIDE, "least_net(rows)" if several else "", 0.01)
    return answer(asked, now, kind, alert.premium, Evidence((), several, "premium of a leg, USD", _facts(alert)))


def _size(run: FlowRun, asked: Asked, alert: FlowAlert) -> Explanation:
    prints = _dearest(alert, _proven(run, alert))
    if not prints:
        kind = Kind("contracts", f"{_of(alert)}contracts of its prints.", COUNTED, "size")
        return answer(asked, run.snapshot.as_of, kind, alert.size, Evidence(_sizes(alert), facts=_facts(alert)))
    kind = Kind("contracts", f"{_of(alert)}contracts of its prints, added.", COUNTED, "sum(rows)")
    rows = tuple(Row(_told(each), float(each.size)) for each in prints)
    return answer(asked, run.snapshot.as_of, kind, alert.size, Evidence((), rows, "contracts of a print",
                  _facts(alert)))  # fmt: skip


def _price(run: FlowRun, asked: Asked, alert: FlowAlert) -> Explanation:
    prints = _dearest(alert, _proven(run, alert))
    if not prints:
        kind = Kind(USD, "Price of the print.", EXCHANGE, "price", 5e-5)
        return answer(asked, run.snapshot.as_of, kind, alert.price, Evidence(_sizes(alert), facts=_facts(alert)))
    kind = Kind(USD, f"{_of(alert)}mean price of its prints by their size.", EXCHANGE, "weighted(rows, weights)", 1e-4)
    rows = tuple(Row(_told(each), each.price, float(each.size)) for each in prints)
    return answer(asked, run.snapshot.as_of, kind, alert.price, Evidence((), rows, "price of a print, by its size",
                  _facts(alert)))  # fmt: skip


def _strike(run: FlowRun, asked: Asked, alert: FlowAlert) -> Explanation:
    kind = Kind("index points", "Strike of the contract.", EXCHANGE, "strike")
    found = Input("strike", alert.strike, "index points", f"{alert.symbol} {alert.expiry} {alert.right}")
    return answer(asked, run.snapshot.as_of, kind, alert.strike, Evidence((found,), facts=_facts(alert)))


def _prints(run: FlowRun, asked: Asked, alert: FlowAlert) -> Explanation:
    rows = tuple(Row(_told(each), 1.0) for each in _proven(run, alert))
    kind = Kind("prints", "Prints that it was made of.", COUNTED, "count(rows)" if rows else "own")
    own = () if rows else (Input("own", float(alert.prints), "prints", asked.channel),)
    return answer(asked, run.snapshot.as_of, kind, alert.prints, Evidence(own, rows, "a print", _facts(alert)))


def _certainty(run: FlowRun, asked: Asked, alert: FlowAlert) -> Explanation:
    prints = _proven(run, alert) if alert.package is None else ()
    rows = tuple(Row(_told(each), each.confidence, float(each.size)) for each in prints)
    kind = Kind("share", "Certainty of the quote rule, by size.", SIDE, "weighted(rows, weights)" if rows else "own",
                5e-4)  # fmt: skip
    own = () if rows else (Input("own", alert.side_confidence, "share", asked.channel),)
    return answer(asked, run.snapshot.as_of, kind, alert.side_confidence, Evidence(own, rows, "certainty of a print",
                  _facts(alert)))  # fmt: skip


OF_ALERT: Mapping[str, Callable[[FlowRun, Asked, FlowAlert], Explanation]] = {
    "premium": _premium,
    "size": _size,
    "price": _price,
    "strike": _strike,
    "prints": _prints,
    "side_confidence": _certainty,
    "volume": of_contract,
    "open_interest": of_contract,
}


def _proven(run: FlowRun, alert: FlowAlert) -> tuple[Print, ...]:
    """Its prints; none of an alert that is too old."""
    proof = run.memory.books.proofs.get(alert.id)
    return () if proof is None else proof.prints


def _of(alert: FlowAlert) -> str:
    return "Of its dearest leg: " if alert.package is not None else ""


def _dearest(alert: FlowAlert, prints: tuple[Print, ...]) -> tuple[Print, ...]:
    """Of a package only the leg at which the alert stands."""
    if alert.package is None:
        return prints
    own = (alert.strike, alert.expiry, alert.right)
    return tuple(one for one in prints if (one.parts.strike, one.parts.expiry, one.parts.right) == own)


def _sizes(alert: FlowAlert) -> tuple[Input, ...]:
    source = f"flow:alert.{alert.id}"
    return Input("price", alert.price, USD, source), Input("size", float(alert.size), "contracts", source)


def _facts(alert: FlowAlert) -> tuple[Fact, ...]:
    side = f"{alert.side}, certainty {alert.side_confidence:.2f}" if alert.side != "unknown" else "unknown"
    what = f"{alert.symbol} {alert.expiry} {alert.right}{alert.strike:g}"
    found = (Fact("contract", what), Fact("kind", alert.type), Fact("customer's side", side))
    return found if not alert.condition else (*found, Fact("condition", alert.condition))


def _told(each: Print) -> str:
    return f"{to_exchange(each.ts):%H:%M:%S.%f}"[:12] + f" {each.size} at {each.price:g}"


def _summary(run: FlowRun, asked: Asked) -> Explanation | None:
    summary, now = run.result.summary, run.snapshot.as_of
    if asked.path == "label":
        kind = Kind("", "What the rows are: the least premiums.", OWN, "")
        return answer(asked, now, kind, summary.label, Evidence(LIMITS))
    if asked.path in COUNTERS:
        own = Input("counted", float(getattr(run.memory.counted, asked.path, None) or _booked(run, asked.path)))
        kind = Kind("prints", "Counted today by the flow engine.", OWN, "counted")
        return answer(asked, now, kind, getattr(summary, asked.path), Evidence((own,)))
    if asked.path.startswith(("rank.", "largest.")):
        return of_listed(run, asked)
    if match := re.fullmatch(r"windows\.(\d)\.(\w+)", asked.path):
        return _window(run, asked, int(match[1]), match[2])
    if match := re.fullmatch(r"volumes\.(\d{1,2})\.(\w+)", asked.path):
        at = int(match[1])
        return None if at >= len(summary.volumes) else _volume(run, asked, summary.volumes[at], match[2])
    return None


def _booked(run: FlowRun, name: str) -> int:
    books = run.memory.books
    return {"packages": books.packages, "unpaired_legs": books.unpaired, "financing": books.financing}.get(name, 0)


def _window(run: FlowRun, asked: Asked, at: int, field: str) -> Explanation | None:
    windows, memory = run.result.summary.windows, run.memory
    if at >= len(windows) or field not in (*COLUMNS, "prints", "minutes"):
        return None
    window = windows[at]
    if field == "minutes":
        kind = Kind("minutes", "Length of the window.", OWN, "minutes")
        own = (Input("minutes", float(params.WINDOW_MINUTES[at]), "minutes"),)
        return answer(asked, run.snapshot.as_of, kind, window.minutes, Evidence(own))
    end = memory.bucket + params.BUCKET_NS
    first = start_of(memory.bucket - window.minutes * NANOS_PER_MINUTE)
    per = 1.0 if field == "prints" else 100.0
    rows = tuple(
        Row(f"{to_exchange(start):%H:%M:%S}", getattr(bucket, field) / per)
        for start, bucket in sorted(memory.books.buckets.items())
        if first <= start < end and getattr(bucket, field)
    )
    unit = "prints" if field == "prints" else USD
    words = "Prints" if field == "prints" else f"Premium {field.replace('_', 's ')}"
    formula = f"{words} in the last {window.minutes} minutes, in buckets of 5 seconds; sides by the quote rule."
    kind = Kind(unit, formula, SIDE, "sum(rows)" if rows else "nothing", 0.01)
    none = () if rows else (Input("nothing", 0.0, unit, "no such print in the window"),)
    return answer(asked, run.snapshot.as_of, kind, getattr(window, field), Evidence(none, rows, f"a bucket, {unit}"))


def _volume(run: FlowRun, asked: Asked, one: ContractMinuteVolume, field: str) -> Explanation | None:
    found = run.snapshot.option_volume.get(one.contract)
    if found is None or field not in ("day_volume", "last_minute_volume"):
        return None
    value = found.day_volume if field == "day_volume" else found.last_volume
    age = age_s(run.snapshot.as_of, found.last_start)
    own = Input("volume", float(value), "contracts", f"minute bars of {one.contract}", age)
    kind = Kind("contracts", "Volume of the day, or of its last minute, from minute bars.", COUNTED, "volume")
    facts = (Fact("last minute", f"{to_exchange(to_nanos(one.last_start)):%H:%M} ET"),)
    return answer(asked, run.snapshot.as_of, kind, getattr(one, field), Evidence((own,), facts=facts))
