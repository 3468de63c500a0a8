"""The portal's addresses. They are part of what people bookmark, so they name things, not techniques."""

from django.urls import path
from django.views.i18n import set_language

from kaas.portal.views import (
    answers,
    ask,
    documents,
    guide,
    home,
    preferences,
    questions,
    search,
    sharing,
    sign_in,
    trail,
)
from kaas.portal.views.administration import changes, emergencies, keys, lists, office, people, simulation

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("ask/", ask.ask, name="ask"),
    path("ask/stream", ask.ask_stream, name="ask_stream"),
    path("answers/<uuid:answer_id>/", answers.answer, name="answer"),
    path("answers/<uuid:answer_id>/share/", sharing.share, name="share"),
    path("shares/<uuid:share_id>/withdraw/", sharing.withdraw, name="withdraw"),
    path("shared/", sharing.shared, name="shared"),
    path("search/", search.search, name="search"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<uuid:document_id>/", documents.document, name="document"),
    path("questions/", questions.questions, name="questions"),
    path("trail/", trail.day, name="trail"),
    path("trail/<uuid:event_id>/open/", trail.open_texts, name="open_texts"),
    path("administration/", office.administration, name="administration"),
    path("administration/people/", people.people, name="people"),
    path("administration/people/<uuid:person_id>/", people.person, name="person"),
    path("administration/compartments/", lists.compartments, name="compartments"),
    path("administration/compartments/<uuid:thing_id>/", lists.compartment, name="compartment"),
    path("administration/tracks/", lists.tracks, name="tracks"),
    path("administration/tracks/<uuid:thing_id>/", lists.track, name="track"),
    path("administration/reader-groups/", lists.reader_groups, name="reader_groups"),
    path("administration/reader-groups/<uuid:thing_id>/", lists.reader_group, name="reader_group"),
    path("administration/markings/", lists.markings, name="markings"),
    path("administration/walls/", lists.walls, name="walls"),
    path("administration/export-tags/", lists.export_tags, name="export_tags"),
    path("administration/groups/", lists.group_mapping, name="group_mapping"),
    path("administration/simulate/", simulation.simulate, name="simulate"),
    path("administration/changes/", changes.changes, name="changes"),
    path("administration/changes/new/", changes.new_change, name="new_change"),
    path("administration/changes/new/<slug:what>/", changes.draft_change, name="draft_change"),
    path("administration/changes/end/<slug:kind>/", changes.end_fact, name="end_fact"),
    path("administration/changes/<uuid:change_id>/", changes.change, name="change"),
    path("administration/emergencies/", emergencies.emergencies, name="emergencies"),
    path(
        "administration/emergencies/<uuid:emergency_id>/end/", emergencies.end_emergency, name="end_emergency"
    ),
    path("matters/", office.matters, name="matters"),
    path("keys/", keys.keys, name="keys"),
    path("keys/<uuid:key_id>/end/", keys.ended_key, name="end_key"),
    path("guide/", guide.guide, name="guide"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("preferences/language/", set_language, name="language"),
    path("preferences/theme/", preferences.theme, name="theme"),
]
