"""Addresses, in the order of the yearly process."""

from django.urls import include, path

urlpatterns = [
    path("", include("kaoping_web.overview.urls")),
    path("", include("kaoping_web.ui.urls")),
    path("", include("kaoping_web.organisations.urls")),
    path("schemes/", include("kaoping_web.schemes.urls")),
    path("", include("kaoping_web.cycles.urls")),
    path("", include("kaoping_web.supervision.urls")),
    path("filing/", include("kaoping_web.filing.urls")),
    path("review/", include("kaoping_web.review.urls")),
    path("scoring/", include("kaoping_web.scoring.urls")),
    path("journal/", include("kaoping_web.journal.urls")),
    path("verify/", include("kaoping_web.journal.verify_urls")),
]
handler404 = "kaoping_web.ui.refused.not_found"
handler403 = "kaoping_web.ui.refused.not_allowed"
handler500 = "kaoping_web.ui.refused.broken"
