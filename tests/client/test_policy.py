"""What an ending means."""

import pytest

from spxcc.client.policy import judge
from spxcc.client.reconnect_events import Closed, Failed


@pytest.mark.parametrize(
    ("code", "lock", "wait_s", "draw_s"),
    [
        (1000, None, None, (0.0, 8.0)),
        (1001, None, None, (0.0, 8.0)),
        (1002, None, None, None),
        (1006, None, None, None),
        (1011, None, None, None),
        (1012, None, None, (0.0, 8.0)),
        (4400, "stop", None, None),
        (4401, "token", None, None),
        (4403, "stop", None, None),
        (4408, None, None, None),
        (4409, "stop", None, None),
        (4420, None, 0.0, None),
        (4421, None, 0.0, None),
        (4999, None, None, None),
    ],
)
def test_the_table_of_close_codes(
    code: int, lock: str | None, wait_s: float | None, draw_s: tuple[float, float] | None
) -> None:
    verdict = judge(Closed(1, code))
    assert (verdict.lock, verdict.wait_s, verdict.draw_s) == (lock, wait_s, draw_s)
    assert verdict.restart == (code == 1012)
    assert verdict.reason


def test_waiting_as_told() -> None:
    assert judge(Closed(1, 4429, retry_after_s=7.0)).wait_s == 7.0
    assert judge(Closed(1, 1013, retry_after_s=7.0)).wait_s == 7.0
    assert judge(Failed(1, "HTTP 429", 429, 7.0)).wait_s == 7.0


@pytest.mark.parametrize(("status", "lock"), [(401, "token"), (403, "stop"), (404, None), (503, None), (None, None)])
def test_http_answers(status: int | None, lock: str | None) -> None:
    assert judge(Failed(1, "why", status)).lock == lock


def test_token_reasons_are_put_in_words() -> None:
    assert judge(Closed(1, 4401, "token_missing")).reason == "no token"
    assert judge(Closed(1, 4401, "")).reason == "token not accepted"
    assert judge(Closed(1, 4401, "something else")).reason == "something else"
