"""Pages of the API, out of its OpenAPI document: one a tag, and one of all shapes of answers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from scripts.reference.text import cell, code, page, plain, table

_REFERENCE: Final = "#/components/schemas/"
_PROBLEMS: Final = range(400, 600)
_LONGEST: Final = 2500  # characters of an example on a page
Document = Mapping[str, Any]


def pages(document: Document) -> dict[str, str]:
    """Return the pages by file name, below `api/`."""
    by_tag: dict[str, list[str]] = defaultdict(list)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            by_tag[operation.get("tags", ["other"])[0]].append(_operation(method, path, operation))
    made = {
        f"{tag.replace(' ', '-')}.md": page(tag.capitalize(), _lead(tag, routes), *routes)
        for tag, routes in sorted(by_tag.items())
    }
    index = [f"- [{tag.capitalize()}]({tag.replace(' ', '-')}.md): {len(by_tag[tag])} routes" for tag in sorted(by_tag)]
    made["index.md"] = page("API", plain(document["info"]["description"].strip()), "\n".join(index), _ALSO)
    made["answers.md"] = page("Shapes of answers", _SHAPES, *_shapes(document))
    return made


_ALSO: Final = """Every field of every answer is in [shapes of answers](answers.md). The document itself is served at
`/openapi.json`, and at `/docs` as a page to try it on. Typed clients: `ledger.client` in Python, and
[TypeScript](../../how-to/typescript.md)."""
_SHAPES: Final = (
    "What requests and answers consist of. `Answer…` is the envelope: as of which block, how final, how complete."
)


def _lead(tag: str, routes: list[str]) -> str:
    return f"{len(routes)} {'route' if len(routes) == 1 else 'routes'} about {tag}. [All of the API](index.md)."


def _operation(method: str, path: str, operation: Document) -> str:
    parameters = [
        (
            code(one["name"]),
            one["in"],
            "yes" if one.get("required") else "",
            _kind(one["schema"]),
            cell(one.get("description", "")),
        )
        for one in operation.get("parameters", [])
    ]
    parts = [
        f"## {method.upper()} `{path}`",
        plain(operation.get("description", "")),
        table(("argument", "in", "required", "kind", "meaning"), parameters),
        _body(operation.get("requestBody")),
        *_answers(operation["responses"]),
    ]
    return "\n\n".join(part for part in parts if part)


def _body(body: Document | None) -> str:
    if body is None:
        return ""
    kinds = [f"`{media}`: {_kind(content.get('schema', {}))}" for media, content in body["content"].items()]
    return f"**Body**: {', '.join(kinds)}"


def _answers(responses: Document) -> Iterator[str]:
    good = {status: one for status, one in responses.items() if int(status) not in _PROBLEMS}
    for status, one in good.items():
        content = one.get("content", {})
        kinds = [f"`{media}`: {_kind(given.get('schema', {}))}" for media, given in content.items()]
        yield f"**{status}** {', '.join(kinds) or 'without a body'}"
        example = content.get("application/json", {}).get("example")
        if example is not None:
            yield _example(example)
    refused = sorted(status for status in responses if status not in good)
    if refused:
        yield f"Refusals (`application/problem+json`): {', '.join(refused)}."


def _example(example: Any) -> str:
    text = json.dumps(example, indent=2)
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rpartition("\n")[0] + "\n…"
    return f'??? example "Example"\n\n    ```json\n    {text.replace(chr(10), chr(10) + "    ")}\n    ```'


def _shapes(document: Document) -> Iterator[str]:
    for name, schema in sorted(document["components"]["schemas"].items()):
        wanted = schema.get("required", [])
        rows = [
            (code(field), _kind(of), "" if field in wanted else "optional", cell(of.get("description", "")))
            for field, of in schema.get("properties", {}).items()
        ]
        what = plain(schema.get("description", "")) or ("" if rows else _kind(schema))
        yield "\n\n".join(part for part in (f"## {name}", what, table(("field", "kind", "", "meaning"), rows)) if part)


def _kind(schema: Document) -> str:
    """Say in a few words what a value is."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REFERENCE)
        return f"[{name}](answers.md#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(code(str(one)) for one in schema["enum"])
    if "const" in schema:
        return code(str(schema["const"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}" if "items" in schema else "list"
    bounds = [f"{sign} {schema[name]}" for name, sign in (("minimum", "≥"), ("maximum", "≤")) if name in schema]
    return " ".join([str(schema.get("type", "anything")), *bounds])
