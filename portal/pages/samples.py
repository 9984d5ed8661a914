"""Values for the living page of components; see templates/pages/components.html.

Words of the interface are translated. Sample content stays English and says so, as a brief would on a page in
another language.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The sections of the page in their order: the anchor and the heading.
SECTIONS: "dict[str, StrOrPromise]" = {
    "colour": _("Colour"),
    "type": _("Type"),
    "buttons": _("Buttons and links"),
    "copying": _("Copy button"),
    "statuses": _("Status tags"),
    "badges": _("Badges"),
    "chips": _("Chips"),
    "notes": _("Notices and warnings"),
    "forms": _("Form fields"),
    "errors": _("Form with errors"),
    "facets": _("Facets"),
    "facts": _("Facts"),
    "figures": _("Key figures"),
    "tables": _("Tables"),
    "histograms": _("Histograms"),
    "timelines": _("Timeline"),
    "progress": _("Progress of a job"),
    "empty": _("Empty state"),
    "cards": _("Cards, panels and passages"),
    "navigation": _("Navigation"),
    "scripts": _("Parts that cannot be seen"),
}

# Names of custom properties in static/css/tokens.css.
COLOURS = [
    "page",
    "surface",
    "surface-2",
    "ink",
    "ink-2",
    "line",
    "line-strong",
    "accent",
    "accent-soft",
    "link",
    "visited",
    "band",
    "band-2",
    "mark",
    "focus",
    "focus-halo",
    "ok-line",
    "warn-line",
    "error-line",
    "info-line",
    "mute-line",
    "data-1",
    "data-2",
    "data-3",
    "data-4",
    "data-5",
    "data-quiet",
]

_INITIAL = {"identifier": "HT-7K2M4QXD", "scope": "not_stated", "means": ["deception"]}

# Single texts of the page, by where they stand.
_WORDS = {
    "chip": "Deception",
    "hit": "Abuse of a position of vulnerability",
    "link": "Debt bondage",
    "linked_hit": "Forced labour",
    "filter": "Means",
    "card": "Card with a link",
    "plain_card": "Card without a link",
    "card_text": "A rule above, no box, no shadow.",
    "panel": "Panel",
    "panel_text": "For things beside the text: citation, downloads, identifiers.",
    "empty": "No decision matches all filters",
    "empty_text": "“passport” is mentioned in 22 briefs. What you could drop:",
    "citation": "Court of Appeal of Country A, 17 December 2013, brief HT-7K2M4QXD",
    "slim": "One quiet line above a page.",
    "step_5": "What courts decide",
    "step_4": "Search court decisions",
    "step_3": "Reasoning",
    "step_2": "Detected victims",
    "step_1": "The court held that consent was irrelevant.",
    "step_0": "Interface text and form fields",
    "step_m1": "Tables, chips, meta lines",
    "step_m2": "Footnotes under charts",
}


def _english(text: str) -> SafeString:
    """Return sample text that stays English, with its own direction, in every language of the page."""
    return format_html('<bdi lang="en">{}</bdi>', text)


def _choices(*words: str) -> list[tuple[str, SafeString]]:
    return [(word.lower().replace(" ", "_"), _english(word)) for word in words]


_DATE_ATTRS: dict[str, Any] = {"aria-label": _("Date")}
_TIME_ATTRS: dict[str, Any] = {"aria-label": _("Time")}


class SampleForm(forms.Form):
    """One field of each layout; without data, and with data that is wrong throughout."""

    headline = forms.CharField(
        label=_english("Headline"), help_text=_english("One or two sentences, without names of victims.")
    )
    year = forms.IntegerField(
        label=_english("Year of decision"),
        min_value=1980,
        max_value=2026,
        error_messages={"max_value": _english("Enter a year between 1980 and 2026.")},
        widget=forms.NumberInput(attrs={"class": "u-w-7"}),
    )
    court = forms.ChoiceField(
        label=_english("Court"),
        choices=[("", "Choose"), ("high_court", "High Court of Country A"), ("supreme_court", "Supreme Court")],
        error_messages={"required": _english("Choose a court.")},
        widget=forms.Select(attrs={"lang": "en"}),
    )
    note = forms.CharField(
        label=_english("Note for the second reader"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    scope = forms.ChoiceField(
        label=_english("Form of trafficking"),
        help_text=_english("As the court describes it."),
        choices=_choices("Within one country", "Across borders", "Not stated"),
        error_messages={"required": _english("Choose one of the three.")},
        widget=forms.RadioSelect,
    )
    means = forms.MultipleChoiceField(
        label=_english("Means"),
        choices=_choices("Deception", "Abduction", "Threat or use of force"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    heard_at = forms.SplitDateTimeField(
        label=_english("Hearing"),
        help_text=_english("Day and time, for example 2014-04-03 and 09:30."),
        widget=forms.SplitDateTimeWidget(date_attrs=_DATE_ATTRS, time_attrs=_TIME_ATTRS),
    )
    judgment = forms.FileField(label=_english("Judgment as PDF"), required=False)
    identifier = forms.CharField(label=_english("Public identifier"), disabled=True, required=False)
    is_checked = forms.BooleanField(label=_english("I have compared this brief with the judgment"))


def _form_with_errors() -> SampleForm:
    form = SampleForm({"wrong-year": "20014", "wrong-means": "bribery"}, prefix="wrong", initial=_INITIAL)
    form.add_error(None, _english("Somebody else has changed this brief since you opened it."))
    return form


def _option(value: str, count: int | None, *, selected: bool = False) -> dict[str, Any]:
    return {"value": value.lower(), "label": _english(value), "count": count, "selected": selected}


_SECTORS = {
    "Agriculture": 1204,
    "Begging": 212,
    "Fishing": 97,
    "Mining": 46,
    "Retail": 9,
    "Textiles": 1,
    "Transport": 0,
}


def _facets() -> list[dict[str, Any]]:
    return [
        {
            "name": "few",
            "label": _("Few options, one of them empty"),
            "options": [_option("Children", 46), _option("Women", 9), _option("Men", 0)],
        },
        {
            "name": "many",
            "label": _("Many options: the rest is folded"),
            "options": [_option(*row) for row in _SECTORS.items()],
        },
        {
            "name": "folded",
            "label": _("Selected options, one of them among the rest"),
            "options": [
                _option(name, count, selected=name in {"Begging", "Textiles"}) for name, count in _SECTORS.items()
            ],
        },
        {
            "name": "uncounted",
            "label": _("Options without counts"),
            "options": [_option("Acquittal", None, selected=True), _option("Conviction", None)],
        },
    ]


def _pages() -> list[tuple[str, Page[int]]]:
    few, many = Paginator(range(30), 10), Paginator(range(410), 10)
    return [
        (str(_("Few pages, the first")), few.page(1)),
        (str(_("Few pages, the last")), few.page(3)),
        (str(_("Many pages, one in the middle")), many.page(20)),
    ]


def _histograms() -> dict[str, list[dict[str, Any]]]:
    periods = [(1995, 0, 2), (2000, 1, 9), (2005, 6, 31), (2010, 14, 58), (2015, 58, 58), (2020, 0, 0)]
    return {
        "few": [
            {"label": f"{first}–{first + 4}", "tick": str(first), "value": value, "total": total}
            for first, value, total in periods
        ],
        "many": [
            {"label": str(1996 + number), "value": number * number % 17, "total": 17 + number} for number in range(28)
        ],
    }


def _notes() -> list[dict[str, Any]]:
    texts = {
        "info": ("A newer version is in preparation", "This is version 2 of 4 November 2026."),
        "ok": ("The brief is complete", "Saved at 14:32. You can still change it until it is published."),
        "warn": ("Not yet checked against the judgment", "Treat these fields as a draft: facts (in part)."),
        "error": ("The file was not read", "Row 214: “12 persons” is not a number. Nothing was imported."),
    }
    return [{"kind": kind, "title": _english(title), "text": _english(text)} for kind, (title, text) in texts.items()]


def _labelled(**labels: str) -> list[dict[str, Any]]:
    return [{"kind": kind, "label": _english(label)} for kind, label in labels.items()]


def _statuses() -> dict[str, list[dict[str, Any]]]:
    return {
        "findings": _labelled(
            proved="Found proved",
            alleged="Alleged",
            not_proved="Not proved",
            not_required="Not required (child)",
            inferred="Editor inferred",
            set_aside="Conviction set aside",
        ),
        "work": _labelled(
            todo="Not started", active="In progress", done="Accepted", closed="Closed", failed="Stopped with an error"
        ),
        "badges": [
            {"kind": "", "label": _english("Draft")},
            *_labelled(info="In review", warn="On hold", ok="Published", error="Withdrawn"),
        ],
    }


def _facts() -> list[dict[str, Any]]:
    return [
        {
            "term": _english("Outcome"),
            "value": _english("Both defendants convicted; sentences of 12 and 16 years upheld"),
            "lead": True,
        },
        {
            "term": _english("Court"),
            "value": _english("Court of Appeal of Country A"),
            "note": _english("second instance"),
        },
        {"term": _english("Decision"), "value": _english("17 December 2013")},
        {"term": _english("Victims"), "value": _english("2 girls"), "note": _english("a third person is not counted")},
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {
            "date": "2002-04-03",
            "when": _english("3 April 2002"),
            "kind": "event",
            "title": _english("An event of the facts"),
        },
        {"when": _english("date not stated"), "title": _english("A step without a date"), "text": _english("Arrest")},
        {
            "date": "2012-12-11",
            "when": _english("11 December 2012"),
            "kind": "mute",
            "title": _english("A lower court"),
            "text": _english("First instance"),
            "url": "#timelines",
        },
        {
            "date": "2013-12",
            "when": _english("December 2013"),
            "kind": "key",
            "title": _english("The decision of this brief"),
            "text": _english("Cassation"),
            "badge": _english("This brief"),
            "note": _english("The court set the sentence of one defendant aside."),
        },
    ]


def _job(kind: str, title: str, status: str, done: int, total: int | None, detail: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": _english(title),
        "status": _english(status),
        "done": done,
        "total": total,
        "detail": _english(detail) if detail else "",
    }


def _jobs() -> list[dict[str, Any]]:
    return [
        _job("todo", "Export of all briefs", "Waiting", 0, None, ""),
        _job("todo", "Import of briefs, first.xlsx", "Waiting", 0, 1000, "One job is before it."),
        _job("active", "Import of briefs, second.xlsx", "Running", 612, 1000, "Reading row 612."),
        _job("active", "Index for the search", "Running", 1204, None, "How many there are is not known yet."),
        _job("done", "Report, draft 12", "Finished", 40, 40, "It took 41 seconds."),
        _job("failed", "Alert e-mails", "Failed", 14, 90, "The mail server did not answer. None is sent twice."),
        _job("closed", "Import of briefs, third.xlsx", "Cancelled", 214, 1000, "Nothing was imported."),
    ]


def _tables() -> dict[str, list[dict[str, Any]]]:
    """Return rows of figures (texts stand for what is missing) and rows of text."""
    figures: dict[str, tuple[int | str, ...]] = {
        "Country A": (1204, 3118, 4322),
        "Country B": (0, 12, 12),
        "Country C": ("<5", "42–45", 46),
        "Country D": ("not available", "not available", 97),
        "Country E": ("not reported", "not reported", "not reported"),
    }
    verdicts = [
        ("Defendant 1", "Slavery, two counts", "proved", "Convicted", "16 years"),
        ("Defendant 2", "Domestic trafficking in children", "not_proved", "Acquitted", ""),
    ]
    return {
        "figures": [{"name": _english(name), "cells": cells} for name, cells in figures.items()],
        "verdicts": [
            {
                "name": _english(name),
                "charge": _english(charge),
                "kind": kind,
                "verdict": _english(verdict),
                "sentence": _english(sentence) if sentence else "",
            }
            for name, charge, kind, verdict, sentence in verdicts
        ],
    }


def component_samples() -> dict[str, Any]:
    """Return one value for each component and state."""
    return {
        "sections": SECTIONS,
        "colours": COLOURS,
        "statuses": _statuses(),
        "notes": _notes(),
        "blank_form": SampleForm(prefix="blank", initial=_INITIAL),
        "wrong_form": _form_with_errors(),
        "facets": _facets(),
        "facts": _facts(),
        "tables": _tables(),
        "bars": _histograms(),
        "events": _events(),
        "jobs": _jobs(),
        "pages": _pages(),
        "single_page": Paginator(range(3), 10).page(1),
        "crumbs": [
            {"label": _english("Case law"), "url": "#navigation"},
            {"label": _english("Brief HT-7K2M4QXD")},
        ],
        "suggestions": [
            {"label": _english("without “Sector: Fishing”: 13 decisions"), "url": "#empty"},
            {"label": _english("without “Level: Supreme court”: 1 decision"), "url": "#empty"},
        ],
        "words": {name: _english(text) for name, text in _WORDS.items()},
    }
