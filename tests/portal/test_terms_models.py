"""What the database refuses about vocabularies; in which language a term is shown."""

from collections.abc import Callable

import pytest
from django.utils import translation

from portal.core.models import CountryAlias, Term, TermAlias, TermLabel, TermScheme
from tests.factories.core import TermFactory, TermSchemeFactory, in_six_languages, term
from tests.faults import constraints_of, refused_by, refused_with

pytestmark = pytest.mark.django_db


def _twice(make: Callable[..., object], **fields: object) -> None:
    for _ in range(2):
        make(**fields)


def _own_parent() -> None:
    made = TermFactory()
    Term.objects.filter(pk=made.pk).update(parent=made)


def _alias_twice() -> None:
    made = TermFactory()
    _twice(TermAlias.objects.create, scheme=made.scheme, term=made, system="ctdc", label="debt bondage")


FAULTS: dict[str, Callable[[], object]] = {
    "core_termscheme_has_six_labels": lambda: TermSchemeFactory(labels={"en": "Means"}),
    "core_term_code_once_per_scheme": lambda: _twice(Term.objects.create, scheme=TermSchemeFactory(), code="deception"),
    "core_term_code_is_plain": lambda: TermFactory(code="Debt-bondage"),
    "core_term_is_not_its_own_parent": _own_parent,
    "core_termlabel_once_per_language": lambda: _twice(
        TermLabel.objects.create, term=TermFactory(), language="en", text="Deception"
    ),
    "core_termalias_once_per_system": _alias_twice,
}


@pytest.mark.parametrize("constraint", FAULTS)
def test_the_database_refuses(constraint: str) -> None:
    with refused_by(constraint):
        FAULTS[constraint]()


def test_each_constraint_has_its_fault() -> None:
    assert set(FAULTS) == constraints_of(TermScheme, Term, TermLabel, TermAlias, CountryAlias)


def test_a_broader_term_of_another_vocabulary_is_refused() -> None:
    with refused_with("belongs to the same vocabulary"):
        TermFactory(parent=TermFactory())


def test_a_broader_term_of_the_same_vocabulary_is_kept() -> None:
    broader = TermFactory()

    assert TermFactory(scheme=broader.scheme, parent=broader).pk


@pytest.mark.parametrize(("language", "shown"), [("en", "Deception"), ("fr", "Tromperie"), ("ru", "Deception")])
def test_a_term_is_shown_in_the_language_of_the_page_or_in_english(language: str, shown: str) -> None:
    made = TermFactory()
    for code, text in (("en", "Deception"), ("fr", "Tromperie")):
        TermLabel.objects.create(term=made, language=code, text=text)

    with translation.override(language):
        assert str(made) == shown


def test_a_term_without_labels_is_shown_by_its_code() -> None:
    assert str(TermFactory(code="rain")) == "rain"


def test_a_vocabulary_is_shown_in_chinese_on_chinese_pages() -> None:
    scheme = TermSchemeFactory(labels=in_six_languages("Means") | {"zh": "手段"})

    with translation.override("zh-hans"):
        assert str(scheme) == "手段"


def test_every_loaded_term_has_six_labels() -> None:
    for loaded in Term.objects.prefetch_related("labels"):
        assert {label.language for label in loaded.labels.all()} == {"en", "fr", "es", "ru", "ar", "zh"}, loaded.code


def test_terms_come_in_the_order_of_their_editors() -> None:
    ordered = Term.objects.in_scheme("means").in_display_order()

    assert [found.order for found in ordered] == sorted(found.order for found in ordered)
    assert term("means", "force").parent == term("means", "force_or_coercion")
