"""What a tool does, read off its name: the only words of a record that say so in clear.

A record may say it outright in `risk` (`untrusted_input`, `personal_data`, `outward`, `payment`); that wins
over the name. Names are an agent's own claim, so features weigh relations between acts above single names.
"""

from __future__ import annotations

import re
from enum import Flag, auto
from functools import lru_cache
from typing import Final


class Does(Flag):
    """What a call of a tool does."""

    NOTHING = 0
    READS_UNTRUSTED = auto()
    """Takes in text that anyone may have written."""
    READS_PERSON = auto()
    """Reads data about a customer or another natural person."""
    SENDS = auto()
    """Puts data where others can read it."""
    PAYS = auto()
    """Moves money, or promises to."""


_WORD: Final = re.compile(r"[a-z]+")
# fmt: off
_READS: Final = frozenset({
    "read", "get", "fetch", "list", "look", "lookup", "open", "search", "browse", "find", "load", "view", "query",
    "check", "inspect", "compare", "audit",
})
_TAKES: Final = frozenset({"take", "receive", "download"})  # reading, where what is taken in says so
_UNTRUSTED: Final = frozenset({
    "inbox", "mail", "email", "web", "page", "url", "ticket", "chat", "advice", "attachment", "review", "reviews",
    "comment", "comments", "feed", "message",
})
_PERSON: Final = frozenset({
    "customer", "patient", "client", "contact", "profile", "person", "account", "user", "member", "guest", "tenant",
    "employee",
})
_SENDS: Final = frozenset({"send", "post", "publish", "share", "upload", "forward", "reply", "show", "export"})
_PAYS: Final = frozenset({"pay", "transfer", "refund", "buy", "purchase", "payout"})
# fmt: on
_ORDER: Final = "order"  # a promise to pay where it is the verb; else but a noun
_BY_RISK: Final = {
    "untrusted_input": Does.READS_UNTRUSTED,
    "personal_data": Does.READS_PERSON,
    "outward": Does.SENDS,
    "payment": Does.PAYS,
}


@lru_cache(maxsize=4096)
def does(tool: str | None, risk: str | None) -> Does:
    """Say what a tool does, by what the record says of its risk, else by the words of its name."""
    if risk in _BY_RISK:
        return _BY_RISK[risk]
    said = _WORD.findall((tool or "").lower())
    words = frozenset(said)
    found = Does.NOTHING
    if words & _READS or (words & _TAKES and words & (_UNTRUSTED | _PERSON)):
        found |= Does.READS_UNTRUSTED if words & _UNTRUSTED else Does.NOTHING
        found |= Does.READS_PERSON if words & _PERSON else Does.NOTHING
        return found
    found |= Does.SENDS if words & _SENDS else Does.NOTHING
    ordered = _ORDER in said[:1] or said[:2] == ["place", _ORDER]
    found |= Does.PAYS if ordered or words & _PAYS else Does.NOTHING
    return found
