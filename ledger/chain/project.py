"""Where the project's folder is: the local chain needs its Hardhat configuration and npm modules."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import ledger
from ledger.errors import SetupError

_MARK: Final = "hardhat.config.js"


def find_root() -> Path:
    """Return the project's folder: the current one or one above it, else the checkout this program runs from.

    Raises:
        SetupError: if there is none.
    """
    here = Path.cwd()
    checkout = Path(ledger.__file__).resolve().parents[1]
    for folder in (here, *here.parents, checkout):
        if (folder / _MARK).exists() and (folder / "contracts").is_dir():
            return folder
    raise SetupError(
        "the local chain needs a checkout of Ombud, and none is here",
        hint="run it in the project's folder, or set OMBUD_RPC_URL to a running node",
        code="no_project",
    )
