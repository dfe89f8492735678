"""Columns of prints."""

import numpy as np

from spxcc.feeds.simulator.prints import Prints, numbered, prints, together
from spxcc.market.snapshot import Ints


def some(at_ms: list[int], contract: int) -> Prints:
    count = len(at_ms)
    whole: Ints = np.ones(count, dtype=np.int64)
    return prints(np.array(at_ms, dtype=np.int64), whole * contract, np.zeros(count), whole, whole * 209, 302)


def test_together_is_in_order_of_report_and_stable() -> None:
    joined = together((some([5, 9], 1), some([1, 5], 2)))
    assert joined.at_ms.tolist() == [1, 5, 5, 9]
    assert joined.contract.tolist() == [2, 1, 2, 1]


def test_orders_are_numbered_from_one_and_groups_stay_apart() -> None:
    group = some([3, 3, 7], 3)
    group.order[:] = [1, 1, 2]
    joined = numbered([some([1, 2], 1), some([4], 2), some([], 9), group])
    by_contract = {int(c): sorted(set(joined.order[joined.contract == c].tolist())) for c in (1, 2, 3)}
    assert by_contract == {1: [1], 2: [2], 3: [3, 4]}


def test_taking_keeps_columns_together() -> None:
    part = some([1, 2, 3], 4).take(np.array([2, 0]))
    assert part.at_ms.tolist() == [3, 1]
    assert len(part) == 2
