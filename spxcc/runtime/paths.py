"""Where settings, state and run-time files of this user stand."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs

CONFIG_NAME = "config.toml"
SECRETS_NAME = "secrets.toml"
ENDPOINT_NAME = "server.json"
LOG_NAME = "spxcc.log"
LAST_STATE_NAME = "last-screen.json"
LEDGER_NAME = "ledger.db"
EVENTS_NAME = "events.toml"
SETUPS_NAME = "setups"
SESSIONS_NAME = "sessions"


@dataclass(frozen=True, slots=True)
class Paths:
    """Directories; none of them need exist."""

    config: Path
    state: Path
    runtime: Path

    @property
    def config_file(self) -> Path:
        """Settings."""
        return self.config / CONFIG_NAME

    @property
    def secrets_file(self) -> Path:
        """Keys; read only if nobody else may read it."""
        return self.config / SECRETS_NAME

    @property
    def endpoint_file(self) -> Path:
        """Where the running server of this user listens."""
        return self.runtime / ENDPOINT_NAME

    @property
    def events_file(self) -> Path:
        """The user's event calendar."""
        return self.config / EVENTS_NAME

    @property
    def ledger_file(self) -> Path:
        """What is kept between runs."""
        return self.state / LEDGER_NAME

    @property
    def sessions(self) -> Path:
        """Where runs are recorded."""
        return self.state / SESSIONS_NAME

    @property
    def setups_dir(self) -> Path:
        """The user's setups, a file or several."""
        return self.config / SETUPS_NAME

    @property
    def log_file(self) -> Path:
        """What the last runs had to say."""
        return self.state / LOG_NAME

    @property
    def last_state_file(self) -> Path:
        """What the screen showed last."""
        return self.state / LAST_STATE_NAME


def user_paths() -> Paths:
    """The platform's directories of this user.

    Without a run-time directory of the session (a bare container, cron) its files stand with the state: a folder under
    /tmp could be anybody's.
    """
    dirs = PlatformDirs("spxcc", appauthor=False)
    config, state = Path(dirs.user_config_dir), Path(dirs.user_state_dir)
    if not sys.platform.startswith("linux"):
        return Paths(config, state, Path(dirs.user_runtime_dir))
    session = os.environ.get("XDG_RUNTIME_DIR")
    return Paths(config, state, Path(session) / "spxcc" if session else state)


def private_directory(path: Path) -> None:
    """Make `path` for this user alone."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)


def write_private(path: Path, text: str) -> None:
    """Write a file that only this user can read, whole or not at all."""
    private_directory(path.parent)
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
