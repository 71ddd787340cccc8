"""The page on which a wallet signs in and out."""

from __future__ import annotations

from ledger.queries.sources import Sources
from ledger.web import paths
from ledger.web.asked import Asked
from ledger.web.page import Elsewhere, Shown


def session_page(_sources: Sources, asked: Asked) -> Shown:
    """Show how to sign in, or who has."""
    at = asked.sign_in_at
    elsewhere = bool(at) and asked.request.url.netloc.lower() != at.partition("://")[2]
    given = {"sign_in_at": at, "elsewhere": elsewhere}
    return Shown("pages/session.html", "Signed in" if asked.visitor else "Sign in", given, section="session")


def mine_page(_sources: Sources, asked: Asked) -> Elsewhere:
    """Lead to what waits for whoever signed in."""
    if asked.visitor is None:
        return Elsewhere("/session")
    return Elsewhere(paths.to("accounts", asked.visitor.account, "turns"))
