"""Errors that cross the room keep their code apart from their text."""

from spxcc.gateway.interfaces import AuthError, Identity, Parts, PriceError, RequestError


def test_errors_carry_code_and_text() -> None:
    auth = AuthError("token_expired", "the token has expired")
    price = PriceError("unknown_symbol", "no such symbol")
    request = RequestError("bad_request", "no such query")
    assert (auth.code, auth.reason, str(auth)) == ("token_expired", "the token has expired", "the token has expired")
    assert (price.code, price.message) == ("unknown_symbol", "no such symbol")
    assert (request.code, request.message) == ("bad_request", "no such query")


def test_parts_are_told_from_an_ordinary_answer() -> None:
    assert isinstance(Parts((1, 2)), tuple)
    assert not isinstance((1, 2), Parts)


def test_an_identity_is_compared_exactly() -> None:
    assert Identity("alice") != Identity("Alice")
