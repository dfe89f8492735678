"""What came true of a setup's own rules, beside it: a share with its company, or nothing."""

import msgspec

from spxcc.engines.score.result import ScoreResult, cell_of
from spxcc.engines.setups.result import Setup


def with_record(setup: Setup, score: ScoreResult | None) -> Setup:
    """`setup` with its forward record; a backtest, other rules and shadows are no record of it."""
    cell = None if score is None else cell_of(score, setup.kind, "forward", setup.rules_version)
    if cell is None or setup.null_probability is None:
        return setup
    return msgspec.structs.replace(setup, probability=cell.probability, n=cell.n, low=cell.low, high=cell.high)
