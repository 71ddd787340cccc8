"""What stands in a record in the clear is looked at before it is written: a public log forgets nothing.

Payloads need no guard: a record only commits to them, under a salt that stays here.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import Final, Literal

from ledger.domain.leaks import PATTERN_CHECK, LeakCheck, mask
from ledger.errors import InvalidInputError
from ledger.sdk.words import Words

LeakPolicy = Literal["mask", "refuse", "off"]
CLEAR: Final = ("session", "principal", "tool", "policy", "risk", "model", "agent_version", "call")
"""Words of a record that anyone can read."""
_PLAIN_ID: Final = re.compile(r"[A-Za-z0-9_:/-]{1,128}")


class Guard:
    """Looks at the clear words of every record.

    Args:
        policy: `mask` puts `[class]` in the place of a finding, `refuse` refuses the record, `off` does not look.
        check: Who looks.
    """

    def __init__(self, policy: LeakPolicy = "mask", check: LeakCheck = PATTERN_CHECK) -> None:
        self._policy = policy
        self._clean = lru_cache(maxsize=1 << 10)(partial(mask, check=check))  # sessions and tools come again and again

    def passed(self, words: Words) -> Words:
        """Return the words as they may be written.

        Raises:
            InvalidInputError: if one holds what leaks, and the policy is to refuse.
        """
        if self._policy == "off":
            return words
        out = words
        for name in CLEAR:
            value = words.get(name)
            if isinstance(value, str) and (found := self._masked(name, value)) != value:
                out = {**out, name: found}  # type: ignore[misc]
        return out

    def _masked(self, name: str, value: str) -> str:
        if name == "call" and _PLAIN_ID.fullmatch(value):
            return value  # made anew for every call, so that looking closer would cost more than all the rest
        found = self._clean(value)
        if found != value and self._policy == "refuse":
            raise InvalidInputError(
                f"field {name!r} holds what should not be logged: {found[:80]}",
                hint="pass it as `input`, which is only committed to, or under a name that says nothing",
                code="leak",
            )
        return found
