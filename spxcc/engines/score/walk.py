"""Walk-forward: choose on the past, freeze, score what comes after, and only that."""

from collections.abc import Mapping, Sequence

from spxcc.engines.score.params import BLOCK_DAYS, EMBARGO_DAYS, TRAIN_DAYS
from spxcc.engines.score.result import Scored


def walk_forward(
    variants: Mapping[str, Sequence[Scored]],
    train: int = TRAIN_DAYS,
    block: int = BLOCK_DAYS,
    embargo: int = EMBARGO_DAYS,
) -> list[Scored]:
    """Outcomes of the sessions after each choice, of the variant chosen there, oldest first.

    The first choice is after `train` sessions that have an outcome of any variant, further ones every `block` of them.
    Chosen is the variant with the best mean R on all sessions but the `embargo` ones just before; of equals the first
    by name. With one variant nothing is chosen, and the sessions after the first `train` are left.
    """
    sessions = sorted({one.row.order.session for rows in variants.values() for one in rows})
    forward: list[Scored] = []
    for first in range(train, len(sessions), block):
        known, coming = set(sessions[: first - embargo]), set(sessions[first : first + block])
        chosen = choose(variants, known)
        if chosen is not None:
            forward += [one for one in variants[chosen] if one.row.order.session in coming and one.row.counted]
    return forward


def choose(variants: Mapping[str, Sequence[Scored]], sessions: set[str]) -> str | None:
    """The variant with the best mean R on these sessions; `None` where none has a counted outcome on them."""
    means: dict[str, float] = {}
    for name, rows in variants.items():
        results = [one.row.r for one in rows if one.row.order.session in sessions and one.row.r is not None]
        if results:
            means[name] = sum(results) / len(results)
    return min(means, key=lambda name: (-means[name], name), default=None)
