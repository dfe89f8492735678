"""Where a token may stand."""

import pytest

from spxcc.gateway.tokens import FoundToken, token_from_request

ALL = ({"Authorization": "Bearer H"}, ["spxcc.v1", "bearer.S"], {"token": "Q"})


def test_f03_the_order_of_preference() -> None:
    headers, offered, query = ALL
    assert token_from_request(headers, offered, query, True) == FoundToken("H", "header")
    assert token_from_request({}, offered, query, True) == FoundToken("S", "subprotocol")
    assert token_from_request({}, ["spxcc.v1"], query, True) == FoundToken("Q", "query")
    assert token_from_request({}, [], {}, True) is None


def test_f03_the_address_can_be_switched_off() -> None:
    assert token_from_request({}, [], {"token": "Q"}, False) is None


@pytest.mark.parametrize("name", ["authorization", "AUTHORIZATION", "Authorization"])
@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_header_names_and_schemes_in_any_case(name: str, scheme: str) -> None:
    assert token_from_request({name: f"{scheme}  T "}, [], {}, False) == FoundToken("T", "header")


@pytest.mark.parametrize("headers", [{"authorization": "Basic eDp5"}, {"authorization": "Bearer "}, {"x": "Bearer T"}])
def test_what_is_no_token_is_none(headers: dict[str, str]) -> None:
    assert token_from_request(headers, ["bearer."], {"token": ""}, True) is None


def test_f03_a_found_token_does_not_show_itself() -> None:
    assert "T0KEN" not in repr(FoundToken("T0KEN", "query"))
