"""Nothing: the foreign keys that were added here stand in 0001."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('caselaw', '0001_initial'),
        ('core', '0001_initial'),
    ]

    operations = []
