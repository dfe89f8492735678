"""Tokens: what admits and what does not."""

import base64
from dataclasses import replace
from typing import Any

import pytest

from spxcc.gateway.auth import TokenAuthenticator, TokenRules
from spxcc.gateway.interfaces import Authenticator, AuthError
from spxcc.gateway.jwks import JwksCache
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.protocol.identity import Identity
from tests.fakes.clock import ManualClock
from tests.fakes.keys import NOW_S, SECRET, ec_key, jwks, rsa_key, token

RULES = TokenRules(issuer="https://issuer", audience="spxcc")


def wall(seconds: float = NOW_S) -> Any:
    return lambda: int(seconds * NANOS_PER_SECOND)


def auth(at: float = NOW_S, **rules: Any) -> TokenAuthenticator:
    return TokenAuthenticator(replace(RULES, **rules), wall(at), SECRET)


async def refusal(checker: Authenticator, text: str) -> tuple[str, str]:
    with pytest.raises(AuthError) as refused:
        await checker.verify(text)
    assert len(text) < 20 or text not in refused.value.reason
    return refused.value.code, refused.value.reason


async def test_f03_a_good_token_names_its_owner() -> None:
    assert await auth().verify(token()) == Identity("alice", "pro", NOW_S + 600.0)


@pytest.mark.parametrize("missing", ["exp", "sub", "iss", "aud"])
async def test_f03_claims_are_required(missing: str) -> None:
    absent: dict[str, Any] = {missing: None}
    code, reason = await refusal(auth(), token(**absent))
    assert code == "token_invalid"
    assert missing in reason


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other"},
        {"aud": "other"},
        {"sub": ""},
        {"sub": "update"},
        {"sub": "Update"},
        {"sub": "x" * 129},
        {"exp": True},
        {"exp": 1e300},
        {"nbf": NOW_S + 11},
    ],
)
async def test_f03_claims_are_checked(wrong: dict[str, Any]) -> None:
    assert (await refusal(auth(), token(**wrong)))[0] == "token_invalid"


async def test_f03_expiry_with_ten_seconds_of_leeway() -> None:
    text = token(exp=NOW_S)
    assert (await auth(NOW_S + 9.9).verify(text)).expires_at == NOW_S
    assert (await refusal(auth(NOW_S + 10), text))[0] == "token_expired"


async def test_a_token_not_yet_valid_with_ten_seconds_of_leeway() -> None:
    assert (await auth().verify(token(nbf=NOW_S + 10))).sub == "alice"


async def test_a_signature_of_somebody_else() -> None:
    code, reason = await refusal(auth(), token(b"another secret of thirty-two bytes"))
    assert code == "token_invalid"
    assert reason == "the signature does not fit the configured key"


async def test_the_header_does_not_choose_the_algorithm() -> None:
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    assert (await refusal(auth(), f"{head}.{token().split('.')[1]}."))[0] == "token_invalid"
    assert (await refusal(auth(), token(SECRET * 2, "HS512")))[0] == "token_invalid"
    assert (await refusal(auth(), token(rsa_key(), "RS256")))[0] == "token_invalid"


@pytest.mark.parametrize("extension", [{"crit": ["x"], "x": 1}, {"crit": ["b64"], "b64": True}, {"crit": []}])
async def test_critical_extensions_are_refused(extension: dict[str, Any]) -> None:
    assert (await refusal(auth(), token(headers=extension)))[0] == "token_invalid"


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "..", "é.é.é", "{}", "a" * 8_193, token() + "x" * 8_192])
async def test_junk_is_refused_before_it_is_parsed(text: str) -> None:
    assert (await refusal(auth(), text))[0] == ("token_missing" if not text else "token_invalid")


async def test_the_tier_is_found_by_path_and_may_be_required() -> None:
    nested = token(tier=None, app_metadata={"tier": "elite"})
    assert (await auth(tier_claim="app_metadata.tier").verify(nested)).tier == "elite"
    assert (await auth().verify(nested)).tier is None
    assert (await auth().verify(token(tier=7))).tier is None
    assert (await refusal(auth(tiers=frozenset({"pro"})), nested))[0] == "forbidden"
    assert (await auth(tiers=frozenset({"pro"})).verify(token())).tier == "pro"


async def test_roles_that_may_not_enter() -> None:
    people = auth(roles=frozenset({"authenticated"}))
    assert (await people.verify(token(role="authenticated"))).sub == "alice"
    assert (await refusal(people, token(role="service_role")))[0] == "forbidden"
    assert (await refusal(people, token()))[0] == "forbidden"


def by_key_set(*kids: str) -> TokenAuthenticator:
    async def fetch() -> bytes:
        return jwks(*kids)

    rules = replace(RULES, algorithms=frozenset({"RS256", "ES256"}))
    return TokenAuthenticator(rules, wall(), keys=JwksCache(fetch, ManualClock()))


async def test_f03_tokens_by_public_key() -> None:
    people = by_key_set("r1", "e1")
    assert (await people.verify(token(rsa_key("r1"), "RS256", {"kid": "r1"}))).sub == "alice"
    assert (await people.verify(token(ec_key("e1"), "ES256", {"kid": "e1"}))).sub == "alice"
    assert (await people.verify(token(rsa_key("r1"), "RS256"))).sub == "alice"


async def test_a_key_serves_its_own_algorithm_and_id_only() -> None:
    people = by_key_set("r1", "e1")
    assert (await refusal(people, token(ec_key("e1"), "ES256", {"kid": "r1"})))[0] == "token_invalid"
    assert (await refusal(people, token(rsa_key("r2"), "RS256", {"kid": "r1"})))[0] == "token_invalid"
    assert (await refusal(people, token(rsa_key("r2"), "RS256", {"kid": "r9"})))[0] == "token_invalid"
    assert (await refusal(people, token()))[0] == "token_invalid"


@pytest.mark.parametrize(
    "wrong",
    [
        {"rules": TokenRules(algorithms=frozenset({"none"}))},
        {"rules": TokenRules(algorithms=frozenset())},
        {"rules": TokenRules(), "secret": b"short"},
        {"rules": TokenRules(), "secret": None},
        {"rules": TokenRules(algorithms=frozenset({"RS256"}))},
    ],
)
def test_a_configuration_that_cannot_be_safe_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="expected"):
        TokenAuthenticator(wall=wall(), **wrong)


def test_the_secret_does_not_show_itself() -> None:
    assert SECRET.decode() not in repr(auth())
