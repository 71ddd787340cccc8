"""What agents and readers meet at the log server's door."""

from __future__ import annotations

import asyncio
import time

import pytest
import structlog
from fastapi.testclient import TestClient

from ledger.domain import note
from ledger.domain.ack_batch import BatchPlace, signed_digest
from ledger.domain.entry import frame
from ledger.domain.hashing import ZERO32
from ledger.domain.signing import recover
from ledger.domain.statements import Ack, digest
from ledger.errors import UnavailableError
from ledger.logserver import posting
from ledger.logserver.posting import MAX_BODY_BYTES, SEGMENTS_TYPE, PostSegments
from ledger.tiles.http_store import HttpStore
from ledger.tiles.reader import LogReader
from tests.unit.logserver import scene

HEADERS = {"content-type": SEGMENTS_TYPE}


def post(client, *segments):
    packed = [item if isinstance(item, bytes) else item.pack() for item in segments]
    return client.post("/v1/segments", content=frame(packed), headers=HEADERS)


def published(client, size: int):
    until = time.monotonic() + 10
    while (status := client.get("/v1/status").json())["published"]["size"] < size:
        assert time.monotonic() < until, status
        time.sleep(0.01)
    return status


def test_an_accepted_segment_is_acknowledged_by_the_operators_signature(client, directory):
    (sent,) = scene.chain(1, 3)
    answer = post(client, sent)
    assert answer.status_code == 200
    (result,) = answer.json()["results"]
    assert (result["status"], result["leaf_index"]) == ("accepted", 0)
    header = sent.entry.segment.header
    ack = result["ack"]
    assert ack["anchorBy"] == directory.time + 3600
    assert bytes.fromhex(ack["header"]) == header
    statement = Ack(31337, scene.LOG, header, ack["anchorBy"])
    assert recover(digest(statement.hash), bytes.fromhex(ack["signature"])) == scene.OPERATOR.address


def test_one_signature_acknowledges_many_segments_to_whom_can_read_that(client, directory):
    sent = scene.chain(5)
    body = frame([item.pack() for item in sent])
    results = client.post("/v1/segments", content=body, headers={**HEADERS, "ombud-acks": "batch"}).json()["results"]
    acks = [item["ack"] for item in results]
    assert len({ack["signature"] for ack in acks}) == 1
    for item, ack in zip(sent, acks, strict=True):
        batch = ack["batch"]
        place = BatchPlace(batch["index"], batch["size"], tuple(map(bytes.fromhex, batch["path"])))
        promise = Ack(31337, scene.LOG, item.entry.segment.header, directory.time + 3600)
        assert recover(signed_digest(promise, place), bytes.fromhex(ack["signature"])) == scene.OPERATOR.address
    again = client.get(f"/v1/segments/{acks[2]['header']}").json()["ack"]
    alone = Ack(31337, scene.LOG, sent[2].entry.segment.header, again["anchorBy"])
    assert "batch" not in again
    assert again["anchorBy"] == acks[2]["anchorBy"]
    assert recover(digest(alone.hash), bytes.fromhex(again["signature"])) == scene.OPERATOR.address


def test_a_single_segment_is_acknowledged_alone_whatever_was_asked(client):
    body = frame([scene.segment(0).pack()])
    answer = client.post("/v1/segments", content=body, headers={**HEADERS, "ombud-acks": "batch"})
    assert "batch" not in answer.json()["results"][0]["ack"]


def test_a_replay_gets_the_same_acknowledgement_even_later(client, directory):
    (sent,) = scene.chain(1)
    first = post(client, sent).json()["results"][0]
    directory.time += 1000
    again = post(client, sent, sent).json()["results"]
    assert [item["status"] for item in again] == ["replayed", "replayed"]
    assert [item["ack"] for item in again] == [first["ack"], first["ack"]]
    assert client.get(f"/v1/segments/{first['header']}").json()["ack"] == first["ack"]
    assert client.get("/v1/status").json()["accepted"] == 1


def test_segments_of_one_request_follow_each_other(client):
    sent = scene.chain(64)
    answer = post(client, *sent)
    assert [item["leaf_index"] for item in answer.json()["results"]] == list(range(64))
    told = client.get(f"/v1/streams/{scene.AGENT.key.hex()}/0/1").json()
    assert (told["next_seq"], told["head"]) == (64, sent[-1].entry.segment.header.hex())
    assert told["now"] > 1_700_000_000


