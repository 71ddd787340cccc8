"""A stand-in that each test in turn points at what is its own, for what is dear to make and made once."""

from __future__ import annotations

from typing import Any


class Lent:
    """Has every attribute of what is lent at the moment; nothing, while nothing is."""

    lender: Any = None

    def __getattr__(self, name: str) -> Any:
        """Return the attribute of what is lent."""
        return getattr(self.lender, name)
