"""The JavaScript verifier, run by Node: many documents in one call, since starting Node costs more than a check."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from ledger.chain.node_process import find_node

CLI = Path(__file__).resolve().parents[2] / "verifier-js" / "src" / "cli.js"


def ask(mode: str, documents: list[bytes], *words: str) -> list[str]:
    """Give documents of one line each; one answer each."""
    command = [find_node(), str(CLI), mode, *words]
    done = subprocess.run(command, input=b"\n".join(documents), capture_output=True, check=True, timeout=300)
    return done.stdout.decode().splitlines()


def verify_all(bundles: list[bytes], *words: str) -> list[dict[str, Any]]:
    """Return the report on each bundle, given as JSON of one line; `words` are further options."""
    return [json.loads(line) for line in ask("--lines", bundles, *words)]


def verify_statements(statements: list[bytes], *words: str) -> list[dict[str, Any]]:
    """Return the report on each statement in COSE; `words` are further options."""
    return [json.loads(line) for line in ask("--statements", [one.hex().encode() for one in statements], *words)]


def ids_of(texts: list[str]) -> list[str]:
    """Return the id of each record text, or the code by which it is refused."""
    return ask("--records", [json.dumps(text).encode() for text in texts])
