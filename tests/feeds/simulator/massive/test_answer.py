"""Answers and refusals in the vendor's envelope."""

import msgspec

from spxcc.feeds.simulator.massive.answer import bad_request, bare, not_entitled, not_found, refusal, unknown_key


def test_f30_refusals_carry_word_id_and_text() -> None:
    for refused, status, key in (
        (bad_request("x"), 400, "error"),
        (not_entitled(), 403, "message"),
        (not_found(), 404, "message"),
    ):
        made = refusal(refused, "id")
        body = msgspec.json.decode(made.body)
        assert (made.status, body["request_id"], body[key]) == (status, "id", str(refused))
    assert str(unknown_key(False)) == "API Key was not provided"
    assert bare([]).body == b"[]"
