"""Statements, score lines, tracks and indicators."""

from django.urls import path

from kaoping_web.overview import indicator_views, line_views, statement_views, track_views

urlpatterns = [
    path("cycles/<int:cycle>/units/<str:body>/", statement_views.statement, name="statement"),
    path("cycles/<int:cycle>/units/<str:body>/<str:node>/", line_views.line, name="line"),
    path("cycles/<int:cycle>/tracks/<str:group>/", track_views.track, name="track"),
    path("cycles/<int:cycle>/indicators/<str:fact>/", indicator_views.indicator, name="indicator"),
]
