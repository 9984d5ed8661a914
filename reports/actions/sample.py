"""Load the invented round: a few countries with made-up figures in several states, for demonstrations. It says so."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from portal.core.actions import demo, reference
from portal.core.audit import audited
from portal.core.models import Country, CountryRole, User
from reports.actions import answers, rounds, words
from reports.actions.answers import CellEntry
from reports.cells import CellKey
from reports.choices import Channel, ProviderKind, SubmissionState
from reports.models import Collection, Provider, Questionnaire, Round, Submission
from reports.permissions import OFFICER

SAMPLE = Path(__file__).parent.parent / "sample" / "invented_round.json"
COLLECTION, QUESTIONNAIRE = "glotip", "glotip-annual"
_DAY = timedelta(days=1)
# The earlier round lies a year back, so that its figures stand beside the new ones.
_YEAR = timedelta(days=365)
_BEFORE: dict[str, Any] = {"state": "accepted", "articles": [], "sources": [], "texts": [], "choices": [], "done": []}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the loader did."""

    countries: int
    figures: int
    is_new: bool


def load(*, now: datetime, path: Path = SAMPLE) -> Loaded:
    """Load the invented round unless it is there. Raises NotAllowedError where sample data have no place."""
    accounts = demo.create_accounts()
    record = reference.read_json(path)
    if Round.objects.filter(collection__code=COLLECTION, code=record["round"]["code"]).exists():
        return Loaded(len(record["countries"]), 0, is_new=False)
    figures = _load(record, by=accounts[demo.ADMINISTRATOR_EMAIL], now=now)
    return Loaded(len(record["countries"]), figures, is_new=True)


@audited("country_data.sample_loaded")
def _load(record: dict[str, Any], *, by: User, now: datetime) -> int:
    """Write both rounds, or neither; return the number of figures."""
    before = now - _YEAR
    countries = record["countries"]
    asked_before = [{**item, **_BEFORE, "figures": item["earlier"]} for item in countries if item["earlier"]]
    written = _load_round(record["earlier"], asked_before, by=by, now=before)
    earlier = Round.objects.get(collection__code=COLLECTION, code=record["earlier"]["code"])
    for name in ("close", "analyse", "validate", "publish"):
        rounds.take(rounds.BY_NAME[name], round_id=earlier.pk, by=by, now=before)
    return written + _load_round(record["round"], countries, by=by, now=now)


def _load_round(record: dict[str, Any], countries: list[dict[str, Any]], *, by: User, now: datetime) -> int:
    round_ = rounds.create(round_=_round(record, now), by=by)
    by_iso3 = Country.objects.in_bulk([item["iso3"] for item in countries], field_name="iso3")
    for item in countries:
        rounds.assign(
            round_id=round_.pk,
            countries=[by_iso3[item["iso3"]]],
            provider=_provider(item["provider"]),
            by=by,
            now=now,
        )
    rounds.take(rounds.BY_NAME["open"], round_id=round_.pk, by=by, now=now - 60 * _DAY)
    made = Submission.objects.filter(assignment__round=round_).select_related("assignment__country")
    submissions = {one.assignment.country.iso3: one for one in made}
    return sum(_fill(submissions[item["iso3"]], item, round_.years, by, now - 10 * _DAY) for item in countries)


def _round(record: dict[str, Any], now: datetime) -> Round:
    today = now.date()
    return Round(
        collection=Collection.objects.get(code=COLLECTION),
        questionnaire=Questionnaire.objects.get(code=QUESTIONNAIRE, version=1),
        code=record["code"],
        names=record["names"],
        first_year=today.year - 3,
        last_year=today.year - 1,
        opens_on=today - 60 * _DAY,
        due_on=today + 60 * _DAY,
        is_invented=True,
    )


def _provider(name: str | None) -> Provider | None:
    return Provider.objects.get_or_create(name=name, defaults={"kind": ProviderKind.REGIONAL})[0] if name else None


def _fill(submission: Submission, item: dict[str, Any], years: list[int], by: User, now: datetime) -> int:
    """Write a country's answers, in the name of its own officer where there is one; return the number of figures."""
    author = _officer(submission) or by
    entries = [
        CellEntry(CellKey(question, row, year), text=str(value))
        for question, rows in item["figures"].items()
        for row, values in rows.items()
        for year, value in zip(years, values, strict=True)
    ]
    if entries:
        answers.write_cells(
            submission_id=submission.pk, entries=entries, by=author, now=now, channel=Channel(item["channel"])
        )
        _write_words(submission.pk, item, author, now)
    _set_state(submission.pk, SubmissionState(item["state"]), by, now)
    return len(entries)


def _officer(submission: Submission) -> User | None:
    role = CountryRole.objects.filter(country=submission.assignment.country_id, role=OFFICER, user__is_active=True)
    held = role.select_related("user").order_by("pk").first()
    return held.user if held else None


def _write_words(submission_id: int, item: dict[str, Any], by: User, now: datetime) -> None:
    common: dict[str, Any] = {"submission_id": submission_id, "by": by, "now": now}
    for question, act, articles, since, coverage in item["articles"]:
        words.add_article(
            question=question,
            act=act,
            articles=articles,
            in_force_since=date.fromisoformat(since) if since else None,
            coverage=coverage,
            **common,
        )
    for question, authority, title in item["sources"]:
        words.add_source(question=question, authority=authority, title=title, **common)
    for question, text in item["texts"]:
        words.write_answer(question=question, text=text, seen=0, **common)
    for question, choice in item["choices"]:
        words.write_answer(question=question, choice=choice, seen=0, **common)
    for section in item["done"]:
        words.set_done(section=section, is_done=True, **common)


def _set_state(submission_id: int, state: SubmissionState, by: User, now: datetime) -> None:
    """Put answers where the sample wants them: what it shows on purpose would not pass the checks of handing in."""
    submission = Submission.objects.get(pk=submission_id)
    if submission.state == state:
        return
    submission.state, submission.state_since = state, now
    submission.submitted_by, submission.submitted_at = by, now
    submission.on_behalf_of = "Invented officer"
    submission.save(update_fields=["state", "state_since", "submitted_by", "submitted_at", "on_behalf_of"])
