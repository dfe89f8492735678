"""Settings: `config.toml`, then the environment (`SPXCC_*`), then flags.

The later wins, and each value knows its origin.
"""

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec

from spxcc.engines.risk.params import RiskRules, problem
from spxcc.feeds.cboe.params import URL as CBOE_URL
from spxcc.feeds.massive.address import URL as MASSIVE_URL
from spxcc.runtime.errors import UserError
from spxcc.runtime.logs import Form
from spxcc.runtime.paths import Paths
from spxcc.runtime.sign_models import STANDARD, check_signs, split_overrides
from spxcc.ui.alert_options import AlertOptions

PREFIX = "SPXCC_"
SECRETS = {"massive_key": ("SPXCC_MASSIVE_KEY", "MASSIVE_API_KEY"), "jwt_secret": ("SPXCC_JWT_SECRET",),
           "coach_key": ("SPXCC_COACH_KEY",)}  # fmt: skip
Origin: TypeAlias = str
"""`default`, the name of a file, of a variable, or `flag`."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings that are no secrets.

    host, port: where the server listens. feed: auto, sim, cboe, massive. scenario, seed: of the simulator; sim_hedging:
    how many times the open interest its dealers hedge, 0 (as the scenario has it) to 4. cboe_url: where Cboe's delayed
    quotes are, `_SPX.json` and `SPY.json` below it. massive_url, massive_ws_url (empty = the one that belongs to it):
    Massive's REST API and streams. massive_calls_per_minute: what the plan there allows (5 on the free one). fps:
    frames a second of the screen. jwt_algorithms, jwt_issuer, jwt_audience, jwks, tier_claim: how tokens of others are
    checked (`jwks` a file or https URL). sign_model: which contracts dealers are assumed to hold (standard, all-short,
    flow-signed, moneyness); sign_overrides: another model by expiry date (as a variable `DATE=MODEL,DATE=MODEL`).
    record: whether sessions are recorded; record_budget_mb, record_keep_days: how much and how long, 0 = no limit.
    revoked: file of tokens and users that may not enter any more, empty = none. metrics: whether `/metrics` is served
    (to who may enter). log_format: how `spxcc serve` writes its log file. unready_s, drain_s: at the end, how long
    `/readyz` says no before clients are told, and from there to the closing. max_clients,
    max_clients_per_address, max_clients_per_user: most at a time. query_token: whether `?token=` is accepted.
    compression: whether clients that ask for it get frames that are compressed once for all of them. origins: browser
    origins let in. theme choices: palette, glyphs, reduced_motion, density (of rows), mute (no bell and no message of
    the desktop). alerts: a table of its own, how far each severity goes. coach_url, coach_model: an OpenAI-compatible
    endpoint that may find other words for what the coach answers, empty = none is asked; what the linter refuses of it
    is not shown.
    """

    host: str = "127.0.0.1"
    port: int = 8787
    feed: Literal["auto", "sim", "cboe", "massive"] = "auto"
    scenario: str = ""
    seed: int = 7
    sim_hedging: float = 0.0
    cboe_url: str = CBOE_URL
    massive_url: str = MASSIVE_URL
    massive_ws_url: str = ""
    massive_calls_per_minute: int = 600
    sign_model: str = STANDARD
    sign_overrides: dict[str, str] = {}
    fps: int = 20
    palette: Literal["classic", "cb", "mono", "redup", "ansi", "light"] = "classic"
    glyphs: Literal["auto", "box", "block", "ascii"] = "auto"
    reduced_motion: bool = False
    density: Literal["normal", "compact"] = "normal"
    mute: bool = False
    alerts: AlertOptions = AlertOptions()
    risk: RiskRules = RiskRules()
    record: bool = True
    record_budget_mb: int = 10_000
    record_keep_days: int = 90
    coach_url: str = ""
    coach_model: str = ""
    max_clients: int = 1_000
    max_clients_per_address: int = 20
    max_clients_per_user: int = 5
    query_token: bool = True
    compression: bool = False
    origins: tuple[str, ...] = ()
    jwt_algorithms: tuple[str, ...] = ("HS256",)
    jwt_issuer: str | None = None
    jwt_audience: str | None = None
    jwks: str | None = None
    tier_claim: str = "tier"
    revoked: str = ""
    metrics: bool = False
    log_format: Form = "text"
    unready_s: float = 0.0
    drain_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Config:
    """Settings with the origin of each, and the secrets, which no text of this value shows."""

    settings: Settings
    origins: Mapping[str, Origin]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    def secret(self, name: str) -> str | None:
        """A secret, `None` if it is not configured."""
        return self.secrets.get(name)

    def with_flags(self, **flags: Any) -> "Config":
        """Flags that were given (not `None`) win over everything."""
        given = {name: value for name, value in flags.items() if value is not None}
        if not given:
            return self
        settings = _settings({**msgspec.to_builtins(self.settings), **given}, "the command line")
        return Config(settings, {**self.origins, **dict.fromkeys(given, "flag")}, self.secrets)


