"""What the story shows in a frame of its own: each scene holds the figures, and says in words what they mean.

A scene is told with nothing but its own figures, so that whoever reads it knows who did what, how it was proved,
who decided and what it cost.
"""

from __future__ import annotations

from typing import Final, Protocol

ETHER: Final = 10**18


class Scene(Protocol):
    """Something to show."""

    @property
    def title(self) -> str:
        """One line above the frame."""

    @property
    def colour(self) -> str:
        """Of the frame, as rich names it."""

    def told(self) -> str:
        """Say it, a paragraph a thought."""


def ether(wei: int) -> str:
    """Write an amount of wei in ether, to a hundredth, or finer where a hundredth would hide it."""
    plain = f"{wei / ETHER:.2f}"
    return f"{plain if wei == 0 or float(plain) else f'{wei / ETHER:.4f}'} ETH"


def money(cents: int) -> str:
    """Write an amount of the market's own money."""
    return f"{cents // 100:,}.{cents % 100:02d}"


def short(name: str) -> str:
    """Shorten a hash for people."""
    return f"{name[:16]}…"
