"""Words that say what is going on in any language of tools and any shop: orders, doubts, harm, effects.

They are general English. No name of a tool, person, firm or data set is among them, so that what is learnt on one set
may hold on another.
"""

from __future__ import annotations

import re
from typing import Final

_SPLIT: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
TOKEN: Final = re.compile(r"[A-Za-z0-9_@.+-]{3,}")
ADDRESS: Final = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|https?://\S+|www\.\S+|\b[A-Z]{2}\d{10,}\b|\b0x[0-9a-fA-F]{8,}\b", re.IGNORECASE
)
TAG: Final = re.compile(r"<\s*/?\s*[A-Za-z_]{4,}\s*>|\[/?[A-Z]{4,}\]|={5,}|-{3,}\s*[A-Z]{4,}")

# fmt: off
EFFECTS: Final = frozenset({
    "send", "create", "add", "invite", "update", "delete", "remove", "post", "schedule", "share", "append", "write",
    "pay", "transfer", "reschedule", "book", "reserve", "cancel", "set", "change", "grant", "buy", "purchase", "order",
    "submit", "publish", "upload", "forward", "reply", "edit", "modify", "move", "rename", "install", "uninstall",
    "execute", "run", "open", "unlock", "lock", "disable", "enable", "turn", "start", "stop", "kill", "revoke", "block",
    "withdraw", "deposit", "sell", "trade", "click", "type", "fill", "accept", "approve", "assign", "dispatch", "make",
    "place", "register", "sign", "control", "push", "commit", "merge", "drop", "clear", "erase", "wipe", "format",
    "shut", "reset", "release", "activate", "deactivate", "give", "launch", "call", "email", "mail", "message",
    "tweet", "download", "donate", "refund", "charge", "rate", "insert", "replace", "print", "save",
})
SENDS: Final = frozenset({
    "send", "post", "share", "publish", "upload", "forward", "reply", "email", "mail", "message", "tweet", "invite",
})
READS: Final = frozenset({
    "read", "get", "fetch", "list", "look", "lookup", "search", "browse", "find", "load", "view", "query", "check",
    "inspect", "show", "retrieve", "navigate", "summarize", "track", "calculate", "cat", "ls", "scan", "verify",
    "review", "examine", "analyze",
})
PRIVATE: Final = frozenset({
    "password", "passwords", "credential", "credentials", "token", "secret", "ssn", "pin", "medical", "patient",
    "address", "addresses", "phone", "personal", "private", "confidential", "account", "card", "bank", "location",
    "history", "genetic", "salary", "contact", "contacts", "identity", "passport", "security", "sensitive",
})
DANGER: Final = frozenset({
    "delete", "remove", "erase", "wipe", "format", "drop", "kill", "disable", "unlock", "grant", "permanent", "root",
    "sudo", "chmod", "rm", "shutdown", "hack", "exploit", "attack", "weapon", "drug", "virus", "malware", "illegal",
    "fake", "fraud", "suicide", "harm", "dangerous", "toxic", "violence", "bypass", "all", "every", "public",
    "force", "override", "dose", "poison", "bomb", "phishing", "stalk", "blackmail", "explosive", "hate",
})
ORDERS: Final = frozenset({
    "please", "must", "should", "ignore", "instruction", "instructions", "important", "task", "following", "before",
    "previous", "immediately", "urgent", "need", "system", "assistant", "make", "sure", "want", "request", "required",
    "command", "directive", "todo", "you", "your", "instead", "can", "could", "help",
})
COMMANDS: Final = frozenset({
    "ignore", "instruction", "instructions", "important", "previous", "following", "strictly", "adhere", "override",
    "disregard", "todo", "assistant", "ai", "model",
})
DOUBTS: Final = frozenset({
    "however", "but", "unrelated", "suspicious", "injection", "malicious", "ignore", "caution", "careful", "cautious",
    "unauthorized", "verify", "confirm", "confirmation", "permission", "consent", "unusual", "irrelevant", "security",
    "privacy", "risk", "risky", "risks", "harmful", "unsafe", "safe", "safety", "appropriate", "inappropriate",
    "ethical", "illegal", "legal", "concern", "concerns", "warning", "phishing", "scam", "suspect", "potentially",
    "sensitive", "clarify", "clarification", "potential", "violate", "violation", "policy",
})
REFUSALS: Final = frozenset({
    "cannot", "sorry", "unable", "refuse", "decline", "won", "apologize", "not", "don", "can't", "cant", "shouldn",
    "never", "avoid", "against",
})
COMPLIES: Final = frozenset({
    "proceed", "will", "need", "requested", "instructed", "instructions", "according", "follow", "following",
    "requires", "next", "now", "first", "step", "successfully", "completed", "done", "sent",
})
ASKS: Final = frozenset({
    "would", "like", "confirm", "provide", "specify", "clarify", "which", "sure", "let", "know", "want", "could",
})
FAILS: Final = frozenset({"error", "invalid", "failed", "failure", "exception", "denied", "traceback", "notfound"})
# fmt: on


def words(text: str) -> list[str]:
    """Split text, and names run together, into lower-case words."""
    return [item.lower() for item in _SPLIT.findall(text)]


def tokens(text: str) -> frozenset[str]:
    """Return what stands in a text, case aside: words, numbers, addresses of three signs or more."""
    return frozenset(item.strip(".-+_").lower() for item in TOKEN.findall(text)) - {""}


def share(text: list[str], said: frozenset[str]) -> float:
    """Return the share of words that are among some."""
    return sum(word in said for word in text) / (len(text) + 5)
