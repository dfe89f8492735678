"""No token in any log line."""

import logging

import pytest

from spxcc.gateway.redact import quiet_logger, redact

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "line",
    [
        f"< GET /ws/prices?x=1&token={JWT}&y=2 HTTP/1.1",
        "< GET /ws/prices?token=opaque-secret HTTP/1.1",
        "< Authorization: Bearer opaque-secret",
        "< Sec-WebSocket-Protocol: spxcc.v1, bearer.opaque-secret",
        '< TEXT \'{"type":"auth","token":"opaque-secret"}\' [40 bytes]',
        '< TEXT "{\\"type\\":\\"auth\\",\\"token\\":\\"opaque-secret\\"}"',
        f"something said {JWT} here",
    ],
)
def test_tokens_are_hidden_wherever_they_stand(line: str) -> None:
    hidden = redact(line)
    assert "opaque-secret" not in hidden
    assert JWT not in hidden
    assert "***" in hidden


def test_ordinary_lines_stay_as_they_are() -> None:
    assert redact("connection open from 127.0.0.1, 3 channels") == "connection open from 127.0.0.1, 3 channels"


def test_the_logger_hides_arguments_and_tracebacks(caplog: pytest.LogCaptureFixture) -> None:
    logger = quiet_logger("tests.gateway.redacted")
    assert quiet_logger("tests.gateway.redacted").filters == logger.filters
    with caplog.at_level(logging.INFO, logger=logger.name):
        logger.info("< %s", "Authorization: Bearer opaque-secret")
        try:
            raise RuntimeError("token=opaque-secret")
        except RuntimeError:
            logger.exception("failed")
    assert "opaque-secret" not in caplog.text
    assert "RuntimeError" in caplog.text
    assert caplog.text.count("***") == 3
