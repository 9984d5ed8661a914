"""The content of a submission in one canonical form, so that a signature can name it by its hash."""

import hashlib
import json
from typing import Any

from reports.models import Answer, LegalArticle, Observation, SourceCitation, Submission

# Raised when the form changes: a hash is only ever compared with one of the same form.
FORM = "tip-submission/1"


def content_of(submission: Submission) -> dict[str, Any]:
    """Return everything that the country states, in a fixed order, without who typed it when.

    The number of the version is left out: two versions with the same content have the same hash.
    """
    assignment = submission.assignment
    questionnaire = assignment.round.questionnaire
    return {
        "form": FORM,
        "collection": assignment.round.collection.code,
        "round": assignment.round.code,
        "country": assignment.country.iso3,
        "questionnaire": [questionnaire.code, questionnaire.version],
        "figures": _figures(submission),
        "answers": _answers(submission),
        "sources": _sources(submission),
        "articles": _articles(submission),
    }


def canonical(content: dict[str, Any]) -> bytes:
    """Return the content as bytes: JSON with sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def content_hash(submission: Submission) -> str:
    """Return the SHA-256 of the canonical content."""
    return hashlib.sha256(canonical(content_of(submission))).hexdigest()


def _figures(submission: Submission) -> list[list[Any]]:
    rows = Observation.objects.filter(submission=submission).values_list(
        "question__code",
        "row_code",
        "year",
        "value",
        "low",
        "high",
        "missing_reason",
        "raw_text",
        "comment",
        "source",
    )
    return sorted([*row] for row in rows.order_by())


def _answers(submission: Submission) -> list[list[Any]]:
    rows = Answer.objects.filter(submission=submission).values_list("question__code", "text", "choice")
    return sorted([*row] for row in rows)


def _sources(submission: Submission) -> list[list[Any]]:
    rows = SourceCitation.objects.filter(submission=submission).values_list(
        "question__code", "authority", "title", "url", "file__sha256"
    )
    return sorted([code, authority, title, url, file or ""] for code, authority, title, url, file in rows)


def _articles(submission: Submission) -> list[list[Any]]:
    rows = LegalArticle.objects.filter(submission=submission).values_list(
        "question__code", "act", "articles", "in_force_since", "coverage", "note"
    )
    return sorted(
        [code, act, articles, since.isoformat() if since else "", coverage, note]
        for code, act, articles, since, coverage, note in rows
    )
