"""The client: one method a question, each with the type of its answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote, urlsplit

import httpx

from ledger.client.room import EvidenceRoom
from ledger.client.wire import Wire, decoded
from ledger.domain import sign_in
from ledger.domain.sealed_file import ReadingKey
from ledger.domain.signing import SessionKey
from ledger.errors import ProofError
from ledger.queries.agents import AgentSummary, AgentView
from ledger.queries.answers import Answer, Page
from ledger.queries.arbitrators import ArbitratorView
from ledger.queries.cases import CaseFile
from ledger.queries.check import Check
from ledger.queries.disputes import Deadlines, DisputeSummary
from ledger.queries.logs import LogSummary
from ledger.queries.mandates import MandateView
from ledger.queries.omissions import OmissionView
from ledger.queries.owners import OwnedAgent
from ledger.queries.permission_views import ActionPermission
from ledger.queries.permissions import RecordPermission
from ledger.queries.policies import PolicyView
from ledger.queries.record_effects import EffectState
from ledger.queries.records import FoundRecord, RecordView
from ledger.queries.standing import StandingView
from ledger.queries.status import Status
from ledger.queries.verdicts import Verdict, VerdictCase

T = TypeVar("T")
Paged = Callable[..., Answer[Page[T]]]


class Client:
    """Asks one API.

    Args:
        url: Where it is.
        pinned: The key that signs its answers, as `ombud access signer` prints it. Then every answer is checked, and
            one that is not signed by it, for the request sent, in the last five minutes, is refused.
        key: API key, if the caller has one.
        ground: On which legal ground an authority reads, kept with each of its reads; 200 plain characters at most.
        clock: Unix seconds.
        transport: Another way than the network, for tests.
    """

    def __init__(
        self,
        url: str,
        *,
        pinned: str | None = None,
        key: str | None = None,
        ground: str | None = None,
        clock: Callable[[], float] = time.time,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._more: dict[str, Any] = {"pinned": pinned, "ground": ground, "clock": clock, "transport": transport}
        self._url = url
        self._wire = Wire(url, key=key, **self._more)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def sign_in(self, wallet: SessionKey) -> str:
        """Sign in with a wallet; what is asked afterwards is asked in its name, for a quarter of an hour.

        Returns:
            The account.

        Raises:
            NotIdentifiedError: if the API refuses.
            ProofError: if what it wants signed is for another address than the one that was asked.
        """
        asked = decoded(dict, self._wire.send("POST", "/v1/access/challenge", body={"account": wallet.address}))
        message = str(asked["message"])
        asked_for = sign_in.parse(message)  # nothing else is signed than a message of this form
        if asked_for.domain != urlsplit(self._url).netloc.lower():
            raise ProofError(
                f"the API has you sign in at {asked_for.domain}, not where you asked",
                hint="use the API's own address; another one may be passing your signature on",
                code="foreign_sign_in",
            )
        signed = {"message": message, "signature": wallet.sign(sign_in.personal_digest(message)).hex()}
        session = decoded(dict, self._wire.send("POST", "/v1/access/session", body=signed))
        self._wire.close()
        self._wire = Wire(self._url, key=str(session["token"]), **self._more)
        return str(session["account"])

    # -- questions --------------------------------------------------------------------------------------------

    def status(self) -> Status:
        """Where the mirror stands."""
        return self._ask(Status, "/v1/status")

    def agents(
        self, *, cursor: str | None = None, limit: int = 50, as_of: int | None = None
    ) -> Answer[Page[AgentSummary]]:
        """All agents, by number."""
        return self._ask(Answer[Page[AgentSummary]], "/v1/agents", cursor=cursor, limit=limit, as_of=as_of)

    def agent(self, agent: int | str, *, as_of: int | None = None) -> Answer[AgentView]:
        """One agent: owners, epochs, keys, streams, bonds, scores."""
        return self._ask(Answer[AgentView], f"/v1/agents/{_of_agent(agent)}", as_of=as_of)

    def records(
        self,
        agent: int | str,
        *,
        cursor: str | None = None,
        limit: int = 50,
        as_of: int | None = None,
        proofs: bool = True,
        effect: EffectState | None = None,
    ) -> Answer[Page[RecordView]]:
        """An agent's records in the order in which the chain witnessed them, each with its proof.

        With `effect`, only those in that state; a page may be short then, and have more behind it.
        """
        path = f"/v1/agents/{_of_agent(agent)}/records"
        return self._ask(
            Answer[Page[RecordView]], path, cursor=cursor, limit=limit, as_of=as_of, proofs=proofs, effect=effect
        )

    def omission(self, omission: str, *, as_of: int | None = None) -> Answer[OmissionView]:
        """One omission by the EIP-712 hash of its receipt."""
        return self._ask(Answer[OmissionView], f"/v1/omissions/{_part(omission)}", as_of=as_of)

    def omissions(
        self, *, agent: int | str | None = None, cursor: str | None = None, limit: int = 50, as_of: int | None = None
    ) -> Answer[Page[OmissionView]]:
        """What agents promised in receipts and did not log in time, each with the receipt as its proof."""
        path = "/v1/omissions" if agent is None else f"/v1/agents/{_of_agent(agent)}/omissions"
        return self._ask(Answer[Page[OmissionView]], path, cursor=cursor, limit=limit, as_of=as_of)

    def record(self, record_id: str, *, as_of: int | None = None) -> Answer[FoundRecord]:
        """One record by its id, with its proof."""
        return self._ask(Answer[FoundRecord], f"/v1/records/{_part(record_id)}", as_of=as_of)

    def permission(
        self, record_id: str, *, tools: Sequence[str] = (), as_of: int | None = None
    ) -> Answer[RecordPermission]:
        """What permitted a record when the chain first saw it; `tools` are lists, with commas between the names."""
        path = f"/v1/records/{_part(record_id)}/permission"
        return self._ask(Answer[RecordPermission], path, tools=list(tools), as_of=as_of)

    def permissions(
        self,
        agent: int | str,
        *,
        state: str | None = None,
        conflicting: bool = False,
        tools: Sequence[str] = (),
        cursor: str | None = None,
        limit: int = 50,
        as_of: int | None = None,
    ) -> Answer[Page[ActionPermission]]:
        """What permitted each action of an agent, in the order of its records."""
        path = f"/v1/agents/{_of_agent(agent)}/permissions"
        more = {"state": state, "conflicting": conflicting, "tools": list(tools)}
        return self._ask(Answer[Page[ActionPermission]], path, cursor=cursor, limit=limit, as_of=as_of, **more)

    def owned_agents(
        self, account: str, *, cursor: str | None = None, limit: int = 50, as_of: int | None = None
    ) -> Answer[Page[OwnedAgent]]:
        """The agents that an account owns or owned, by owner epoch."""
        path = f"/v1/owners/{_part(account)}/agents"
        return self._ask(Answer[Page[OwnedAgent]], path, cursor=cursor, limit=limit, as_of=as_of)

    def session(
        self, agent: int | str, session: str, *, cursor: str | None = None, limit: int = 50, as_of: int | None = None
    ) -> Answer[Page[RecordView]]:
        """The records of one session of an agent."""
        path = f"/v1/sessions/{_of_agent(agent)}/{_part(session)}"
        return self._ask(Answer[Page[RecordView]], path, cursor=cursor, limit=limit, as_of=as_of)

    def standing(self, agent: int | str, *, as_of: int | None = None) -> Answer[StandingView]:
        """An agent's score with every change that led to it."""
        return self._ask(Answer[StandingView], f"/v1/agents/{_of_agent(agent)}/standing", as_of=as_of)

    def check(self, agent: int | str, *, threshold: int = 500_000, as_of: int | None = None) -> Answer[Check]:
        """Yes, no or insufficient: whether an agent's score reaches a threshold (parts per million)."""
        return self._ask(Answer[Check], f"/v1/agents/{_of_agent(agent)}/check", threshold=threshold, as_of=as_of)

    def verdicts(
        self, *, agent: int | str | None = None, cursor: str | None = None, limit: int = 50, as_of: int | None = None
    ) -> Answer[Page[Verdict]]:
        """Faults proved on chain, oldest first."""
        return self._ask(Answer[Page[Verdict]], "/v1/verdicts", agent=agent, cursor=cursor, limit=limit, as_of=as_of)

    def verdict(self, fault_key: str, *, as_of: int | None = None) -> Answer[VerdictCase]:
        """One verdict, and what it did."""
        return self._ask(Answer[VerdictCase], f"/v1/verdicts/{_part(fault_key)}", as_of=as_of)

    def disputes(
        self,
        *,
        agent: int | str | None = None,
        state: str | None = None,
        due_before: int | None = None,
        cursor: str | None = None,
        limit: int = 50,
        as_of: int | None = None,
    ) -> Answer[Page[DisputeSummary]]:
        """Disputes in the order of their opening."""
        more = {"agent": agent, "state": state, "due_before": due_before}
        return self._ask(Answer[Page[DisputeSummary]], "/v1/disputes", cursor=cursor, limit=limit, as_of=as_of, **more)

    def case(self, dispute: int | str, *, as_of: int | None = None) -> Answer[CaseFile]:
        """The case file of a dispute."""
        return self._ask(Answer[CaseFile], f"/v1/disputes/{_of_agent(dispute)}", as_of=as_of)

    def deadlines(self, *, cursor: str | None = None, limit: int = 50, as_of: int | None = None) -> Answer[Deadlines]:
        """Running disputes by what is due, the most urgent first."""
        return self._ask(Answer[Deadlines], "/v1/deadlines", cursor=cursor, limit=limit, as_of=as_of)

    def mandate(self, mandate_id: str, *, as_of: int | None = None) -> Answer[MandateView]:
        """One mandate: who let which agent do what, until when."""
        return self._ask(Answer[MandateView], f"/v1/mandates/{_part(mandate_id)}", as_of=as_of)

    def arbitrators(
        self, *, cursor: str | None = None, limit: int = 50, as_of: int | None = None
    ) -> Answer[Page[ArbitratorView]]:
        """Arbitrators by their numbers."""
        return self._ask(Answer[Page[ArbitratorView]], "/v1/arbitrators", cursor=cursor, limit=limit, as_of=as_of)

    def policies(
        self, *, cursor: str | None = None, limit: int = 50, as_of: int | None = None
    ) -> Answer[Page[PolicyView]]:
        """Policies by number."""
        return self._ask(Answer[Page[PolicyView]], "/v1/policies", cursor=cursor, limit=limit, as_of=as_of)

    def logs(self, *, cursor: str | None = None, limit: int = 50, as_of: int | None = None) -> Answer[Page[LogSummary]]:
        """All logs in order of registration."""
        return self._ask(Answer[Page[LogSummary]], "/v1/logs", cursor=cursor, limit=limit, as_of=as_of)

    # -- sealed evidence ---------------------------------------------------------------------------------------

    def room(self, dispute: int | str) -> EvidenceRoom:
        """The evidence room of a dispute, for whoever signed in."""
        return EvidenceRoom(self._sent, dispute)

    def reading_key(self, account: str) -> ReadingKey:
        """The key that an account reads with; `check` its signature before anything is wrapped for it."""
        return decoded(ReadingKey, self._wire.send("GET", f"/v1/reading-keys/{_part(account)}"))

    def bring_reading_key(self, key: ReadingKey) -> None:
        """Bring the reading key of the account that signed in; it takes the place of an earlier one."""
        body = {"chain_id": key.chain_id, "public": key.public, "signature": key.signature}
        self._wire.send("PUT", f"/v1/reading-keys/{_part(key.account)}", body=body)

    # -- files ------------------------------------------------------------------------------------------------

    def case_bundle(self, dispute: int | str, *, as_of: int | None = None) -> bytes:
        """A dispute with everything that proves how it went: a file for `ombud verify`."""
        return self._wire.send("GET", f"/v1/disputes/{_of_agent(dispute)}/bundle", query={"as_of": as_of})

    def record_bundle(self, record_id: str, *, as_of: int | None = None) -> bytes:
        """One record with everything that proves it: a file for `ombud verify`."""
        return self._wire.send("GET", f"/v1/records/{_part(record_id)}/bundle", query={"as_of": as_of})

    def every(self, question: Paged[T], *arguments: Any, **more: Any) -> Iterator[T]:
        """Iterate over all items of a question with pages, one request a page.

        Args:
            question: One of the methods above.
            *arguments: Its arguments.
            **more: Its arguments by name, without `cursor`.
        """
        cursor: str | None = None
        while True:
            page = question(*arguments, cursor=cursor, **more)
            yield from page.data.items
            if not page.data.more or page.data.next_cursor is None:
                return
            cursor = page.data.next_cursor

    def _sent(self, method: str, path: str, **more: Any) -> bytes:
        return self._wire.send(method, path, **more)

    def _ask(self, kind: type[T], path: str, **query: Any) -> T:
        return decoded(kind, self._wire.send("GET", path, query=query))


def _part(text: str) -> str:
    return quote(text, safe="").replace(".", "%2E")


def _of_agent(name: int | str) -> str:
    """Write an agent or a dispute into a path; a global id keeps its slash."""
    return quote(str(name), safe=":/")
