"""The API's addresses, all under /api/v1/."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from kaas.api import schema
from kaas.api.corrections import AnswerFeedback, Corrections
from kaas.api.counsel import AnswerReferral, ReferralDetail, Referrals
from kaas.api.searching import Search
from kaas.api.sharing import AnswerShares, Markings, Shared, ShareDetail
from kaas.api.views import AnswerDetail, Ask, DocumentDetail, TrailEvents

app_name = "api"
__all__ = ["schema", "urlpatterns"]  # importing the schema registers its extensions

urlpatterns = [
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("search", Search.as_view(), name="search"),
    path("ask", Ask.as_view(), name="ask"),
    path("documents/<uuid:document_id>", DocumentDetail.as_view(), name="document"),
    path("answers/<uuid:answer_id>", AnswerDetail.as_view(), name="answer"),
    path("answers/<uuid:answer_id>/shares", AnswerShares.as_view(), name="shares"),
    path("answers/<uuid:answer_id>/referral", AnswerReferral.as_view(), name="send"),
    path("answers/<uuid:answer_id>/feedback", AnswerFeedback.as_view(), name="feedback"),
    path("corrections", Corrections.as_view(), name="corrections"),
    path("referrals", Referrals.as_view(), name="referrals"),
    path("referrals/<uuid:referral_id>", ReferralDetail.as_view(), name="referral"),
    path("shares/<uuid:share_id>", ShareDetail.as_view(), name="share"),
    path("shared", Shared.as_view(), name="shared"),
    path("markings", Markings.as_view(), name="markings"),
    path("trail/events", TrailEvents.as_view(), name="events"),
]
