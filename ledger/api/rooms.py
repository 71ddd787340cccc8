"""Routes of the rooms beside the court: claims, audits, credibility roots, authorities, forecasts on chain."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from ledger.api import room_examples as examples
from ledger.api.arguments import DEFAULT, AgentName, AsOf, CursorText, Hex32, Limit
from ledger.api.examples import shown
from ledger.queries import assertions, authorities, capabilities, forecast_book, roots
from ledger.queries.answers import Answer, Page
from ledger.queries.assertions import STANDPOINTS, BondedAssertion
from ledger.queries.authorities import AuthorityStep
from ledger.queries.capabilities import ClaimView
from ledger.queries.forecast_book import RoundCase, RoundView
from ledger.queries.roots import Roots
from ledger.queries.sources import Sources

Forecaster = Annotated[str | None, Query(max_length=42, description="Only those of this account.")]
OneForecaster = Annotated[str, Path(max_length=42, description="Who committed.")]
Epoch = Annotated[int, Path(ge=0, lt=1 << 32, description="Week of Unix time in which it was committed.")]
OneStandpoint = Annotated[
    str | None,
    Query(
        max_length=16,
        description=f"Only those that are {', '.join(STANDPOINTS)}. A page may be short and have more behind it.",
    ),
]


def add(router: APIRouter, sources: Sources) -> None:
    """Add the routes.

    Args:
        router: Of `/v1`.
        sources: What questions are asked of.
    """
    _add_claims(router, sources)
    _add_assertions(router, sources)
    _add_forecasts(router, sources)


def _add_claims(router: APIRouter, sources: Sources) -> None:
    @router.get("/agents/{agent:agent}/claims", tags=["agents"], responses=shown(examples.CLAIMS))
    def list_claims(
        agent: AgentName, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[ClaimView]]:
        """What an agent claims to be capable of, in all versions, and what rulings refuted."""
        return capabilities.agent_claims(sources, agent, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/capabilities/{capability}", tags=["agents"], responses=shown(examples.CAPABLE))
    def list_capable(
        capability: Hex32, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[ClaimView]]:
        """Who claims a capability now: what was withdrawn, replaced or refuted is not among them."""
        return capabilities.capable(sources, capability, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/authorities", tags=["agents"], responses=shown(examples.AUTHORITIES))
    def list_authorities(
        cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[AuthorityStep]]:
        """Who may suspend agents: every change of it, queued in the open and made after a delay."""
        return authorities.authorities(sources, cursor=cursor, limit=limit, as_of=as_of)


def _add_assertions(router: APIRouter, sources: Sources) -> None:
    @router.get("/assertions", tags=["assertions"], responses=shown(examples.ASSERTIONS))
    def list_assertions(
        standpoint: OneStandpoint = None, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[BondedAssertion]]:
        """Audits and credibility roots that somebody bonded on, whether they stand, and who challenged them."""
        return assertions.assertions(sources, standpoint=standpoint, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/assertions/{assertion}", tags=["assertions"], responses=shown(examples.ASSERTION))
    def get_assertion(assertion: Hex32, as_of: AsOf = None) -> Answer[BondedAssertion]:
        """One assertion."""
        return assertions.assertion(sources, assertion, as_of=as_of)

    @router.get("/agents/{agent:agent}/audits", tags=["assertions"], responses=shown(examples.ASSERTIONS))
    def list_audits(
        agent: AgentName, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[BondedAssertion]]:
        """The audits of an agent's actions: the one way for it to gain standing."""
        return assertions.audits(sources, agent, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/credibility-roots", tags=["assertions"], responses=shown(examples.ROOTS))
    def list_roots(cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None) -> Answer[Roots]:
        """Results of the walk over all ratings, by epoch: which stand, and which were proposed or rejected."""
        return roots.roots(sources, cursor=cursor, limit=limit, as_of=as_of)


def _add_forecasts(router: APIRouter, sources: Sources) -> None:
    @router.get("/forecast-book", tags=["forecasts"], responses=shown(examples.ROUNDS))
    def list_rounds(
        forecaster: Forecaster = None, cursor: CursorText = None, limit: Limit = DEFAULT, as_of: AsOf = None
    ) -> Answer[Page[RoundView]]:
        """Forecasts that were committed on chain before the outcome, with Brier score and skill so far."""
        return forecast_book.rounds(sources, forecaster=forecaster, cursor=cursor, limit=limit, as_of=as_of)

    @router.get("/forecast-book/{forecaster}/{epoch}", tags=["forecasts"], responses=shown(examples.ROUND))
    def get_round(
        forecaster: OneForecaster,
        epoch: Epoch,
        cursor: CursorText = None,
        limit: Limit = DEFAULT,
        as_of: AsOf = None,
    ) -> Answer[RoundCase]:
        """One round: what was revealed of it, which disputes were upheld, and how it did."""
        return forecast_book.book_round(sources, forecaster, epoch, cursor=cursor, limit=limit, as_of=as_of)
