"""Copy the assets that our pages serve: pinned npm files with licence and SHA-256, and our JavaScript verifier.

`/docs` gets its own from ledger/api/static/vendor, the dashboard from ledger/web/static/vendor. Neither folder is in
the repository; the wheel carries both. With them every page works without any network.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
API = ROOT / "ledger" / "api" / "static" / "vendor"
WEB = ROOT / "ledger" / "web" / "static" / "vendor"
ASSETS = {
    "swagger-ui-dist": (API, ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png", "LICENSE")),
    "htmx.org": (WEB, ("dist/htmx.min.js", "LICENSE")),
    "uplot": (WEB, ("dist/uPlot.iife.min.js", "dist/uPlot.min.css", "LICENSE")),
}
VERIFIER = ROOT / "verifier-js" / "src"
NODE_ONLY = "cli.js"


def main() -> int:
    """Copy every asset and write a manifest.json beside them."""
    manifests: dict[Path, dict[str, dict[str, str]]] = {API: {}, WEB: {}}
    for package, (folder, names) in ASSETS.items():
        source = ROOT / "node_modules" / package
        if not source.is_dir():
            print(f"error: {package} is not installed: run `npm install` (./scripts/setup does)", file=sys.stderr)
            return 8
        folder.mkdir(parents=True, exist_ok=True)
        version = json.loads((source / "package.json").read_text())["version"]
        for name in names:
            plain = Path(name).name
            target = folder / (f"{package}-{plain}" if plain == "LICENSE" else plain)
            shutil.copyfile(source / name, target)
            manifests[folder][target.name] = {
                "package": f"{package}@{version}",
                "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
            }
    copy_verifier()
    for folder, manifest in manifests.items():
        (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    return 0


def copy_verifier() -> None:
    """Copy the verifier as it is: browsers load its modules without a bundler."""
    target = WEB / "verifier"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(VERIFIER, target, ignore=shutil.ignore_patterns(NODE_ONLY))


if __name__ == "__main__":
    sys.exit(main())
