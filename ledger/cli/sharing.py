"""Options that many commands take, declared once: a parameter whose type is a frozen dataclass stands for its fields.

@dataclass(frozen=True, slots=True)
class Page:
    limit: Limit = 50
    cursor: Cursor = None

@app.command(name="list")
@shared
def list_things(*, page: Page, as_json: AsJson = False) -> None: ...     # --limit, --cursor, --json
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import wraps
from inspect import Parameter, signature
from typing import Any, get_type_hints


def shared(command: Callable[..., None]) -> Callable[..., None]:
    """Spread the parameters of a command that are dataclasses into options, and gather them when it is called."""
    hints = get_type_hints(command, include_extras=True)
    groups = {name: kind for name, kind in hints.items() if is_dataclass(kind) and isinstance(kind, type)}
    spread: list[Parameter] = []
    for parameter in signature(command).parameters.values():
        if parameter.name in groups:
            spread += _options(groups[parameter.name])
        else:
            spread.append(parameter.replace(annotation=hints[parameter.name]))

    @wraps(command)
    def called(**given: Any) -> None:
        gathered = {
            name: kind(**{field.name: given.pop(field.name) for field in fields(kind)}) for name, kind in groups.items()
        }
        command(**given, **gathered)

    del called.__wrapped__  # else signatures are read off the command itself
    called.__signature__ = signature(command).replace(  # type: ignore[attr-defined]
        parameters=sorted(spread, key=lambda parameter: parameter.kind), return_annotation=None
    )
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in spread}
    return called


def _options(group: type) -> list[Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        Parameter(
            field.name,
            Parameter.KEYWORD_ONLY,
            default=Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(group)
    ]
