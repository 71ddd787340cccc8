"""HTTP message signatures: the vectors of RFC 9421, and what is refused."""

from __future__ import annotations

import base64
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import http_signature as signatures
from ledger.errors import InvalidInputError, LedgerError, ProofError

# RFC 9421, B.1.4 and B.2.6
SECRET = "n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU"
PUBLIC = "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs"
REQUEST = {
    '"date"': "Tue, 20 Apr 2021 02:07:55 GMT",
    '"@method"': "POST",
    '"@path"': "/foo",
    '"@authority"': "example.com",
    '"content-type"': "application/json",
    '"content-length"': "18",
}
INPUT = (
    'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length")'
    ';created=1618884473;keyid="test-key-ed25519"'
)
SIGNATURE = "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:"
BASE = """"date": Tue, 20 Apr 2021 02:07:55 GMT
"@method": POST
"@path": /foo
"@authority": example.com
"content-type": application/json
"content-length": 18
"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length")\
;created=1618884473;keyid="test-key-ed25519\""""
# RFC 9421, B.1.3 and B.2.4
P256 = ("qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA", "Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0")
RESPONSE_DIGEST = "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:"
RESPONSE_INPUT = (
    'sig-b24=("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"'
)
RESPONSE_SIGNATURE = (
    "sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==:"
)
RESPONSE = {
    '"@status"': "200",
    '"content-type"': "application/json",
    '"content-digest"': RESPONSE_DIGEST,
    '"content-length"': "23",
}


def raw(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_ed25519_vector_of_the_rfc_is_signed_as_printed():
    (label, found), *_ = signatures.parse_inputs(INPUT).items()
    base = signatures.signature_base(found.components, found.text, REQUEST)
    assert base.decode() == BASE
    key = Ed25519PrivateKey.from_private_bytes(raw(SECRET))
    assert f"{label}=:{signatures.sign(key, base)}:" == SIGNATURE
    signatures.verify(raw(PUBLIC), base, signatures.parse_signatures(SIGNATURE)[label])
    assert (found.created, found.keyid) == (1618884473, "test-key-ed25519")


def test_what_we_write_is_what_the_rfc_prints():
    text = signatures.write_input(list(REQUEST), created=1618884473, keyid="test-key-ed25519")
    assert f"sig-b26={text}" == INPUT


def test_the_response_vector_of_the_rfc_has_the_base_that_its_key_signed():
    found = signatures.parse_inputs(RESPONSE_INPUT)["sig-b24"]
    base = signatures.signature_base(found.components, found.text, RESPONSE)
    signature = signatures.parse_signatures(RESPONSE_SIGNATURE)["sig-b24"]
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    x, y = (int.from_bytes(raw(text), "big") for text in P256)
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    key.verify(utils.encode_dss_signature(r, s), base, ec.ECDSA(hashes.SHA256()))
    signatures.check_content_digest(RESPONSE_DIGEST, b'{"message": "good dog"}')


@pytest.mark.parametrize("name", list(REQUEST))
def test_any_other_value_breaks_the_signature(name):
    found = signatures.parse_inputs(INPUT)["sig-b26"]
    base = signatures.signature_base(found.components, found.text, {**REQUEST, name: "other"})
    with pytest.raises(ProofError):
        signatures.verify(raw(PUBLIC), base, signatures.parse_signatures(SIGNATURE)["sig-b26"])


@pytest.mark.parametrize(
    "header",
    [
        "",
        "sig",
        'sig=("@status"  "date")',
        'sig=( "@status")',
        'sig=("@status" );created=1',
        'sig=("@status") ;created=1',
        'sig=("@status");created=1,x=("date")',
        'sig=("@status");created=1, sig=("date")',
        'sig=("@status" "@status")',
        'sig=("@status");created=1;created=2',
        'sig=("@status");unknown=1',
        'sig=("@status";sf)',
        'sig=("@STATUS")',
        'sig=("@status");keyid="a\\"b"',
        'sig=("@status");keyid="a\nb"',
        'sig=("@status");created=-1',
        'sig=("' + "a" * 5000 + '")',
    ],
)
def test_no_other_form_of_the_input_is_read(header):
    with pytest.raises(InvalidInputError):
        signatures.parse_inputs(header)


@pytest.mark.parametrize("header", ["", "sig=AAAA", "sig=:AAAA", "sig=:AA==:, sig=:AA==:", "sig=:AB==:", "sig=:A:"])
def test_no_other_form_of_the_signature_is_read(header):
    with pytest.raises(InvalidInputError):
        signatures.parse_signatures(header)


@given(st.text(max_size=60))
def test_any_header_is_read_or_refused(text):
    for read in (signatures.parse_inputs, signatures.parse_signatures):
        with suppress(LedgerError):
            assert read(text)


def test_a_component_that_is_missing_or_has_lines_is_not_signed():
    for values in ({}, {'"a"': "x\ny"}, {'"a"': "x\r"}):
        with pytest.raises(ProofError):
            signatures.signature_base(['"a"'], "()", values)


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_a_digest_is_that_of_one_body(one, other):
    signatures.check_content_digest(signatures.content_digest(one), one)
    if one != other:
        with pytest.raises(ProofError):
            signatures.check_content_digest(signatures.content_digest(one), other)


def test_a_digest_of_a_kind_that_nobody_knows_proves_nothing():
    with pytest.raises(ProofError):
        signatures.check_content_digest("md5=:AAAA:", b"")
