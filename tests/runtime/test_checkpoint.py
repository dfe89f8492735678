"""The state of a run as bytes, and bytes that are none."""

import os
import pickle
import zlib

import pytest

from spxcc.engines.catalog import make_engines
from spxcc.gateway.hub import Hub
from spxcc.market.state import MarketState
from spxcc.runtime.checkpoint import Kept, NotACheckpoint, code, freeze, kept_of, thaw
from spxcc.runtime.pipeline import Pipeline
from tests.fakes.recorded import seconds


class Harm:
    """What a file of a stranger might hold."""

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.system, ("true",)


def test_a_run_goes_on_from_its_bytes_as_it_would_have() -> None:
    pipeline = Pipeline(make_engines(), "sim")
    tape = list(seconds(8))
    for events in tape[:5]:
        for event in events:
            pipeline.fold(event)
        pipeline.step(events[-1].ts_event)
    found = thaw(freeze(kept_of(pipeline, Hub("e", lambda: 0), tape[4][-1].ts_event, 20)))
    other = Pipeline(make_engines(), "sim")
    assert found.engines is not None
    other.state = found.market
    other.graph.restore(found.engines)
    for events in tape[5:]:
        for each in (pipeline, other):
            for event in events:
                each.fold(event)
        assert pipeline.step(events[-1].ts_event).results == other.step(events[-1].ts_event).results


@pytest.mark.parametrize(
    "body",
    [
        b"", b"junk", zlib.compress(b"junk"), zlib.compress(pickle.dumps(Harm())), zlib.compress(pickle.dumps([1])),
        zlib.compress(pickle.dumps(print)), zlib.compress(pickle.dumps(code)),
    ],
)  # fmt: skip
def test_f56_nothing_but_values_of_the_market_and_the_engines_is_made_from_a_file(body: bytes) -> None:
    with pytest.raises(NotACheckpoint, match="expected a checkpoint of this program"):
        thaw(body)


def test_the_program_has_one_name() -> None:
    assert code() == code()
    assert len(code()) == 64
    assert isinstance(thaw(freeze(Kept(1, 2, MarketState("sim")))), Kept)