def test_a_gap_is_refused_and_says_what_is_expected(client):
    first, second, third = scene.chain(3, 2)
    post(client, first)
    answer = post(client, third)
    assert answer.status_code == 409
    problem = answer.json()["results"][0]["problem"]
    assert (problem["code"], problem["next_seq"]) == ("sequence_gap", 2)
    assert problem["head"] == first.entry.segment.header.hex()
    assert [item["status"] for item in post(client, second, third).json()["results"]] == ["accepted", "accepted"]


def test_a_segment_on_another_head_is_refused_as_a_gap(client):
    post(client, *scene.chain(1))
    stray = scene.segment(1, prev=bytes([7]) * 32)
    assert post(client, stray).json()["results"][0]["problem"]["code"] == "sequence_gap"


@pytest.mark.parametrize(("first_seq", "count"), [(0, 1), (0, 6), (1, 2), (3, 1), (3, 9)])
def test_a_contradicting_range_is_refused_and_both_segments_are_kept(client, first_seq, count):
    accepted = scene.chain(3, 2)
    post(client, *accepted)
    liar = scene.segment(first_seq, count, note="other")
    answer = post(client, liar)
    assert answer.status_code == 409
    assert answer.json()["results"][0]["problem"]["code"] == "equivocation"
    post(client, liar)  # told again, kept once
    page = client.get("/v1/conflicts").json()
    (conflict,) = page["conflicts"]
    assert page["next"] is None
    assert conflict["refused"]["entry"] == liar.entry.pack().hex()
    assert conflict["accepted"]["entry"] == accepted[first_seq // 2].entry.pack().hex()
    assert (conflict["epoch"], conflict["stream"], conflict["agent"]) == (0, 1, scene.AGENT.key.hex())


def test_an_equivocation_within_one_request_is_seen(client):
    one, other = scene.segment(0), scene.segment(0, note="other")
    assert [item["status"] for item in post(client, one, other).json()["results"]] == ["accepted", "refused"]
    assert len(client.get("/v1/conflicts").json()["conflicts"]) == 1


def test_conflicts_come_in_pages_and_no_agent_fills_the_disk(client):
    post(client, *scene.chain(1))
    for number in range(20):
        post(client, scene.segment(0, note=f"other-{number}"))
    first = client.get("/v1/conflicts", params={"limit": 10}).json()
    assert first["next"] == 10
    rest = client.get("/v1/conflicts", params={"after": 10}).json()
    assert [item["index"] for item in first["conflicts"] + rest["conflicts"]] == list(range(16))


def test_what_the_key_may_not_sign_is_refused(client, directory):
    (good,) = scene.chain(1)
    cases = {
        "unknown_key": scene.segment(0, key=scene.STRANGER),
        "wrong_key": scene.segment(0, epoch=1),
        "unknown_stream": scene.segment(0, stream=2),
    }
    for code, item in cases.items():
        answer = post(client, item)
        assert (answer.status_code, answer.json()["results"][0]["problem"]["code"]) == (403, code)
    directory.streams[scene.AGENT.key, 0, 1].home_log = ZERO32
    assert post(client, good).json()["results"][0]["problem"]["code"] == "wrong_log"
    directory.streams[scene.AGENT.key, 0, 1].home_log = scene.LOG
    directory.revoke(scene.KEY.address)
    assert post(client, good).json()["results"][0]["problem"]["code"] == "key_closed"
    assert client.get("/v1/status").json()["accepted"] == 0


def test_a_second_epoch_begins_at_its_opening_head(client, directory):
    second = scene.SessionKey(bytes([8]) * 32)
    head = bytes([5]) * 32
    directory.register(second.address, scene.AGENT.key, 1, 1, scene.LOG, opening_head=head)
    wrong = post(client, scene.segment(0, key=second, epoch=1)).json()["results"][0]["problem"]
    assert (wrong["code"], wrong["next_seq"], wrong["head"]) == ("sequence_gap", 0, head.hex())
    assert post(client, scene.segment(0, prev=head, key=second, epoch=1)).status_code == 200


def test_tampered_bytes_are_refused_and_named(client):
    sent = scene.chain(1, 3)[0]
    packed = sent.pack()
    swapped = type(sent)(sent.entry, (sent.records[1], sent.records[0], sent.records[2])).pack()
    dropped = type(sent)(sent.entry, sent.records[:2]).pack()
    forged = packed[:137] + bytes(65) + packed[202:]
    for bad, code in (
        (swapped, "root_mismatch"),
        (dropped, "bad_segment"),
        (forged, "bad_signature"),
        (b"x", "bad_entry"),
    ):
        answer = post(client, bad)
        assert (answer.status_code, answer.json()["results"][0]["problem"]["code"]) == (400, code)


def test_a_record_out_of_place_is_refused(client):
    records = [scene.record(1)]
    header = scene.make_header(scene.AGENT, 0, 1, 0, records, ZERO32, 1)
    answer = post(client, scene.sign(header, records, scene.KEY))
    assert answer.json()["results"][0]["problem"]["code"] == "record_out_of_place"


def test_one_bad_segment_does_not_stop_the_others(client):
    first, second = scene.chain(2)
    answer = post(client, first, b"garbage", second)
    assert answer.status_code == 400
    assert [item["status"] for item in answer.json()["results"]] == ["accepted", "refused", "accepted"]


def test_a_dead_chain_is_a_503_that_says_when_to_come_again_and_loses_nothing(client, directory):
    first, second = scene.chain(2)
    post(client, first)
    directory.reachable = False
    answer = post(client, first, second)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert [item["status"] for item in answer.json()["results"]] == ["replayed", "refused"]
    directory.reachable = True
    assert post(client, second).status_code == 200


def test_a_client_that_leaves_in_the_middle_of_its_request_is_forgotten(client):
    inflow, sent = client.app.state.inflow, []
    messages = iter(
        [
            {"type": "http.request", "body": frame([scene.segment(0).pack()])[:50], "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive():
        return next(messages)

    async def send(message):
        sent.append(message)

    scope = {"headers": [(b"content-type", SEGMENTS_TYPE.encode())]}
    asyncio.run(PostSegments(client.app.state.service, inflow)(scope, receive, send))
    assert (sent, inflow.held) == ([], 0)
    assert client.get("/v1/status").json()["accepted"] == 0


def test_requests_that_announce_much_and_send_little_keep_nobody_out_and_are_not_waited_for(client, monkeypatch):
    monkeypatch.setattr(posting, "BODY_SECONDS", 0.0)
    inflow = client.app.state.inflow
    scope = {"headers": [(b"content-type", SEGMENTS_TYPE.encode()), (b"content-length", b"%d" % MAX_BODY_BYTES)]}
    pieces = iter([{"type": "http.request", "body": b"abc", "more_body": True}])
    seen = []

    async def receive():
        if (piece := next(pieces, None)) is not None:
            return piece
        seen.append(inflow.held)
        return await asyncio.Future()  # and nothing more ever comes

    with pytest.raises(UnavailableError) as refused:
        asyncio.run(PostSegments(client.app.state.service, inflow)(scope, receive, seen.append))
    assert (seen, inflow.held, refused.value.code) == ([3], 0, "slow_request")


def test_each_mebibyte_of_a_body_has_its_own_time(client, monkeypatch):
    waited = []

    class Limit:
        async def __aenter__(self):
            return self

        async def __aexit__(self, *_):
            return False

        def reschedule(self, _when):
            waited.append(taken.held)

    taken = client.app.state.inflow
    monkeypatch.setattr(posting.asyncio, "timeout", lambda _seconds: Limit())
    pieces = iter([b"a" * (1 << 19)] * 5)
    scope = {"headers": [(b"content-type", SEGMENTS_TYPE.encode())]}

    async def receive():
        piece = next(pieces, None)
        return {"type": "http.request", "body": piece, "more_body": True} if piece else {"type": "http.disconnect"}

    asyncio.run(PostSegments(client.app.state.service, taken)(scope, receive, lambda _: None))
    assert waited == [1 << 19, 3 << 19]


def test_segments_of_several_agents_come_in_one_request_and_each_is_judged_by_itself(client, directory):
    others = [scene.SessionKey(bytes([20 + number]) * 32) for number in range(3)]
    for number, key in enumerate(others[:2]):
        directory.register(key.address, scene.AGENT.key, number + 1, 1, scene.LOG)
    sent = [scene.segment(0), *(scene.segment(0, key=key, epoch=number + 1) for number, key in enumerate(others))]
    results = post(client, *sent).json()["results"]
    assert [item["status"] for item in results] == ["accepted", "accepted", "accepted", "refused"]
    assert results[3]["problem"]["code"] == "unknown_key"


def test_a_server_with_its_hands_full_says_when_to_come_again_and_counts_down(client):
    inflow = client.app.state.inflow
    first, second = scene.chain(2)
    with inflow.hold() as take:
        take(inflow._limit - 10)
        answer = post(client, first)
        assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "busy", "2")
    assert post(client, first).status_code == 200
    body = frame([second.pack()])
    answer = client.post("/v1/segments", content=iter([body[:9], body[9:]]), headers=HEADERS)  # no content-length
    assert answer.status_code == 200
    post(client, b"garbage")
    assert inflow.held == 0


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"\x00\x00\x00\x09abc", SEGMENTS_TYPE, 400, "bad_frame"),
        (b"", SEGMENTS_TYPE, 400, "no_segments"),
        (frame([b"x"] * 65), SEGMENTS_TYPE, 413, "too_large"),
        (bytes(MAX_BODY_BYTES + 1), SEGMENTS_TYPE, 413, "too_large"),
        (b"{}", "application/json", 400, "bad_content_type"),
    ],
)
def test_a_bad_request_gets_a_problem_document(client, body, kind, status, code):
    answer = client.post("/v1/segments", content=body, headers={"content-type": kind})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/segments/" + "0" * 64, 404),
        ("/v1/segments/xyz", 400),
        ("/v1/streams/xyz/0/1", 400),
        ("/v1/streams/" + "0" * 64 + "/-1/1", 400),
        ("/v1/conflicts?limit=0", 400),
        ("/tile/0/999", 404),
        ("/tile/../journal.log", 404),
        ("/tile/%2e%2e/%2e%2e/journal.log", 400),
        ("/packs/00000000000000000000", 404),
        ("/tile/" + "a" * 5000, 400),
        ("/tile/0/000.p/" + "1" * 300, 400),
        ("/packs/" + "0" * 300, 404),
        ("/tile/%00", 400),
        ("/nowhere", 404),
    ],
)
def test_every_refusal_is_a_problem_document(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"]
    assert answer.json()["detail"]
    assert answer.json()["hint"]


def test_a_defect_shows_nothing_of_the_inside(client, monkeypatch):
    def broken(_path):
        message = "secret"
        raise RuntimeError(message)

    monkeypatch.setattr(client.app.state.service.store, "get", broken)
    with structlog.testing.capture_logs() as said:
        answer = TestClient(client.app, raise_server_exceptions=False).get("/checkpoint")
    assert (answer.status_code, answer.json()["code"]) == (500, "defect")
    assert "secret" not in answer.text
    assert [line["event"] for line in said] == ["request_failed"]


def test_an_empty_log_has_a_checkpoint(client):
    checkpoint = note.parse_checkpoint(client.get("/checkpoint").text)
    assert checkpoint.state.size == 0
    checkpoint.verify_ed25519(note.public_bytes(scene.ED25519))


def test_the_published_log_is_read_over_http_and_proved(client):
    sent = scene.chain(300)
    for begin in range(0, 300, 50):
        post(client, *sent[begin : begin + 50])
    status = published(client, 300)
    reader = LogReader(HttpStore("http://testserver", client))
    checkpoint = reader.checkpoint()
    checkpoint.verify_ed25519(note.public_bytes(scene.ED25519))
    checkpoint.verify_operator(scene.OPERATOR.address, 31337, scene.LOG)
    assert checkpoint.state.root.hex() == status["published"]["root"]
    assert [item for _, item in reader.segments(0, 300)] == sent
    assert reader.root(300) == checkpoint.state.root


def test_tiles_may_be_cached_for_ever_and_checkpoints_may_not(client):
    post(client, *scene.chain(2))
    published(client, 2)
    for path, caching in (
        ("/checkpoint", "no-cache"),
        ("/tile/0/000.p/2", "public, max-age=31536000, immutable"),
        ("/tile/entries/000.p/2", "public, max-age=31536000, immutable"),
        ("/packs/", "no-cache"),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, caching)
    assert client.get("/checkpoint").headers["content-type"] == "text/plain; charset=utf-8"


def test_what_is_published_is_anchored(client, anchor):
    post(client, *scene.chain(3))
    assert anchor.wait_for(3)
    status = published(client, 3)
    assert anchor.anchors[-1] == (3, bytes.fromhex(status["published"]["root"]))
