"""Keys and tokens of an issuer that only the tests know."""

import json
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

SECRET = b"0123456789abcdef0123456789abcdef"
NOW_S = 1_750_000_000


@cache
def rsa_key(name: str = "r1") -> rsa.RSAPrivateKey:
    """One per name and run."""
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


@cache
def ec_key(name: str = "e1") -> ec.EllipticCurvePrivateKey:
    """One per name and run."""
    return ec.generate_private_key(ec.SECP256R1())


def jwk(kid: str) -> dict[str, Any]:
    """The public half of `r…` (RSA) or `e…` (EC) as a JWK."""
    if kid.startswith("r"):
        return {**RSAAlgorithm.to_jwk(rsa_key(kid).public_key(), as_dict=True), "kid": kid, "use": "sig"}
    return {**ECAlgorithm.to_jwk(ec_key(kid).public_key(), as_dict=True), "kid": kid, "use": "sig"}


def jwks(*kids: str) -> bytes:
    """A key set document."""
    return json.dumps({"keys": [jwk(kid) for kid in kids]}).encode()


def claims(**more: Any) -> dict[str, Any]:
    """Claims that are valid at NOW_S; `None` takes one away."""
    base = {"sub": "alice", "exp": NOW_S + 600, "iss": "https://issuer", "aud": "spxcc", "tier": "pro"}
    return {name: value for name, value in (base | more).items() if value is not None}


def token(key: Any = SECRET, algorithm: str = "HS256", headers: dict[str, Any] | None = None, **more: Any) -> str:
    """A signed token."""
    return jwt.encode(claims(**more), key, algorithm=algorithm, headers=headers)
