"""Load what the country data stand on: collections, indicators and the first questionnaire.

What is there already keeps what staff changed; a questionnaire is only ever loaded as a whole, in a version that is new.
"""

from pathlib import Path
from typing import Any

from portal.core.actions.reference import read_json
from portal.core.audit import audited
from reports.models import Collection, Indicator, Question, Questionnaire, Section, TableRow

DATA = Path(__file__).parent.parent / "data"


@audited("reference.collections_loaded")
def load_collections(path: Path = DATA / "collections.json") -> int:
    """Load the collections that are missing; return how many the file holds."""
    return _load_missing(Collection, read_json(path))


@audited("reference.indicators_loaded")
def load_indicators(path: Path = DATA / "indicators.json") -> int:
    """Load the indicators that are missing; return how many the file holds."""
    return _load_missing(Indicator, read_json(path))


def _load_missing(model: Any, records: list[dict[str, Any]]) -> int:
    known = set(model.objects.values_list("code", flat=True))
    model.objects.bulk_create(model(**record) for record in records if record["code"] not in known)
    return len(records)


@audited("reference.questionnaire_loaded")
def load_questionnaire(path: Path = DATA / "questionnaire.json") -> int:
    """Load a questionnaire unless this version of it is there; return the number of its questions in the file."""
    record = read_json(path)
    count = sum(len(section["questions"]) for section in record["sections"])
    key = {"code": record["code"], "version": record["version"]}
    if not Questionnaire.objects.filter(**key).exists():
        questionnaire = Questionnaire.objects.create(**key, names=record["names"], origin=record["origin"])
        _load_sections(questionnaire, record["sections"])
    return count


def _load_sections(questionnaire: Questionnaire, records: list[dict[str, Any]]) -> None:
    indicators = Indicator.objects.in_bulk(field_name="code")
    sections = Section.objects.bulk_create(
        Section(questionnaire=questionnaire, order=order, **_without(record, "questions"))
        for order, record in enumerate(records, start=1)
    )
    asked = [
        (section, order, item)
        for section, record in zip(sections, records, strict=True)
        for order, item in enumerate(record["questions"], start=1)
    ]
    questions = Question.objects.bulk_create(
        Question(
            section=section,
            order=order,
            indicator=indicators[item["indicator"]] if "indicator" in item else None,
            **_without(item, "rows", "indicator"),
        )
        for section, order, item in asked
    )
    TableRow.objects.bulk_create(
        TableRow(question=question, order=order, **row)
        for question, (_section, _order, item) in zip(questions, asked, strict=True)
        for order, row in enumerate(item.get("rows", []), start=1)
    )


def _without(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}
