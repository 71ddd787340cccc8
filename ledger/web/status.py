"""How the mirror is: also when nothing else can be answered."""

from __future__ import annotations

from ledger.queries import status
from ledger.queries.sources import Sources
from ledger.web import paths
from ledger.web.asked import Asked
from ledger.web.page import Link, Shown


def status_page(sources: Sources, _asked: Asked) -> Shown:
    """Show where the mirror stands, how far behind it is, and which logs wait.

    Raises:
        StaleMirrorError: if it is empty.
        UnavailableError: if it cannot be reached.
    """
    found = status.status(sources)
    links = (Link("status", paths.api("status")), Link("description of the API", "/docs"))
    return Shown("pages/status.html", "Status", {"mirror": found}, (), links, "status")
