"""What is told of own levels and of the scoreboard on request: hold shares only beside n, interval and placebo."""

import msgspec

from spxcc.engines.levels.result import FamilyScore, GroupRow
from spxcc.quant.statistics import wilson_interval


def row_of(score: FamilyScore, sessions: int) -> GroupRow:
    """Shares of one group; absent where nothing was resolved, and the share too where its placebos have none."""
    own, null = _share(score.held, score.resolved), _share(score.null_held, score.null_resolved)
    bare = GroupRow(score=score, sessions=sessions)
    if own is None or null is None:
        return bare
    return msgspec.structs.replace(
        bare, share=own[0], low=own[1], high=own[2], null_share=null[0], null_low=null[1], null_high=null[2]
    )


def _share(held: int, resolved: int) -> tuple[float, float, float] | None:
    interval = wilson_interval(held, resolved)
    return None if interval is None else (round(held / resolved, 4), round(interval[0], 4), round(interval[1], 4))
