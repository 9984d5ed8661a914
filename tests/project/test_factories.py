"""Factories make valid objects, on their own and several at once."""

import pytest
from factory.django import DjangoModelFactory

from caselaw.actions.gaps import gaps
from caselaw.models import Case
from portal.core.models import Country
from tests.factories import caselaw, core, jobs

FACTORIES = {
    name: found
    for module in (caselaw, core, jobs)
    for name, found in vars(module).items()
    if isinstance(found, type) and issubclass(found, DjangoModelFactory) and found is not DjangoModelFactory
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", FACTORIES)
def test_factory_makes_two_valid_objects(name: str) -> None:
    first, second = FACTORIES[name](), FACTORIES[name]()

    assert first != second


@pytest.mark.django_db
@pytest.mark.parametrize("trait", ["complete", "cleared", "published", "withdrawn"])
def test_every_state_of_a_brief_can_be_made(trait: str) -> None:
    case = caselaw.CaseFactory(**{trait: True})

    assert Case.objects.filter(pk=case.pk).exists()


@pytest.mark.django_db
def test_a_cleared_brief_lacks_nothing_for_publication() -> None:
    case = caselaw.CaseFactory(cleared=True)

    assert gaps(case) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_reference_data_is_there_for_transactional_tests_too(turn: int) -> None:
    assert Country.objects.count() == 250
    assert core.term("means", "deception").labels.count() == 6
