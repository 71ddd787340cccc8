"""The cookie of a web session, and what shows that a form came from a page of ours."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from ledger.domain.hashing import sha256

_PLAIN: Final = "ombud"
_HOST_ONLY: Final = "__Host-ombud"  # browsers take this name only over TLS, without a domain, for the whole host
_FORM: Final = b"a form of ombud's dashboard\n"
_LONGEST: Final = 128
_USUAL: Final = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True)
class Cookie:
    """Gives, reads and takes back the cookie. No script can read it, and no other site's request carries it.

    Args:
        address: What the dashboard is called by those who use it; over TLS its cookie never goes without.
    """

    address: str

    @property
    def secure(self) -> bool:
        """Whether it goes over TLS alone."""
        return urlsplit(self.address).scheme == "https"

    @property
    def origin(self) -> str:
        """The address as browsers tell it: without a path, without the usual port."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc.lower().removesuffix(_USUAL.get(parts.scheme, ''))}"

    @property
    def name(self) -> str:
        """What it is called."""
        return _HOST_ONLY if self.secure else _PLAIN

    def token(self, request: Request) -> str | None:
        """Return the token that a request carries."""
        found = request.cookies.get(self.name, "")
        return found if 0 < len(found) <= _LONGEST else None

    def give(self, response: Response, token: str, *, seconds: int) -> None:
        """Let a browser keep a token for so long."""
        response.set_cookie(
            self.name, token, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="strict"
        )

    def take_back(self, response: Response) -> None:
        """Let a browser forget its token."""
        response.delete_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite="strict")

    def is_ours(self, request: Request) -> bool:
        """Say whether a request that changes something came from a page of ours: browsers say so, and cannot be told.

        What is said by nobody is not believed, so a program must say where it comes from too.
        """
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        if site is not None and site != "same-origin":
            return False
        return origin == self.origin if origin is not None else site is not None


def form_key(token: str) -> str:
    """Return what a form of a session carries: it follows from the token, and the token does not follow from it."""
    return sha256(_FORM + token.encode()).hex()


def is_form_key(token: str, told: str) -> bool:
    """Say whether a form was made for a session."""
    return hmac.compare_digest(form_key(token).encode(), told.encode())
