"""The evidence room over HTTP: what a party seals for a seat, that seat opens, and nobody else comes near it."""

from __future__ import annotations

from types import SimpleNamespace

import msgspec
import pytest
from fastapi.testclient import TestClient

from ledger.api.app import create_app
from ledger.api.gate import Access
from ledger.domain import sealed_file
from ledger.domain.hashing import sha256
from ledger.domain.roles import Caller, Role
from ledger.domain.sealed_file import Grant, ReadingKey
from ledger.domain.signing import SessionKey
from ledger.errors import ProofError
from ledger.tiles.evidence import MAX_FILE_BYTES, open_evidence
from ledger.tiles.room import MAX_GRANTS, open_room
from tests.fakes.asked import index, sources_of
from tests.fakes.court import FakeCourt
from tests.fakes.world import CHAIN_ID, account

PARTY, SEAT, OTHER = (SessionKey(bytes([number]) * 32) for number in (1, 2, 3))
SECRETS = {PARTY.address: b"\x11" * 32, SEAT.address: b"\x12" * 32, OTHER.address: b"\x13" * 32}
GIVER = SimpleNamespace(address=account("claimant"))  # whoever gave the file to the court
PARTS = {PARTY.address: {Role.PARTY}, SEAT.address: {Role.ARBITRATOR}, GIVER.address: {Role.PARTY}}
WORDS = b"what was said in the chat"


class Wallets:
    """Takes an address for its session."""

    def identify(self, header):
        address = header.removeprefix("Bearer ")
        return Caller(address, account=address)


@pytest.fixture
def sealed():
    return sealed_file.seal(WORDS, name="chat.txt", media_type="text/plain")


@pytest.fixture
def rooms(world, mirror, assets, tmp_path, sealed):
    court = FakeCourt(world)
    court.found()
    court.bond(world.agents[0], 10**18)
    court.open(world.agents[0])
    now, _ = court._begin()
    case, party = court.now.trials[1].dispute.case, account("claimant")
    named = {"disputeId": 1, "party": party, "evidenceHash": sha256(sealed[0])}
    court._mine(("DisputeCourt", "EvidenceAdded", named), court._uri(case, party, sha256(sealed[0])), at=now)
    index(world, mirror)
    evidence = open_evidence(tmp_path / "evidence")
    evidence.put(sealed[0], media_type=sealed_file.MEDIA_TYPE, submitter="party")
    access = Access(Wallets(), room=open_room(tmp_path / "room"), parts=lambda _, who: frozenset(PARTS.get(who, set())))
    app = create_app(sources_of(world, mirror, evidence=evidence), evidence=evidence, vendor=assets, access=access)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def of(wallet):
    return {"Authorization": f"Bearer {wallet.address}"}


def bring(client, wallet):
    key = msgspec.to_builtins(sealed_file.make_reading_key(SECRETS[wallet.address], wallet, CHAIN_ID))
    del key["account"]
    return client.put(f"/v1/reading-keys/{wallet.address}", json=key, headers=of(wallet))


def granted(client, sealed, wallet):
    """Grant as a party would: fetch the reader's key, check it, wrap for it."""
    key = msgspec.convert(client.get(f"/v1/reading-keys/{wallet.address}").json(), ReadingKey).check(chain_id=CHAIN_ID)
    grant = sealed_file.grant(*sealed, key)
    body = {"reader": grant.reader, "public": grant.public, "wrapped": grant.wrapped}
    return client.post(f"/v1/disputes/1/room/{grant.evidence}/grants", json=body, headers=of(PARTY))


def test_a_seat_opens_what_was_granted_to_it_and_nobody_else_does(rooms, sealed):
    name = sha256(sealed[0]).hex()
    for wallet in (SEAT, OTHER):
        assert bring(rooms, wallet).status_code == 201
    assert granted(rooms, sealed, SEAT).status_code == 201
    assert granted(rooms, sealed, SEAT).json()["code"] == "granted_before"

    (file,) = rooms.get("/v1/disputes/1/room", headers=of(SEAT)).json()["files"]
    assert (file["sha256"], file["readers"], file["availability"]) == (name, [SEAT.address], "present")
    data = rooms.get(f"/v1/disputes/1/room/{name}", headers=of(SEAT)).content
    grant = msgspec.convert(rooms.get(f"/v1/disputes/1/room/{name}/grant", headers=of(SEAT)).json(), Grant)
    assert sealed_file.open_granted(data, grant, SECRETS[SEAT.address]).content == WORDS

    assert WORDS not in data
    with pytest.raises(ProofError):
        sealed_file.open_granted(data, grant, SECRETS[OTHER.address])
    for path in ("", f"/{name}", f"/{name}/grant"):
        refused = rooms.get(f"/v1/disputes/1/room{path}", headers=of(OTHER))
        assert (refused.status_code, refused.json()["code"]) == (403, "role_missing")
        assert rooms.get(f"/v1/disputes/1/room{path}").status_code == 401
    assert rooms.get(f"/v1/evidence/{name}").json()["code"] == "evidence_sealed"
    assert rooms.get(f"/v1/disputes/1/room/{name}/grant", headers=of(PARTY)).json()["code"] == "not_granted"


def test_an_authoritys_account_opens_what_was_granted_to_it(rooms, sealed):
    name = sha256(sealed[0]).hex()
    bring(rooms, OTHER)
    assert rooms.get(f"/v1/disputes/1/room/{name}", headers=of(OTHER)).status_code == 403
    assert granted(rooms, sealed, OTHER).status_code == 201
    data = rooms.get(f"/v1/disputes/1/room/{name}", headers=of(OTHER)).content
    grant = msgspec.convert(rooms.get(f"/v1/disputes/1/room/{name}/grant", headers=of(OTHER)).json(), Grant)
    assert sealed_file.open_granted(data, grant, SECRETS[OTHER.address]).content == WORDS
    assert rooms.get("/v1/disputes/1/room", headers=of(OTHER)).status_code == 403


