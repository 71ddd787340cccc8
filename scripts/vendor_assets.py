"""Copy the pinned npm assets that our pages serve into ledger/api/static/vendor, with licence and SHA-256.

The folder is not in the repository; the wheel carries it. With them `/docs` works without any network.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "ledger" / "api" / "static" / "vendor"
ASSETS = {
    "swagger-ui-dist": ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png", "LICENSE"),
}


def main() -> int:
    """Copy every asset and write manifest.json beside them."""
    TARGET.mkdir(parents=True, exist_ok=True)
    manifest: dict[str, dict[str, str]] = {}
    for package, names in ASSETS.items():
        folder = ROOT / "node_modules" / package
        if not folder.is_dir():
            print(f"error: {package} is not installed: run `npm install` (./scripts/setup does)", file=sys.stderr)
            return 8
        version = json.loads((folder / "package.json").read_text())["version"]
        for name in names:
            target = TARGET / (f"{package}-{name}" if name == "LICENSE" else name)
            shutil.copyfile(folder / name, target)
            manifest[target.name] = {
                "package": f"{package}@{version}",
                "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
            }
    (TARGET / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
