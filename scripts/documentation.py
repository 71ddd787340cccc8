"""Gather the pages of the site and build it: `./scripts/docs` runs this.

Pages that people write lie in docs/ and beside the code, and link to each other as files of the repository do, so that
they can be read there as well. Here they are copied under build/docs/pages, their links follow them, and links to files
that are no page become plain text. Reference pages are written out of the code at each build, and not kept (ADR 0049).
"""

from __future__ import annotations

import argparse
import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.openapi import document  # noqa: E402 run from anywhere
from scripts.reference import api, commands, contracts, exits, keys, performance, settings  # noqa: E402

GATHERED: Final = ROOT / "build" / "docs"
SITE: Final = ROOT / "build" / "site"
PACKAGED: Final = ROOT / "ledger" / "site"
BESIDE: Final[Mapping[str, str]] = {
    "ARCHITECTURE.md": "architecture.md",
    "GLOSSARY.md": "glossary.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "README.md": "readme.md",
    "clients/typescript/README.md": "how-to/typescript.md",
}
"""Pages that lie outside docs/, by where they go."""
_WHY: Final = (
    "architecture.md",
    "threat-model.md",
    "verification.md",
    "reputation.md",
    "forecasts.md",
    "regulation.md",
    "interop.md",
    "glossary.md",
    "invariants.md",
    "features.md",
)
SECTIONS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("Home", ("index.md",)),
    ("Tutorials", ("tutorials/*",)),
    ("How to", ("how-to/*", "operators.md", "keys.md", "dashboard.md")),
    ("Reference", ("reference/*.md", "reference/cli/*", "reference/api/*", "reference/contracts/*")),
    ("Why", _WHY),
    ("Decisions", ("adr/README.md", "adr/*")),
    ("Project", ("readme.md", "security.md", "changelog.md", "releasing.md")),
)  # fmt: skip
"""What stands in which part of the navigation, in order; a page stands where it is named first."""
_GROUPS: Final = {"reference/cli/*": "Command line", "reference/api/*": "API", "reference/contracts/*": "Contracts"}
_LINK: Final = re.compile(r"(!?)\[([^\]\n]*)\]\(([^)\s]+)\)")
_FENCE: Final = re.compile(r"^( *)(```|~~~)")
_TITLE: Final = re.compile(r"^# +(.+)$", re.MULTILINE)
_PATIENCE_S: Final = 300
_ASSETS: Final = {
    "mark.svg": ROOT / "ledger" / "web" / "static" / "mark.svg",
    "iframe-worker.js": ROOT / "node_modules" / "iframe-worker" / "shim" / "index.js",
}
_ELSEWHERE: Final = "https://unpkg.com/iframe-worker/shim"
"""Where the theme would fetch what lets search work from files."""


def written() -> dict[str, Path]:
    """Return the pages that people wrote: where each goes on the site, and its file."""
    ours = {path.relative_to(ROOT / "docs").as_posix(): path for path in sorted((ROOT / "docs").rglob("*.md"))}
    return ours | {place: ROOT / name for name, place in BESIDE.items() if (ROOT / name).is_file()}


def generated() -> dict[str, str]:
    """Return the pages that the code writes: where each goes, and its text."""
    made = {
        "reference/settings.md": settings.settings_page(),
        "reference/redis-keys.md": keys.keys_page(),
        "reference/exit-codes.md": exits.exits_page(),
        "reference/performance.md": performance.performance_page(ROOT),
    }
    made |= {f"reference/cli/{name}": text for name, text in commands.pages().items()}
    made |= {f"reference/api/{name}": text for name, text in api.pages(document()).items()}
    return made | {
        f"reference/contracts/{n}": text for n, text in contracts.pages(ROOT / "contracts/interfaces").items()
    }


