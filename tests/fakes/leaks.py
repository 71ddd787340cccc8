"""Texts and actions with personal data planted in them, and clean ones: made from a seed, the same every time."""

# ruff: noqa: E501 - a pattern is read whole

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass

from ledger.domain.leak_patterns import luhn

GIVEN = ("Ada", "Bela", "Chidi", "Dorota", "Emeka", "Farah", "Goran", "Hana", "Imre", "Jorun")
FAMILY = ("Adeyemi", "Bakker", "Costa", "Dvorak", "Eriksen", "Farouk", "Garcia", "Huang", "Ivanov", "Jansen")
HOSTS = ("example.org", "mail.example.com", "firm.co.uk", "post.example.de", "uni.example.edu")
STREETS = ("Baker Street", "Elm Ave", "Long Acre Road", "St. Mary's Lane", "High St", "Ocean Drive", "King's Court")


@dataclass(frozen=True, slots=True)
class Planted:
    """One payload with one planted value."""

    kind: str
    payload: object
    value: str


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def token(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789") for _ in range(count))


def email(rng: random.Random) -> str:
    name = rng.choice(GIVEN).lower() + rng.choice((".", "_", "+shop.", "")) + rng.choice(FAMILY).lower()
    host = rng.choice(HOSTS)
    return rng.choice((f"{name}@{host}", f"{name}%40{host}", f"{name}{digits(rng, 2)}@{host}", f"{name} [at] {host}"))


def phone(rng: random.Random) -> str:
    return rng.choice(
        (
            f"+44 20 79{digits(rng, 2)} {digits(rng, 4)}",
            f"(415) 55{digits(rng, 1)}-{digits(rng, 4)}",
            f"+49-30-{digits(rng, 8)}",
            f"+1{digits(rng, 10)}",
            f"020 79{digits(rng, 2)} {digits(rng, 4)}",
            f"415.555.{digits(rng, 4)}",
            f"phone: 0{digits(rng, 9)}",
        )
    )


def payment_card(rng: random.Random) -> str:
    head = rng.choice(("4", "51", "55", "2221", "6011")) + digits(rng, 15)
    body = head[:15]
    last = next(str(end) for end in range(10) if luhn(body + str(end)))
    number = body + last
    return rng.choice(
        (number, " ".join(number[at : at + 4] for at in range(0, 16, 4)), "-".join((number[:4], number[4:])))
    )


def iban(rng: random.Random) -> str:
    country, body = rng.choice((("DE", digits(rng, 18)), ("GB", "NWBK" + digits(rng, 14)), ("FR", digits(rng, 23))))
    number = int("".join(str(int(char, 36)) for char in body + country + "00"))
    whole = f"{country}{98 - number % 97:02d}{body}"
    return rng.choice((whole, " ".join(whole[at : at + 4] for at in range(0, len(whole), 4))))


def national_id(rng: random.Random) -> str:
    return rng.choice(
        (
            f"{rng.randint(100, 665)}-{rng.randint(10, 99)}-{rng.randint(1000, 9999)}",
            f"SSN {rng.randint(100, 665)}{rng.randint(10, 99)}{rng.randint(1000, 9999)}",
            f"AB {digits(rng, 2)} {digits(rng, 2)} {digits(rng, 2)} C",
            f"passport no. {digits(rng, 9)}",
        )
    )


def ip_address(rng: random.Random) -> str:
    four = f"{rng.choice((8, 52, 93, 151, 185))}.{rng.randint(0, 255)}.{rng.randint(0, 255)}.{rng.randint(1, 254)}"
    return rng.choice(
        (
            four,
            f"{four}:8443",
            f"2a02:{rng.randint(4096, 65535):x}:{rng.randint(4096, 65535):x}::{rng.randint(1, 9999):x}",
        )
    )


def secret(rng: random.Random) -> str:
    return rng.choice(
        (
            f"sk-{token(rng, 40)}", f"ghp_{token(rng, 36)}", f"AKIA{token(rng, 16).upper()}", f"password: {token(rng, 10)}",
            f"Bearer {token(rng, 40)}", f"https://bot:{token(rng, 12)}@repo.example.com/x", f"api_key={token(rng, 32)}",
            f"xoxb-{digits(rng, 12)}-{token(rng, 24)}",
        )
    )  # fmt: skip


def private_key(rng: random.Random) -> str:
    return rng.choice(
        (
            f"-----BEGIN PRIVATE KEY-----\n{token(rng, 64)}\n-----END PRIVATE KEY-----",
            f"private_key: 0x{rng.randbytes(32).hex()}",
            f"secret key = {rng.randbytes(32).hex()}",
        )
    )


def date_of_birth(rng: random.Random) -> str:
    year, month, day = rng.randint(1940, 2008), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        (
            f"born on {day:02d}.{month:02d}.{year}", f"DOB: {year}-{month:02d}-{day:02d}", f"date of birth {month}/{day}/{year}",
            f"birthday is {day} March {year}", f"born July {day}, {year}",
        )
    )  # fmt: skip


