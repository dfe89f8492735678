"""What a status means for the next question."""

import pytest

from spxcc.feeds.massive.trouble import Kind, Reply, trouble_of


@pytest.mark.parametrize(
    ("status", "kind", "again"),
    [
        (400, "refused", False),
        (401, "config", False),
        (403, "denied", False),
        (404, "unknown", False),
        (302, "refused", False),
        (408, "transient", True),
        (429, "transient", True),
        (500, "transient", True),
        (502, "transient", True),
        (504, "transient", True),
    ],
)
def test_f32_only_what_passes_is_tried_again(status: int, kind: Kind, again: bool) -> None:
    trouble = trouble_of(Reply(status, {}, b""), None)
    assert trouble is not None
    assert (trouble.kind, trouble.again, trouble.status) == (kind, again, status)


def test_a_good_answer_is_no_trouble() -> None:
    assert trouble_of(Reply(200, {}, b"{}"), None) is None


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"status":"ERROR","error":"Unknown API Key"}', "HTTP status 401 (Unknown API Key)"),
        (b'{"status":"NOT_AUTHORIZED","message":"You are not  entitled"}', "HTTP status 401 (You are not entitled)"),
        (b"<html>Bad gateway", "HTTP status 401"),
        (b'{"error":5}', "HTTP status 401"),
        (b"", "HTTP status 401"),
        (b"[" * 200_000, "HTTP status 401"),
    ],
)
def test_what_the_vendor_said_is_shown_in_one_line(body: bytes, found: str) -> None:
    trouble = trouble_of(Reply(401, {}, body), None)
    assert trouble is not None
    assert trouble.found == found
