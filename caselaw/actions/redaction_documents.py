"""Search documents in which a text can be found."""

from collections.abc import Iterable

from django.db import connection, transaction

from caselaw.models import SearchDocument
from caselaw.search import documents
from caselaw.search.languages import LANGUAGE_OF, PLAIN, prepared

_CONFIGURATIONS = (PLAIN, *LANGUAGE_OF)


def stale_documents(texts: Iterable[str], *, only_stale: bool) -> list[int]:
    """Return the briefs whose search document has the words of a text in a row.

    A document holds stems, which may be those of another word. So with `only_stale` a document only counts when it
    differs from the one that the present text of the brief would give.
    """
    found = sorted({key for text in texts for key in _with_words(prepared(text))})
    if not found or not only_stale:
        return found
    before = _texts_of(found)
    with transaction.atomic():
        documents.write(found)
        after = _texts_of(found)
        transaction.set_rollback(True)
    return [key for key in found if before[key] != after.get(key)]


def _with_words(words: str) -> set[int]:
    condition = " OR ".join(["text @@ phraseto_tsquery(%s::regconfig, %s)"] * len(_CONFIGURATIONS))
    values = [value for name in _CONFIGURATIONS for value in (name, words)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT case_id FROM caselaw_searchdocument WHERE {condition}", values)  # noqa: S608  constants
        return {key for (key,) in cursor.fetchall()}


def _texts_of(keys: list[int]) -> dict[int, str]:
    return dict(SearchDocument.objects.filter(pk__in=keys).values_list("pk", "text"))
