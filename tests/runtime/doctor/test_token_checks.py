"""Claim by claim, in a table."""

from typing import Any

import pytest

from spxcc.runtime.doctor.check import Check
from spxcc.runtime.doctor.token_checks import token_checks
from spxcc.runtime.doctor.token_probe import TokenFound, TokenSeen, TokenWanted

NOW = 1_750_000_000.0
WANTED = TokenWanted(True, ("ES256",), "https://issuer", "spxcc", "issuer", ("e1", "e2"))
HEADER: dict[str, Any] = {"alg": "ES256", "kid": "e1"}
CLAIMS: dict[str, Any] = {"iss": "https://issuer", "aud": ["web", "spxcc"], "exp": NOW + 3_600}


def judged(name: str, let_in: bool = False, wanted: TokenWanted = WANTED, **more: Any) -> Check:
    header = {**HEADER, **{key: value for key, value in more.items() if key in ("alg", "kid")}}
    claims = {**CLAIMS, **{key: value for key, value in more.items() if key not in ("alg", "kid")}}
    kept = TokenSeen(300, header, {key: value for key, value in claims.items() if value is not None})
    found = TokenFound("option", kept, wanted, checked=True)
    return next(check for check in token_checks(found, NOW, let_in) if check.id == f"token.{name}")


def test_f62_a_good_token_is_good_in_every_line() -> None:
    for name in ("form", "algorithm", "issuer", "audience", "expiry", "key_id", "accepted"):
        assert judged(name).state == "ok", name


@pytest.mark.parametrize(
    ("name", "claim", "found", "expected"),
    [
        ("algorithm", {"alg": "HS256"}, "HS256", "ES256"),
        ("algorithm", {"alg": None}, "none", "ES256"),
        ("issuer", {"iss": "https://other"}, "https://other", "https://issuer"),
        ("issuer", {"iss": None}, "none", "https://issuer"),
        ("audience", {"aud": "web"}, "web", "spxcc"),
        ("audience", {"aud": None}, "none", "spxcc"),
        ("expiry", {"exp": NOW - 720}, "expired 12 min ago, 2025-06-15 14:54 UTC", "a token that is valid now"),
        ("expiry", {"exp": None}, "no time of expiry (exp)", "exp in seconds"),
        ("expiry", {"exp": True}, "no time of expiry (exp)", "exp in seconds"),
        ("expiry", {"nbf": NOW + 60}, "valid in 60 s, from 2025-06-15 15:07 UTC", "a token that is valid now"),
        ("expiry", {"nbf": "soon"}, "a beginning (nbf) that is no number", "nbf in seconds"),
        ("key_id", {"kid": "e9"}, "e9", "one of the key set at issuer: e1, e2"),
        ("key_id", {"kid": None}, "none", "one of the key set at issuer: e1, e2"),
    ],
)
def test_f62_the_claim_that_differs_is_named_with_what_was_wanted(
    name: str, claim: dict[str, Any], found: str, expected: str
) -> None:
    check = judged(name, **claim)
    assert (check.state, check.found, check.expected) == ("fail", found, expected)
    assert check.remedy.endswith(".")
    others = {"form", "algorithm", "issuer", "audience", "expiry", "key_id"} - {name}
    assert {judged(other, **claim).state for other in others} <= {"ok", "skip"}


def test_f62_a_difference_that_the_server_does_not_mind_is_a_warning() -> None:
    check = judged("issuer", let_in=True, iss="https://other")
    assert check.state == "warn"
    assert check.found == "https://other, yet the server let it in"


def test_a_token_that_ends_soon_is_a_warning() -> None:
    assert judged("expiry", exp=NOW + 90).state == "warn"
    assert judged("expiry", exp=NOW + 90).found == "valid for 90 s, until 2025-06-15 15:08 UTC"
    assert judged("expiry", exp=NOW - 9).state == "warn"


def test_without_settings_only_what_the_token_says_itself_is_judged() -> None:
    bare = TokenWanted()
    states = {name: judged(name, wanted=bare).state for name in ("algorithm", "issuer", "audience", "accepted")}
    assert set(states.values()) == {"skip"}
    assert judged("expiry", wanted=bare, exp=NOW - 99).state == "fail"
    assert "only the server can tell" in judged("issuer", wanted=bare).found


def test_settings_that_leave_a_claim_open_accept_any() -> None:
    lax = TokenWanted(True, ("ES256",), None, None, "issuer", ("e1",))
    assert judged("issuer", wanted=lax, iss="x").found == "x; any is accepted"
    assert judged("audience", wanted=lax, aud=None).found == "none; any is accepted"
    assert judged("key_id", wanted=lax, kid=None).state == "ok"


def test_a_key_set_that_cannot_be_had_is_told() -> None:
    lost = TokenWanted(True, ("ES256",), jwks="issuer", kids_trouble="HTTP 500")
    assert judged("key_id", wanted=lost).found == "no key set: HTTP 500"
    assert judged("key_id", alg="HS256").state == "skip"
    assert judged("key_id", wanted=TokenWanted(True, ("ES256",))).state == "skip"


@pytest.mark.parametrize(
    ("found", "state", "text"),
    [
        (TokenFound("none"), "skip", "none was given"),
        (TokenFound("running", TokenSeen(43)), "ok", "the token of this user's running server"),
        (TokenFound("option", TokenSeen(43)), "skip", "43 bytes that are no JWT; a server without an issuer"),
        (TokenFound("option", TokenSeen(43), WANTED), "fail", "43 bytes that are no JWT"),
        (TokenFound("option", TokenSeen(9_000)), "fail", "9,000 bytes that are no JWT"),
    ],
)
def test_f62_what_is_no_jwt_is_told_apart(found: TokenFound, state: str, text: str) -> None:
    (check,) = token_checks(found, NOW, let_in=False)
    assert check.state == state
    assert check.found.startswith(text)


def test_the_verdict_is_the_servers_own() -> None:
    seen = TokenSeen(300, HEADER, CLAIMS)
    refused = TokenFound("option", seen, WANTED, True, ("token_invalid", "the signature does not fit"))
    assert token_checks(refused, NOW, False)[-1].found == "the signature does not fit (token_invalid)"
    unknown = TokenFound("option", seen, WANTED, trouble="no key of the issuer within 4 s")
    assert token_checks(unknown, NOW, False)[-1].state == "fail"
