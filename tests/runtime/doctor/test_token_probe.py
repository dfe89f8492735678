"""Looking at tokens, and the server's own check of them."""

from pathlib import Path
from typing import Any

import pytest

from spxcc.runtime.clock import ShiftedClock, SystemClock
from spxcc.runtime.config import Config
from spxcc.runtime.doctor.token_checks import token_checks
from spxcc.runtime.doctor.token_probe import look, probe_token, wanted_of
from tests.fakes.clock import START
from tests.fakes.keys import NOW_S, SECRET, ec_key, jwks, token
from tests.runtime.runs import plain_config


def then() -> ShiftedClock:
    """The machine's clock, beginning when the tokens are valid."""
    wall = SystemClock()
    return ShiftedClock(wall, START - wall.now())


def keyed(secret: bytes | None = SECRET, **settings: Any) -> Config:
    config = plain_config().with_flags(**{"jwt_issuer": "https://issuer", "jwt_audience": "spxcc", **settings})
    return Config(config.settings, config.origins, {} if secret is None else {"jwt_secret": secret.decode()})


def test_a_jwt_is_read_without_a_key() -> None:
    seen = look(token(headers={"kid": "k"}))
    assert seen.header is not None
    assert seen.claims is not None
    assert (seen.header["alg"], seen.header["kid"], seen.claims["iss"]) == ("HS256", "k", "https://issuer")


@pytest.mark.parametrize("text", ["x", "a.b", "a..c", "a.b.c", "é.b.c", "bnVsbA.bnVsbA.x", "a." * 9_000, "[.[.["])
def test_what_is_no_jwt_is_only_measured(text: str) -> None:
    assert look(text).header is None
    assert look(text).size == len(text.encode())


async def test_f62_the_servers_code_decides() -> None:
    found = await probe_token(token(), "option", keyed(), then())
    assert (found.checked, found.refused, found.trouble) == (True, None, "")
    forged = await probe_token(token(b"x" * 32), "option", keyed(), then())
    assert forged.refused == ("token_invalid", "the signature does not fit the configured key")
    assert repr(forged).count("alice") == 0


@pytest.mark.parametrize(
    "claim",
    [
        {}, {"iss": "x"}, {"aud": "x"}, {"exp": NOW_S - 60}, {"nbf": NOW_S + 60}, {"iss": None}, {"aud": None},
        {"exp": None},
    ],
)  # fmt: skip
async def test_f62_claim_lines_and_verdict_agree(claim: dict[str, Any]) -> None:
    found = await probe_token(token(**claim), "option", keyed(), then())
    *lines, verdict = token_checks(found, NOW_S, let_in=False)
    assert (verdict.state == "fail") == any(check.state == "fail" for check in lines) == bool(claim)


async def test_f62_key_ids_come_from_the_configured_set(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_bytes(jwks("e1", "e2"))
    config = keyed(None, jwks=str(tmp_path / "keys.json"), jwt_algorithms=("ES256",))
    good = await probe_token(token(ec_key("e1"), "ES256", {"kid": "e1"}), "option", config, then())
    assert (good.wanted.kids, good.wanted.jwks, good.refused) == (("e1", "e2"), "keys.json", None)
    stranger = await probe_token(token(ec_key("e3"), "ES256", {"kid": "e3"}), "option", config, then())
    assert stranger.refused is not None
    assert "not in the issuer's key set" in stranger.refused[1]


async def test_settings_that_cannot_work_are_told(tmp_path: Path) -> None:
    short = await probe_token(token(), "option", keyed(b"short"), then())
    assert "at least 32 bytes" in short.trouble
    lost = keyed(None, jwks=str(tmp_path / "none.json"), jwt_algorithms=("ES256",))
    found = await probe_token(token(ec_key(), "ES256"), "option", lost, then())
    assert "expected a readable JWKS file" in found.wanted.kids_trouble
    assert found.trouble


async def test_a_local_token_and_none_need_no_check() -> None:
    assert (await probe_token(None, "none", keyed(), then())).seen is None
    assert not (await probe_token("abc", "running", keyed(), then())).checked
    assert not (await probe_token("abc", "option", plain_config(), then())).checked
    assert wanted_of(keyed(None, jwks="https://me:pw@issuer/keys?x=1")).jwks == "issuer"
