"""Evidence files are kept under their hash, whole or not at all, and as long as they must be."""

from __future__ import annotations

import hashlib
import io

import pytest

from ledger.errors import (
    ConflictError,
    InvalidInputError,
    NotAuthorisedError,
    NotFoundError,
    ProofError,
    TooLargeError,
    UnavailableError,
)
from ledger.tiles import evidence, retention
from ledger.tiles.evidence import Availability, EvidenceStore, open_evidence
from ledger.tiles.store import FolderStore

NOW = 1_760_000_000
DATA = b"what the clerk wrote"
NAME = hashlib.sha256(DATA).hexdigest()


class Clock:
    def __init__(self):
        self.now = float(NOW)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def folder(tmp_path):
    return FolderStore(tmp_path / "evidence")


@pytest.fixture
def store(folder, clock):
    return EvidenceStore(folder, clock=clock)


def test_a_file_is_kept_under_its_hash_with_what_is_known_about_it(store):
    found, new = store.put(DATA, media_type="Text/Plain; charset=utf-8", submitter="0xabc")
    assert new
    assert (found.sha256, found.size, found.media_type) == (NAME, len(DATA), "text/plain; charset=utf-8")
    assert (found.first_seen, found.submitter, found.retention) == (NOW, "0xabc", "ordinary")
    assert found.keep_until == NOW + 184 * 86_400
    assert found.availability == Availability("present")
    assert store.get("0x" + NAME.upper().replace("0X", "")) == DATA
    assert store.meta(NAME) == found


def test_streams_are_read_whole(store):
    assert store.put(io.BytesIO(DATA), submitter="s")[0].sha256 == NAME


def test_the_same_bytes_again_change_nothing(store, clock):
    first, _ = store.put(DATA, media_type="text/plain", submitter="first")
    clock.now += 1000
    again, new = store.put(DATA, media_type="image/png", submitter="second")
    assert (again, new) == (first, False)


def test_the_longest_claim_counts_and_is_never_shortened(store, clock):
    store.put(DATA, submitter="s")
    clock.now += 100
    longer, _ = store.put(DATA, retention_class=retention.EXPORT_MANIFEST, submitter="s")
    assert (longer.retention, longer.keep_until) == ("export-manifest", NOW + 100 + 3653 * 86_400)
    assert store.put(DATA, submitter="s")[0] == longer


@pytest.mark.parametrize("stream", [False, True])
def test_a_file_over_the_limit_is_refused_and_nothing_is_kept(store, folder, monkeypatch, stream):
    monkeypatch.setattr(evidence, "MAX_FILE_BYTES", 19)
    with pytest.raises(TooLargeError, match="19 bytes"):
        store.put(io.BytesIO(DATA) if stream else DATA, submitter="s")
    assert folder.list("") == []
    monkeypatch.setattr(evidence, "MAX_FILE_BYTES", 20)
    assert store.put(DATA, submitter="s")[1]


def test_an_endless_stream_is_read_no_further_than_the_limit(store):
    with open("/dev/zero", "rb") as endless, pytest.raises(TooLargeError):  # noqa: PTH123 no path of ours
        store.put(endless, submitter="s")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"media_type": "text/html\r\nx-evil: 1"}, "bad_media_type"),
        ({"media_type": "text"}, "bad_media_type"),
        ({"media_type": "../../etc/passwd"}, "bad_media_type"),
        ({"media_type": "text/plain; charset=" + "x" * 300}, "bad_media_type"),
        ({"media_type": "te\u00e9xt/plain"}, "bad_media_type"),
        ({"media_type": "multipart/form-data; boundary=x"}, "bad_media_type"),
        ({"retention_class": "../ordinary"}, "bad_retention"),
        ({"submitter": ""}, "bad_submitter"),
        ({"submitter": "a\nb"}, "bad_submitter"),
        ({"submitter": "s" * 129}, "bad_submitter"),
    ],
)
def test_hostile_words_are_refused_and_nothing_is_kept(store, folder, words, code):
    with pytest.raises(InvalidInputError) as refused:
        store.put(DATA, **{"submitter": "s", **words})
    assert refused.value.code == code
    assert folder.list("") == []


def test_an_empty_file_is_no_evidence(store):
    with pytest.raises(InvalidInputError, match="empty"):
        store.put(b"", submitter="s")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "", "a" * 63, "file/" + NAME, NAME + "/..", "g" * 64, NAME + "\n"]
)
def test_no_name_leaves_the_store(store, name):
    for question in (store.get, store.meta, store.remove, store.release):
        with pytest.raises(InvalidInputError, match="64 hex digits"):
            question(name)
    if name:
        with pytest.raises(InvalidInputError, match="64 hex digits"):
            store.page(name)


def test_what_was_never_submitted_is_not_found(store):
    for question in (store.get, store.meta, store.remove):
        with pytest.raises(NotFoundError, match=NAME):
            question(NAME)
    with pytest.raises(NotFoundError):
        store.hold(NAME, "case-1")


