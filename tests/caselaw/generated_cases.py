"""Any number of valid cases, always the same ones: made from the sample with other dates, places, terms and sentences.

They are invented and name nobody. Case n does not depend on how many are made.
"""

import copy
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SYSTEM = "generated"
_FIRST_DAY = date(1995, 1, 2)
_DAYS = (date(2025, 6, 30) - _FIRST_DAY).days
_INTERNATIONAL = ("ECHR", "IACTHR", "ECOWAS", "ICC")
_CODED = {"acts": "act", "means": "means", "purposes": "purpose", "cross_cutting": "issue", "sectors": "sector"}
_STATUSES = ("found_proved", "alleged", "not_proved", "assumed", "editor_inferred")


def generated_cases(count: int, *, start: int = 0) -> Iterator[dict[str, Any]]:
    """Give cases `start` to `start + count - 1`."""
    return (generated_case(number) for number in range(start, start + count))


def generated_file(path: Path, count: int) -> Path:
    """Write a file of cases and return its path."""
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"format": "tip-cases/1", "source_system": SYSTEM})[:-1] + ', "cases": [\n')
        for number, case in enumerate(generated_cases(count)):
            file.write((",\n" if number else "") + json.dumps(case, ensure_ascii=False))
        file.write("\n]}\n")
    return path


def generated_case(number: int) -> dict[str, Any]:
    """Return case `number`."""
    random = Random(number)  # noqa: S311  the same for ever, which is the point
    base = _bases()[number % len(_bases())]
    case = copy.deepcopy(base)
    day = _FIRST_DAY + timedelta(days=random.randrange(_DAYS))
    code = random.choice(_INTERNATIONAL if base["respondent_state"] else _states())
    initial = chr(ord("A") + number % 26)
    case |= {
        "slug": f"generated-{number}",
        "title": f"Public Prosecutor v. {initial}. and others ({code}, no. {number}/{day.year})",
        "jurisdiction": code,
        "decision_date": day.isoformat(),
        "court": {**base["court"], "name": f"{base['court']['name']} {number % 40 + 1}"},
        "citations": [f"No. {number}/{day.year}", f"[{day.year}] {code}HC {number}"],
        "summary": random.choice(_sentences("summary")),
        "facts": " ".join(random.sample(_sentences("facts"), k=9)),
        "reasoning": " ".join(random.sample(_sentences("reasoning"), k=6)),
        "country_of_facts": random.sample(_states(), k=random.randint(1, 2)),
    }
    case |= {key: _coded(scheme, random) for key, scheme in _CODED.items()}
    _people(case, random)
    return case


def _people(case: dict[str, Any], random: Random) -> None:
    for victims in case["victims"]:
        victims |= {"count": random.randint(1, 40), "nationality": random.choice(_states())}
    for defendant in case["defendants"]:
        defendant["nationality"] = random.choice(_states())
        for charge in defendant["charges"]:
            if charge["sentence"]["imprisonment_months"]:
                charge["sentence"]["imprisonment_months"] = random.randint(6, 300)
    for leg in case["route"]:
        leg |= {"from": random.choice(_states()), "to": random.choice(_states())}


def _coded(scheme: str, random: Random) -> list[Any]:
    codes = random.sample(_codes(scheme), k=random.randint(1, 4))
    if scheme == "sector":
        return list(codes)
    return [{"term": code, "status": random.choice(_STATUSES)} for code in codes]


@cache
def _bases() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = _read("caselaw", "sample", "landmark_cases.json")["cases"]
    secret = ("title_names_victim", "title_public", "title_reason")
    return [{key: value for key, value in case.items() if key not in secret} for case in cases]


@cache
def _sentences(key: str) -> list[str]:
    texts = [case[key] for case in _bases()]
    return sorted({part for text in texts for part in re.split(r"(?<=[.!?]) (?=[A-Z])", text)})


@cache
def _states() -> list[str]:
    entries = _read("caselaw", "data", "jurisdictions.json")
    return [entry["code"] for entry in entries if entry["kind"] == "state"]


@cache
def _codes(scheme: str) -> list[str]:
    """Terms that may be coded: not the headings of issues."""
    terms = _read("caselaw", "data", "vocabularies", f"{scheme}.json")["terms"]
    parents = {term["parent"] for term in terms}
    return [term["code"] for term in terms if scheme != "issue" or term["parent"] or term["code"] not in parents]


def _read(*parts: str) -> Any:
    return json.loads(ROOT.joinpath(*parts).read_text(encoding="utf-8"))
