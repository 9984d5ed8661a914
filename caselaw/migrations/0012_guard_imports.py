import uuid

from django.conf import settings
from django.db import migrations, models

from portal.core.migrating import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('caselaw', '0011_tell_the_state_of_former_imports'),
    ]

    operations = [
        AtOnce([
            migrations.AlterField(
                model_name='importbatch',
                name='public_id',
                field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
            ),
            migrations.AlterField(
                model_name='importbatch',
                name='handed_in_at',
                field=models.DateTimeField(verbose_name='handed in'),
            ),
            migrations.AddConstraint(
                model_name='importbatch',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('imported_at__isnull', False), ('state__in', ['written', 'undone'])), models.Q(models.Q(('state__in', ['written', 'undone']), _negated=True), ('imported_at__isnull', True)), _connector='OR'), name='caselaw_importbatch_written_has_a_time'),
            ),
            migrations.AddConstraint(
                model_name='importbatch',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), ('undone_at__isnull', False), ('undone_by__isnull', False)), models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at__isnull', True), ('undone_by__isnull', True)), _connector='OR'), name='caselaw_importbatch_undone_says_when_and_by_whom'),
            ),
            migrations.AddConstraint(
                model_name='importbatch',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['ready', 'writing', 'written']), _negated=True), ('errors', 0), _connector='OR'), name='caselaw_importbatch_with_errors_is_not_written'),
            ),
            migrations.AddConstraint(
                model_name='importbatch',
                constraint=models.UniqueConstraint(condition=models.Q(('file__isnull', False), ('state__in', ('checking', 'ready', 'writing'))), fields=('imported_by', 'sha256', 'format', 'source_system'), name='caselaw_importbatch_one_at_a_time_per_file'),
            ),
        ]),
    ]
