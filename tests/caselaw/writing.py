"""Fill in the long form of a brief as a browser would send it, and change a few fields."""

from typing import Any

from django.contrib.auth.models import AnonymousUser, Permission
from django.contrib.contenttypes.models import ContentType
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from caselaw.forms.brief import BriefForm
from caselaw.forms.choices import Offers
from caselaw.forms.kinds import added_row
from caselaw.forms.raw import initial_of, posted_of
from caselaw.models import Case
from portal.core.models import User
from tests.factories.core import UserFactory


def contributor(**fields: Any) -> User:
    """Return a person who writes briefs and may do nothing else."""
    Permission.objects.get_or_create(
        codename="contribute_case",
        content_type=ContentType.objects.get_for_model(Case),
        defaults={"name": "Can contribute case briefs"},
    )
    return UserFactory(permissions=("caselaw.contribute_case",), **fields)


def sent(brief: BriefForm, base: str = "") -> QueryDict:
    """Return what a browser sends for the form that a page shows."""
    data = QueryDict(mutable=True)
    data["base"] = base
    read = posted_of if brief.is_bound else initial_of
    forms = [brief.head, *(form for _path, form, _formset in brief.walk())]
    for form in forms:
        for name in form.fields:
            if values := read(form, name):
                data.setlist(form.add_prefix(name), values)
    for formset in brief.formsets():
        for field in formset.management_form:
            data[field.html_name] = "" if field.value() is None else str(field.value())
    return data


def address(case: Case, name: str = "desk-write") -> str:
    """Return the address of the form, or of something beside it."""
    return reverse(f"caselaw:{name}", args=[case.uuid])


def opened(client: Client, case: Case, **changes: Any) -> dict[str, list[str]]:
    """Open the form and return what it would send, with some fields changed; "__" stands for "-" in names."""
    response = client.get(address(case), {"draft": "1"})
    assert response.status_code == 200, response
    return changed(from_page(response), **changes)


def from_page(response: Any) -> dict[str, list[str]]:
    """Return what the form of a page would send."""
    context = response.context
    return dict(sent(context["brief"], context["base"]).lists())


def changed(data: dict[str, list[str]], **changes: Any) -> dict[str, list[str]]:
    """Return the data with some fields changed; None takes a field out, as an empty box does."""
    result = dict(data)
    for name, value in changes.items():
        plain = name.replace("__", "-")
        if value is None:
            result.pop(plain, None)
        else:
            result[plain] = value if isinstance(value, list) else [str(value)]
    return result


def with_row(data: dict[str, list[str]], prefix: str, **values: Any) -> dict[str, list[str]]:
    """Return the data with one more row."""
    count = int(data.get(f"{prefix}-TOTAL_FORMS", ["0"])[0])
    found = added_row(prefix, count, Offers(AnonymousUser()))
    assert found, prefix
    data = data | {found[1].add_prefix(name): initial_of(found[1], name) for name in found[1].fields}
    for formset in found[1].nested().values():
        data |= {field.html_name: [str(field.value())] for field in formset.management_form}
    rows = {f"{prefix}-{count}-{name}": value for name, value in values.items()}
    rows |= {f"{prefix}-TOTAL_FORMS": count + 1}
    rows.setdefault(f"{prefix}-INITIAL_FORMS", data.get(f"{prefix}-INITIAL_FORMS", ["0"])[0])
    return changed(data, **rows)


def messages_of(response: Any) -> list[str]:
    """Return what the page of an answer says is wrong."""
    return [f"{problem.label}: {problem.message}" for problem in response.context["problems"]]