def load(paths: Paths, environ: Mapping[str, str] | None = None) -> Config:
    """Settings of this user. Raises UserError for a file or variable that cannot be understood."""
    env = os.environ if environ is None else environ
    # The table of keys is no setting: who has a screen reads it (spxcc.runtime.keymap).
    from_file = {name: value for name, value in _toml(paths.config_file).items() if name != "keys"}
    names = Settings.__struct_fields__
    from_env = {name: env[PREFIX + name.upper()] for name in names if PREFIX + name.upper() in env}
    merged = {**from_file, **{name: _split(name, text) for name, text in from_env.items()}}
    settings = _settings(merged, f"{paths.config_file} and {PREFIX}*")
    origins = dict.fromkeys(names, "default")
    origins |= dict.fromkeys(from_file, str(paths.config_file))
    origins |= {name: PREFIX + name.upper() for name in from_env}
    return Config(settings, origins, _secrets(paths.secrets_file, env))


def _settings(values: Mapping[str, Any], where: str) -> Settings:
    try:
        settings = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise UserError(f"a setting from {where} is not understood: {error}; see `spxcc config schema`") from None
    if not 0 <= settings.port <= 65_535:
        raise UserError(f"expected a port from 0 to 65535, found {settings.port}; choose another with --port")
    if not 1 <= settings.fps <= 60:
        raise UserError(f"expected 1 to 60 frames a second, found {settings.fps}; choose another with --fps")
    if not 0 <= settings.sim_hedging <= 4:
        raise UserError(f"expected a sim_hedging from 0 to 4, found {settings.sim_hedging:g}")
    for name in ("cboe_url", "massive_url", "massive_ws_url", "coach_url"):
        if _names_user(getattr(settings, name)):
            raise UserError(f"expected {name} without a user or password, found one before its '@'; leave it out")
    if settings.massive_calls_per_minute < 1:
        raise UserError(
            f"expected massive_calls_per_minute of 1 or more, found {settings.massive_calls_per_minute}; the free plan "
            "has 5"
        )
    _check_server(settings)
    if min(settings.record_budget_mb, settings.record_keep_days) < 0:
        raise UserError("expected record_budget_mb and record_keep_days of 0 (no limit) or more, found less")
    if (wrong := problem(settings.risk)) is not None:
        raise UserError(wrong)
    check_signs(settings.sign_model, settings.sign_overrides)
    return settings


def _check_server(settings: Settings) -> None:
    for name in ("max_clients", "max_clients_per_address", "max_clients_per_user"):
        if getattr(settings, name) < 1:
            raise UserError(f"expected {name} of 1 or more, found {getattr(settings, name)}; leave it out or raise it")
    if not (0 <= settings.unready_s <= 300 and 0 <= settings.drain_s <= 300):
        raise UserError("expected unready_s and drain_s of 0 to 300 seconds, found others")


def _names_user(url: str) -> bool:
    return "@" in re.split(r"[/?#]", url.partition("//")[2], maxsplit=1)[0]


def _split(name: str, text: str) -> Any:
    if name == "sign_overrides":
        return split_overrides(filter(None, text.split(",")))
    return tuple(filter(None, text.split(","))) if name in ("origins", "jwt_algorithms") else text


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"expected TOML in {path}, found a mistake: {error}; mend it or remove the file") from None
    except OSError as error:
        raise UserError(f"expected a readable {path}, found: {error.strerror}; check its permissions") from None


def _secrets(path: Path, env: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    if path.exists():
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise UserError(f"expected {path} to be readable by you alone, found that others may; run chmod 600 on it")
        found = {name: str(value) for name, value in _toml(path).items() if name in SECRETS}
    for name, variables in SECRETS.items():
        for variable in reversed(variables):
            if env.get(variable):
                found[name] = env[variable]
    return found
