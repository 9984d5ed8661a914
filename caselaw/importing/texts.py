"""Texts, citations and sources of a case."""

from django.utils.translation import gettext as _

from caselaw.choices import SourceKind, TranslationKind
from caselaw.citations import parse
from caselaw.importing.brief import Brief
from caselaw.importing.reading import Raw, Reading
from caselaw.importing.rows import new
from caselaw.models import CaseIdentifier, CaseText, Source


def read(case: Raw, brief: Brief, path: str, reading: Reading) -> None:
    """Read what the brief says, in which languages, under which citations, from which sources."""
    _texts(case, brief, path, reading)
    for number, citation in enumerate(case.get("citations") or []):
        _identifier(citation, brief, f"{path}.citations[{number}]", reading)
    for number, source in enumerate(case.get("sources") or []):
        _source(source, brief, f"{path}.sources[{number}]", reading)


def _texts(case: Raw, brief: Brief, path: str, reading: Reading) -> None:
    """The summary, facts and reasoning beside the head are one text; `texts` holds further languages."""
    first = {key: case.get(key) for key in ("facts", "reasoning", "commentary", "keywords")}
    first["headline"] = case.get("summary")
    if any(first.values()):
        first["language"] = case.get("language") or "en"
        brief.texts.append(_text(first, path, reading, headline="summary"))
    for number, text in enumerate(case.get("texts") or []):
        brief.texts.append(_text(text, f"{path}.texts[{number}]", reading))
    seen: set[str] = set()
    for row in brief.texts:
        if row.language in seen:
            why = _("There are two texts in this language.")
            reading.error(f"{path}.texts", row.language, why, _("Keep one text per language."))
        seen.add(row.language)


def _text(text: Raw, path: str, reading: Reading, headline: str = "headline") -> CaseText:
    return new(
        CaseText,
        language=text["language"],
        headline=reading.text(text.get("headline"), f"{path}.{headline}"),
        fact_summary=reading.text(text.get("facts"), f"{path}.facts"),
        legal_reasoning=reading.text(text.get("reasoning"), f"{path}.reasoning"),
        commentary=reading.text(text.get("commentary"), f"{path}.commentary"),
        keywords=text.get("keywords") or [],
        translation_kind=text.get("translation_kind") or TranslationKind.ORIGINAL,
    )


def _identifier(citation: str | Raw, brief: Brief, path: str, reading: Reading) -> None:
    text, scheme = (citation, "") if isinstance(citation, str) else (citation["value"], citation.get("scheme") or "")
    found = parse(text, scheme)
    if not found.normalised:
        why = _("The citation holds neither a letter nor a number.")
        reading.error(path, text, why, _("Write the citation, or leave it out."))
    elif any((found.scheme, found.normalised) == (row.scheme, row.normalised) for row in brief.identifiers):
        reading.error(path, text, _("The case has this citation twice."), _("Keep one of the two."))
    else:
        is_first = not brief.identifiers
        brief.identifiers.append(
            new(CaseIdentifier, scheme=found.scheme, value=text, normalised=found.normalised, is_preferred=is_first)
        )


def _source(source: Raw, brief: Brief, path: str, reading: Reading) -> None:
    accessed_on, _precision = reading.day(source.get("accessed_on"), f"{path}.accessed_on")
    brief.sources.append(
        new(
            Source,
            seq=len(brief.sources) + 1,
            citation=source["title"],
            url=source.get("url") or "",
            kind=source.get("kind") or SourceKind.OTHER,
            is_primary=bool(source.get("primary")),
            accessed_on=accessed_on,
            is_link_withheld=bool(source.get("withhold_link")),
        )
    )
