"""The page of exit codes, out of the tree of errors that carries them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from ledger import errors
from ledger.cli.app import INTERRUPTED
from ledger.errors import LedgerError
from scripts.reference.text import cell, code, page, table

_LEAD: Final = """What `ombud` ends with, so that scripts can act on it. Whatever goes wrong is said in plain lines
on standard error: what and why, then what to do; with `--json` it is one problem document with a stable `code`."""
_WHEN: Final = {
    0: "all is well",
    1: "a defect of Ombud, to be reported",
    2: "what was given can never be accepted: arguments, records, proofs, files",
    3: "there is no such thing, as of the block asked about",
    4: "it contradicts what is already accepted",
    5: "this key or account may not, or nobody said who asks",
    6: "node, mirror or log server cannot be reached or cannot vouch for an answer now: try again",
    7: "a contract refused the transaction, and why",
    8: "the machine or the settings lack something",
    INTERRUPTED: "ended with Ctrl-C",
}
_MORE: Final = """`ombud verify` ends with 2 where a file does not hold, `ombud doctor` with 8 where a check fails, and
`ombud index rebuild --check` with 4 where the new index is not the live one."""


def exits_page() -> str:
    """Return the page."""
    kinds = defaultdict(list)
    for kind in _tree(LedgerError):
        kinds[kind.exit_code].append(kind)
    unsaid = sorted(set(kinds) - set(_WHEN))
    if unsaid:
        raise SystemExit(f"exit codes that no sentence explains: {unsaid}")
    rows = [
        (str(number), cell(when), ", ".join(code(kind.__name__) for kind in kinds.get(number, [])))
        for number, when in _WHEN.items()
    ]
    return page("Exit codes", _LEAD, table(("code", "when", "errors"), rows), _MORE)


def _tree(root: type[LedgerError]) -> Iterator[type[LedgerError]]:
    yield root
    for kind in root.__subclasses__():
        if kind.__module__ == errors.__name__:
            yield from _tree(kind)
