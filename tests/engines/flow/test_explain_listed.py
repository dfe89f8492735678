"""Where the largest premiums and the rank of a minute come from."""

import msgspec

from spxcc.engines.engine import Asked, Run
from spxcc.engines.flow.compute import FlowMemory, compute
from spxcc.engines.flow.explain_listed import of_listed
from spxcc.engines.flow.result import HISTORY_FACT, FlowHistory
from spxcc.engines.why.formula import recomputed, within
from tests.engines.flow.trades import START, seen
from tests.fakes.results import make_upstream
from tests.fakes.snapshots import make_snapshot


def test_f47_each_number_follows_from_its_inputs() -> None:
    past = FlowHistory(minutes={"10:30": (1e3, 2e4, 5e4, 1e6, 2e6, 3e6)})
    facts = {HISTORY_FACT: msgspec.json.encode(past).decode()}
    first = make_snapshot(START + 10**9, trades=(seen(price=20.0, size=20),), facts=facts)
    _, memory = compute(first, make_upstream(), FlowMemory())
    later = make_snapshot(START + 10**10, facts=facts)
    result, memory = compute(later, make_upstream(), memory)
    run = Run(later, result, memory)
    rank = result.summary.rank
    assert rank is not None
    assert (rank.below, rank.days, rank.percentile) == (2, 6, 0.333)
    for path in ("rank.premium", "rank.days", "rank.below", "rank.percentile", "rank.low", "rank.high"):
        found = of_listed(run, Asked("flow:summary", path))
        assert found is not None
        assert within(found, recomputed(found) or 0.0), path
    for field in ("strike", "price", "size", "premium"):
        found = of_listed(run, Asked("flow:summary", f"largest.0.{field}"))
        assert found is not None
        assert within(found, recomputed(found) or 0.0), field
    assert of_listed(run, Asked("flow:summary", "largest.7.size")) is None
    assert of_listed(run, Asked("flow:summary", "rank.minute")) is None
