"""Accounts that are there could sign in so far, so their addresses count as confirmed."""

from typing import Any

from django.db import migrations


def confirm(apps: Any, schema_editor: Any) -> None:
    address = apps.get_model("account", "EmailAddress")
    accounts = apps.get_model("core", "User").objects.values_list("pk", "email")
    known = set(address.objects.values_list("user_id", flat=True))
    address.objects.bulk_create(
        address(user_id=pk, email=email, verified=True, primary=True) for pk, email in accounts if pk not in known
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0004_accounts")]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop, elidable=True)]
