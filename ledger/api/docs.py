"""`/docs` without any network: Swagger UI from files that `scripts/vendor_assets.py` put beside this module."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from ledger.errors import NotFoundError, SetupError

VENDOR: Final = Path(__file__).parent / "static" / "vendor"
_TYPES: Final = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
    "favicon-32x32.png": "image/png",
}
_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ombud API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="docs"><p>This page needs JavaScript; the same is at <a href="/openapi.json">/openapi.json</a>.</p></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_START: Final = """window.ui = SwaggerUIBundle({
  url: "/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null, tryItOutEnabled: true
});
"""


def make_router(vendor: Path = VENDOR) -> APIRouter:
    """Return the routes of the documentation.

    Args:
        vendor: Folder with the assets.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    def page() -> HTMLResponse:
        missing = [name for name in _TYPES if not (vendor / name).is_file()]
        if missing:
            raise SetupError(
                f"/docs lacks its assets: {', '.join(missing)}",
                hint="run scripts/setup (or scripts/vendor_assets.py); the description itself is at /openapi.json",
                code="missing_assets",
            )
        return HTMLResponse(_PAGE)

    @router.get("/docs/{name}")
    def asset(name: str) -> Response:
        if name == "start.js":
            return Response(_START, media_type="text/javascript; charset=utf-8")
        kind = _TYPES.get(name)
        if kind is None or not (vendor / name).is_file():
            raise NotFoundError(f"/docs has no asset {name[:80]!r}", hint="run scripts/vendor_assets.py")
        return Response((vendor / name).read_bytes(), media_type=kind)

    return router
