"""Runs: by cycle, and one by one."""

from django.urls import path

from kaoping_web.scoring import views

urlpatterns = [
    path("", views.scoring, name="scoring"),
    path("<int:cycle>/", views.scoring_cycle, name="scoring-cycle"),
    path("runs/<int:run>/", views.scoring_run, name="scoring-run"),
]
