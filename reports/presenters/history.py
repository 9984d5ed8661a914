"""What the audit trail says of country data: the sentences of this app's actions."""

from django.utils.translation import gettext_lazy as _

from portal.core.history import register_sentence

for _action, _sentence in (
    ("country_data.answer_written", _("answered a question")),
    ("country_data.checked", _("ran the checks")),
    ("country_data.figures_written", _("entered figures")),
    ("country_data.finding_explained", _("explained what a check had found")),
    ("country_data.finding_reopened", _("opened a finding again")),
    ("country_data.finding_waived", _("waived what a check had found")),
    ("country_data.law_added", _("named an article of law")),
    ("country_data.law_removed", _("removed an article of law")),
    ("country_data.sample_loaded", _("loaded the invented round")),
    ("country_data.section_done", _("changed whether a section is finished")),
    ("country_data.source_added", _("named a source")),
    ("country_data.source_removed", _("removed a source")),
    ("exclusion.decided", _("decided to leave figures out of comparisons")),
    ("partner_label.decided", _("decided what a label stands for")),
    ("published.failed", _("A file as published could not be read")),
    ("published.handed_in", _("handed in a file as published")),
    ("published.read", _("read a file as published")),
    ("published.taken_in", _("took in a file as published")),
    ("questionnaire.copied", _("copied a questionnaire into a new version")),
    ("questionnaire.deleted", _("deleted a part of a questionnaire")),
    ("questionnaire.saved", _("edited a questionnaire")),
    ("reference.collections_loaded", _("loaded the collections")),
    ("reference.indicators_loaded", _("loaded the indicators")),
    ("reference.questionnaire_loaded", _("loaded a questionnaire")),
    ("reference.rules_loaded", _("loaded the checks")),
    ("round.changed", _("changed a round")),
    ("round.countries_assigned", _("let a round ask more countries")),
    ("round.country_removed", _("took a country out of a round")),
    ("round.created", _("prepared a round")),
    ("round.deleted", _("deleted a round in preparation")),
    ("round.provider_changed", _("changed who sends the data of a country")),
    ("round.stepped", _("took a round to its next state")),
    ("rule.put_in_use", _("put a check in use")),
    ("rule.taken_out", _("took a check out of use")),
    ("rule.written", _("wrote a new version of a check")),
):
    register_sentence(_action, _sentence)
