"""What happened when and where: the proceedings, and the route."""

from itertools import pairwise

from caselaw.choices import LegPurpose, PlacePrecision, Scheme, TransportMode, TravelDocuments, Tried
from caselaw.importing.brief import Brief, PlaceKey
from caselaw.importing.reading import Raw, Reading
from caselaw.importing.rows import new
from caselaw.models import Proceeding, RouteLeg


def read(case: Raw, brief: Brief, path: str, reading: Reading) -> None:
    """Read the procedural history and the route."""
    for number, proceeding in enumerate(case.get("procedural_history") or []):
        _proceeding(proceeding, brief, f"{path}.procedural_history[{number}]", reading)
    for number, journey in enumerate(case.get("route") or []):
        _journey(journey, brief, f"{path}.route[{number}]", reading)


def _proceeding(proceeding: Raw, brief: Brief, path: str, reading: Reading) -> None:
    day, precision = reading.day(proceeding.get("date"), f"{path}.date")
    outcome = proceeding.get("outcome") or ""
    values: Raw = {"text": outcome} if isinstance(outcome, str) else outcome
    brief.proceedings.append(
        new(
            Proceeding,
            seq=len(brief.proceedings) + 1,
            stage=reading.term(Scheme.STAGE, proceeding["stage"], f"{path}.stage"),
            court_text=proceeding.get("court") or "",
            official_ref=proceeding.get("reference") or "",
            decision_date=day,
            decision_date_precision=precision,
            tried=proceeding.get("tried") or Tried.UNKNOWN,
            outcome=reading.term(Scheme.PROCEEDING_OUTCOME, values.get("term"), f"{path}.outcome"),
            outcome_text=values.get("text") or "",
            description=reading.text(proceeding.get("description"), f"{path}.description"),
        )
    )


def _journey(journey: Raw, brief: Brief, path: str, reading: Reading) -> None:
    """Make a leg of each two stops that follow one another; the note stands at the first."""
    stops = [
        _place(journey["from"], f"{path}.from", reading),
        *(
            _place(stop, f"{path}.transit[{number}]", reading)
            for number, stop in enumerate(journey.get("transit") or [])
        ),
        _place(journey["to"], f"{path}.to", reading),
    ]
    note = reading.text(journey.get("note"), f"{path}.note")
    for start, end in pairwise(stop for stop in stops if stop):
        leg = new(
            RouteLeg,
            seq=len(brief.legs) + 1,
            purpose=journey.get("purpose") or LegPurpose.UNKNOWN,
            mode=journey.get("mode") or TransportMode.UNKNOWN,
            documents=journey.get("documents") or TravelDocuments.UNKNOWN,
            note=note,
        )
        brief.legs.append((start, end, leg))
        note = ""


def _place(place: str | Raw, path: str, reading: Reading) -> PlaceKey | None:
    values: Raw = {"country": place} if isinstance(place, str) else place
    country = reading.country(values["country"], path if isinstance(place, str) else f"{path}.country")
    if country is None:
        return None
    return PlaceKey(country.pk, values.get("name") or "", values.get("precision") or PlacePrecision.COUNTRY)
