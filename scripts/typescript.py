"""Write the types of the TypeScript client from the OpenAPI document, and compile it: `./scripts/client` runs this.

The same document gives the same bytes: the generator is pinned, and the file carries no date and no version of Node.
Examples stay out of it, since they are in the document, and would be most of the file.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ledger.chain.node_process import find_node  # noqa: E402 run from anywhere
from scripts.openapi import document  # noqa: E402

CLIENT: Final = ROOT / "clients" / "typescript"
TYPES: Final = CLIENT / "src" / "schema.ts"
BUILT: Final = ROOT / "build" / "client"
_GENERATOR: Final = ROOT / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
_COMPILER: Final = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
_HEAD: Final = "/** Written by ./scripts/client out of the OpenAPI document of the API. Not edited by hand. */\n\n"
_EXAMPLES: Final = ("example", "examples")
_PATIENCE_S: Final = 120


def types(of: Mapping[str, Any]) -> str:
    """Return the TypeScript of an OpenAPI document."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "openapi.json"), Path(folder, "schema.ts")
        source.write_text(json.dumps(_plain(of)), encoding="utf-8")
        _run(_GENERATOR, str(source), "--output", str(made), "--alphabetize")
        text = made.read_text(encoding="utf-8")
    _, _, body = text.partition("*/\n")
    return _HEAD + body.lstrip("\n")


def compiled(folder: Path = BUILT, project: Path = CLIENT) -> Path:
    """Compile the client, as strictly as the compiler can.

    Args:
        folder: Where JavaScript and declarations go; inside the repository, so that packages are found from there.
        project: Folder of a tsconfig.json: of the client, or of its story.
    """
    _run(_COMPILER, "--project", str(project), "--outDir", str(folder))
    return folder


def _plain(value: Any, *, named: bool = False) -> Any:
    """Leave examples out. `named`: this is a map whose names are not the specification's, such as properties."""
    if isinstance(value, Mapping):
        return dict(_members(value, named=named))
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value


def _members(value: Mapping[str, Any], *, named: bool) -> Iterator[tuple[str, Any]]:
    for name, member in value.items():
        if named or name not in _EXAMPLES:
            yield name, _plain(member, named=not named and name in ("properties", "schemas", "paths"))


def _run(script: Path, *words: str) -> None:
    done = subprocess.run(
        [find_node(), str(script), *words], capture_output=True, text=True, timeout=_PATIENCE_S, check=False, cwd=ROOT
    )
    if done.returncode:
        raise SystemExit(f"{script.name} failed:\n{done.stdout}{done.stderr}")


def main() -> int:
    """Write or check."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--check", action="store_true", help="compare, and fail where the file is not up to date")
    asked.add_argument("--only-types", action="store_true", help="do not compile")
    given = asked.parse_args()
    text = types(document())
    if not given.check:
        TYPES.write_text(text, encoding="utf-8")
    elif text != TYPES.read_text(encoding="utf-8"):
        print(f"{TYPES.relative_to(ROOT)} is not of today's document: run ./scripts/client", file=sys.stderr)
        return 1
    if not given.only_types:
        compiled()
    return 0


if __name__ == "__main__":
    sys.exit(main())
