"""Routes of the evidence room: sealed files of a dispute, for those with a part in it, and the grants that open them.

The server keeps ciphertext and wrapped keys, and can read neither. The routes keep strangers away from both all the
same: who reads what is nobody's business, and a key may leak.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Depends, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from ledger.api import bodies
from ledger.api.access import NEEDS, requires_known, requires_wallet
from ledger.api.disputes import DisputeName
from ledger.api.examples import shown
from ledger.api.problems import RESPONSES, Problem
from ledger.api.room_examples import SEALED
from ledger.domain.ids import Address, checksum
from ledger.domain.roles import Caller, Role
from ledger.domain.sealed_file import MEDIA_TYPE, Grant, ReadingKey, check_form
from ledger.errors import ConflictError, NotAuthorisedError, NotFoundError
from ledger.queries.cases import case_file
from ledger.queries.sealed import RoomView, SealedExhibit, sealed_exhibits
from ledger.queries.sources import Sources
from ledger.tiles.evidence import Evidence, EvidenceStore
from ledger.tiles.room import Room

Parts = Callable[[str, Address], frozenset[Role]]
"""Tells the roles of an account in a dispute."""
_CREATED: Final = 201
_NO_CONTENT: Final = 204
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_SEES: Final = (Role.AUTHORITY, Role.OPERATOR)
Sha256 = Annotated[str, Path(description="SHA-256 of the sealed file: 64 hex digits.", max_length=66)]
Account = Annotated[str, Path(description="An account: 0x and 40 hex digits.", max_length=42)]
Known = Annotated[Caller, Depends(requires_known)]
Wallet = Annotated[Caller, Depends(requires_wallet)]
_GRANTED: Final[dict[int | str, dict[str, Any]]] = {
    409: {"model": Problem, "description": "The reader has a grant already."},
    413: {"model": Problem, "description": "The file has as many readers as may be."},
}
_UPLOAD: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "These bytes were here before.", "model": Evidence},
    413: {"model": Problem, "description": "Over the limit of 16 MiB."},
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class BroughtKey(_Strict):
    """A reading key (X25519) and the account's signature of it."""

    chain_id: int = Field(ge=1, lt=1 << 53)
    public: str = Field(pattern="^[0-9a-f]{64}$")
    signature: str = Field(pattern="^[0-9a-f]{130}$")


class BroughtGrant(_Strict):
    """A file's key, wrapped for a reader."""

    reader: str = Field(max_length=42)
    public: str = Field(pattern="^[0-9a-f]{64}$")
    wrapped: str = Field(max_length=200)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """The reading key of an account, with the signature by which anyone can check it."""

    account: str
    chain_id: int
    public: str
    signature: str


@dataclass(frozen=True, slots=True)
class GivenGrant:
    """A file's key, wrapped for its reader."""

    evidence: str
    reader: str
    public: str
    wrapped: str


@dataclass(frozen=True, slots=True)
class Doors:
    """What the room's routes work with."""

    sources: Sources
    evidence: EvidenceStore
    room: Room
    parts: Parts

    def part(self, dispute: str, caller: Caller) -> frozenset[Role]:
        """Return the roles of a caller in a dispute, if that lets them into its room.

        Raises:
            NotAuthorisedError: if not.
        """
        own = frozenset(role for role in _SEES if role in caller.roles)
        found = own | (self.parts(dispute, caller.account) if caller.account is not None else frozenset())
        if not found:
            raise NotAuthorisedError(
                f"{caller.name} has no part in this dispute",
                hint="parties and seated arbitrators enter",
                code="role_missing",
            )
        return found

    def enter(self, dispute: str, sha256: str, caller: Caller) -> str:
        """Return the hash of one sealed file, for a caller who may come near it: by a part, or by a grant of it.

        Raises:
            NotAuthorisedError: if they have neither.
            NotFoundError: if the dispute rests on no such file.
        """
        name = sha256.removeprefix("0x").lower()
        if caller.account is None or not _HASH.fullmatch(name) or caller.account not in self.room.readers(name):
            self.part(dispute, caller)
        return self.one(dispute, sha256).sha256

    def sealed(self, dispute: str) -> dict[str, SealedExhibit]:
        """Return the sealed files that a dispute rests on, by hash."""
        return sealed_exhibits(case_file(self.sources, dispute).data, self.evidence, self.room)

    def one(self, dispute: str, sha256: str) -> SealedExhibit:
        """Return one sealed file of a dispute.

        Raises:
            NotFoundError: if the dispute rests on no such file.
        """
        found = self.sealed(dispute).get(sha256.removeprefix("0x").lower())
        if found is None:
            raise NotFoundError(
                f"the dispute rests on no sealed file {sha256[:66]}", hint="see its room", code="no_such_evidence"
            )
        return found

    def given(self, dispute: str, sha256: str, caller: Caller) -> SealedExhibit:
        """Return one sealed file of a dispute, for a caller who gave it to the court.

        Raises:
            NotAuthorisedError: if they did not.
            NotFoundError: if the dispute rests on no such file.
        """
        self.part(dispute, caller)
        found = self.one(dispute, sha256)
        if caller.account not in found.given_by:
            raise NotAuthorisedError(
                f"{caller.name} did not give this file to the court",
                hint="who gave it takes grants back, and each reader their own",
                code="role_missing",
            )
        return found