def test_any_changed_byte_is_refused_by_the_name_of_its_hash_and_repaired_by_submitting_again(store, tmp_path):
    store.put(DATA, submitter="s")
    path = tmp_path / "evidence" / "file" / NAME[:2] / NAME
    for at in range(len(DATA)):
        path.write_bytes(DATA[:at] + bytes([DATA[at] ^ 1]) + DATA[at + 1 :])
        with pytest.raises(ProofError, match=NAME):
            store.get(NAME)
    path.write_bytes(DATA[:-1])
    with pytest.raises(ProofError, match=NAME):
        store.get(NAME)
    assert store.put(DATA, submitter="s")[1] is False
    assert store.get(NAME) == DATA


@pytest.mark.parametrize(
    "damage",
    [b"{", b"{}", b'{"\xff":1}', b'{"sha256":"00","size":1,"media_type":"a/b","first_seen":1,"submitter":"s"}'],
)
def test_a_damaged_entry_is_named_and_repaired_by_submitting_again(store, folder, damage):
    store.put(DATA, submitter="s")
    folder.put(f"entry/{NAME[:2]}/{NAME}", damage)
    with pytest.raises(ProofError, match=NAME) as found:
        store.get(NAME)
    assert found.value.http_status == 500
    store.put(DATA, submitter="s")
    assert store.get(NAME) == DATA


def test_a_damaged_claim_is_repaired_by_submitting_again(store, folder):
    store.put(DATA, submitter="s")
    folder.put(f"kept/{NAME[:2]}/{NAME}/ordinary", b"")
    with pytest.raises(ProofError, match=NAME):
        store.meta(NAME)
    assert store.put(DATA, submitter="s")[0].retention == "ordinary"


def test_missing_bytes_show_and_come_back_with_the_next_submission(store, folder):
    store.put(DATA, submitter="s")
    folder.delete(f"file/{NAME[:2]}/{NAME}")
    assert store.meta(NAME).availability == Availability("missing")
    with pytest.raises(NotFoundError, match="are missing") as missing:
        store.get(NAME)
    assert missing.value.code == "evidence_missing"
    assert store.put(DATA, submitter="s") == (store.meta(NAME), False)
    assert store.meta(NAME).availability == Availability("present")


def test_withheld_files_are_kept_but_not_shown_from_their_first_date_on(store, clock):
    store.put(DATA, submitter="s")
    clock.now += 5
    store.withhold(NAME, "personal data")
    clock.now += 5
    store.withhold(NAME, "again")
    assert store.meta(NAME).availability == Availability("withheld", NOW + 5, "personal data")
    with pytest.raises(NotAuthorisedError, match="personal data"):
        store.get(NAME)
    store.put(DATA, submitter="s")
    assert store.meta(NAME).availability.state == "withheld"
    store.release(NAME)
    assert store.get(NAME) == DATA


def test_nothing_is_removed_under_hold_or_before_its_time(store, clock):
    store.put(DATA, submitter="s")
    with pytest.raises(ConflictError, match="kept until") as early:
        store.remove(NAME)
    assert "AI Act" in early.value.hint
    clock.now += 184 * 86_400
    store.hold(NAME, "dispute-1")
    store.hold(NAME, "dispute-2", "appealed")
    assert store.meta(NAME).holds == ("dispute-1", "dispute-2")
    for case in ("dispute-1", "dispute-2"):
        with pytest.raises(ConflictError, match=case):
            store.remove(NAME)
        store.lift(NAME, case)
        store.lift(NAME, case)
    store.remove(NAME)
    assert store.meta(NAME).availability == Availability("missing")


@pytest.mark.parametrize("case", ["", "../x", "a/b", ".hidden", "c" * 101])
def test_a_hold_has_a_plain_name(store, case):
    store.put(DATA, submitter="s")
    with pytest.raises(InvalidInputError, match="case"):
        store.hold(NAME, case)


def test_pages_follow_each_other_and_lose_nothing(store):
    names = sorted(store.put(f"file {n}".encode(), submitter="s")[0].sha256 for n in range(40))
    read, after, more = [], "", True
    while more:
        page, more = store.page(after, 7)
        read += [item.sha256 for item in page]
        after = read[-1]
    assert read == names
    assert store.page(after, 7) == ([], False)
    assert store.page("", 40)[1] is False


def test_an_empty_store_has_an_empty_page_and_no_folder(tmp_path):
    store = open_evidence(tmp_path / "none")
    assert store.page() == ([], False)
    assert not (tmp_path / "none").exists()
    store.put(DATA, submitter="s")
    assert (tmp_path / "none").stat().st_mode & 0o777 == 0o700


def test_a_put_that_was_cut_short_is_finished_by_the_next(folder, clock):
    class Failing(FolderStore):
        left = 0

        def put(self, path, data):
            if not self.left:
                raise OSError(28, "No space left on device")
            self.left -= 1
            folder.put(path, data)

    failing = Failing(folder._root)
    for more in (0, 1, 1):  # nothing; the bytes; the claim to keep them
        failing.left = more
        with pytest.raises(UnavailableError, match="No space"):
            EvidenceStore(failing, clock=clock).put(DATA, submitter="s")
        with pytest.raises(NotFoundError):
            EvidenceStore(folder).get(NAME)
    assert EvidenceStore(folder, clock=clock).put(DATA, submitter="s")[1]


def test_every_class_keeps_at_least_as_long_as_its_rule():
    assert retention.CLASSES["ordinary"].days >= 184
    assert retention.CLASSES["export-manifest"].days >= 3653
