from __future__ import annotations

import hashlib

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.evidence_list import (
    MAX_FILES,
    MAX_STATEMENT,
    EvidenceList,
    ListedFile,
    evidence_hash,
    evidence_uri,
    make_evidence_list,
    parse_evidence_list,
)
from ledger.errors import InvalidInputError, TooLargeError

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
FILES = st.lists(
    st.builds(
        ListedFile,
        media_type=TEXT,
        name=TEXT,
        sha256=st.binary(min_size=32, max_size=32).map(bytes.hex),
        size=st.integers(1, 2**53 - 1),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda file: file.sha256,
)


def a_file(number: int = 1, **values) -> ListedFile:
    return ListedFile(
        **{"media_type": "text/plain", "name": "chat.txt", "sha256": f"{number:064x}", "size": 1} | values
    )


@given(FILES, TEXT | st.just(""))
def test_a_list_comes_back_as_it_was_made_and_its_bytes_are_canonical(files, statement):
    data = make_evidence_list(files, statement)
    found = parse_evidence_list(data)
    assert found == EvidenceList(files=tuple(files), statement=statement)
    assert data == rfc8785.dumps(msgspec.to_builtins(found))
    assert evidence_hash(data) == hashlib.sha256(data).digest()


def test_events_name_evidence_by_its_hash():
    assert evidence_uri(b"\x01" * 32) == "ombud:sha256:" + "01" * 32


@pytest.mark.parametrize(
    ("files", "statement"),
    [
        ([], ""),
        ([a_file(number) for number in range(MAX_FILES + 1)], ""),
        ([a_file(), a_file()], ""),
        ([a_file(name="")], ""),
        ([a_file(sha256="AB" * 32)], ""),
        ([a_file(size=0)], ""),
        ([a_file()], "x" * (MAX_STATEMENT + 1)),
        ([a_file()], "\ud800"),
    ],
)
def test_what_breaks_the_schema_is_refused(files, statement):
    with pytest.raises(InvalidInputError) as caught:
        make_evidence_list(files, statement)
    assert caught.value.code == "bad_evidence_list"


def test_a_list_over_the_limit_is_refused():
    files = [a_file(number, name="\U0001f4c4" * 255) for number in range(MAX_FILES)]
    with pytest.raises(TooLargeError, match="over 65536"):
        make_evidence_list(files)


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b"{}", b'{"schema":"ombud/evidence-list/2","files":[]}'])
def test_other_bytes_are_no_list(data):
    with pytest.raises(InvalidInputError, match="no evidence list"):
        parse_evidence_list(data)


def test_another_form_of_the_same_content_is_refused():
    data = make_evidence_list([a_file()])
    with pytest.raises(InvalidInputError, match="not in canonical form"):
        parse_evidence_list(data.replace(b'"schema"', b' "schema"'))
