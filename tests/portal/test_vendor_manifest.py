"""Vendored files are the ones we took, and no page asks another host or runs inline code."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = ROOT / "templates"
PACKAGES: list[dict[str, Any]] = json.loads((VENDOR / "manifest.json").read_text())["packages"]

HOST = r"(?:https?:)?//[^/\s]"
# What a browser fetches by itself; `<a href>`, `<link rel="alternate">` and names of XML namespaces are no requests.
REQUESTS_TO_A_HOST = {
    ".css": rf"url\(\s*['\"]?{HOST}|@import\s+['\"]{HOST}",
    ".js": rf"\b(?:import|from)\b\s*\(?\s*['\"`]{HOST}|\b(?:fetch|Worker|EventSource|WebSocket)\(\s*['\"`](?:wss?:|{HOST})",
    ".svg": rf"\b(?:xlink:)?href\s*=\s*['\"]{HOST}|url\(\s*['\"]?{HOST}",
    ".html": (
        rf"<(?!a\b)[^<>]*\b(?:src|srcset|poster|data|action|formaction|hx-[a-z]+)\s*=\s*['\"]?\s*{HOST}"
        rf"|<link\b(?![^<>]*\brel=\"(?:alternate|canonical|license)\")[^<>]*\bhref\s*=\s*['\"]?\s*{HOST}"
        rf"|url\(\s*['\"]?{HOST}"
    ),
}
INLINE_CODE = {
    "inline script": r"<script\b(?![^>]*\bsrc\s*=)",
    "inline style sheet": r"<style\b",
    "style attribute": r"<[a-z][^<>]*\sstyle\s*=",
    "event handler": r"<[a-z][^<>]*\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=",
    "javascript address": r"javascript:",
}


def pages_and_assets() -> Iterator[Path]:
    """Yield everything that a browser gets from us and that may hold an address."""
    yield from (path for path in sorted(STATIC.rglob("*")) if path.suffix in REQUESTS_TO_A_HOST)
    yield from sorted(TEMPLATES.rglob("*.html"))


def without_template_tags(text: str) -> str:
    """Replace template tags, so that a `>` or a quote inside one does not end an element."""
    return re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "_", text)


def found(patterns: dict[str, str], text: str) -> list[str]:
    """Name the patterns that occur in the text."""
    return [name for name, pattern in patterns.items() if re.search(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_every_vendored_file_is_the_one_we_took(package: dict[str, Any]) -> None:
    for entry in package["files"]:
        content = (VENDOR / entry["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["size"], entry["sha256"]), entry["path"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_every_vendored_package_keeps_its_licence(package: dict[str, Any]) -> None:
    assert package["version"] and package["licence"] and package["source"]
    assert package["licence_file"] in {entry["path"] for entry in package["files"]}


def test_no_vendored_file_is_unlisted() -> None:
    listed = [entry["path"] for package in PACKAGES for entry in package["files"]]
    present = [path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()]

    assert sorted(present) == sorted([*listed, "manifest.json"])


@pytest.mark.parametrize("path", list(pages_and_assets()), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_loaded_from_another_host(path: Path) -> None:
    text = path.read_text()
    if path.suffix == ".html":
        text = without_template_tags(text)

    assert re.search(REQUESTS_TO_A_HOST[path.suffix], text, re.IGNORECASE) is None


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_inline_code(path: Path) -> None:
    assert found(INLINE_CODE, without_template_tags(path.read_text())) == []


def test_every_style_sheet_names_files_that_exist() -> None:
    for path in sorted((STATIC / "css").glob("*.css")):
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", path.read_text()):
            assert (path.parent / address).is_file(), f"{path.name}: {address}"


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".css", '@import url("https://example.org/a.css");'),
        (".css", "a { background: url(//example.org/a.png) }"),
        (".js", 'import { a } from "https://example.org/a.js";'),
        (".js", "fetch('http://example.org/')"),
        (".html", '<script src="https://example.org/a.js" defer></script>'),
        (".html", '<link rel="stylesheet" href="//example.org/a.css">'),
        (".html", '<img alt="" src="http://example.org/a.png">'),
        (".svg", '<image href="https://example.org/a.png"/>'),
    ],
)
def test_the_check_for_other_hosts_can_fail(suffix: str, text: str) -> None:
    assert re.search(REQUESTS_TO_A_HOST[suffix], text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("inline script", "<script>alert(1)</script>"),
        ("inline script", '<script type="module">alert(1)</script>'),
        ("inline style sheet", "<style>a{}</style>"),
        ("style attribute", '<p class="a" style="color: red">'),
        ("event handler", '<a href="#" onclick="go()">'),
        ("event handler", '<p {% if a > b %}class="c"{% endif %} hx-on:click="go()">'),
        ("javascript address", '<a href="javascript:go()">'),
    ],
)
def test_the_check_for_inline_code_can_fail(name: str, text: str) -> None:
    assert found(INLINE_CODE, without_template_tags(text)) == [name]


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://example.org/">judgment</a>',
        '<link rel="alternate" hreflang="fr" href="https://example.org/fr/">',
    ],
)
def test_links_that_a_reader_follows_are_no_requests(text: str) -> None:
    assert re.search(REQUESTS_TO_A_HOST[".html"], text) is None
