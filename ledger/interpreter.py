"""What imports do to the interpreter, undone.

py_ecc, which comes with eth-account, eth-keyfile and web3, raises Python's recursion limit a hundredfold when
it is imported. JSON nested that deep would then overflow the C stack and end the process, where the
usual limit makes it an error that we can name. Whoever imports one of those packages calls this first.
"""

from __future__ import annotations

import sys
from importlib import import_module


def keep_recursion_limit() -> None:
    """Import py_ecc now, once, and leave the recursion limit as it was."""
    limit = sys.getrecursionlimit()
    import_module("py_ecc")
    sys.setrecursionlimit(limit)
