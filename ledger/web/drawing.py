"""Templates: everything that comes from outside is escaped, and a name that is not there is an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from ledger.web import calls, paths, words

_HTMX: Final = "vendor/htmx.min.js"
_FILTERS: Final = {
    "said": words.said,
    "plain": words.plain,
    "told": words.told,
    "coded": words.coded,
    "hash": words.digest,
    "account": words.account,
    "time": words.instant,
    "span": words.span,
    "ether": words.ether_amount,
    "percent": words.percent,
    "state": words.state_mark,
    "sentence": words.sentence,
    "spaced": words.spaced,
    "exact": words.exact_percent,
}


def make_environment(static: Mapping[str, str]) -> Environment:
    """Return the environment of all templates.

    Args:
        static: Address of each static file by its name.
    """
    made = Environment(
        loader=PackageLoader("ledger.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= _FILTERS
    made.globals |= {
        "static": static.__getitem__,
        "has_vendor": _HTMX in static,
        "path": paths,
        "exported": calls.exported,
    }
    made.tests |= {"record": words.is_record}
    return made


def draw(environment: Environment, template: str, given: Mapping[str, Any]) -> str:
    """Draw one page."""
    return environment.get_template(template).render(given)