def moved(text: str, source: str, place: str, places: Mapping[str, str]) -> str:
    """Let the links of a page follow it to where it goes.

    Args:
        text: The page.
        source: Its file, from the root of the repository.
        place: Where it goes on the site.
        places: Where every file goes that is a page.
    """

    def follow(match: re.Match[str]) -> str:
        picture, words, target = match.groups()
        if "://" in target or target.startswith(("#", "mailto:")):
            return match[0]
        path, mark, part = target.partition("#")
        found = places.get(posixpath.normpath(posixpath.join(posixpath.dirname(source), path)))
        if found is None:
            return words
        return f"{picture}[{words}]({posixpath.relpath(found, posixpath.dirname(place) or '.')}{mark}{part})"

    lines, fence = [], ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found and (not fence or found[2] == fence):
            fence = "" if fence else found[2]
        lines.append(line if fence else _LINK.sub(follow, line))
    return "\n".join(lines)


def gather(folder: Path = GATHERED) -> dict[str, str]:
    """Write all pages and the navigation into a folder; returns the pages by place."""
    shutil.rmtree(folder, ignore_errors=True)
    files = written()
    made = generated()
    places = {f"docs/{place}": place for place in (*files, *made)}
    places |= {path.relative_to(ROOT).as_posix(): place for place, path in files.items()}
    pages = {
        place: moved(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix(), place, places)
        for place, path in files.items()
    } | made
    for place, text in pages.items():
        target = folder / "pages" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    assets = folder / "pages" / "assets"
    assets.mkdir()
    for name, source in _ASSETS.items():
        shutil.copyfile(source, assets / name)
    config: dict[str, Any] = {"INHERIT": os.path.relpath(ROOT / "mkdocs.yml", folder), "nav": navigation(pages)}
    config |= {"docs_dir": "pages", "site_dir": "site"}
    (folder / "mkdocs.yml").write_text(json.dumps(config, indent=1), encoding="utf-8")  # JSON is YAML
    return pages


def navigation(pages: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the navigation; every page stands in it once.

    Raises:
        SystemExit: if a page has no place in it.
    """
    left = dict(pages)
    parts = [{title: list(_entries(patterns, left))} for title, patterns in SECTIONS]
    if left:
        raise SystemExit(f"no part of the navigation names {', '.join(sorted(left))}: see SECTIONS in {__file__}")
    return parts


def _entries(patterns: tuple[str, ...], left: dict[str, str]) -> Iterator[dict[str, Any]]:
    for pattern in patterns:
        fits = [place for place in left if _fits(place, pattern)]
        entries = [{_title(left.pop(place)): place} for place in sorted(fits, key=_order)]
        if pattern in _GROUPS:
            yield {_GROUPS[pattern]: entries}
        else:
            yield from entries


def _fits(place: str, pattern: str) -> bool:
    folder, _, name = pattern.rpartition("/")
    return posixpath.dirname(place) == folder and (name in ("*", "*.md") or posixpath.basename(place) == name)


def _order(place: str) -> tuple[bool, str]:
    return posixpath.basename(place) != "index.md", place


def _title(text: str) -> str:
    found = _TITLE.search(text)
    return found[1].replace("`", "") if found else "A page"


def build(folder: Path = GATHERED, site: Path = SITE) -> None:
    """Build the site out of gathered pages; a link that leads nowhere fails it.

    Raises:
        SystemExit: if it fails.
    """
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(folder / "mkdocs.yml")]
    done = subprocess.run(
        [*words, "--site-dir", str(site)], capture_output=True, text=True, timeout=_PATIENCE_S, check=False, cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"the site cannot be built:\n{done.stdout}{done.stderr}")
    for unread in (*site.rglob("*.map"), site / "sitemap.xml", site / "sitemap.xml.gz"):
        unread.unlink(missing_ok=True)
    for file in site.rglob("*.html"):
        ours = posixpath.join(os.path.relpath(site, file.parent), "assets", "iframe-worker.js")
        file.write_text(file.read_text(encoding="utf-8").replace(_ELSEWHERE, ours), encoding="utf-8")


def main() -> int:
    """Gather and build."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--wheel", action="store_true", help="put the site into the package too: wheels carry it then")
    wheel = asked.parse_args().wheel
    pages = gather()
    build()
    if wheel:
        shutil.rmtree(PACKAGED, ignore_errors=True)
        shutil.copytree(SITE, PACKAGED)
    print(f"{len(pages)} pages: {SITE.relative_to(ROOT) / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
