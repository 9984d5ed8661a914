"""The template tags of the interface."""

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from portal.core.templatetags import ui


class Brief(forms.Form):
    """A form with one field of each layout."""

    title = forms.CharField(help_text="No names of victims")
    scope = forms.ChoiceField(choices=[("in", "Within one country")], widget=forms.RadioSelect)
    remark = forms.CharField(required=False)
    is_checked = forms.BooleanField(required=False)


def render(source: str, **context: object) -> str:
    """Render a template with the tags loaded."""
    return Template("{% load ui %}" + source).render(Context(context)).strip()


def test_language_links_lead_to_the_same_page_with_its_query(rf: RequestFactory) -> None:
    links = ui.language_links(Context({"request": rf.get("/cases/", {"q": "passport"})}))

    assert [(link.code, link.url) for link in links][:2] == [
        ("en", "/cases/?q=passport"),
        ("fr", "/fr/cases/?q=passport"),
    ]
    assert [link.code for link in links if link.is_current] == ["en"]


def test_language_links_of_a_page_that_does_not_exist_lead_home(rf: RequestFactory) -> None:
    links = ui.language_links(Context({"request": rf.get("/nowhere")}))

    assert next(link.url for link in links if not link.is_current) == "/fr/"
    assert not any(link.is_translation for link in links if not link.is_current)


def test_language_links_are_empty_without_a_request() -> None:
    assert ui.language_links(Context()) == []


def test_text_in_another_language_keeps_its_direction() -> None:
    with override("en"):
        assert ui.lang_attrs("ar") == ' lang="ar" dir="rtl"'
        assert ui.lang_attrs("en") == ""
        assert ui.lang_attrs(None) == ""


def test_a_card_keeps_its_markup_and_escapes_its_title() -> None:
    html = render("{% card title %}<b>{{ text }}</b>{% endcard %}", title="a < b", text="c < d")

    assert "<h3>a &lt; b</h3>" in html
    assert "<b>c &lt; d</b>" in html


def test_a_crumb_without_address_is_this_page() -> None:
    assert ui.crumb("Brief <1>") == '<li aria-current="page">Brief &lt;1&gt;</li>'


@pytest.mark.parametrize(
    ("message_level", "kind"), [("success", "ok"), ("warning", "warn"), ("error", "error"), ("", "info")]
)
def test_each_level_of_message_has_a_kind_of_note(message_level: str, kind: str) -> None:
    assert ui.note_kind(message_level) == kind


def test_bars_reach_from_the_base_to_the_tallest_total() -> None:
    small, large = ui.histogram_columns(
        [{"label": "a", "value": 1, "total": 2}, {"label": "b", "value": 8, "total": 8}]
    )

    assert (large.total_y, large.total_height) == ("18.0", "80.0")
    assert (small.value_y, small.value_height) == ("88.0", "10.0")
    assert (small.middle, large.middle) == ("25.00%", "75.00%")


def test_a_histogram_of_nothing_is_no_error() -> None:
    assert ui.histogram_columns([]) == []
    assert ui.histogram_columns([{"label": "a", "value": 0, "total": 0}])[0].total_height == "0.0"


def test_many_bars_are_labelled_only_now_and_then() -> None:
    columns = ui.histogram_columns([{"label": str(year), "value": 1, "total": 1} for year in range(1990, 2026)])

    assert [column.tick for column in columns if column.tick][:2] == ["1990", "1993"]


def test_coordinates_are_the_same_in_every_language() -> None:
    with override("fr"):
        html = render(
            '{% histogram bars id="h" title="t" value_label="v" total_label="w" bar_label="b" %}',
            bars=[{"label": "a", "value": 1, "total": 3}],
        )

    assert 'y="71.3"' in html


def test_long_lists_of_pages_have_gaps() -> None:
    class Page:
        number, num_pages = 5, 41

    assert ui.page_numbers(Page()) == [1, None, 4, 5, 6, None, 41]


def test_each_field_names_its_help_and_its_error() -> None:
    form = Brief({})
    html = render_to_string("components/field.html", {"field": form["title"]})

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert html.index("id_title_helptext") < html.index('id="id_title_error"') < html.index("<input")


def test_a_list_of_choices_is_a_group_with_a_legend() -> None:
    html = render_to_string("components/field.html", {"field": Brief({})["scope"]})

    assert 'aria-describedby="id_scope_error"' in html
    assert "<legend>Scope</legend>" in html


def test_fields_that_may_stay_empty_say_so_only_beside_required_ones() -> None:
    class Filters(forms.Form):
        words = forms.CharField(required=False)

    assert ui.is_marked_optional(Brief()["remark"])
    assert not ui.is_marked_optional(Brief()["title"])
    assert not ui.is_marked_optional(Filters()["words"])


def test_the_error_summary_leads_to_each_field() -> None:
    html = render_to_string("components/error_summary.html", {"form": Brief({})})

    assert 'href="#id_title"' in html
    assert 'href="#id_scope_0"' in html


def test_a_facet_opens_its_rest_when_an_option_in_it_is_on() -> None:
    options = [{"value": str(n), "label": str(n), "count": n, "selected": n == 7} for n in range(8)]
    facet = {"name": "means", "label": "Means", "options": options}

    html = render_to_string("components/facet.html", {"facet": facet})

    assert "<details open>" in html
    assert "Show 3 more" in html
    assert "<details open>" not in render_to_string(
        "components/facet.html", {"facet": {**facet, "options": options[:7]}}
    )


@pytest.mark.parametrize("name", ["400.html", "500.html"])
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_pages_of_last_resort_need_no_request(name: str, language: str, direction: str) -> None:
    with override(language):
        assert f'lang="{language}" dir="{direction}"' in render_to_string(name)
