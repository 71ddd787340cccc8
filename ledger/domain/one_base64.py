"""Base64 (RFC 4648 §4) in its one form: the last letter before `=` may hide up to four bits that decoders drop.

What is signed is the decoded value, written anew; if another spelling passed, a checkpoint could be changed unnoticed.
"""

from __future__ import annotations

import base64


def one_base64(text: str) -> bytes:
    """Decode text that is what its bytes encode to.

    Raises:
        ValueError: if it is no base64, or another spelling of it.
    """
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("base64 with bits that say nothing")
    return data
