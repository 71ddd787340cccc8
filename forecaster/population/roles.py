"""What agents work with: names of tools by what they are for, as shops, offices, mail and file services have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Role:
    """What a role works with; each tuple holds names of tools, and may be empty.

    Args:
        name: Its name.
        work: Looks and thinks; never empty.
        untrusted: Takes in text that anyone may have written.
        people: Reads about a person.
        effects: Acts on others, and neither sends nor pays.
        sends: Puts data where others can read it.
        pays: Moves money.
    """

    name: str
    work: tuple[str, ...]
    untrusted: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    sends: tuple[str, ...] = ()
    pays: tuple[str, ...] = ()


ROLES: Final = (
    Role(
        "shopper",
        ("shortlist", "rank", "quote", "wait", "track"),
        untrusted=("read_reviews", "search_web"),
        people=("get_profile",),
        effects=("reserve", "cancel"),
        sends=("send_request",),
        pays=("pay", "buy"),
    ),
    Role(
        "merchant",
        ("restock", "price", "pack", "weigh", "label"),
        untrusted=("read_inbox",),
        people=("read_client",),
        effects=("dispatch", "accept", "decline"),
        sends=("post_listing",),
        pays=("refund",),
    ),
    Role(
        "carrier",
        ("route", "scan", "load", "park"),
        people=("get_contact",),
        effects=("hand_over", "collect"),
    ),
    Role(
        "helpdesk",
        ("find_case", "draft", "translate", "tag"),
        untrusted=("read_mail", "open_ticket"),
        people=("read_client",),
        effects=("close_case", "escalate"),
        sends=("send_reply",),
        pays=("refund",),
    ),
    Role(
        "analyst",
        ("query", "plot", "draft", "clean", "cite"),
        untrusted=("fetch_page", "search_web"),
        people=("get_profile",),
        sends=("post_report",),
        pays=("purchase_data",),
    ),
    Role(
        "clerk",
        ("reconcile", "file", "sort", "stamp"),
        untrusted=("read_mail",),
        people=("get_account",),
        effects=("sign_off",),
        sends=("export_statement",),
        pays=("transfer",),
    ),
    Role(
        "secretary",
        ("draft", "sort", "archive", "summarise"),
        untrusted=("read_inbox", "open_attachment"),
        people=("find_contact",),
        effects=("book_slot", "move_slot"),
        sends=("send_mail", "forward_mail"),
    ),
    Role(
        "archivist",
        ("list_files", "copy", "rename", "merge"),
        untrusted=("open_attachment",),
        people=("get_member",),
        effects=("delete_file", "move_file"),
        sends=("share_folder",),
    ),
    Role(
        "inspector",
        ("sample", "measure", "inspect", "recount"),
        people=("get_tenant",),
        effects=("certify", "object"),
    ),
    Role(
        "adviser",
        ("look_up", "rank", "estimate", "recall"),
        untrusted=("read_chat",),
        effects=("recommend",),
    ),
    Role(
        "purchaser",
        ("forecast_stock", "quote", "negotiate", "rank"),
        untrusted=("fetch_page",),
        effects=("accept", "return_goods"),
        pays=("place_order", "pay"),
    ),
)

ASIDE: Final = ("upload_file", "send_file", "forward_mail", "share_link", "post_note", "export_data", "send_message")
"""Ways by which data leaves beside the work; which of them an agent knows is chance."""
