"""Close codes and what follows from them."""

from typing import get_args

from spxcc.protocol.codes import REACTIONS, TERMINAL, AuthCode, CloseCode, ErrorCode, reaction, retry_of

PAGE = {
    1000: "draw", 1001: "draw", 1012: "draw", 1002: "backoff", 1003: "backoff", 1007: "backoff", 1009: "backoff",
    1011: "backoff", 1013: "backoff", 1006: "backoff", 4400: "stop", 4401: "lock", 4403: "stop", 4408: "backoff",
    4409: "stop", 4420: "now", 4421: "fresh", 4429: "wait",
}  # fmt: skip


def test_f04_every_close_code_has_its_reaction() -> None:
    assert {int(code): reaction(code) for code in CloseCode} == PAGE
    assert reaction(4999) == "backoff"
    assert set(REACTIONS) <= set(PAGE)


def test_terminal_codes_need_a_person_or_another_token() -> None:
    assert sorted(TERMINAL) == [4400, 4401, 4403, 4409]


def test_retry_is_said_for_every_error_code() -> None:
    assert {code: retry_of(code) for code in ("unavailable", "rate_limited", "internal")} == dict.fromkeys(
        ("unavailable", "rate_limited", "internal"), "after"
    )
    assert retry_of("token_expired") == "refresh"
    assert retry_of("unknown_channel") == "never"
    assert set(get_args(AuthCode)) <= set(get_args(ErrorCode))
