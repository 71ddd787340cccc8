"""What reading JSON of strangers raises: not JSON, another type, no UTF-8, or nested so deep that reading stops."""

from __future__ import annotations

from typing import Final

import msgspec

BAD_JSON: Final = (msgspec.MsgspecError, UnicodeError, RecursionError)
"""All of it, for `except`. msgspec raises the last two as Python does, beside errors of its own."""
