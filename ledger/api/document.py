"""The OpenAPI document, said as it is: problems have a media type of their own, and no answer that never comes."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ledger.api.problems import PROBLEM_TYPE

_JSON: Final = "application/json"
_PROBLEM: Final = "#/components/schemas/Problem"
_NEVER: Final = "422"  # the framework's own refusal of arguments: ours is 400
_ITS_SCHEMAS: Final = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> None:
    """Let an application describe itself so; the document is made once, when it is first asked for."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                license_info=app.license_info,
                routes=app.routes,
            )
            app.openapi_schema = _corrected(made)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _corrected(document: dict[str, Any]) -> dict[str, Any]:
    for item in document["paths"].values():
        for operation in item.values():
            responses = operation["responses"]
            responses.pop(_NEVER, None)
            for answer in responses.values():
                content = answer.get("content", {})
                if content.get(_JSON, {}).get("schema", {}).get("$ref") == _PROBLEM:
                    content[PROBLEM_TYPE] = content.pop(_JSON)
    for name in _ITS_SCHEMAS:
        document["components"]["schemas"].pop(name, None)
    return document