def test_a_reading_key_is_brought_by_its_account_alone(rooms):
    key = msgspec.to_builtins(sealed_file.make_reading_key(SECRETS[OTHER.address], OTHER, CHAIN_ID))
    account_of = key.pop("account")
    assert rooms.put(f"/v1/reading-keys/{account_of}", json=key, headers=of(SEAT)).status_code == 403
    assert rooms.put(f"/v1/reading-keys/{SEAT.address}", json=key, headers=of(SEAT)).json()["code"] == "bad_reading_key"
    wrong = rooms.put(f"/v1/reading-keys/{account_of}", json={**key, "chain_id": 1}, headers=of(OTHER))
    assert wrong.status_code == 400
    assert rooms.get(f"/v1/reading-keys/{account_of}").json()["code"] == "no_reading_key"


def test_what_is_no_grant_of_the_disputes_files_is_refused(rooms, sealed):
    bring(rooms, SEAT)
    name = sha256(sealed[0]).hex()
    public = rooms.get(f"/v1/reading-keys/{SEAT.address}").json()["public"]
    good = {"reader": SEAT.address, "public": public, "wrapped": "A" * 107 + "="}

    def post(path=name, wallet=PARTY, **more):
        return rooms.post(f"/v1/disputes/1/room/{path}/grants", json={**good, **more}, headers=of(wallet)).status_code

    assert post(path="00" * 32) == 404
    assert post(wallet=OTHER) == 403
    assert post(public="ab" * 32) == 409
    assert post(wrapped="AAAA") == 400
    assert post(reader=OTHER.address) == 404
    assert rooms.get("/v1/disputes/9/room", headers=of(SEAT)).status_code == 404
    assert rooms.get(f"/v1/disputes/1/room/{'00' * 32}", headers=of(SEAT)).status_code == 404


def test_what_a_party_brings_is_a_sealed_file_of_bounded_size(rooms, sealed):
    def bring_file(data, wallet=PARTY, kind=sealed_file.MEDIA_TYPE):
        headers = {**of(wallet), "content-type": kind}
        return rooms.post("/v1/disputes/1/room", content=data, headers=headers)

    other, _ = sealed_file.seal(b"more words", name="more.txt", media_type="text/plain")
    brought = bring_file(other, kind="text/plain")
    assert (brought.status_code, brought.json()["media_type"]) == (201, sealed_file.MEDIA_TYPE)
    assert brought.json()["submitter"] == PARTY.address
    assert bring_file(other).status_code == 200
    assert rooms.get(brought.headers["location"]).json()["sha256"] == sha256(other).hex()
    assert rooms.get(f"/v1/evidence/{sha256(other).hex()}").json()["code"] == "evidence_sealed"
    (file,) = rooms.get("/v1/disputes/1/room", headers=of(PARTY)).json()["files"]
    assert file["sha256"] == sha256(sealed[0]).hex()  # the other's hash was not given to the court

    assert bring_file(WORDS).json()["code"] == "bad_sealed_evidence"
    assert bring_file(sealed[0][: sealed[0].index(b"\n") + 1]).json()["code"] == "bad_sealed_evidence"
    assert bring_file(bytes(MAX_FILE_BYTES + 1)).status_code == 413
    assert bring_file(other, wallet=OTHER).json()["code"] == "role_missing"
    assert rooms.post("/v1/disputes/1/room", content=other).status_code == 401


def test_a_grant_is_taken_back_by_who_gave_the_file_and_by_its_reader(rooms, sealed):
    name = sha256(sealed[0]).hex()
    bring(rooms, SEAT)
    bring(rooms, OTHER)

    def revoke(reader, wallet):
        path = f"/v1/disputes/1/room/{name}/grants/{reader.address}"
        answer = rooms.delete(path, headers=of(wallet))
        return answer.status_code if answer.status_code == 204 else answer.json()["code"]

    assert granted(rooms, sealed, SEAT).status_code == 201
    assert granted(rooms, sealed, OTHER).status_code == 201
    assert revoke(SEAT, OTHER) == "role_missing"
    assert revoke(OTHER, SEAT) == "role_missing"  # it did not give the file
    assert revoke(OTHER, OTHER) == 204
    assert revoke(OTHER, OTHER) == "role_missing"  # nothing of it is the stranger's any more
    assert rooms.get(f"/v1/disputes/1/room/{name}", headers=of(OTHER)).status_code == 403
    assert revoke(SEAT, GIVER) == 204
    assert revoke(SEAT, GIVER) == "not_granted"
    assert rooms.get(f"/v1/disputes/1/room/{name}/grant", headers=of(SEAT)).json()["code"] == "not_granted"
    (file,) = rooms.get("/v1/disputes/1/room", headers=of(SEAT)).json()["files"]
    assert (file["readers"], file["given_by"]) == ([], [GIVER.address])
    assert granted(rooms, sealed, SEAT).status_code == 201


def test_a_file_has_a_bounded_number_of_readers(tmp_path):
    room = open_room(tmp_path)
    for number in range(MAX_GRANTS):
        room.keep_grant(Grant(evidence="ab" * 32, reader=account(str(number)), public="cd" * 32, wrapped=""))
    with pytest.raises(Exception, match="readers"):
        room.keep_grant(Grant(evidence="ab" * 32, reader=account("late"), public="cd" * 32, wrapped=""))
    assert len(room.readers("ab" * 32)) == MAX_GRANTS
