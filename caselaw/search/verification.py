"""Compare the index with what it should hold."""

from django.db import transaction

from caselaw.models import Case, SearchDocument
from caselaw.search import documents


def faults() -> list[str]:
    """Return in words every difference between the index and documents written afresh; nothing is changed."""
    before = _rows()
    with transaction.atomic():
        documents.rebuild()
        after = _rows()
        transaction.set_rollback(True)
    names = dict(Case.objects.values_list("pk", "public_id"))
    missing = [f"{names[pk]}: published, but not in the index" for pk in after.keys() - before.keys()]
    left_over = [f"{names[pk]}: in the index, but not published" for pk in before.keys() - after.keys()]
    old = [f"{names[pk]}: out of date" for pk in before.keys() & after.keys() if before[pk] != after[pk]]
    return sorted(missing + left_over + old)


def _rows() -> dict[int, tuple[object, ...]]:
    columns = ("case_id", "decided_on", "published_at", "longest_sentence_months", "facets", "languages", "text")
    return {row[0]: tuple(map(str, row[1:])) for row in SearchDocument.objects.values_list(*columns)}
