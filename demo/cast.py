"""Who plays: names, shares of the roles, customers and goods. All made up, all from one seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["buyer", "seller", "courier", "broker", "auditor"]
Cheat = Literal["forker", "leaker", "spender"]
ROLES: Final[tuple[Role, ...]] = ("buyer", "seller", "courier", "broker", "auditor")
SHARES: Final[dict[Role, int]] = {"buyer": 9, "seller": 5, "courier": 5, "broker": 3, "auditor": 2}
"""Members of each role in a population of 24."""
MIN_AGENTS: Final = 20
GOODS: Final = ("lamp", "kettle", "chair", "radio", "globe", "clock")

# fmt: off
_NAMES: Final = (
    "Ada", "Bram", "Cleo", "Dov", "Edda", "Finn", "Greta", "Hugo",
    "Ines", "Juno", "Karl", "Lotte", "Milo", "Nora", "Otis", "Petra",
    "Quin", "Rosa", "Sven", "Tilda", "Umar", "Vera", "Wim", "Xenia",
    "Yuri", "Zita", "Arne", "Britt", "Cato", "Dina", "Emil", "Frida",
    "Gus", "Hedda", "Ivo", "Jette", "Knut", "Lena", "Mats", "Nele",
)
_FIRST_NAMES: Final = (
    "Agata", "Bruno", "Celia", "Dario", "Elsa", "Fabian", "Gita", "Henrik",
    "Ida", "Jonas", "Karin", "Luca", "Maren", "Nils", "Olga", "Paolo",
)
# fmt: on
_STREETS: Final = ("Canal", "Mill", "Harbour", "Linden", "Market", "Orchard")


@dataclass(frozen=True, slots=True)
class Persona:
    """One agent as the story knows it: a name, a role, and whether it will cheat."""

    name: str
    role: Role
    cheat: Cheat | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """A made-up person for whom a buyer buys."""

    id: str
    name: str
    street: str
    phone: str


def shares(agents: int) -> dict[Role, int]:
    """Split a population into roles in the proportions of `SHARES`; buyers take what rounding leaves.

    Raises:
        ValueError: if there are fewer than `MIN_AGENTS`.
    """
    if agents < MIN_AGENTS:
        raise ValueError(f"a population of {agents} is too small: it takes {MIN_AGENTS}")
    whole = sum(SHARES.values())
    split = {role: max(1, agents * share // whole) for role, share in SHARES.items()}
    split["buyer"] += agents - sum(split.values())
    return split


def personas(agents: int) -> list[Persona]:
    """Name a population; the first buyer will overspend, the first seller fork its history, the first courier leak."""
    cast: list[Persona] = []
    cheats: dict[Role, Cheat] = {"buyer": "spender", "seller": "forker", "courier": "leaker"}
    for role, number in shares(agents).items():
        for place in range(number):
            turn, index = divmod(len(cast), len(_NAMES))
            name = _NAMES[index] + (f" {turn + 1}" if turn else "")
            cast.append(Persona(name, role, cheats.get(role) if place == 0 else None))
    return cast


def customers(number: int, rng: random.Random) -> list[Customer]:
    """Make up customers."""
    return [
        Customer(
            id=f"customer-{index + 1}",
            name=f"{rng.choice(_FIRST_NAMES)} {rng.choice(_STREETS)}son",
            street=f"{rng.choice(_STREETS)} Street {rng.randint(1, 99)}",
            phone=f"+00 555 {rng.randint(0, 9999):04d}",
        )
        for index in range(number)
    ]
