"""What a node leaves out."""

from __future__ import annotations

from ledger.errors import UnavailableError


class GapError(UnavailableError):
    """A node or the mirror has lost something.

    Numbers do not follow each other, whichever way the node is asked; or a list of logs lacks what a block's receipts
    hold (`everything` among the details: then no list of that node can be relied on, those read before included).
    """

    default_code = "logs_missing"
