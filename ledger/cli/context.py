"""What every command starts from: the settings, filled in with where a running `ombud up` listens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from ledger.errors import SetupError
from ledger.home import Home
from ledger.settings import Settings

if TYPE_CHECKING:
    from ledger.home import Run

_HOME: list[Path] = []


def set_home(home: Path | None) -> None:
    """Let `--home` go before OMBUD_HOME for this run."""
    _HOME[:] = [home] if home is not None else []


def read_settings(**values: Any) -> Settings:
    """Read the settings from the environment; `values` go before it.

    Raises:
        SetupError: listing every variable that is wrong.
    """
    if _HOME:
        values = {"home": _HOME[0], **values}
    try:
        return Settings(**values)
    except ValidationError as error:
        lines = [
            f"OMBUD_{'_'.join(str(part) for part in item['loc']).upper()}: {item['msg']}"
            if item["loc"]
            else item["msg"]
            for item in error.errors()
        ]
        raise SetupError(
            "the settings are wrong: " + "; ".join(lines), hint="correct the environment", code="bad_settings"
        ) from error


def settings() -> Settings:
    """Return the settings for a command that talks to a running stack.

    What the environment does not say is taken from `run.json` of a running `ombud up`, so that commands find
    it on whatever ports it picked; else the defaults hold.
    """
    found = read_settings()
    run = Home(found.home).run()
    if run is not None and run.alive("up"):
        found = found.model_copy(update=_from_run(found, run))
    return found


def _from_run(given: Settings, run: Run) -> dict[str, Any]:
    api = urlsplit(run.urls["api"])
    running = {
        "rpc_url": run.urls["rpc"],
        "redis_url": run.urls["redis"],
        "log_url": run.urls["log"],
        "api_host": api.hostname,
        "api_port": api.port,
    }
    return {name: value for name, value in running.items() if name not in given.model_fields_set}
