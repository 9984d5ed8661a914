"""Tables, triggers and constraints of the first case law, each with its foreign keys."""

import caselaw.public_ids
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
import portal.core.models.term
import uuid
from django.conf import settings
from django.db import migrations, models

from portal.core.migrating import AtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        AtOnce([
            migrations.CreateModel(
                name='Case',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=caselaw.public_ids.new_public_id, editable=False, max_length=11, unique=True)),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('slug', models.SlugField(max_length=100, verbose_name='words in the address')),
                    ('official_title', models.CharField(help_text='As the court gives it. If it names a victim, only staff see it unless the policy says otherwise.', max_length=300, verbose_name='official title')),
                    ('safe_title', models.CharField(blank=True, help_text='For a title that names a victim: initials and the application number.', max_length=300, verbose_name='title with initials')),
                    ('title_policy', models.CharField(choices=[('names_no_victim', 'The official title; it names no victim'), ('initials', 'Initials in place of a victim’s name'), ('official', 'The official title, although it names a victim (two persons, with a reason)')], default='names_no_victim', max_length=20, verbose_name='title shown')),
                    ('title_reason', models.CharField(blank=True, max_length=500, verbose_name='reason for the official title')),
                    ('decision_date', models.DateField(blank=True, null=True, verbose_name='date of the decision')),
                    ('decision_date_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year')], default='day', max_length=5, verbose_name='known to the')),
                    ('final', models.CharField(choices=[('final', 'Final'), ('under_appeal', 'Under appeal'), ('unknown', 'Not stated')], default='unknown', max_length=12, verbose_name='final')),
                    ('judgment_languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), blank=True, default=list, size=None, verbose_name='languages of the judgment (ISO 639)')),
                    ('inclusion_basis', models.CharField(choices=[('three_elements', 'Act, means and purpose are present'), ('no_elements_but_useful', 'Useful although the elements cannot be ascertained'), ('non_criminal', 'Non-criminal decision'), ('migrant_smuggling_overlap', 'Overlap with smuggling of migrants')], default='three_elements', max_length=30, verbose_name='reason for inclusion')),
                    ('inclusion_note', models.TextField(blank=True, verbose_name='note on inclusion')),
                    ('significance', models.PositiveSmallIntegerField(blank=True, help_text='1 (key case) to 4 (little new); empty: not rated.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)], verbose_name='significance')),
                    ('confidence', models.CharField(choices=[('high', 'High'), ('medium', 'Medium'), ('low', 'Low'), ('not_rated', 'Not rated')], default='not_rated', max_length=10, verbose_name='support by sources')),
                    ('unverified_fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='not yet checked against the judgment')),
                    ('robots', models.CharField(choices=[('index', 'May be listed'), ('noindex', 'Not to be listed')], default='index', max_length=7, verbose_name='search engines')),
                    ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('cleared', 'Cleared'), ('published', 'Published'), ('on_hold', 'On hold'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=10, verbose_name='status')),
                    ('anonymisation_state', models.CharField(choices=[('not_started', 'Not started'), ('in_progress', 'In progress'), ('second_check', 'Second check'), ('cleared', 'Cleared by a second person'), ('re_opened', 'Re-opened')], default='not_started', editable=False, max_length=12, verbose_name='anonymisation')),
                    ('cleared_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                    ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('withdrawal_reason', models.CharField(blank=True, editable=False, max_length=500)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(editable=False, help_text='Set by every action that changes the brief.')),
                    ('source_system', models.SlugField(blank=True, editable=False, max_length=40, verbose_name='system of origin')),
                    ('source_id', models.CharField(blank=True, editable=False, max_length=200, verbose_name='identifier there')),
                    ('source_hash', models.CharField(blank=True, editable=False, max_length=64)),
                    ('imported_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('cleared_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('countries_involved', models.ManyToManyField(blank=True, related_name='+', to='core.country', verbose_name='countries of the facts')),
                    ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('latest_stage', portal.core.models.term.TermField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='latest stage')),
                    ('legal_system', portal.core.models.term.TermField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='legal system')),
                    ('ocg', portal.core.models.term.TermField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='organized criminal group')),
                    ('proceeding_type', portal.core.models.term.TermField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='type of proceeding')),
                    ('replaced_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='caselaw.case')),
                    ('scope', portal.core.models.term.TermField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='form')),
                    ('title_confirmed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('title_proposed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'case brief',
                    'verbose_name_plural': 'case briefs',
                    'permissions': [('publish_case', 'Can publish case briefs'), ('clear_case', 'Can clear the anonymisation of case briefs')],
                },
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                    ('is_public', models.BooleanField(default=False, verbose_name='public')),
                    ('redaction_state', models.CharField(choices=[('not_checked', 'Not checked'), ('needs_redaction', 'Needs redaction'), ('cleared', 'Cleared')], default='not_checked', max_length=16, verbose_name='names of victims')),
                    ('licence', models.CharField(blank=True, max_length=100, verbose_name='licence')),
                    ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.privatefile', verbose_name='file')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='caselaw.case', verbose_name='case brief')),
                ],
                options={
                    'verbose_name': 'attachment',
                    'verbose_name_plural': 'attachments',
                },
            ),
            migrations.CreateModel(
                name='AttachmentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                    ('is_public', models.BooleanField(default=False, verbose_name='public')),
                    ('redaction_state', models.CharField(choices=[('not_checked', 'Not checked'), ('needs_redaction', 'Needs redaction'), ('cleared', 'Cleared')], default='not_checked', max_length=16, verbose_name='names of victims')),
                    ('licence', models.CharField(blank=True, max_length=100, verbose_name='licence')),
                    ('file', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.privatefile', verbose_name='file')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.attachment')),
                    ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case', verbose_name='case brief')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='CaseIdentifier',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('scheme', models.CharField(choices=[('ecli', 'ECLI'), ('neutral', 'Neutral citation'), ('application_no', 'Application number'), ('docket', 'Docket number'), ('reporter', 'Law report'), ('unodc_no', 'UNODC number'), ('ildc', 'ILDC'), ('other', 'Other reference')], max_length=20, verbose_name='kind')),
                    ('value', models.CharField(max_length=200, verbose_name='as cited')),
                    ('normalised', models.CharField(editable=False, max_length=200)),
                    ('is_preferred', models.BooleanField(default=False, verbose_name='preferred')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='caselaw.case', verbose_name='case brief')),
                ],
                options={
                    'verbose_name': 'identifier',
                    'verbose_name_plural': 'identifiers',
                },
            ),
            migrations.CreateModel(
                name='CaseIdentifierEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('scheme', models.CharField(choices=[('ecli', 'ECLI'), ('neutral', 'Neutral citation'), ('application_no', 'Application number'), ('docket', 'Docket number'), ('reporter', 'Law report'), ('unodc_no', 'UNODC number'), ('ildc', 'ILDC'), ('other', 'Other reference')], max_length=20, verbose_name='kind')),
                    ('value', models.CharField(max_length=200, verbose_name='as cited')),
                    ('normalised', models.CharField(editable=False, max_length=200)),
                    ('is_preferred', models.BooleanField(default=False, verbose_name='preferred')),
                    ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case', verbose_name='case brief')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.caseidentifier')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='CaseRelation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('appeal_of', 'Appeal of'), ('cites', 'Cites'), ('follows', 'Follows'), ('distinguishes', 'Distinguishes'), ('same_facts', 'Same facts'), ('parallel', 'Parallel proceedings'), ('related', 'Related')], max_length=15, verbose_name='relation')),
                    ('from_case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='caselaw.case', verbose_name='case brief')),
                    ('to_case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_from', to='caselaw.case', verbose_name='other case')),
                ],
                options={
                    'verbose_name': 'related case',
                    'verbose_name_plural': 'related cases',
                },
            ),
            migrations.CreateModel(
                name='CaseRelationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('appeal_of', 'Appeal of'), ('cites', 'Cites'), ('follows', 'Follows'), ('distinguishes', 'Distinguishes'), ('same_facts', 'Same facts'), ('parallel', 'Parallel proceedings'), ('related', 'Related')], max_length=15, verbose_name='relation')),
                    ('from_case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case', verbose_name='case brief')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.caserelation')),
                    ('to_case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case', verbose_name='other case')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='CaseSector',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_promised', models.BooleanField(default=False, verbose_name='only promised')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='case_sectors', to='caselaw.case', verbose_name='case brief')),
                    ('term', portal.core.models.term.TermField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='sector')),
                ],
                options={
                    'verbose_name': 'sector',
                    'verbose_name_plural': 'sectors',
                },
            ),
            migrations.CreateModel(
                name='CaseSectorEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_promised', models.BooleanField(default=False, verbose_name='only promised')),
                    ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case', verbose_name='case brief')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.casesector')),
                    ('term', portal.core.models.term.TermField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='sector')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='CaseText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('language', models.CharField(help_text='BCP 47, for example en or pt-BR.', max_length=10, verbose_name='language')),
                    ('headline', models.CharField(blank=True, help_text='Who, what and the outcome, in one or two sentences.', max_length=300, verbose_name='headline')),
                    ('fact_summary', models.TextField(blank=True, help_text='No name, initials or address of a victim.', verbose_name='facts')),
                    ('legal_reasoning', models.TextField(blank=True, verbose_name='reasoning')),
                    ('commentary', models.TextField(blank=True, verbose_name='commentary')),
                    ('keywords', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='keywords')),
                    ('translation_kind', models.CharField(choices=[('original', 'Written for the portal in this language'), ('official', 'Official translation'), ('unofficial', 'Unofficial translation'), ('machine', 'Machine translation')], default='original', max_length=10, verbose_name='kind of text')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='caselaw.case', verbose_name='case brief')),
                ],
                options={
                    'verbose_name': 'text',
                    'verbose_name_plural': 'texts',
                },
            ),
            migrations.CreateModel(
                name='CaseTextEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('language', models.CharField(help_text='BCP 47, for example en or pt-BR.', max_length=10, verbose_name='language')),
                    ('headline', models.CharField(blank=True, help_text='Who, what and the outcome, in one or two sentences.', max_length=300, verbose_name='headline')),
                    ('fact_summary', models.TextField(blank=True, help_text='No name, initials or address of a victim.', verbose_name='facts')),
                    ('legal_reasoning', models.TextField(blank=True, verbose_name='reasoning')),
                    ('commentary', models.TextField(blank=True, verbose_name='commentary')),
                    ('keywords', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='keywords')),
                    ('translation_kind', models.CharField(choices=[('original', 'Written for the portal in this language'), ('official', 'Official translation'), ('unofficial', 'Unofficial translation'), ('machine', 'Machine translation')], default='original', max_length=10, verbose_name='kind of text')),
                    ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case', verbose_name='case brief')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.casetext')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Court',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name_original', models.CharField(max_length=200, verbose_name='name')),
                    ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                    ('place', models.CharField(blank=True, max_length=100, verbose_name='place')),
                    ('level', portal.core.models.term.TermField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='level')),
                ],
                options={
                    'verbose_name': 'court',
                    'verbose_name_plural': 'courts',
                },
            ),
        ]),
        migrations.AddField(
            model_name='case',
            name='court',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='caselaw.court', verbose_name='deciding court'),
        ),
        AtOnce([
            migrations.CreateModel(
                name='Defendant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('kind', models.CharField(choices=[('natural', 'Person'), ('legal_person', 'Legal person'), ('state', 'State'), ('official_body', 'Official body'), ('unknown', 'Not stated')], default='natural', max_length=15, verbose_name='kind')),
                    ('display_name', models.CharField(help_text='A label or initials unless the name policy allows more.', max_length=150, verbose_name='shown as')),
                    ('name_policy', models.CharField(choices=[('initials', 'Label or initials'), ('public_figure', 'Public figure'), ('company', 'Company'), ('state', 'State'), ('named_by_court_and_cleared', 'Named by the court and cleared')], default='initials', max_length=30, verbose_name='name policy')),
                    ('count', models.PositiveIntegerField(default=1, verbose_name='persons')),
                    ('sex', models.CharField(choices=[('female', 'Female'), ('male', 'Male'), ('mixed', 'Female and male'), ('other', 'Other'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='sex')),
                    ('age_at_offence', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='age at the offence')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='defendants', to='caselaw.case', verbose_name='case brief')),
                    ('nationalities', models.ManyToManyField(blank=True, related_name='+', to='core.country', verbose_name='nationalities')),
                    ('roles', models.ManyToManyField(blank=True, limit_choices_to={'scheme': 'defendant_role'}, related_name='+', to='core.term', verbose_name='roles')),
                ],
                options={
                    'verbose_name': 'defendant or respondent',
                    'verbose_name_plural': 'defendants and respondents',
                },
            ),
            migrations.CreateModel(
                name='Charge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('legislation_text', models.CharField(max_length=400, verbose_name='charge or provision')),
                    ('provision', models.CharField(blank=True, max_length=100, verbose_name='article')),
                    ('counts', models.PositiveIntegerField(blank=True, null=True, verbose_name='counts')),
                    ('appellate_result', models.CharField(choices=[('none', 'No appeal recorded'), ('upheld', 'Upheld'), ('modified', 'Modified'), ('overturned', 'Overturned'), ('remitted', 'Remitted')], default='none', max_length=12, verbose_name='result on appeal')),
                    ('detail', models.CharField(blank=True, max_length=500, verbose_name='detail')),
                    ('offence_family', portal.core.models.term.TermField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='family of offences')),
                    ('verdict', portal.core.models.term.TermField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='verdict')),
                    ('defendant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='charges', to='caselaw.defendant', verbose_name='defendant')),
                ],
                options={
                    'verbose_name': 'charge or claim',
                    'verbose_name_plural': 'charges and claims',
                },
            ),
            migrations.CreateModel(
                name='DefendantEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('kind', models.CharField(choices=[('natural', 'Person'), ('legal_person', 'Legal person'), ('state', 'State'), ('official_body', 'Official body'), ('unknown', 'Not stated')], default='natural', max_length=15, verbose_name='kind')),
                    ('display_name', models.CharField(help_text='A label or initials unless the name policy allows more.', max_length=150, verbose_name='shown as')),
                    ('name_policy', models.CharField(choices=[('initials', 'Label or initials'), ('public_figure', 'Public figure'), ('company', 'Company'), ('state', 'State'), ('named_by_court_and_cleared', 'Named by the court and cleared')], default='initials', max_length=30, verbose_name='name policy')),
                    ('count', models.PositiveIntegerField(default=1, verbose_name='persons')),
                    ('sex', models.CharField(choices=[('female', 'Female'), ('male', 'Male'), ('mixed', 'Female and male'), ('other', 'Other'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='sex')),
                    ('age_at_offence', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='age at the offence')),
                    ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case', verbose_name='case brief')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.defendant')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='FacetValue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('facet', models.CharField(max_length=30)),
                    ('value', models.CharField(max_length=60)),
                ],
                options={
                    'verbose_name': 'facet value',
                    'constraints': [models.UniqueConstraint(fields=('facet', 'value'), name='caselaw_facetvalue_once')],
                },
            ),
            migrations.CreateModel(
                name='ImportBatch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file_name', models.CharField(max_length=200, verbose_name='file')),
                    ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                    ('source_system', models.SlugField(max_length=40, verbose_name='system of origin')),
                    ('read', models.PositiveIntegerField(default=0, verbose_name='read')),
                    ('created', models.PositiveIntegerField(default=0, verbose_name='created')),
                    ('updated', models.PositiveIntegerField(default=0, verbose_name='updated')),
                    ('unchanged', models.PositiveIntegerField(default=0, verbose_name='unchanged')),
                    ('imported_at', models.DateTimeField(verbose_name='imported')),
                    ('imported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='imported by')),
                ],
                options={
                    'verbose_name': 'import',
                    'verbose_name_plural': 'imports',
                },
            ),
        ]),
        migrations.AddField(
            model_name='case',
            name='import_batch',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='caselaw.importbatch'),
        ),
        migrations.CreateModel(
            name='Jurisdiction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='ISO 3166 alpha-2 of a country, or a short name: ECHR.', max_length=20, unique=True, verbose_name='code')),
                ('kind', models.CharField(choices=[('state', 'State'), ('territory', 'Territory'), ('subnational', 'Part of a State'), ('regional_court', 'Regional court'), ('international_court', 'International court'), ('treaty_body', 'Treaty body')], max_length=20, verbose_name='kind')),
                ('names', models.JSONField(blank=True, default=dict, help_text='By language code; empty: the name of the country.', verbose_name='names')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jurisdictions', to='core.country', verbose_name='country')),
                ('legal_system', portal.core.models.term.TermField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='usual legal system')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='caselaw.jurisdiction', verbose_name='part of')),
            ],
            options={
                'verbose_name': 'jurisdiction',
                'verbose_name_plural': 'jurisdictions',
            },
        ),
        migrations.CreateModel(
            name='CourtEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_original', models.CharField(max_length=200, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('place', models.CharField(blank=True, max_length=100, verbose_name='place')),
                ('level', portal.core.models.term.TermField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='level')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.court')),
                ('jurisdiction', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.jurisdiction', verbose_name='jurisdiction')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='court',
            name='jurisdiction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courts', to='caselaw.jurisdiction', verbose_name='jurisdiction'),
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.CharField(default=caselaw.public_ids.new_public_id, editable=False, max_length=11)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('slug', models.SlugField(db_index=False, max_length=100, verbose_name='words in the address')),
                ('official_title', models.CharField(help_text='As the court gives it. If it names a victim, only staff see it unless the policy says otherwise.', max_length=300, verbose_name='official title')),
                ('safe_title', models.CharField(blank=True, help_text='For a title that names a victim: initials and the application number.', max_length=300, verbose_name='title with initials')),
                ('title_policy', models.CharField(choices=[('names_no_victim', 'The official title; it names no victim'), ('initials', 'Initials in place of a victim’s name'), ('official', 'The official title, although it names a victim (two persons, with a reason)')], default='names_no_victim', max_length=20, verbose_name='title shown')),
                ('title_reason', models.CharField(blank=True, max_length=500, verbose_name='reason for the official title')),
                ('decision_date', models.DateField(blank=True, null=True, verbose_name='date of the decision')),
                ('decision_date_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year')], default='day', max_length=5, verbose_name='known to the')),
                ('final', models.CharField(choices=[('final', 'Final'), ('under_appeal', 'Under appeal'), ('unknown', 'Not stated')], default='unknown', max_length=12, verbose_name='final')),
                ('judgment_languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), blank=True, default=list, size=None, verbose_name='languages of the judgment (ISO 639)')),
                ('inclusion_basis', models.CharField(choices=[('three_elements', 'Act, means and purpose are present'), ('no_elements_but_useful', 'Useful although the elements cannot be ascertained'), ('non_criminal', 'Non-criminal decision'), ('migrant_smuggling_overlap', 'Overlap with smuggling of migrants')], default='three_elements', max_length=30, verbose_name='reason for inclusion')),
                ('inclusion_note', models.TextField(blank=True, verbose_name='note on inclusion')),
                ('significance', models.PositiveSmallIntegerField(blank=True, help_text='1 (key case) to 4 (little new); empty: not rated.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)], verbose_name='significance')),
                ('confidence', models.CharField(choices=[('high', 'High'), ('medium', 'Medium'), ('low', 'Low'), ('not_rated', 'Not rated')], default='not_rated', max_length=10, verbose_name='support by sources')),
                ('unverified_fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='not yet checked against the judgment')),
                ('robots', models.CharField(choices=[('index', 'May be listed'), ('noindex', 'Not to be listed')], default='index', max_length=7, verbose_name='search engines')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('cleared', 'Cleared'), ('published', 'Published'), ('on_hold', 'On hold'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=10, verbose_name='status')),
                ('anonymisation_state', models.CharField(choices=[('not_started', 'Not started'), ('in_progress', 'In progress'), ('second_check', 'Second check'), ('cleared', 'Cleared by a second person'), ('re_opened', 'Re-opened')], default='not_started', editable=False, max_length=12, verbose_name='anonymisation')),
                ('cleared_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('withdrawal_reason', models.CharField(blank=True, editable=False, max_length=500)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(editable=False, help_text='Set by every action that changes the brief.')),
                ('source_system', models.SlugField(blank=True, db_index=False, editable=False, max_length=40, verbose_name='system of origin')),
                ('source_id', models.CharField(blank=True, editable=False, max_length=200, verbose_name='identifier there')),
                ('source_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('imported_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('cleared_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('latest_stage', portal.core.models.term.TermField(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='latest stage')),
                ('legal_system', portal.core.models.term.TermField(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='legal system')),
                ('ocg', portal.core.models.term.TermField(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='organized criminal group')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.case')),
                ('proceeding_type', portal.core.models.term.TermField(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='type of proceeding')),
                ('replaced_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case')),
                ('scope', portal.core.models.term.TermField(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='form')),
                ('title_confirmed_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('title_proposed_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('court', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.court', verbose_name='deciding court')),
                ('import_batch', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.importbatch')),
                ('jurisdiction', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.jurisdiction', verbose_name='jurisdiction')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='case',
            name='jurisdiction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='caselaw.jurisdiction', verbose_name='jurisdiction'),
        ),
        AtOnce([
            migrations.CreateModel(
                name='JurisdictionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('code', models.CharField(help_text='ISO 3166 alpha-2 of a country, or a short name: ECHR.', max_length=20, verbose_name='code')),
                    ('kind', models.CharField(choices=[('state', 'State'), ('territory', 'Territory'), ('subnational', 'Part of a State'), ('regional_court', 'Regional court'), ('international_court', 'International court'), ('treaty_body', 'Treaty body')], max_length=20, verbose_name='kind')),
                    ('names', models.JSONField(blank=True, default=dict, help_text='By language code; empty: the name of the country.', verbose_name='names')),
                    ('country', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.country', verbose_name='country')),
                    ('legal_system', portal.core.models.term.TermField(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='usual legal system')),
                    ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.jurisdiction', verbose_name='part of')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.jurisdiction')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Place',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(blank=True, max_length=100, verbose_name='region or city')),
                    ('precision', models.CharField(choices=[('country', 'Country'), ('region', 'Region'), ('city', 'City')], max_length=8, verbose_name='precision')),
                    ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.country', verbose_name='country')),
                ],
                options={
                    'verbose_name': 'place',
                    'verbose_name_plural': 'places',
                },
            ),
            migrations.CreateModel(
                name='PlaceEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(blank=True, max_length=100, verbose_name='region or city')),
                    ('precision', models.CharField(choices=[('country', 'Country'), ('region', 'Region'), ('city', 'City')], max_length=8, verbose_name='precision')),
                    ('country', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.country', verbose_name='country')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.place')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Proceeding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('court_text', models.CharField(blank=True, help_text='When the court is not in the list.', max_length=200, verbose_name='court as the source names it')),
                    ('official_ref', models.CharField(blank=True, max_length=200, verbose_name='reference')),
                    ('decision_date', models.DateField(blank=True, null=True, verbose_name='date')),
                    ('decision_date_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year')], default='day', max_length=5, verbose_name='known to the')),
                    ('tried', models.CharField(choices=[('together', 'Together'), ('separately', 'Separately'), ('single', 'One accused'), ('unknown', 'Not stated')], default='unknown', max_length=12, verbose_name='accused were tried')),
                    ('outcome_text', models.CharField(blank=True, max_length=500, verbose_name='outcome in words')),
                    ('description', models.TextField(blank=True, verbose_name='description')),
                    ('appeal_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='appeals', to='caselaw.proceeding', verbose_name='appeal of')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proceedings', to='caselaw.case', verbose_name='case brief')),
                    ('court', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proceedings', to='caselaw.court', verbose_name='court')),
                    ('outcome', portal.core.models.term.TermField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='outcome')),
                    ('stage', portal.core.models.term.TermField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='stage')),
                ],
                options={
                    'verbose_name': 'proceeding',
                    'verbose_name_plural': 'proceedings',
                },
            ),
            migrations.CreateModel(
                name='ChargeEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('legislation_text', models.CharField(max_length=400, verbose_name='charge or provision')),
                    ('provision', models.CharField(blank=True, max_length=100, verbose_name='article')),
                    ('counts', models.PositiveIntegerField(blank=True, null=True, verbose_name='counts')),
                    ('appellate_result', models.CharField(choices=[('none', 'No appeal recorded'), ('upheld', 'Upheld'), ('modified', 'Modified'), ('overturned', 'Overturned'), ('remitted', 'Remitted')], default='none', max_length=12, verbose_name='result on appeal')),
                    ('detail', models.CharField(blank=True, max_length=500, verbose_name='detail')),
                    ('offence_family', portal.core.models.term.TermField(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='family of offences')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.charge')),
                    ('verdict', portal.core.models.term.TermField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='verdict')),
                    ('defendant', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.defendant', verbose_name='defendant')),
                    ('proceeding', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.proceeding', verbose_name='proceeding')),
                ],
                options={
                    'abstract': False,
                },
            ),
        ]),
        migrations.AddField(
            model_name='charge',
            name='proceeding',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='charges', to='caselaw.proceeding', verbose_name='proceeding'),
        ),
        AtOnce([
            migrations.CreateModel(
                name='ProceedingEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('court_text', models.CharField(blank=True, help_text='When the court is not in the list.', max_length=200, verbose_name='court as the source names it')),
                    ('official_ref', models.CharField(blank=True, max_length=200, verbose_name='reference')),
                    ('decision_date', models.DateField(blank=True, null=True, verbose_name='date')),
                    ('decision_date_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year')], default='day', max_length=5, verbose_name='known to the')),
                    ('tried', models.CharField(choices=[('together', 'Together'), ('separately', 'Separately'), ('single', 'One accused'), ('unknown', 'Not stated')], default='unknown', max_length=12, verbose_name='accused were tried')),
                    ('outcome_text', models.CharField(blank=True, max_length=500, verbose_name='outcome in words')),
                    ('description', models.TextField(blank=True, verbose_name='description')),
                    ('appeal_of', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.proceeding', verbose_name='appeal of')),
                    ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case', verbose_name='case brief')),
                    ('court', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.court', verbose_name='court')),
                    ('outcome', portal.core.models.term.TermField(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='outcome')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.proceeding')),
                    ('stage', portal.core.models.term.TermField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='stage')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ProvisionInterpretation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('article', models.CharField(max_length=20, verbose_name='article')),
                    ('paragraph', models.CharField(blank=True, max_length=20, verbose_name='paragraph')),
                    ('holding', models.TextField(blank=True, verbose_name='holding')),
                    ('stance', models.CharField(choices=[('applied', 'Applied'), ('broadened', 'Read broadly'), ('narrowed', 'Read narrowly'), ('distinguished', 'Distinguished'), ('silent', 'Illustrates it; not discussed by the court')], default='silent', max_length=15, verbose_name='treatment')),
                    ('pinpoint', models.CharField(blank=True, max_length=100, verbose_name='paragraph or page of the judgment')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interpretations', to='caselaw.case', verbose_name='case brief')),
                    ('instrument', portal.core.models.term.TermField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='instrument')),
                ],
                options={
                    'verbose_name': 'interpretation of a provision',
                    'verbose_name_plural': 'interpretations of provisions',
                },
            ),
            migrations.CreateModel(
                name='ProvisionInterpretationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('article', models.CharField(max_length=20, verbose_name='article')),
                    ('paragraph', models.CharField(blank=True, max_length=20, verbose_name='paragraph')),
                    ('holding', models.TextField(blank=True, verbose_name='holding')),
                    ('stance', models.CharField(choices=[('applied', 'Applied'), ('broadened', 'Read broadly'), ('narrowed', 'Read narrowly'), ('distinguished', 'Distinguished'), ('silent', 'Illustrates it; not discussed by the court')], default='silent', max_length=15, verbose_name='treatment')),
                    ('pinpoint', models.CharField(blank=True, max_length=100, verbose_name='paragraph or page of the judgment')),
                    ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case', verbose_name='case brief')),
                    ('instrument', portal.core.models.term.TermField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='instrument')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.provisioninterpretation')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='RouteLeg',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('purpose', models.CharField(choices=[('recruitment', 'Recruitment'), ('transit', 'Transit'), ('exploitation', 'Exploitation'), ('return', 'Return'), ('unknown', 'Not stated')], default='unknown', max_length=12, verbose_name='for')),
                    ('mode', models.CharField(choices=[('air', 'By air'), ('land', 'By land'), ('sea', 'By sea'), ('rail', 'By rail'), ('mixed', 'Several'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='transport')),
                    ('documents', models.CharField(choices=[('genuine', 'Genuine'), ('forged', 'Forged'), ('none', 'None'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='documents')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='legs', to='caselaw.case', verbose_name='case brief')),
                    ('from_place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='caselaw.place', verbose_name='from')),
                    ('to_place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='caselaw.place', verbose_name='to')),
                ],
                options={
                    'verbose_name': 'part of the route',
                    'verbose_name_plural': 'route',
                },
            ),
            migrations.CreateModel(
                name='RouteLegEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('purpose', models.CharField(choices=[('recruitment', 'Recruitment'), ('transit', 'Transit'), ('exploitation', 'Exploitation'), ('return', 'Return'), ('unknown', 'Not stated')], default='unknown', max_length=12, verbose_name='for')),
                    ('mode', models.CharField(choices=[('air', 'By air'), ('land', 'By land'), ('sea', 'By sea'), ('rail', 'By rail'), ('mixed', 'Several'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='transport')),
                    ('documents', models.CharField(choices=[('genuine', 'Genuine'), ('forged', 'Forged'), ('none', 'None'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='documents')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                    ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case', verbose_name='case brief')),
                    ('from_place', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.place', verbose_name='from')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.routeleg')),
                    ('to_place', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.place', verbose_name='to')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Sanction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('months', models.PositiveIntegerField(blank=True, null=True, verbose_name='months')),
                    ('is_life', models.BooleanField(default=False, verbose_name='for life')),
                    ('suspended_months', models.PositiveIntegerField(blank=True, null=True, verbose_name='of which suspended, months')),
                    ('is_suspended', models.BooleanField(blank=True, help_text='Empty: not stated.', null=True, verbose_name='suspended')),
                    ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='amount')),
                    ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency (ISO 4217)')),
                    ('text', models.CharField(blank=True, max_length=500, verbose_name='in words')),
                    ('payable_to', models.CharField(choices=[('state', 'State'), ('victim', 'Victim'), ('other', 'Other'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='payable to')),
                    ('concurrence', models.CharField(choices=[('concurrent', 'Concurrent'), ('consecutive', 'Consecutive'), ('unknown', 'Not stated')], default='unknown', max_length=12, verbose_name='runs')),
                    ('in_force', models.BooleanField(default=True, help_text='No longer once changed on appeal.', verbose_name='in force')),
                    ('charge', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sanctions', to='caselaw.charge', verbose_name='for the charge')),
                    ('defendant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sanctions', to='caselaw.defendant', verbose_name='defendant')),
                    ('kind', portal.core.models.term.TermField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='kind')),
                    ('proceeding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sanctions', to='caselaw.proceeding', verbose_name='proceeding')),
                ],
                options={
                    'verbose_name': 'sanction',
                    'verbose_name_plural': 'sanctions',
                },
            ),
            migrations.CreateModel(
                name='SanctionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('months', models.PositiveIntegerField(blank=True, null=True, verbose_name='months')),
                    ('is_life', models.BooleanField(default=False, verbose_name='for life')),
                    ('suspended_months', models.PositiveIntegerField(blank=True, null=True, verbose_name='of which suspended, months')),
                    ('is_suspended', models.BooleanField(blank=True, help_text='Empty: not stated.', null=True, verbose_name='suspended')),
                    ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='amount')),
                    ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency (ISO 4217)')),
                    ('text', models.CharField(blank=True, max_length=500, verbose_name='in words')),
                    ('payable_to', models.CharField(choices=[('state', 'State'), ('victim', 'Victim'), ('other', 'Other'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='payable to')),
                    ('concurrence', models.CharField(choices=[('concurrent', 'Concurrent'), ('consecutive', 'Consecutive'), ('unknown', 'Not stated')], default='unknown', max_length=12, verbose_name='runs')),
                    ('in_force', models.BooleanField(default=True, help_text='No longer once changed on appeal.', verbose_name='in force')),
                    ('charge', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.charge', verbose_name='for the charge')),
                    ('defendant', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.defendant', verbose_name='defendant')),
                    ('kind', portal.core.models.term.TermField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='kind')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.sanction')),
                    ('proceeding', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.proceeding', verbose_name='proceeding')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Source',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('citation', models.CharField(max_length=400, verbose_name='citation')),
                    ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                    ('kind', models.CharField(choices=[('judgment', 'Judgment'), ('law_report', 'Law report'), ('press_release', 'Press release or news report'), ('unodc', 'UNODC'), ('ngo', 'Non-governmental organization'), ('submission', 'Submission to the portal'), ('other', 'Other')], default='other', max_length=15, verbose_name='kind')),
                    ('is_primary', models.BooleanField(default=False, verbose_name='the judgment itself')),
                    ('accessed_on', models.DateField(blank=True, null=True, verbose_name='last opened')),
                    ('is_link_withheld', models.BooleanField(default=False, help_text='The page behind it may name a victim: only staff see it.', verbose_name='withhold the address')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='caselaw.case', verbose_name='case brief')),
                ],
                options={
                    'verbose_name': 'source',
                    'verbose_name_plural': 'sources',
                },
            ),
            migrations.CreateModel(
                name='ElementFinding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('status', models.CharField(choices=[('found_proved', 'Found proved'), ('alleged', 'Alleged'), ('not_proved', 'Not proved'), ('not_required', 'Not required (child)'), ('assumed', 'Assumed'), ('editor_inferred', 'Inferred by the editor')], max_length=16, verbose_name='status')),
                    ('text', models.TextField(blank=True, max_length=1500, verbose_name='how the court reasoned')),
                    ('pinpoint', models.CharField(blank=True, max_length=100, verbose_name='paragraph or page')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='caselaw.case', verbose_name='case brief')),
                    ('charge', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='caselaw.charge', verbose_name='for the charge')),
                    ('term', portal.core.models.term.TermField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='element or issue')),
                    ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='findings', to='caselaw.source', verbose_name='source')),
                ],
                options={
                    'verbose_name': 'finding',
                    'verbose_name_plural': 'findings',
                },
            ),
            migrations.CreateModel(
                name='SourceEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='order')),
                    ('citation', models.CharField(max_length=400, verbose_name='citation')),
                    ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                    ('kind', models.CharField(choices=[('judgment', 'Judgment'), ('law_report', 'Law report'), ('press_release', 'Press release or news report'), ('unodc', 'UNODC'), ('ngo', 'Non-governmental organization'), ('submission', 'Submission to the portal'), ('other', 'Other')], default='other', max_length=15, verbose_name='kind')),
                    ('is_primary', models.BooleanField(default=False, verbose_name='the judgment itself')),
                    ('accessed_on', models.DateField(blank=True, null=True, verbose_name='last opened')),
                    ('is_link_withheld', models.BooleanField(default=False, help_text='The page behind it may name a victim: only staff see it.', verbose_name='withhold the address')),
                    ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case', verbose_name='case brief')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.source')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='VictimGroup',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('label', models.CharField(help_text='Victim, Child, Applicant, Complainant or Group, and a number: “Group 1”.', max_length=20, verbose_name='label')),
                    ('role', models.CharField(choices=[('victim', 'Victims'), ('plaintiff', 'Plaintiffs'), ('complainant', 'Complainants'), ('applicant', 'Applicants'), ('witness', 'Witnesses'), ('migrant', 'Migrants')], default='victim', max_length=12, verbose_name='part in the proceeding')),
                    ('count_min', models.PositiveIntegerField(blank=True, null=True, verbose_name='persons, at least')),
                    ('count_max', models.PositiveIntegerField(blank=True, null=True, verbose_name='persons, at most')),
                    ('sex', models.CharField(choices=[('female', 'Female'), ('male', 'Male'), ('mixed', 'Female and male'), ('other', 'Other'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='sex')),
                    ('age_band', models.CharField(choices=[('child', 'Children'), ('adult', 'Adults'), ('mixed', 'Children and adults'), ('unknown', 'Age not stated')], default='unknown', max_length=8, verbose_name='age group')),
                    ('age_min', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='age from')),
                    ('age_max', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='age to')),
                    ('age_basis', models.CharField(choices=[('offence', 'At the time of the offence'), ('trial', 'At the trial'), ('report', 'At the time of the report'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='age is given')),
                    ('stateless', models.BooleanField(default=False, verbose_name='stateless persons among them')),
                    ('assistance_given', models.CharField(blank=True, max_length=300, verbose_name='assistance given')),
                    ('non_punishment', models.CharField(choices=[('applied', 'Applied'), ('refused', 'Refused'), ('not_raised', 'Not raised or not stated')], default='not_raised', max_length=12, verbose_name='non-punishment')),
                    ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='victim_groups', to='caselaw.case', verbose_name='case brief')),
                    ('nationalities', models.ManyToManyField(blank=True, related_name='+', to='core.country', verbose_name='nationalities')),
                    ('recruiter_relation', portal.core.models.term.TermField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.term', verbose_name='relation of the recruiter')),
                    ('recruitment_methods', models.ManyToManyField(blank=True, limit_choices_to={'scheme': 'recruitment_method'}, related_name='+', to='core.term', verbose_name='methods of recruitment')),
                ],
                options={
                    'verbose_name': 'group of victims',
                    'verbose_name_plural': 'groups of victims',
                },
            ),
            migrations.CreateModel(
                name='ElementFindingEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('status', models.CharField(choices=[('found_proved', 'Found proved'), ('alleged', 'Alleged'), ('not_proved', 'Not proved'), ('not_required', 'Not required (child)'), ('assumed', 'Assumed'), ('editor_inferred', 'Inferred by the editor')], max_length=16, verbose_name='status')),
                    ('text', models.TextField(blank=True, max_length=1500, verbose_name='how the court reasoned')),
                    ('pinpoint', models.CharField(blank=True, max_length=100, verbose_name='paragraph or page')),
                    ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case', verbose_name='case brief')),
                    ('charge', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.charge', verbose_name='for the charge')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.elementfinding')),
                    ('term', portal.core.models.term.TermField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='element or issue')),
                    ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.source', verbose_name='source')),
                    ('victim_group', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.victimgroup', verbose_name='for the victims')),
                ],
                options={
                    'abstract': False,
                },
            ),
        ]),
        migrations.AddField(
            model_name='elementfinding',
            name='victim_group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='caselaw.victimgroup', verbose_name='for the victims'),
        ),
        migrations.CreateModel(
            name='VictimGroupEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('label', models.CharField(help_text='Victim, Child, Applicant, Complainant or Group, and a number: “Group 1”.', max_length=20, verbose_name='label')),
                ('role', models.CharField(choices=[('victim', 'Victims'), ('plaintiff', 'Plaintiffs'), ('complainant', 'Complainants'), ('applicant', 'Applicants'), ('witness', 'Witnesses'), ('migrant', 'Migrants')], default='victim', max_length=12, verbose_name='part in the proceeding')),
                ('count_min', models.PositiveIntegerField(blank=True, null=True, verbose_name='persons, at least')),
                ('count_max', models.PositiveIntegerField(blank=True, null=True, verbose_name='persons, at most')),
                ('sex', models.CharField(choices=[('female', 'Female'), ('male', 'Male'), ('mixed', 'Female and male'), ('other', 'Other'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='sex')),
                ('age_band', models.CharField(choices=[('child', 'Children'), ('adult', 'Adults'), ('mixed', 'Children and adults'), ('unknown', 'Age not stated')], default='unknown', max_length=8, verbose_name='age group')),
                ('age_min', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='age from')),
                ('age_max', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='age to')),
                ('age_basis', models.CharField(choices=[('offence', 'At the time of the offence'), ('trial', 'At the trial'), ('report', 'At the time of the report'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='age is given')),
                ('stateless', models.BooleanField(default=False, verbose_name='stateless persons among them')),
                ('assistance_given', models.CharField(blank=True, max_length=300, verbose_name='assistance given')),
                ('non_punishment', models.CharField(choices=[('applied', 'Applied'), ('refused', 'Refused'), ('not_raised', 'Not raised or not stated')], default='not_raised', max_length=12, verbose_name='non-punishment')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='caselaw.case', verbose_name='case brief')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='event', to='caselaw.victimgroup')),
                ('recruiter_relation', portal.core.models.term.TermField(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.term', verbose_name='relation of the recruiter')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_document', serialize=False, to='caselaw.case')),
                ('decided_on', models.DateField()),
                ('published_at', models.DateTimeField()),
                ('longest_sentence_months', models.PositiveIntegerField(help_text='Longest term in force, in months; 0: none or not stated; life counts as 9999.')),
                ('facets', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None)),
                ('text', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'verbose_name': 'search document',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['text'], name='caselaw_search_text'), django.contrib.postgres.indexes.GinIndex(fields=['facets'], name='caselaw_search_facets'), models.Index(models.OrderBy(models.F('decided_on'), descending=True), models.OrderBy(models.F('case'), descending=True), name='caselaw_search_newest')],
            },
        ),
        AtOnce([
            pgtrigger.migrations.AddTrigger(
                model_name='attachmentevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='0d85113210813224d54ad7349b2b0eb982535148', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_72f24', table='caselaw_attachmentevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attachmentevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e56030311b1a93fb8cd9ff46b2bcb82254ea49db', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8e989', table='caselaw_attachmentevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='attachment',
                constraint=models.CheckConstraint(condition=models.Q(('is_public', False), ('redaction_state', 'cleared'), _connector='OR'), name='caselaw_attachment_public_only_if_cleared', violation_error_message='A file is public only after it was cleared of names.'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attachment',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_attachmentevent" ("case_id", "file_id", "id", "is_public", "language", "licence", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "redaction_state", "title") VALUES (NEW."case_id", NEW."file_id", NEW."id", NEW."is_public", NEW."language", NEW."licence", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."redaction_state", NEW."title"); RETURN NULL;', hash='f4466a413978c100a2290648f2df25a6a5920808', operation='INSERT', pgid='pgtrigger_insert_insert_6e29c', table='caselaw_attachment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attachment',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_attachmentevent" ("case_id", "file_id", "id", "is_public", "language", "licence", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "redaction_state", "title") VALUES (NEW."case_id", NEW."file_id", NEW."id", NEW."is_public", NEW."language", NEW."licence", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."redaction_state", NEW."title"); RETURN NULL;', hash='e5848f16591d233ba3eddb4c2e8e7ca06be1f64a', operation='UPDATE', pgid='pgtrigger_update_update_cdf59', table='caselaw_attachment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attachment',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_attachmentevent" ("case_id", "file_id", "id", "is_public", "language", "licence", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "redaction_state", "title") VALUES (OLD."case_id", OLD."file_id", OLD."id", OLD."is_public", OLD."language", OLD."licence", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."redaction_state", OLD."title"); RETURN NULL;', hash='e622bbe8132c8a2c6a33ee99527bb91529af39b7', operation='DELETE', pgid='pgtrigger_delete_delete_79881', table='caselaw_attachment', when='AFTER')),
            ),
            migrations.AddIndex(
                model_name='caseidentifier',
                index=models.Index(fields=['normalised'], name='caselaw_identifier_lookup'),
            ),
            migrations.AddConstraint(
                model_name='caseidentifier',
                constraint=models.UniqueConstraint(fields=('case', 'scheme', 'normalised'), name='caselaw_identifier_once_per_case'),
            ),
            migrations.AddConstraint(
                model_name='caseidentifier',
                constraint=models.UniqueConstraint(condition=models.Q(('is_preferred', True)), fields=('case',), name='caselaw_identifier_one_preferred'),
            ),
            migrations.AddConstraint(
                model_name='caseidentifier',
                constraint=models.CheckConstraint(condition=models.Q(('normalised', ''), _negated=True), name='caselaw_identifier_is_normalised'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='caseidentifier',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_caseidentifierevent" ("case_id", "id", "is_preferred", "normalised", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value") VALUES (NEW."case_id", NEW."id", NEW."is_preferred", NEW."normalised", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."scheme", NEW."value"); RETURN NULL;', hash='27026f59319e6f87eeaed4624c0afa5ef941954c', operation='INSERT', pgid='pgtrigger_insert_insert_0a0fa', table='caselaw_caseidentifier', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='caseidentifier',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_caseidentifierevent" ("case_id", "id", "is_preferred", "normalised", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value") VALUES (NEW."case_id", NEW."id", NEW."is_preferred", NEW."normalised", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."scheme", NEW."value"); RETURN NULL;', hash='09601d3198d1d695250a6eb7f9c7148cec390d7c', operation='UPDATE', pgid='pgtrigger_update_update_cc3a8', table='caselaw_caseidentifier', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='caseidentifier',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_caseidentifierevent" ("case_id", "id", "is_preferred", "normalised", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value") VALUES (OLD."case_id", OLD."id", OLD."is_preferred", OLD."normalised", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."scheme", OLD."value"); RETURN NULL;', hash='76e19e6656d59ed6e5b1cab72ff4d3c99f20c774', operation='DELETE', pgid='pgtrigger_delete_delete_c58ce', table='caselaw_caseidentifier', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='caseidentifierevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='8f52233446dd06f0b05d2b1618cbdb11515ba3a3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_c1aee', table='caselaw_caseidentifierevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='caseidentifierevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='664b63c91dbc7e1888387af6873f77aa2f04807a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9ccf1', table='caselaw_caseidentifierevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='caserelation',
                constraint=models.UniqueConstraint(fields=('from_case', 'to_case', 'kind'), name='caselaw_relation_once'),
            ),
            migrations.AddConstraint(
                model_name='caserelation',
                constraint=models.CheckConstraint(condition=models.Q(('from_case', models.F('to_case')), _negated=True), name='caselaw_relation_not_to_itself'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='caserelation',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_caserelationevent" ("from_case_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_case_id") VALUES (NEW."from_case_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."to_case_id"); RETURN NULL;', hash='b3860ac188d59f2a997a79e941bc3cce74a9dd55', operation='INSERT', pgid='pgtrigger_insert_insert_fcd7e', table='caselaw_caserelation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='caserelation',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_caserelationevent" ("from_case_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_case_id") VALUES (NEW."from_case_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."to_case_id"); RETURN NULL;', hash='7e491512911530d33f86b7ab2a9235f6b051bf7d', operation='UPDATE', pgid='pgtrigger_update_update_9f6d4', table='caselaw_caserelation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='caserelation',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_caserelationevent" ("from_case_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_case_id") VALUES (OLD."from_case_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."to_case_id"); RETURN NULL;', hash='19951f2cbd719e3c616ffda784d086f64f0f9030', operation='DELETE', pgid='pgtrigger_delete_delete_11882', table='caselaw_caserelation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='caserelationevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='4d93cf3caee8b12d999865fb242e623d41720f11', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_f6576', table='caselaw_caserelationevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='caserelationevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6a0fed549a30d2bd56d2095e9829a620ebe2ac47', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e111a', table='caselaw_caserelationevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='casesector',
                constraint=models.UniqueConstraint(fields=('case', 'term', 'is_promised'), name='caselaw_sector_once'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='casesector',
                trigger=pgtrigger.compiler.Trigger(name='terms_of_the_right_vocabulary', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NEW.term_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.term_id AND scheme IN ('sector')\n        ) THEN\n            RAISE EXCEPTION 'term takes a term of: %', 'sector' USING ERRCODE = 'check_violation';\n        END IF;\nRETURN NEW;", hash='19d184317e24a2f63e5af816bf128fe4d7a86198', operation='INSERT OR UPDATE', pgid='pgtrigger_terms_of_the_right_vocabulary_a2f44', table='caselaw_casesector', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='casesector',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_casesectorevent" ("case_id", "id", "is_promised", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "term_id") VALUES (NEW."case_id", NEW."id", NEW."is_promised", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."term_id"); RETURN NULL;', hash='2ca8585007663440a1ac7d699ecbaf726616181d', operation='INSERT', pgid='pgtrigger_insert_insert_a966e', table='caselaw_casesector', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='casesector',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_casesectorevent" ("case_id", "id", "is_promised", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "term_id") VALUES (NEW."case_id", NEW."id", NEW."is_promised", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."term_id"); RETURN NULL;', hash='3194aee29f4714ba64ad21fb3473e58ed357b312', operation='UPDATE', pgid='pgtrigger_update_update_61f6f', table='caselaw_casesector', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='casesector',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_casesectorevent" ("case_id", "id", "is_promised", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "term_id") VALUES (OLD."case_id", OLD."id", OLD."is_promised", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."term_id"); RETURN NULL;', hash='c6577c02a186600b221cc500fa2eb4bf9d5c9b71', operation='DELETE', pgid='pgtrigger_delete_delete_11c66', table='caselaw_casesector', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='casesectorevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='72418640811ccf4036261609b148a3f30ac3d4df', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_5d858', table='caselaw_casesectorevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='casesectorevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='731b8c6b3bb87bbb82441799a27cfb5b9fe73179', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3b067', table='caselaw_casesectorevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='casetext',
                constraint=models.UniqueConstraint(fields=('case', 'language'), name='caselaw_text_once_per_language'),
            ),
            migrations.AddConstraint(
                model_name='casetext',
                constraint=models.CheckConstraint(condition=models.Q(('language__regex', '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$')), name='caselaw_text_language_is_bcp47'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='casetext',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_casetextevent" ("case_id", "commentary", "fact_summary", "headline", "id", "keywords", "language", "legal_reasoning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "translation_kind") VALUES (NEW."case_id", NEW."commentary", NEW."fact_summary", NEW."headline", NEW."id", NEW."keywords", NEW."language", NEW."legal_reasoning", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."translation_kind"); RETURN NULL;', hash='0214c27ba0b5647c0f31db971ee66d2e47a77bc4', operation='INSERT', pgid='pgtrigger_insert_insert_71bf2', table='caselaw_casetext', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='casetext',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_casetextevent" ("case_id", "commentary", "fact_summary", "headline", "id", "keywords", "language", "legal_reasoning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "translation_kind") VALUES (NEW."case_id", NEW."commentary", NEW."fact_summary", NEW."headline", NEW."id", NEW."keywords", NEW."language", NEW."legal_reasoning", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."translation_kind"); RETURN NULL;', hash='b4e1a844ad0e02248f3d90d12db3380eb174f086', operation='UPDATE', pgid='pgtrigger_update_update_aa259', table='caselaw_casetext', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='casetext',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_casetextevent" ("case_id", "commentary", "fact_summary", "headline", "id", "keywords", "language", "legal_reasoning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "translation_kind") VALUES (OLD."case_id", OLD."commentary", OLD."fact_summary", OLD."headline", OLD."id", OLD."keywords", OLD."language", OLD."legal_reasoning", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."translation_kind"); RETURN NULL;', hash='7507dbccea1c1afbd64d8bcb9ec540f7bbcfff0e', operation='DELETE', pgid='pgtrigger_delete_delete_8c02b', table='caselaw_casetext', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='casetextevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='f6d2f84c8f23c5c81d2300c07f4e207ead5e39e4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_449c3', table='caselaw_casetextevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='casetextevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='36a6842ab9b4060cc1c4f7084c72228caf188cac', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_334b4', table='caselaw_casetextevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='defendant',
                constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('case', 'seq'), name='caselaw_defendant_order_once'),
            ),
            migrations.AddConstraint(
                model_name='defendant',
                constraint=models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='caselaw_defendant_stands_for_someone'),
            ),
            migrations.AddConstraint(
                model_name='defendant',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'state'), _negated=True), ('name_policy', 'state'), _connector='OR'), name='caselaw_defendant_state_is_named_as_state'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='defendant',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_defendantevent" ("age_at_offence", "case_id", "count", "display_name", "id", "kind", "name_policy", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seq", "sex") VALUES (NEW."age_at_offence", NEW."case_id", NEW."count", NEW."display_name", NEW."id", NEW."kind", NEW."name_policy", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."seq", NEW."sex"); RETURN NULL;', hash='25bf58ec0dd7aadfe96dad6a924b09d639dd7cc3', operation='INSERT', pgid='pgtrigger_insert_insert_05cda', table='caselaw_defendant', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='defendant',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_defendantevent" ("age_at_offence", "case_id", "count", "display_name", "id", "kind", "name_policy", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seq", "sex") VALUES (NEW."age_at_offence", NEW."case_id", NEW."count", NEW."display_name", NEW."id", NEW."kind", NEW."name_policy", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."seq", NEW."sex"); RETURN NULL;', hash='68bcc52d4a426ac6dd9bb2a7b9c6691a90bc9ae2', operation='UPDATE', pgid='pgtrigger_update_update_9f181', table='caselaw_defendant', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='defendant',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_defendantevent" ("age_at_offence", "case_id", "count", "display_name", "id", "kind", "name_policy", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seq", "sex") VALUES (OLD."age_at_offence", OLD."case_id", OLD."count", OLD."display_name", OLD."id", OLD."kind", OLD."name_policy", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."seq", OLD."sex"); RETURN NULL;', hash='05f2768b6d1e6dcce665783a79a046aa8604e542', operation='DELETE', pgid='pgtrigger_delete_delete_74601', table='caselaw_defendant', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='defendantevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='563d426e076b1a600847a83d9b3439364c823561', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_bd008', table='caselaw_defendantevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='defendantevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='399d676fab6810fd09dbca80694dc8c49f9204f9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_827db', table='caselaw_defendantevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='jurisdiction',
                constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[A-Z][A-Z0-9-]{1,19}$')), name='caselaw_jurisdiction_code_is_plain'),
            ),
            migrations.AddConstraint(
                model_name='jurisdiction',
                constraint=models.CheckConstraint(condition=models.Q(('country__isnull', False), models.Q(('kind__in', ('state', 'territory', 'subnational')), _negated=True), _connector='OR'), name='caselaw_jurisdiction_national_has_country'),
            ),
            migrations.AddConstraint(
                model_name='jurisdiction',
                constraint=models.CheckConstraint(condition=models.Q(('country__isnull', False), ('names__has_key', 'en'), _connector='OR'), name='caselaw_jurisdiction_has_a_name'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='jurisdiction',
                trigger=pgtrigger.compiler.Trigger(name='terms_of_the_right_vocabulary', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NEW.legal_system_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.legal_system_id AND scheme IN ('legal_system')\n        ) THEN\n            RAISE EXCEPTION 'legal_system takes a term of: %', 'legal_system' USING ERRCODE = 'check_violation';\n        END IF;\nRETURN NEW;", hash='ff749dc08a68b38fa28ef7936c37ccee77903cad', operation='INSERT OR UPDATE', pgid='pgtrigger_terms_of_the_right_vocabulary_3a9e3', table='caselaw_jurisdiction', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='jurisdiction',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_jurisdictionevent" ("code", "country_id", "id", "kind", "legal_system_id", "names", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."country_id", NEW."id", NEW."kind", NEW."legal_system_id", NEW."names", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='f733f50349538c4a00a3dd129d8336403432c5a9', operation='INSERT', pgid='pgtrigger_insert_insert_7aa97', table='caselaw_jurisdiction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='jurisdiction',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_jurisdictionevent" ("code", "country_id", "id", "kind", "legal_system_id", "names", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."country_id", NEW."id", NEW."kind", NEW."legal_system_id", NEW."names", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='bc7efbc663214723a9dd36e0af21d74070efee2d', operation='UPDATE', pgid='pgtrigger_update_update_e2979', table='caselaw_jurisdiction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='jurisdiction',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_jurisdictionevent" ("code", "country_id", "id", "kind", "legal_system_id", "names", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."country_id", OLD."id", OLD."kind", OLD."legal_system_id", OLD."names", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='2daab7c7592a4019825b0a1f6413cffb8f465f4d', operation='DELETE', pgid='pgtrigger_delete_delete_b77be', table='caselaw_jurisdiction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='courtevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='afa9b1baaa3ccd542d418b63ad44e84306467424', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_25a39', table='caselaw_courtevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='courtevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d483044a1d6f4e21fcd140f5398b5645e120245d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dc1b5', table='caselaw_courtevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='court',
                constraint=models.UniqueConstraint(fields=('jurisdiction', 'name_original', 'level'), name='caselaw_court_once_per_jurisdiction'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='court',
                trigger=pgtrigger.compiler.Trigger(name='terms_of_the_right_vocabulary', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NEW.level_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.level_id AND scheme IN ('stage')\n        ) THEN\n            RAISE EXCEPTION 'level takes a term of: %', 'stage' USING ERRCODE = 'check_violation';\n        END IF;\nRETURN NEW;", hash='67b9d9325b701c0daf23590bfea84a365c073c2e', operation='INSERT OR UPDATE', pgid='pgtrigger_terms_of_the_right_vocabulary_f0e75', table='caselaw_court', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='court',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_courtevent" ("id", "jurisdiction_id", "level_id", "name_en", "name_original", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place") VALUES (NEW."id", NEW."jurisdiction_id", NEW."level_id", NEW."name_en", NEW."name_original", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place"); RETURN NULL;', hash='13ee1e0e9a60a0420a7228b3479df2ef29618182', operation='INSERT', pgid='pgtrigger_insert_insert_8ff45', table='caselaw_court', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='court',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_courtevent" ("id", "jurisdiction_id", "level_id", "name_en", "name_original", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place") VALUES (NEW."id", NEW."jurisdiction_id", NEW."level_id", NEW."name_en", NEW."name_original", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place"); RETURN NULL;', hash='4b07355bdc5252262d9386b122d8cac8b6bf62c4', operation='UPDATE', pgid='pgtrigger_update_update_36cf2', table='caselaw_court', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='court',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_courtevent" ("id", "jurisdiction_id", "level_id", "name_en", "name_original", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place") VALUES (OLD."id", OLD."jurisdiction_id", OLD."level_id", OLD."name_en", OLD."name_original", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place"); RETURN NULL;', hash='d8ee16fb4d9f8a52b7097cd171a5bd33df216ef5', operation='DELETE', pgid='pgtrigger_delete_delete_4d2b3', table='caselaw_court', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='caseevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='0389f9531d3b8ce0834d58a96919181628bfd990', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_5dfb7', table='caselaw_caseevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='caseevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='438226d6c81d88a5af9d814358ee1807c469c8f5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_16f15', table='caselaw_caseevent', when='BEFORE')),
            ),
            migrations.AddIndex(
                model_name='case',
                index=models.Index(models.OrderBy(models.F('decision_date'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='caselaw_case_newest'),
            ),
            migrations.AddIndex(
                model_name='case',
                index=models.Index(fields=['updated_at', 'id'], name='caselaw_case_changes'),
            ),
            migrations.AddConstraint(
                model_name='case',
                constraint=models.CheckConstraint(condition=models.Q(('public_id__regex', '^HT-[2-9b-df-hj-km-np-tv-z]{8}$')), name='caselaw_case_public_id_form'),
            ),
            migrations.AddConstraint(
                model_name='case',
                constraint=models.UniqueConstraint(condition=models.Q(('source_system', ''), _negated=True), fields=('source_system', 'source_id'), name='caselaw_case_once_per_source'),
            ),
            migrations.AddConstraint(
                model_name='case',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('source_id', ''), ('source_system', '')), models.Q(models.Q(('source_system', ''), _negated=True), models.Q(('source_id', ''), _negated=True)), _connector='OR'), name='caselaw_case_source_has_system_and_id'),
            ),
            migrations.AddConstraint(
                model_name='case',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), models.Q(('anonymisation_state', 'cleared'), ('decision_date__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='caselaw_case_published_is_complete_and_cleared'),
            ),
            migrations.AddConstraint(
                model_name='case',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawal_reason', ''), _negated=True)), _connector='OR'), name='caselaw_case_withdrawn_says_when_and_why'),
            ),
            migrations.AddConstraint(
                model_name='case',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('anonymisation_state', 'cleared'), _negated=True), models.Q(('cleared_at__isnull', False), ('cleared_by__isnull', False), models.Q(('cleared_by', models.F('created_by')), _negated=True)), _connector='OR'), name='caselaw_case_cleared_by_a_second_person'),
            ),
            migrations.AddConstraint(
                model_name='case',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title_policy', 'initials'), _negated=True), models.Q(('safe_title', ''), _negated=True), _connector='OR'), name='caselaw_case_initials_need_a_safe_title'),
            ),
            migrations.AddConstraint(
                model_name='case',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title_policy', 'official'), _negated=True), models.Q(models.Q(('title_reason', ''), _negated=True), models.Q(('safe_title', ''), _negated=True), ('title_confirmed_by__isnull', False), ('title_proposed_by__isnull', False), models.Q(('title_proposed_by', models.F('title_confirmed_by')), _negated=True)), _connector='OR'), name='caselaw_case_official_title_needs_two_persons'),
            ),
            migrations.AddConstraint(
                model_name='case',
                constraint=models.CheckConstraint(condition=models.Q(('decision_date_precision', 'day'), models.Q(('decision_date__day', 1), ('decision_date_precision', 'month')), models.Q(('decision_date__day', 1), ('decision_date__month', 1), ('decision_date_precision', 'year')), _connector='OR'), name='caselaw_case_date_fits_its_precision'),
            ),
            migrations.AddConstraint(
                model_name='case',
                constraint=models.CheckConstraint(condition=models.Q(('significance__isnull', True), ('significance__range', (1, 4)), _connector='OR'), name='caselaw_case_significance_1_to_4'),
            ),
            migrations.AddConstraint(
                model_name='case',
                constraint=models.CheckConstraint(condition=models.Q(('replaced_by', models.F('id')), _negated=True), name='caselaw_case_does_not_replace_itself'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='case',
                trigger=pgtrigger.compiler.Trigger(name='terms_of_the_right_vocabulary', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NEW.legal_system_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.legal_system_id AND scheme IN ('legal_system')\n        ) THEN\n            RAISE EXCEPTION 'legal_system takes a term of: %', 'legal_system' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.proceeding_type_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.proceeding_type_id AND scheme IN ('proceeding_type')\n        ) THEN\n            RAISE EXCEPTION 'proceeding_type takes a term of: %', 'proceeding_type' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.latest_stage_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.latest_stage_id AND scheme IN ('stage')\n        ) THEN\n            RAISE EXCEPTION 'latest_stage takes a term of: %', 'stage' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.scope_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.scope_id AND scheme IN ('scope')\n        ) THEN\n            RAISE EXCEPTION 'scope takes a term of: %', 'scope' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.ocg_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.ocg_id AND scheme IN ('ocg')\n        ) THEN\n            RAISE EXCEPTION 'ocg takes a term of: %', 'ocg' USING ERRCODE = 'check_violation';\n        END IF;\nRETURN NEW;", hash='25caba3a9d0f0327ba5e4bf7e901681e5170a952', operation='INSERT OR UPDATE', pgid='pgtrigger_terms_of_the_right_vocabulary_40ae6', table='caselaw_case', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='case',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_caseevent" ("anonymisation_state", "cleared_at", "cleared_by_id", "confidence", "court_id", "created_at", "created_by_id", "decision_date", "decision_date_precision", "final", "id", "import_batch_id", "imported_at", "inclusion_basis", "inclusion_note", "judgment_languages", "jurisdiction_id", "latest_stage_id", "legal_system_id", "ocg_id", "official_title", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proceeding_type_id", "public_id", "published_at", "replaced_by_id", "robots", "safe_title", "scope_id", "significance", "slug", "source_hash", "source_id", "source_system", "status", "title_confirmed_by_id", "title_policy", "title_proposed_by_id", "title_reason", "unverified_fields", "updated_at", "uuid", "withdrawal_reason", "withdrawn_at") VALUES (NEW."anonymisation_state", NEW."cleared_at", NEW."cleared_by_id", NEW."confidence", NEW."court_id", NEW."created_at", NEW."created_by_id", NEW."decision_date", NEW."decision_date_precision", NEW."final", NEW."id", NEW."import_batch_id", NEW."imported_at", NEW."inclusion_basis", NEW."inclusion_note", NEW."judgment_languages", NEW."jurisdiction_id", NEW."latest_stage_id", NEW."legal_system_id", NEW."ocg_id", NEW."official_title", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proceeding_type_id", NEW."public_id", NEW."published_at", NEW."replaced_by_id", NEW."robots", NEW."safe_title", NEW."scope_id", NEW."significance", NEW."slug", NEW."source_hash", NEW."source_id", NEW."source_system", NEW."status", NEW."title_confirmed_by_id", NEW."title_policy", NEW."title_proposed_by_id", NEW."title_reason", NEW."unverified_fields", NEW."updated_at", NEW."uuid", NEW."withdrawal_reason", NEW."withdrawn_at"); RETURN NULL;', hash='8d6087fd672f48da484e83a554b40add8f124a72', operation='INSERT', pgid='pgtrigger_insert_insert_7b3f5', table='caselaw_case', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='case',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_caseevent" ("anonymisation_state", "cleared_at", "cleared_by_id", "confidence", "court_id", "created_at", "created_by_id", "decision_date", "decision_date_precision", "final", "id", "import_batch_id", "imported_at", "inclusion_basis", "inclusion_note", "judgment_languages", "jurisdiction_id", "latest_stage_id", "legal_system_id", "ocg_id", "official_title", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proceeding_type_id", "public_id", "published_at", "replaced_by_id", "robots", "safe_title", "scope_id", "significance", "slug", "source_hash", "source_id", "source_system", "status", "title_confirmed_by_id", "title_policy", "title_proposed_by_id", "title_reason", "unverified_fields", "updated_at", "uuid", "withdrawal_reason", "withdrawn_at") VALUES (NEW."anonymisation_state", NEW."cleared_at", NEW."cleared_by_id", NEW."confidence", NEW."court_id", NEW."created_at", NEW."created_by_id", NEW."decision_date", NEW."decision_date_precision", NEW."final", NEW."id", NEW."import_batch_id", NEW."imported_at", NEW."inclusion_basis", NEW."inclusion_note", NEW."judgment_languages", NEW."jurisdiction_id", NEW."latest_stage_id", NEW."legal_system_id", NEW."ocg_id", NEW."official_title", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proceeding_type_id", NEW."public_id", NEW."published_at", NEW."replaced_by_id", NEW."robots", NEW."safe_title", NEW."scope_id", NEW."significance", NEW."slug", NEW."source_hash", NEW."source_id", NEW."source_system", NEW."status", NEW."title_confirmed_by_id", NEW."title_policy", NEW."title_proposed_by_id", NEW."title_reason", NEW."unverified_fields", NEW."updated_at", NEW."uuid", NEW."withdrawal_reason", NEW."withdrawn_at"); RETURN NULL;', hash='2f4582703a2155b9582e5c44fe298560857c8127', operation='UPDATE', pgid='pgtrigger_update_update_d4292', table='caselaw_case', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='case',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_caseevent" ("anonymisation_state", "cleared_at", "cleared_by_id", "confidence", "court_id", "created_at", "created_by_id", "decision_date", "decision_date_precision", "final", "id", "import_batch_id", "imported_at", "inclusion_basis", "inclusion_note", "judgment_languages", "jurisdiction_id", "latest_stage_id", "legal_system_id", "ocg_id", "official_title", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proceeding_type_id", "public_id", "published_at", "replaced_by_id", "robots", "safe_title", "scope_id", "significance", "slug", "source_hash", "source_id", "source_system", "status", "title_confirmed_by_id", "title_policy", "title_proposed_by_id", "title_reason", "unverified_fields", "updated_at", "uuid", "withdrawal_reason", "withdrawn_at") VALUES (OLD."anonymisation_state", OLD."cleared_at", OLD."cleared_by_id", OLD."confidence", OLD."court_id", OLD."created_at", OLD."created_by_id", OLD."decision_date", OLD."decision_date_precision", OLD."final", OLD."id", OLD."import_batch_id", OLD."imported_at", OLD."inclusion_basis", OLD."inclusion_note", OLD."judgment_languages", OLD."jurisdiction_id", OLD."latest_stage_id", OLD."legal_system_id", OLD."ocg_id", OLD."official_title", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proceeding_type_id", OLD."public_id", OLD."published_at", OLD."replaced_by_id", OLD."robots", OLD."safe_title", OLD."scope_id", OLD."significance", OLD."slug", OLD."source_hash", OLD."source_id", OLD."source_system", OLD."status", OLD."title_confirmed_by_id", OLD."title_policy", OLD."title_proposed_by_id", OLD."title_reason", OLD."unverified_fields", OLD."updated_at", OLD."uuid", OLD."withdrawal_reason", OLD."withdrawn_at"); RETURN NULL;', hash='17dd2f822d06fffd44b1a4998f6f087f7416a827', operation='DELETE', pgid='pgtrigger_delete_delete_415a3', table='caselaw_case', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='jurisdictionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='baab11d00d21d6f98be71f553c21fce098c00524', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_481a1', table='caselaw_jurisdictionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='jurisdictionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b2893fb4ce0d50b7270a27794d5e69eaa03b3500', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6f195', table='caselaw_jurisdictionevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='place',
                constraint=models.UniqueConstraint(fields=('country', 'name'), name='caselaw_place_once_per_country'),
            ),
            migrations.AddConstraint(
                model_name='place',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), ('precision', 'country')), models.Q(models.Q(('precision', 'country'), _negated=True), models.Q(('name', ''), _negated=True)), _connector='OR'), name='caselaw_place_name_fits_precision'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='place',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_placeevent" ("country_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision") VALUES (NEW."country_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."precision"); RETURN NULL;', hash='2fd4aa321166ff9629621b849ee1cb6682b09fc6', operation='INSERT', pgid='pgtrigger_insert_insert_c6a1e', table='caselaw_place', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='place',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_placeevent" ("country_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision") VALUES (NEW."country_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."precision"); RETURN NULL;', hash='1295bcfc00256c02ab29f4bdd6b7ba19ce04850b', operation='UPDATE', pgid='pgtrigger_update_update_3c885', table='caselaw_place', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='place',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_placeevent" ("country_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision") VALUES (OLD."country_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."precision"); RETURN NULL;', hash='e36978f9afde016a455c5434757b9e492e4afc1f', operation='DELETE', pgid='pgtrigger_delete_delete_5ec64', table='caselaw_place', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='placeevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='235bc1e82c657b0d6917f98f80bdc14e66a48ea3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_c2018', table='caselaw_placeevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='placeevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='718f7216f3692dcb3eb958ea70cb99bfb50f3910', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ff816', table='caselaw_placeevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='proceeding',
                constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('case', 'seq'), name='caselaw_proceeding_order_once'),
            ),
            migrations.AddConstraint(
                model_name='proceeding',
                constraint=models.CheckConstraint(condition=models.Q(('appeal_of', models.F('id')), _negated=True), name='caselaw_proceeding_is_no_appeal_of_itself'),
            ),
            migrations.AddConstraint(
                model_name='proceeding',
                constraint=models.CheckConstraint(condition=models.Q(('decision_date_precision', 'day'), models.Q(('decision_date__day', 1), ('decision_date_precision', 'month')), models.Q(('decision_date__day', 1), ('decision_date__month', 1), ('decision_date_precision', 'year')), _connector='OR'), name='caselaw_proceeding_date_fits_its_precision'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='proceeding',
                trigger=pgtrigger.compiler.Trigger(name='terms_of_the_right_vocabulary', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NEW.stage_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.stage_id AND scheme IN ('stage')\n        ) THEN\n            RAISE EXCEPTION 'stage takes a term of: %', 'stage' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.outcome_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.outcome_id AND scheme IN ('proceeding_outcome')\n        ) THEN\n            RAISE EXCEPTION 'outcome takes a term of: %', 'proceeding_outcome' USING ERRCODE = 'check_violation';\n        END IF;\nRETURN NEW;", hash='b549428340f5e1cef4795c79408e7c4f273db15e', operation='INSERT OR UPDATE', pgid='pgtrigger_terms_of_the_right_vocabulary_3c102', table='caselaw_proceeding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='proceeding',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_proceedingevent" ("appeal_of_id", "case_id", "court_id", "court_text", "decision_date", "decision_date_precision", "description", "id", "official_ref", "outcome_id", "outcome_text", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seq", "stage_id", "tried") VALUES (NEW."appeal_of_id", NEW."case_id", NEW."court_id", NEW."court_text", NEW."decision_date", NEW."decision_date_precision", NEW."description", NEW."id", NEW."official_ref", NEW."outcome_id", NEW."outcome_text", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."seq", NEW."stage_id", NEW."tried"); RETURN NULL;', hash='03c98eb24f6f9ab857675d9515afe1e5d9ab2daa', operation='INSERT', pgid='pgtrigger_insert_insert_08a96', table='caselaw_proceeding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='proceeding',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_proceedingevent" ("appeal_of_id", "case_id", "court_id", "court_text", "decision_date", "decision_date_precision", "description", "id", "official_ref", "outcome_id", "outcome_text", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seq", "stage_id", "tried") VALUES (NEW."appeal_of_id", NEW."case_id", NEW."court_id", NEW."court_text", NEW."decision_date", NEW."decision_date_precision", NEW."description", NEW."id", NEW."official_ref", NEW."outcome_id", NEW."outcome_text", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."seq", NEW."stage_id", NEW."tried"); RETURN NULL;', hash='5482db0aa0e7aed8da0306b7a8051ec08b77d12b', operation='UPDATE', pgid='pgtrigger_update_update_d9059', table='caselaw_proceeding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='proceeding',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_proceedingevent" ("appeal_of_id", "case_id", "court_id", "court_text", "decision_date", "decision_date_precision", "description", "id", "official_ref", "outcome_id", "outcome_text", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seq", "stage_id", "tried") VALUES (OLD."appeal_of_id", OLD."case_id", OLD."court_id", OLD."court_text", OLD."decision_date", OLD."decision_date_precision", OLD."description", OLD."id", OLD."official_ref", OLD."outcome_id", OLD."outcome_text", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."seq", OLD."stage_id", OLD."tried"); RETURN NULL;', hash='b53aef9ed185668fba82584dce245d3ca2a050f2', operation='DELETE', pgid='pgtrigger_delete_delete_6267f', table='caselaw_proceeding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='chargeevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='27bfc647737355ca0d3508081a2bc961c25dd2a7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e4dce', table='caselaw_chargeevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='chargeevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='818f4137ca812249e5eee9dd3e802e12ac1d75d1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_da6b6', table='caselaw_chargeevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='charge',
                constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('defendant', 'seq'), name='caselaw_charge_order_once'),
            ),
            migrations.AddConstraint(
                model_name='charge',
                constraint=models.CheckConstraint(condition=models.Q(('counts__isnull', True), ('counts__gte', 1), _connector='OR'), name='caselaw_charge_at_least_one_count'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='charge',
                trigger=pgtrigger.compiler.Trigger(name='terms_of_the_right_vocabulary', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NEW.verdict_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.verdict_id AND scheme IN ('verdict')\n        ) THEN\n            RAISE EXCEPTION 'verdict takes a term of: %', 'verdict' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.offence_family_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.offence_family_id AND scheme IN ('offence_family')\n        ) THEN\n            RAISE EXCEPTION 'offence_family takes a term of: %', 'offence_family' USING ERRCODE = 'check_violation';\n        END IF;\nRETURN NEW;", hash='0df0c103420dee2ba8d8df42fe0a74a73b2ddd63', operation='INSERT OR UPDATE', pgid='pgtrigger_terms_of_the_right_vocabulary_12246', table='caselaw_charge', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='charge',
                trigger=pgtrigger.compiler.Trigger(name='parts_of_one_case', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (NEW.proceeding_id IS NOT NULL AND\n    (SELECT case_id FROM caselaw_proceeding WHERE id = NEW.proceeding_id)\n    IS DISTINCT FROM (SELECT case_id FROM caselaw_defendant WHERE id = NEW.defendant_id)) THEN\n                RAISE EXCEPTION 'Defendant, proceeding and charge must belong to the same case.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='71e10a77dac0fe1be3bddad5e36f9f673b19092c', operation='INSERT OR UPDATE', pgid='pgtrigger_parts_of_one_case_61caf', table='caselaw_charge', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='charge',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_chargeevent" ("appellate_result", "counts", "defendant_id", "detail", "id", "legislation_text", "offence_family_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proceeding_id", "provision", "seq", "verdict_id") VALUES (NEW."appellate_result", NEW."counts", NEW."defendant_id", NEW."detail", NEW."id", NEW."legislation_text", NEW."offence_family_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proceeding_id", NEW."provision", NEW."seq", NEW."verdict_id"); RETURN NULL;', hash='51d8ad426d90f2bca3b2b36f5e9d9f8db2d16d84', operation='INSERT', pgid='pgtrigger_insert_insert_e88dc', table='caselaw_charge', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='charge',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_chargeevent" ("appellate_result", "counts", "defendant_id", "detail", "id", "legislation_text", "offence_family_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proceeding_id", "provision", "seq", "verdict_id") VALUES (NEW."appellate_result", NEW."counts", NEW."defendant_id", NEW."detail", NEW."id", NEW."legislation_text", NEW."offence_family_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proceeding_id", NEW."provision", NEW."seq", NEW."verdict_id"); RETURN NULL;', hash='d8da693e9df4e5cff45ed39670ef86aa34fc5956', operation='UPDATE', pgid='pgtrigger_update_update_8a609', table='caselaw_charge', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='charge',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_chargeevent" ("appellate_result", "counts", "defendant_id", "detail", "id", "legislation_text", "offence_family_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proceeding_id", "provision", "seq", "verdict_id") VALUES (OLD."appellate_result", OLD."counts", OLD."defendant_id", OLD."detail", OLD."id", OLD."legislation_text", OLD."offence_family_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proceeding_id", OLD."provision", OLD."seq", OLD."verdict_id"); RETURN NULL;', hash='5bddcbef0c143a048befd052b1779f6a0a9d4ede', operation='DELETE', pgid='pgtrigger_delete_delete_61e20', table='caselaw_charge', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='proceedingevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='801b062790393271853b0b468f1d8857904443bc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_667e7', table='caselaw_proceedingevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='proceedingevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6d34517b160a19698495b1cce5169c9bd030ee13', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_27caa', table='caselaw_proceedingevent', when='BEFORE')),
            ),
            migrations.AddIndex(
                model_name='provisioninterpretation',
                index=models.Index(fields=['instrument', 'article', 'paragraph'], name='caselaw_interpretation_lookup'),
            ),
            migrations.AddConstraint(
                model_name='provisioninterpretation',
                constraint=models.UniqueConstraint(fields=('case', 'instrument', 'article', 'paragraph'), name='caselaw_interpretation_once_per_provision'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='provisioninterpretation',
                trigger=pgtrigger.compiler.Trigger(name='terms_of_the_right_vocabulary', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NEW.instrument_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.instrument_id AND scheme IN ('instrument')\n        ) THEN\n            RAISE EXCEPTION 'instrument takes a term of: %', 'instrument' USING ERRCODE = 'check_violation';\n        END IF;\nRETURN NEW;", hash='a3b396a88ec736b14d9acb58ac4f73ade251da91', operation='INSERT OR UPDATE', pgid='pgtrigger_terms_of_the_right_vocabulary_f1512', table='caselaw_provisioninterpretation', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='provisioninterpretation',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_provisioninterpretationevent" ("article", "case_id", "holding", "id", "instrument_id", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinpoint", "stance") VALUES (NEW."article", NEW."case_id", NEW."holding", NEW."id", NEW."instrument_id", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pinpoint", NEW."stance"); RETURN NULL;', hash='45d009cb04e283b4c5402dd5b0e77d92138ea32b', operation='INSERT', pgid='pgtrigger_insert_insert_df6e0', table='caselaw_provisioninterpretation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='provisioninterpretation',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_provisioninterpretationevent" ("article", "case_id", "holding", "id", "instrument_id", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinpoint", "stance") VALUES (NEW."article", NEW."case_id", NEW."holding", NEW."id", NEW."instrument_id", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pinpoint", NEW."stance"); RETURN NULL;', hash='0ad178cc404a6a6f8e4ebd25940e7f3a8e0fa338', operation='UPDATE', pgid='pgtrigger_update_update_cea6c', table='caselaw_provisioninterpretation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='provisioninterpretation',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_provisioninterpretationevent" ("article", "case_id", "holding", "id", "instrument_id", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinpoint", "stance") VALUES (OLD."article", OLD."case_id", OLD."holding", OLD."id", OLD."instrument_id", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pinpoint", OLD."stance"); RETURN NULL;', hash='0b57b9e768f38150a8c1f5a407c6fa07d0cd8be7', operation='DELETE', pgid='pgtrigger_delete_delete_8f3ae', table='caselaw_provisioninterpretation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='provisioninterpretationevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='ceca22f75c0888992706c2dd8c910c65d5c7632f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_c6108', table='caselaw_provisioninterpretationevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='provisioninterpretationevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f249a8c7b39a3ad19a80865eb7416d5559cc44fa', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_366bf', table='caselaw_provisioninterpretationevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='routeleg',
                constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('case', 'seq'), name='caselaw_leg_order_once'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='routeleg',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_routelegevent" ("case_id", "documents", "from_place_id", "id", "mode", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "seq", "to_place_id") VALUES (NEW."case_id", NEW."documents", NEW."from_place_id", NEW."id", NEW."mode", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."seq", NEW."to_place_id"); RETURN NULL;', hash='b04a23d926c8431fdedd614ff0a98704c8c1f882', operation='INSERT', pgid='pgtrigger_insert_insert_f50a9', table='caselaw_routeleg', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='routeleg',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_routelegevent" ("case_id", "documents", "from_place_id", "id", "mode", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "seq", "to_place_id") VALUES (NEW."case_id", NEW."documents", NEW."from_place_id", NEW."id", NEW."mode", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."seq", NEW."to_place_id"); RETURN NULL;', hash='eb5966fe774f96df79d61acfe37a2f2739228af1', operation='UPDATE', pgid='pgtrigger_update_update_4ed84', table='caselaw_routeleg', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='routeleg',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_routelegevent" ("case_id", "documents", "from_place_id", "id", "mode", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "seq", "to_place_id") VALUES (OLD."case_id", OLD."documents", OLD."from_place_id", OLD."id", OLD."mode", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."seq", OLD."to_place_id"); RETURN NULL;', hash='7aca3d03d4a5512f55ee031460a049f330084d9b', operation='DELETE', pgid='pgtrigger_delete_delete_d752b', table='caselaw_routeleg', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='routelegevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='d066d155dbfc4798ae94f9e47c2efed6632627da', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_28e68', table='caselaw_routelegevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='routelegevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='249565e1e793749cc8db1f9a7a231429bef0decb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c27de', table='caselaw_routelegevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='sanction',
                constraint=models.CheckConstraint(condition=models.Q(('is_life', False), ('months__isnull', True), _connector='OR'), name='caselaw_sanction_life_has_no_months', violation_error_message='A sentence for life has no number of months.'),
            ),
            migrations.AddConstraint(
                model_name='sanction',
                constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('currency__regex', '^[A-Z]{3}$'), _connector='OR'), name='caselaw_sanction_amount_has_a_currency', violation_error_message='An amount needs its currency, three capital letters.'),
            ),
            migrations.AddConstraint(
                model_name='sanction',
                constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount__gte', 0), _connector='OR'), name='caselaw_sanction_amount_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='sanction',
                constraint=models.CheckConstraint(condition=models.Q(('suspended_months__isnull', True), ('months__isnull', True), ('suspended_months__lte', models.F('months')), _connector='OR'), name='caselaw_sanction_suspended_within_term'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sanction',
                trigger=pgtrigger.compiler.Trigger(name='terms_of_the_right_vocabulary', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NEW.kind_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.kind_id AND scheme IN ('sanction_kind')\n        ) THEN\n            RAISE EXCEPTION 'kind takes a term of: %', 'sanction_kind' USING ERRCODE = 'check_violation';\n        END IF;\nRETURN NEW;", hash='6e133022831f38d0a650b65c2139b3fe7802f916', operation='INSERT OR UPDATE', pgid='pgtrigger_terms_of_the_right_vocabulary_8b4be', table='caselaw_sanction', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sanction',
                trigger=pgtrigger.compiler.Trigger(name='parts_of_one_case', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (NEW.proceeding_id IS NOT NULL AND\n    (SELECT case_id FROM caselaw_proceeding WHERE id = NEW.proceeding_id)\n    IS DISTINCT FROM (SELECT case_id FROM caselaw_defendant WHERE id = NEW.defendant_id)) OR (NEW.charge_id IS NOT NULL AND\n    (SELECT defendant_id FROM caselaw_charge WHERE id = NEW.charge_id) IS DISTINCT FROM NEW.defendant_id) THEN\n                RAISE EXCEPTION 'Defendant, proceeding and charge must belong to the same case.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='957ecc3e1b2cf580f8397fc4ee429feba90b5ef0', operation='INSERT OR UPDATE', pgid='pgtrigger_parts_of_one_case_a322f', table='caselaw_sanction', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sanction',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_sanctionevent" ("amount", "charge_id", "concurrence", "currency", "defendant_id", "id", "in_force", "is_life", "is_suspended", "kind_id", "months", "payable_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proceeding_id", "suspended_months", "text") VALUES (NEW."amount", NEW."charge_id", NEW."concurrence", NEW."currency", NEW."defendant_id", NEW."id", NEW."in_force", NEW."is_life", NEW."is_suspended", NEW."kind_id", NEW."months", NEW."payable_to", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proceeding_id", NEW."suspended_months", NEW."text"); RETURN NULL;', hash='03e7ec833d5c08a01d892257ca0d25ae91746550', operation='INSERT', pgid='pgtrigger_insert_insert_c9389', table='caselaw_sanction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sanction',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_sanctionevent" ("amount", "charge_id", "concurrence", "currency", "defendant_id", "id", "in_force", "is_life", "is_suspended", "kind_id", "months", "payable_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proceeding_id", "suspended_months", "text") VALUES (NEW."amount", NEW."charge_id", NEW."concurrence", NEW."currency", NEW."defendant_id", NEW."id", NEW."in_force", NEW."is_life", NEW."is_suspended", NEW."kind_id", NEW."months", NEW."payable_to", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proceeding_id", NEW."suspended_months", NEW."text"); RETURN NULL;', hash='19dea7f40be88fba914a393fb4ab82dc2c8f69e3', operation='UPDATE', pgid='pgtrigger_update_update_8cffd', table='caselaw_sanction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sanction',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_sanctionevent" ("amount", "charge_id", "concurrence", "currency", "defendant_id", "id", "in_force", "is_life", "is_suspended", "kind_id", "months", "payable_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proceeding_id", "suspended_months", "text") VALUES (OLD."amount", OLD."charge_id", OLD."concurrence", OLD."currency", OLD."defendant_id", OLD."id", OLD."in_force", OLD."is_life", OLD."is_suspended", OLD."kind_id", OLD."months", OLD."payable_to", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proceeding_id", OLD."suspended_months", OLD."text"); RETURN NULL;', hash='c9518a252ba8546b686f0d62a4a62a061a063180', operation='DELETE', pgid='pgtrigger_delete_delete_87aef', table='caselaw_sanction', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sanctionevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='b2f1b9a1ccaa6ffa749cd1fbe49082ef5109b457', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_1dbae', table='caselaw_sanctionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sanctionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b128b59e63b9395adf3af113f4fe95493a5af023', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e3dc9', table='caselaw_sanctionevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='source',
                constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('case', 'seq'), name='caselaw_source_order_once'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='source',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_sourceevent" ("accessed_on", "case_id", "citation", "id", "is_link_withheld", "is_primary", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seq", "url") VALUES (NEW."accessed_on", NEW."case_id", NEW."citation", NEW."id", NEW."is_link_withheld", NEW."is_primary", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."seq", NEW."url"); RETURN NULL;', hash='eb30237ff6086edb3a6ad8d4d57d8c85660e5209', operation='INSERT', pgid='pgtrigger_insert_insert_0e3f9', table='caselaw_source', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='source',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_sourceevent" ("accessed_on", "case_id", "citation", "id", "is_link_withheld", "is_primary", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seq", "url") VALUES (NEW."accessed_on", NEW."case_id", NEW."citation", NEW."id", NEW."is_link_withheld", NEW."is_primary", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."seq", NEW."url"); RETURN NULL;', hash='1acd9e68b762a2b676d0d68a4e2c20e9edf3d533', operation='UPDATE', pgid='pgtrigger_update_update_87c77', table='caselaw_source', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='source',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_sourceevent" ("accessed_on", "case_id", "citation", "id", "is_link_withheld", "is_primary", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seq", "url") VALUES (OLD."accessed_on", OLD."case_id", OLD."citation", OLD."id", OLD."is_link_withheld", OLD."is_primary", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."seq", OLD."url"); RETURN NULL;', hash='1fee5a46a7e5b441d3d62ee35231227c11f3582b', operation='DELETE', pgid='pgtrigger_delete_delete_6391a', table='caselaw_source', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sourceevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='39bcc67655ba525cffafb78f9bb5669456b1991a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_487df', table='caselaw_sourceevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sourceevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='08aa52d2a317ada1edf14f92180a301fe2f257e7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f918f', table='caselaw_sourceevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='victimgroup',
                constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('case', 'label'), name='caselaw_victims_label_once'),
            ),
            migrations.AddConstraint(
                model_name='victimgroup',
                constraint=models.CheckConstraint(condition=models.Q(('label__regex', '^(Victim|Child|Applicant|Complainant|Group) [A-Z0-9]{1,3}$')), name='caselaw_victims_label_is_no_name', violation_error_message='The label is Victim, Child, Applicant, Complainant or Group and a number.'),
            ),
            migrations.AddConstraint(
                model_name='victimgroup',
                constraint=models.CheckConstraint(condition=models.Q(('count_max__isnull', True), ('count_min__lte', models.F('count_max')), _connector='OR'), name='caselaw_victims_least_not_above_most', violation_error_message='The lowest number cannot exceed the highest.'),
            ),
            migrations.AddConstraint(
                model_name='victimgroup',
                constraint=models.CheckConstraint(condition=models.Q(('age_max__isnull', True), ('age_min__isnull', True), ('age_min__lte', models.F('age_max')), _connector='OR'), name='caselaw_victims_age_from_not_above_to', violation_error_message='The lower age cannot exceed the higher.'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='victimgroup',
                trigger=pgtrigger.compiler.Trigger(name='terms_of_the_right_vocabulary', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NEW.recruiter_relation_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.recruiter_relation_id AND scheme IN ('recruiter_relation')\n        ) THEN\n            RAISE EXCEPTION 'recruiter_relation takes a term of: %', 'recruiter_relation' USING ERRCODE = 'check_violation';\n        END IF;\nRETURN NEW;", hash='e455a0a473732d36033ddb90c4f8be39da83c5af', operation='INSERT OR UPDATE', pgid='pgtrigger_terms_of_the_right_vocabulary_9bcf7', table='caselaw_victimgroup', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='victimgroup',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_victimgroupevent" ("age_band", "age_basis", "age_max", "age_min", "assistance_given", "case_id", "count_max", "count_min", "id", "label", "non_punishment", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recruiter_relation_id", "role", "sex", "stateless") VALUES (NEW."age_band", NEW."age_basis", NEW."age_max", NEW."age_min", NEW."assistance_given", NEW."case_id", NEW."count_max", NEW."count_min", NEW."id", NEW."label", NEW."non_punishment", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recruiter_relation_id", NEW."role", NEW."sex", NEW."stateless"); RETURN NULL;', hash='8aaadad94854f83531714de870f90cb44dd8cc6f', operation='INSERT', pgid='pgtrigger_insert_insert_788ee', table='caselaw_victimgroup', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='victimgroup',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_victimgroupevent" ("age_band", "age_basis", "age_max", "age_min", "assistance_given", "case_id", "count_max", "count_min", "id", "label", "non_punishment", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recruiter_relation_id", "role", "sex", "stateless") VALUES (NEW."age_band", NEW."age_basis", NEW."age_max", NEW."age_min", NEW."assistance_given", NEW."case_id", NEW."count_max", NEW."count_min", NEW."id", NEW."label", NEW."non_punishment", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recruiter_relation_id", NEW."role", NEW."sex", NEW."stateless"); RETURN NULL;', hash='ee1075a0d9c2908555d28487a925199b273eeaa3', operation='UPDATE', pgid='pgtrigger_update_update_915de', table='caselaw_victimgroup', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='victimgroup',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_victimgroupevent" ("age_band", "age_basis", "age_max", "age_min", "assistance_given", "case_id", "count_max", "count_min", "id", "label", "non_punishment", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recruiter_relation_id", "role", "sex", "stateless") VALUES (OLD."age_band", OLD."age_basis", OLD."age_max", OLD."age_min", OLD."assistance_given", OLD."case_id", OLD."count_max", OLD."count_min", OLD."id", OLD."label", OLD."non_punishment", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recruiter_relation_id", OLD."role", OLD."sex", OLD."stateless"); RETURN NULL;', hash='63eef0af107d83e6b01a7bfa06f7e8f41798ee9c', operation='DELETE', pgid='pgtrigger_delete_delete_a4c43', table='caselaw_victimgroup', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='elementfindingevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='d1b2cb7fba06888d8471b58f3b0988193597925e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_df5b9', table='caselaw_elementfindingevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='elementfindingevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f636344b104c81622ff6b5cd42a3fc5b28ca6d68', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7f1a5', table='caselaw_elementfindingevent', when='BEFORE')),
            ),
            migrations.AddIndex(
                model_name='elementfinding',
                index=models.Index(fields=['term', 'case'], name='caselaw_finding_by_term'),
            ),
            migrations.AddConstraint(
                model_name='elementfinding',
                constraint=models.UniqueConstraint(fields=('case', 'term', 'charge', 'victim_group'), name='caselaw_finding_once_per_element', nulls_distinct=False),
            ),
            migrations.AddConstraint(
                model_name='elementfinding',
                constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 1500), name='caselaw_finding_text_is_short'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='elementfinding',
                trigger=pgtrigger.compiler.Trigger(name='terms_of_the_right_vocabulary', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NEW.term_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM core_term WHERE id = NEW.term_id AND scheme IN ('act', 'means', 'means_detail', 'purpose', 'forced_labour_indicator', 'issue')\n        ) THEN\n            RAISE EXCEPTION 'term takes a term of: %', 'act, means, means_detail, purpose, forced_labour_indicator, issue' USING ERRCODE = 'check_violation';\n        END IF;\nRETURN NEW;", hash='4354bfc7f995f375abf88506b3d6d6ea70d73e42', operation='INSERT OR UPDATE', pgid='pgtrigger_terms_of_the_right_vocabulary_5e51f', table='caselaw_elementfinding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='elementfinding',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_elementfindingevent" ("case_id", "charge_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinpoint", "source_id", "status", "term_id", "text", "victim_group_id") VALUES (NEW."case_id", NEW."charge_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pinpoint", NEW."source_id", NEW."status", NEW."term_id", NEW."text", NEW."victim_group_id"); RETURN NULL;', hash='9afe5816854887c800d2245657f34dc9f9185200', operation='INSERT', pgid='pgtrigger_insert_insert_b345c', table='caselaw_elementfinding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='elementfinding',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "caselaw_elementfindingevent" ("case_id", "charge_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinpoint", "source_id", "status", "term_id", "text", "victim_group_id") VALUES (NEW."case_id", NEW."charge_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pinpoint", NEW."source_id", NEW."status", NEW."term_id", NEW."text", NEW."victim_group_id"); RETURN NULL;', hash='b37001c4bd520e0f1fbdd0431cbb971e06d3ee52', operation='UPDATE', pgid='pgtrigger_update_update_33243', table='caselaw_elementfinding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='elementfinding',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "caselaw_elementfindingevent" ("case_id", "charge_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinpoint", "source_id", "status", "term_id", "text", "victim_group_id") VALUES (OLD."case_id", OLD."charge_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pinpoint", OLD."source_id", OLD."status", OLD."term_id", OLD."text", OLD."victim_group_id"); RETURN NULL;', hash='292b1643f715e7c185a305ad98d24e8b2b5ff503', operation='DELETE', pgid='pgtrigger_delete_delete_1dec3', table='caselaw_elementfinding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='victimgroupevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF current_setting('portal.allow_truncate', true) = 'on' THEN RETURN NULL; END IF;\n            RAISE EXCEPTION 'The audit trail % cannot be emptied.', TG_TABLE_NAME;\n        ", hash='28d045f072b7c302e460967ef01741718a4e0783', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_2c45c', table='caselaw_victimgroupevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='victimgroupevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='eb75d11823671cf081cbe92a424481b2ec6d6fdd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e530a', table='caselaw_victimgroupevent', when='BEFORE')),
            ),
        ]),
    ]
