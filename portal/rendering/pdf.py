"""PDFs: data set by a template of typst, tagged for readers of screens (PDF/UA-1)."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import get_language, get_language_info

from portal.rendering import fonts

PDF = "application/pdf"


def pdf(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Return the document in the active language. The same data give the same bytes: its date is `made_at`.

    `template` is a path below templates/. `data` are plain values; of them "title" and "footer" are needed by
    templates/pdf/base.typ. Texts are set as they are: nothing in them is read as a command.
    """
    language = get_language() or "en"
    given = {
        **data,
        "language": language.partition("-")[0],
        "is_rtl": get_language_info(language)["bidi"],
        "made_at": [made_at.year, made_at.month, made_at.day],
    }
    given["fonts"] = fonts.families_for(json.dumps(given, ensure_ascii=False))
    root = Path(settings.TEMPLATES[0]["DIRS"][0])
    made: bytes = typst.compile(
        str(root / template),
        root=str(root),
        font_paths=[str(fonts.folder())],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(given, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return made
