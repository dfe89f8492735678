"""Nothing that looks like a token gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.client.redact import redact, token_hash

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1In0.c2ln-_"


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {JWT}",
        f"authorization: bearer {JWT}",
        f"ws://h/ws/prices?token={JWT}&x=1",
        f"subprotocols spxcc.v1, bearer.{JWT}",
        f'{{"type":"auth","token":"{JWT}"}}',
        f"somebody wrote {JWT} here",
    ],
)
def test_f03_tokens_are_hidden_wherever_they_stand(text: str) -> None:
    clean = redact(text)
    assert JWT not in clean
    assert "c2ln" not in clean
    assert "***" in clean


def test_passwords_in_addresses_are_hidden() -> None:
    assert redact("ws://user:pw@host:1/x") == "ws://***@host:1/x"


@given(st.text(), st.text(min_size=1, alphabet=st.characters(exclude_characters="*")), st.text())
def test_f03_a_known_secret_never_stays(before: str, secret: str, after: str) -> None:
    assert secret not in redact(before + secret + after, secret)


def test_other_text_stays() -> None:
    text = "closed with 4401: token_expired; the token has expired"
    assert redact(text) == text


def test_hashes_tell_tokens_apart() -> None:
    assert token_hash(None) == token_hash("") == ""
    assert token_hash("a") != token_hash("b")
    assert "a" * 16 not in token_hash("a" * 16)
