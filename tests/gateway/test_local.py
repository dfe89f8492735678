"""Who may enter a server of this machine alone."""

import pytest

from spxcc.gateway.interfaces import AuthError
from spxcc.gateway.local import LocalAuthenticator, NoAuth
from spxcc.protocol.identity import Identity


async def refusal(checker: LocalAuthenticator, text: str) -> str:
    with pytest.raises(AuthError) as refused:
        await checker.verify(text)
    assert len(text) < 20 or text not in refused.value.reason
    return refused.value.code


async def test_the_token_of_a_run_admits_to_that_run_only() -> None:
    run, other = LocalAuthenticator(), LocalAuthenticator()
    assert await run.verify(run.token()) == Identity("local", "local")
    assert await refusal(other, run.token()) == "token_invalid"
    assert run.token() == run.token() != other.token()
    assert len(run.token()) >= 43
    assert run.loopback_only
    assert run.anonymous is None


@pytest.mark.parametrize("wrong", ["x", "a" * 100_000, "\ud800", "é", "a.b.c"])
async def test_anything_else_is_refused(wrong: str) -> None:
    run = LocalAuthenticator()
    assert await refusal(run, wrong) == "token_invalid"
    assert await refusal(run, run.token()[:-1]) == "token_invalid"


async def test_no_token_is_missing_not_wrong() -> None:
    assert await refusal(LocalAuthenticator(), "") == "token_missing"


async def test_without_authentication_everybody_is_the_same_and_local() -> None:
    open_door = NoAuth()
    assert open_door.loopback_only
    assert await open_door.verify("anything") == open_door.anonymous == Identity("local", "local")
