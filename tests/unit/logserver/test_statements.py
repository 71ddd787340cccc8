"""Receipts and statements are signed by the log server when asked, of what is published alone."""

from __future__ import annotations

import pytest

from ledger.domain.note import public_bytes
from ledger.domain.tiles_layout import receipt_path, statement_path
from ledger.interop.receipts import check_receipt
from ledger.interop.statements import check_statement
from ledger.tiles.http_store import HttpStore
from ledger.tiles.reader import LogReader
from tests.unit.logserver import scene

PUBLIC = public_bytes(scene.ED25519)


@pytest.fixture
def sent(client, anchor):
    segments = scene.chain(3, 2)
    client.app.state.service.submit([item.pack() for item in segments])
    assert anchor.wait_for(3)
    return segments


def test_a_receipt_of_each_entry_is_signed(client, sent):
    for leaf, segment in enumerate(sent):
        answer = client.get(f"/{receipt_path(leaf)}")
        assert answer.headers["content-type"] == "application/scitt-receipt+cose"
        found = check_receipt(answer.content, segment.entry.pack(), PUBLIC)
        assert (found.origin, found.index, found.size) == (scene.ORIGIN, leaf, 3)


def test_a_statement_of_each_record_is_signed(client, sent):
    for leaf, segment in enumerate(sent):
        for position, record in enumerate(segment.records):
            answer = client.get(f"/{statement_path(leaf, position)}")
            assert answer.headers["content-type"] == "application/scitt-statement+cose"
            assert check_statement(answer.content, PUBLIC).record == record


def test_readers_ask_for_a_statement_as_for_any_object(client, sent):
    reader = LogReader(HttpStore("http://testserver", client))
    assert check_statement(reader.statement(1, 0), PUBLIC).record == sent[1].records[0]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        (receipt_path(3), 404, "no_such_leaf"),
        (statement_path(3, 0), 404, "no_such_leaf"),
        (statement_path(0, 2), 400, "bad_index"),
        ("v1/entries/-1/receipt", 400, "invalid_input"),
    ],
)
def test_what_is_not_there_is_not_signed(client, sent, path, status, code):
    answer = client.get(f"/{path}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
