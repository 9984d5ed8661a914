"""Code lists with their labels in every language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils import translation

from portal.core.choices import Language
from reports.choices import AgeGroup, Exploitation, MissingReason, PartnerKind, Sex

_DJANGO_CODES = {Language.ZH: "zh-hans"}
# SDMX CL_OBS_STATUS 2.2: L exists but was not collected, M cannot exist, O missing, Q suppressed.
_OBS_STATUS = {
    MissingReason.NOT_AVAILABLE.value: "O",
    MissingReason.NOT_APPLICABLE.value: "M",
    MissingReason.CONFIDENTIAL.value: "Q",
    MissingReason.NO_ANSWER.value: "O",
    MissingReason.NOT_ASKED.value: "L",
}


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed list: its concept in SDMX, and the code that SDMX has for each of ours (the same where none is named)."""

    concept: str
    choices: type[TextChoices]
    sdmx: Mapping[str, str] = field(default_factory=dict)

    def codes(self) -> list[dict[str, Any]]:
        """Return the codes in order, with the label of the active language and those of all."""
        labels = {language: _labels(self.choices, Language(language)) for language in Language.values}
        active = dict(self.choices.choices)
        return [
            {
                "code": code,
                "sdmx": self.sdmx.get(code, code),
                "label": str(active[code]),
                "labels": {language: labels[language][code] for language in Language.values},
            }
            for code in self.choices.values
        ]


CODE_LISTS = {
    "sex": CodeList("SEX", Sex),
    "age": CodeList("AGE", AgeGroup),
    "exploitation": CodeList("EXPLOITATION", Exploitation),
    "partner": CodeList("CITIZENSHIP", PartnerKind),
    "missing_reason": CodeList("OBS_STATUS", MissingReason, _OBS_STATUS),
}


def obs_status(missing_reason: str, *, has_number: bool) -> str:
    """Return the SDMX status of a figure: A for a number, else why it is missing."""
    return "A" if has_number else _OBS_STATUS.get(missing_reason, "O")


def _labels(choices: type[TextChoices], language: Language) -> dict[str, str]:
    with translation.override(_DJANGO_CODES.get(language, language)):
        return {code: str(label) for code, label in choices.choices}
