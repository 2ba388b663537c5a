"""Timetable and targets."""

from django.urls import path

from kaoping_web.cycles.views import targets, timetable

urlpatterns = [
    path("timetable/", timetable.timetable, name="timetable"),
    path("timetable/open-year/", timetable.open_the_year, name="open-year"),
    path("timetable/holidays/", timetable.working_days, name="working-days"),
    path("timetable/<int:cycle>/", timetable.cycle_page, name="cycle"),
    path("timetable/<int:cycle>/step/<str:kind>/", timetable.date_step, name="cycle-step"),
    path("timetable/<int:cycle>/lock/", timetable.lock, name="cycle-lock"),
    path("timetable/supplier/<int:supply>/", timetable.supplier, name="supplier"),
    path("targets/", targets.decomposition_page, name="targets"),
    path("targets/<int:cycle>/fact/<str:fact>/", targets.fact_page, name="targets-of-fact"),
    path("targets/<int:cycle>/unit/<str:body>/", targets.unit_page, name="targets-of-unit"),
    path("targets/item/<int:target>/", targets.target_page, name="target"),
]