def postal_address(rng: random.Random) -> str:
    number = rng.randint(1, 9999)
    return rng.choice(
        (
            f"{number} {rng.choice(STREETS)}",
            f"{number}b {rng.choice(STREETS)}, Apt 4",
            f"Hauptstraße {number % 300}",
            f"P.O. Box {number}",
            f"Lindenallee {number % 90}",
        )
    )


PLANT: dict[str, Callable[[random.Random], str]] = {
    found.__name__: found
    for found in (
        email,
        phone,
        payment_card,
        iban,
        national_id,
        ip_address,
        secret,
        private_key,
        date_of_birth,
        postal_address,
    )
}
FIELD = {
    "secret": "#password",
    "national_id": "ssn",
    "date_of_birth": "Date of birth",
    "postal_address": "Street address",
}


def planted(kind: str, rng: random.Random) -> Planted:
    """Plant one value: in prose, in a click or a form, in a URL, in a tool's arguments."""
    value = PLANT[kind](rng)
    name = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
    shapes: list[object] = [
        f"Please tell {name} that {value} is on file, and close ticket {digits(rng, 4)}.",
        f"{name}: {value}",
        {"action": "type", "selector": FIELD.get(kind, "#field"), "value": value},
        {"tool": "send", "arguments": {"to": name, "body": f"Hello, {value}. Thanks"}},
        {"steps": [{"click": "#next"}, {"fill": {"notes": value}}]},
        json.dumps({"customer": {"name": name, "detail": value}}).encode(),
    ]
    return Planted(kind, rng.choice(shapes), value)


def clean(rng: random.Random) -> object:
    """An action or text as agents log them, with ids, hashes, times, amounts and versions, and nothing personal."""
    words = ("restart", "invoice", "flight", "report", "branch", "metric", "cache", "retry")
    shapes: list[object] = [
        f"{rng.choice(words)} {rng.choice(words)} took {rng.randint(1, 9000)} ms at 2026-11-{rng.randint(1, 28):02d}T10:15:00Z",
        {
            "tool": "search_flights",
            "arguments": {"from": "CDG", "to": "OSL", "date": "2026-12-24", "seats": rng.randint(1, 4)},
        },
        {
            "action": "click",
            "selector": f"#row-{rng.randint(1, 900)} .buy",
            "x": rng.randint(0, 1900),
            "y": rng.randint(0, 1000),
        },
        {"record": rng.randbytes(32).hex(), "block": rng.randint(1, 30_000_000), "gas": rng.randint(21_000, 900_000)},
        {
            "call": f"call_{rng.randbytes(6).hex()}",
            "trace": f"00-{rng.randbytes(16).hex()}-{rng.randbytes(8).hex()}-01",
        },
        f"Upgraded libssl from 3.0.{rng.randint(1, 20)} to 3.1.{rng.randint(1, 9)}-2; see CVE-2026-{rng.randint(1000, 9999)}",
        f"0x{rng.randbytes(20).hex()} paid {rng.randint(1, 10**18)} wei under mandate {rng.randbytes(32).hex()}",
        {
            "url": f"https://shop.example.com/items/{rng.randint(1, 10**6)}?page={rng.randint(1, 30)}&sort=price",
            "status": 200,
        },
        f"order {rng.randint(10**9, 10**10)} shipped, ts {1_700_000_000_000 + rng.getrandbits(36)}",
        {"query": "SELECT count(*) FROM runs WHERE state = 'done'", "rows": rng.randint(0, 10**6), "host": "127.0.0.1"},
    ]
    return rng.choice(shapes)
