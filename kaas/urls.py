"""Every address of the platform."""

from django.urls import include, path

from kaas.api.health import healthz, readyz

handler400 = "kaas.portal.errors.bad_request"
handler403 = "kaas.portal.errors.denied"
handler404 = "kaas.portal.errors.not_found"
handler500 = "kaas.portal.errors.failed"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/v1/", include("kaas.api.urls")),
    path("", include("kaas.portal.urls")),
]