def make_router(doors: Doors) -> APIRouter:
    """Return the routes.

    Args:
        doors: What they work with.
    """
    router = APIRouter(prefix="/v1", responses=RESPONSES | NEEDS, tags=["evidence room"])
    _add_keys(router, doors)
    _add_room(router, doors)
    return router


def _add_keys(router: APIRouter, doors: Doors) -> None:
    @router.get("/reading-keys/{account}")
    def get_reading_key(account: Account) -> KnownKey:
        """The key for which evidence is granted to an account; check its signature before you wrap anything."""
        found = doors.room.key(account)
        return KnownKey(found.account, found.chain_id, found.public, found.signature)

    @router.put("/reading-keys/{account}", status_code=_CREATED)
    def bring_reading_key(account: Account, brought: Annotated[BroughtKey, Body()], caller: Wallet) -> KnownKey:
        """Bring the reading key of the account that signed in; it takes the place of an earlier one."""
        if caller.account is None or caller.account.lower() != account.lower():
            raise NotAuthorisedError(
                f"{caller.name} is not {account[:42]}", hint="sign in with it", code="role_missing"
            )
        key = ReadingKey(
            account=caller.account, chain_id=brought.chain_id, public=brought.public, signature=brought.signature
        ).check(chain_id=doors.sources.mirror.space.chain_id)
        doors.room.keep_key(key)
        return KnownKey(key.account, key.chain_id, key.public, key.signature)


def _add_room(router: APIRouter, doors: Doors) -> None:
    @router.get("/disputes/{dispute:agent}/room", responses=shown(SEALED))
    def get_room(dispute: DisputeName, caller: Known) -> RoomView:
        """The sealed files that a dispute rests on, and who can open each."""
        part = doors.part(dispute, caller)
        number = case_file(doors.sources, dispute).data.dispute_id
        return RoomView(number, sorted(part), list(doors.sealed(dispute).values()))

    @router.post("/disputes/{dispute:agent}/room", status_code=_CREATED, responses=_UPLOAD, openapi_extra=bodies.FILE)
    async def add_sealed(dispute: DisputeName, request: Request, response: Response, caller: Wallet) -> Evidence:
        """Bring a sealed file, as party or arbitrator. It is of the room once its hash was given to the court."""
        await run_in_threadpool(doors.part, dispute, caller)
        sealed = check_form(await bodies.read_file(request))
        found, new = await run_in_threadpool(
            doors.evidence.put, sealed, media_type=MEDIA_TYPE, submitter=str(caller.account)
        )
        response.headers["location"] = f"/v1/evidence/{found.sha256}/meta"
        response.status_code = _CREATED if new else 200
        return found

    @router.get("/disputes/{dispute:agent}/room/{sha256}", response_class=Response)
    def get_sealed(dispute: DisputeName, sha256: Sha256, caller: Known) -> Response:
        """A sealed file, as it lies there: whoever has a grant opens it on their own machine."""
        name = doors.enter(dispute, sha256, caller)
        head = {"content-disposition": f'attachment; filename="sealed-{name[:16]}"'}
        return Response(doors.evidence.get(name), media_type=MEDIA_TYPE, headers=head)

    @router.get("/disputes/{dispute:agent}/room/{sha256}/grant")
    def get_grant(dispute: DisputeName, sha256: Sha256, caller: Wallet) -> GivenGrant:
        """The caller's own grant of a sealed file."""
        found = doors.room.grant(doors.enter(dispute, sha256, caller), str(caller.account))
        return GivenGrant(found.evidence, found.reader, found.public, found.wrapped)

    @router.post("/disputes/{dispute:agent}/room/{sha256}/grants", status_code=_CREATED, responses=_GRANTED)
    def bring_grant(
        dispute: DisputeName, sha256: Sha256, brought: Annotated[BroughtGrant, Body()], caller: Wallet
    ) -> GivenGrant:
        """Grant a sealed file to an account, for the reading key that it brought. Parties and arbitrators may."""
        doors.part(dispute, caller)
        name = doors.one(dispute, sha256).sha256
        known = doors.room.key(brought.reader)
        if known.public != brought.public:
            raise ConflictError(
                f"{known.account} reads with another key", hint="wrap for its newest", code="other_reading_key"
            )
        grant = Grant(evidence=name, reader=known.account, public=brought.public, wrapped=brought.wrapped).check()
        doors.room.keep_grant(grant)
        return GivenGrant(grant.evidence, grant.reader, grant.public, grant.wrapped)

    @router.delete("/disputes/{dispute:agent}/room/{sha256}/grants/{account}", status_code=_NO_CONTENT)
    def revoke_grant(dispute: DisputeName, sha256: Sha256, account: Account, caller: Wallet) -> Response:
        """Take a grant back: whoever gave the file to the court may, and its reader. What was read stays read."""
        reader = checksum(account)
        own = caller.account == reader
        name = doors.enter(dispute, sha256, caller) if own else doors.given(dispute, sha256, caller).sha256
        doors.room.drop_grant(name, reader)
        return Response(status_code=_NO_CONTENT)
