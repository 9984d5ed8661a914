"""The catalogues: every text of the interface in every language, with its placeholders, compiled as it stands."""

import gettext
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = ("ar", "es", "fr", "ru", "zh_Hans")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


def folder(language: str, root: Path = ROOT) -> Path:
    """Return where a language's catalogue lies."""
    return root / "locale" / language / "LC_MESSAGES"


def catalogue(language: str, root: Path = ROOT) -> Catalog:
    """Return the texts of a language."""
    with (folder(language, root) / "django.po").open("rb") as file:
        return read_po(file)


def texts(message: Message) -> list[str]:
    """Return a message's translations: one, or one for each plural form."""
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def key(message: Message) -> tuple[str | None, str]:
    """Return context and English text."""
    return message.context, message.id[0] if isinstance(message.id, tuple) else message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_a_guess(language: str) -> None:
    messages = [message for message in catalogue(language) if message.id]

    assert [key(message) for message in messages if message.fuzzy or not all(texts(message))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_invents_no_placeholder(language: str) -> None:
    def known(message: Message) -> set[str]:
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        return {name for text in english for name in PLACEHOLDER.findall(text)}

    wrong = [
        (key(message), text)
        for message in catalogue(language)
        if message.id
        for text in texts(message)
        if not set(PLACEHOLDER.findall(text)) <= known(message)
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_what_the_source_says(language: str) -> None:
    with (folder(language) / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    different = [
        key(message)
        for message in catalogue(language)
        if message.id and not isinstance(message.id, tuple) and not message.context
        if compiled.gettext(message.id) != message.string
    ]

    assert different == []


@pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="GNU gettext is not installed, so no text can be collected"
)
def test_no_text_of_the_interface_is_missing_from_the_catalogues(tmp_path: Path) -> None:
    for name in ("portal", "caselaw", "reports", "trustfund", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.json"))
    (tmp_path / "locale").mkdir()
    command = "from django.core.management import execute_from_command_line as run; import sys; run(sys.argv)"
    subprocess.run(
        [sys.executable, "-c", command, "makemessages", "--locale", "fr", "--no-wrap"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )

    used = {key(message) for message in catalogue("fr", tmp_path) if message.id}

    assert used - {key(message) for message in catalogue("fr")} == set()
