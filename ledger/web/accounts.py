"""Accounts and transactions: what else the chain knows of a name that a page shows."""

from __future__ import annotations

from ledger.queries import accounts, transactions
from ledger.queries.sources import Sources
from ledger.web import paths
from ledger.web.asked import Asked
from ledger.web.page import Link, Shown


def account_page(sources: Sources, asked: Asked) -> Shown:
    """Show what an account has to do with."""
    name, at = asked.name("account"), asked.as_of
    found = accounts.account(sources, name, as_of=at)
    links = [
        Link("requests to it as a validator", paths.api("validators", name, "validations", as_of=at)),
        Link("its feedback", paths.api("feedback", client=name, as_of=at)),
    ]
    if found.data.is_arbitrator:
        links.append(Link("all arbitrators", paths.api("arbitrators", as_of=at)))
    return Shown("pages/account.html", "Account", {"account": found.data}, (found,), tuple(links), "agents")


def transaction_page(sources: Sources, asked: Asked) -> Shown:
    """Show what a transaction made our contracts say."""
    found = transactions.transaction(sources, asked.name("tx"), as_of=asked.as_of)
    return Shown("pages/transaction.html", "Transaction", {"found": found.data}, (found,), (), "agents")
