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
    sign_in,
    trail,
)

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("ask/", ask.ask, name="ask"),
    path("ask/stream", ask.ask_stream, name="ask_stream"),
    path("answers/<uuid:answer_id>/", answers.answer, name="answer"),
    path("search/", search.search, name="search"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<uuid:document_id>/", documents.document, name="document"),
    path("questions/", questions.questions, name="questions"),
    path("trail/", trail.day, name="trail"),
    path("trail/<uuid:event_id>/open/", trail.open_texts, name="open_texts"),
    path("guide/", guide.guide, name="guide"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("preferences/language/", set_language, name="language"),
    path("preferences/theme/", preferences.theme, name="theme"),
]
