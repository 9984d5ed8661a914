"""Which country a published row describes, and what is wrong with how it says so."""

from collections.abc import Iterator

from reports.choices import DefectKind, PartnerKind
from reports.importing.published import HEADINGS, Texts
from reports.importing.published_defects import REGION_CODES, Defect
from reports.importing.published_labels import LabelBook


def country_code(texts: Texts, book: LabelBook) -> str:
    """Return the code of the country that a row describes; by its exact name where it has no code, else nothing.

    A region stands for no country, and such rows are kept apart.
    """
    if texts.iso3:
        return texts.iso3 if texts.iso3 in book.codes else ""
    return book.country_of(texts.country) if texts.country else ""


def defects_of_country(number: int, texts: Texts, book: LabelBook) -> Iterator[Defect]:
    """Give what is wrong with the country of a row."""
    if not texts.iso3:
        yield Defect(DefectKind.NO_COUNTRY_CODE, number, HEADINGS["iso3"], texts.country[:250])
    elif texts.iso3 not in book.codes:
        kind = DefectKind.REGION_CODE if _is_region(texts.iso3, book) else DefectKind.UNKNOWN_COUNTRY
        yield Defect(kind, number, HEADINGS["iso3"], texts.iso3[:250])
        if kind == DefectKind.REGION_CODE:
            return
    if not texts.country:
        yield Defect(DefectKind.NO_COUNTRY, number, HEADINGS["country"], texts.iso3[:250])


def _is_region(code: str, book: LabelBook) -> bool:
    return code in REGION_CODES or book.meaning(code).kind == PartnerKind.SEVERAL
