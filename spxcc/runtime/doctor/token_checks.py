"""What is right and wrong with a token, claim by claim, against this machine's settings."""

from collections.abc import Mapping
from typing import Any, TypeGuard

from spxcc.runtime.doctor.check import Check, fail, ok, skip, warn
from spxcc.runtime.doctor.token_probe import MAX_BYTES, TokenFound, TokenSeen, TokenWanted
from spxcc.runtime.doctor.words import clean, moment, span

LEEWAY_S = 10.0
SOON_S = 300.0
SYMMETRIC = "HS256"
NO_SETTINGS = "the settings here name no issuer, so only the server can tell"


def token_checks(found: TokenFound, now_s: float, let_in: bool) -> list[Check]:
    """All checks of a token. now_s: Unix seconds. let_in: the server took it, whatever the settings here say."""
    if found.seen is None:
        return [skip("token.form", "none was given", "Give one with --token if the server asks for it.")]
    form = form_check(found.seen, found)
    if found.source == "running" or found.seen.header is None or found.seen.claims is None:
        checks = [form]
    else:
        header, claims, wanted = found.seen.header, found.seen.claims, found.wanted
        checks = [
            form,
            algorithm_check(header, wanted),
            issuer_check(claims, wanted),
            audience_check(claims, wanted),
            expiry_check(claims, now_s),
            key_check(header, wanted),
            verdict_check(found),
        ]
    return [_milder(check) for check in checks] if let_in else checks


def form_check(seen: TokenSeen, found: TokenFound) -> Check:
    """Is it a token at all."""
    name = "token.form"
    if found.source == "running":
        return ok(name, "the token of this user's running server; it has no claims and needs none")
    if seen.header is not None:
        return ok(name, f"a JWT of {seen.size:,} bytes")
    text = f"{seen.size:,} bytes that are no JWT"
    if seen.size > MAX_BYTES:
        return fail(name, text, f"at most {MAX_BYTES:,} bytes", "Copy the token alone, without what stands around it.")
    if found.wanted.configured:
        return fail(
            name, text, "three parts in base64url, joined by dots", "Copy the whole token again; a part of it is lost."
        )
    return skip(name, f"{text}; a server without an issuer has such tokens, and only it can tell")


def algorithm_check(header: Mapping[str, Any], wanted: TokenWanted) -> Check:
    """Is it signed in a way that is accepted."""
    name, found = "token.algorithm", _shown(header, "alg")
    if not wanted.configured:
        return skip(name, f"{found}; {NO_SETTINGS}")
    if header.get("alg") in wanted.algorithms:
        return ok(name, found)
    return fail(
        name, found, " or ".join(wanted.algorithms), "Let the issuer sign so, or set jwt_algorithms on the server."
    )


def issuer_check(claims: Mapping[str, Any], wanted: TokenWanted) -> Check:
    """Is it by whom the server trusts."""
    name, found = "token.issuer", _shown(claims, "iss")
    if not wanted.configured:
        return skip(name, f"{found}; {NO_SETTINGS}")
    if wanted.issuer is None:
        return ok(name, f"{found}; any is accepted")
    if claims.get("iss") == wanted.issuer:
        return ok(name, found)
    return fail(name, found, clean(wanted.issuer), "Get a token of that issuer, or set jwt_issuer on the server.")


def audience_check(claims: Mapping[str, Any], wanted: TokenWanted) -> Check:
    """Is it meant for this server."""
    name, found = "token.audience", _shown(claims, "aud")
    if not wanted.configured:
        return skip(name, f"{found}; {NO_SETTINGS}")
    if wanted.audience is None:
        return ok(name, f"{found}; any is accepted")
    audience = claims.get("aud")
    listed = audience if isinstance(audience, list) else [audience]
    if wanted.audience in listed:
        return ok(name, found)
    return fail(
        name, found, clean(wanted.audience), "Get a token for that audience, or set jwt_audience on the server."
    )


def expiry_check(claims: Mapping[str, Any], now_s: float) -> Check:
    """Is it valid now."""
    name, remedy = "token.expiry", "Get a new token from the issuer."
    expires, begins = claims.get("exp"), claims.get("nbf")
    if not _is_number(expires):
        return fail(name, "no time of expiry (exp)", "exp in seconds", remedy)
    if now_s >= expires + LEEWAY_S:
        return fail(
            name, f"expired {span(now_s - expires)} ago, {moment(expires)}", "a token that is valid now", remedy
        )
    if begins is not None and not _is_number(begins):
        return fail(name, "a beginning (nbf) that is no number", "nbf in seconds", remedy)
    if begins is not None and now_s < begins - LEEWAY_S:
        return fail(
            name, f"valid in {span(begins - now_s)}, from {moment(begins)}", "a token that is valid now",
            "Set the clocks of issuer and server by a time service.",
        )  # fmt: skip
    text = f"valid for {span(expires - now_s)}, until {moment(expires)}"
    if expires - now_s < SOON_S:
        return warn(name, text, f"{span(SOON_S)} or more", remedy)
    return ok(name, text)


def key_check(header: Mapping[str, Any], wanted: TokenWanted) -> Check:
    """Is its key in the issuer's key set."""
    name, kid = "token.key_id", header.get("kid")
    if header.get("alg") == SYMMETRIC:
        return skip(name, f"{SYMMETRIC} is signed with the shared secret, not with a key of a set")
    if not wanted.configured or not wanted.jwks:
        return skip(name, f"{clean(kid or 'none')}; no key set (jwks) stands in the settings here")
    if wanted.kids is None:
        return fail(
            name, f"no key set: {wanted.kids_trouble}", f"the key set at {wanted.jwks}",
            "Check the setting jwks and the way to the issuer.",
        )  # fmt: skip
    if (kid is None and len(wanted.kids) == 1) or kid in wanted.kids:
        return ok(name, clean(kid or "none, and the set has one key"))
    known = clean(", ".join(wanted.kids)) or "no usable key"
    return fail(
        name, clean(kid or "none"), f"one of the key set at {wanted.jwks}: {known}",
        "Get a new token; the issuer has changed its keys, or it is another issuer.",
    )  # fmt: skip


def verdict_check(found: TokenFound) -> Check:
    """What the server's own check says."""
    name, expected = "token.accepted", "a token that the server's check accepts"
    if not found.wanted.configured:
        return skip(name, NO_SETTINGS)
    if found.trouble:
        return fail(name, found.trouble, expected, "Mend the jwt settings; `spxcc config show` has them.")
    if found.refused is None:
        return ok(name, "signature and claims are good by the settings here")
    code, reason = found.refused
    return fail(name, f"{reason} ({code})", expected, "Do what the lines above say; else sign with the configured key.")


def _milder(check: Check) -> Check:
    """The server took the token, so a difference is one of settings."""
    if check.state != "fail":
        return check
    remedy = "Nothing if the server is another's; else give it the settings of this machine."
    return warn(check.id, f"{check.found}, yet the server let it in", check.expected, remedy)


def _shown(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return "none" if value is None else clean(", ".join(map(str, value)) if isinstance(value, list) else value)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
