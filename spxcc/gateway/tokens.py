"""Where a request may carry its token."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Carrier: TypeAlias = Literal["header", "subprotocol", "query"]
BEARER = "bearer."


@dataclass(frozen=True, slots=True)
class FoundToken:
    """A token and how it came."""

    token: str = field(repr=False)
    carrier: Carrier


def token_from_request(
    headers: Mapping[str, str], subprotocols: Sequence[str], query: Mapping[str, str], allow_query: bool
) -> FoundToken | None:
    """The token of an upgrade or HTTP request in order of preference; `None`: the first frame must bring it.

    headers: names in any case. subprotocols: as offered (`spxcc.v1`, `bearer.<jwt>`). query: decoded parameters, used
    only with `allow_query`. An empty token counts as none.
    """
    scheme, _, token = next((text for name, text in headers.items() if name.lower() == "authorization"), "").partition(
        " "
    )
    if scheme.lower() == "bearer" and token.strip():
        return FoundToken(token.strip(), "header")
    for offered in subprotocols:
        if offered.startswith(BEARER) and len(offered) > len(BEARER):
            return FoundToken(offered.removeprefix(BEARER), "subprotocol")
    if allow_query and query.get("token"):
        return FoundToken(query["token"], "query")
    return None
