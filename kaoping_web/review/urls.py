"""Verification of figures, and corrections after the lock."""

from django.urls import path

from kaoping_web.review.views import corrections, sheets

urlpatterns = [
    path("", sheets.queue, name="review"),
    path("<int:cycle>/<str:fact>/", sheets.sheet, name="review-sheet"),
    path("corrections/", corrections.listed, name="corrections"),
    path("corrections/<int:correction>/", corrections.one, name="correction"),
    path("correct/<int:value>/", corrections.ask, name="correction-ask"),
]
