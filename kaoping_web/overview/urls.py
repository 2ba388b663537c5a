"""The pages that read everything: my work, overview, and the reading pages."""

from django.urls import include, path

from kaoping_web.overview import views

urlpatterns = [
    path("", views.home, name="home"),
    path("work/", views.my_work, name="my-work"),
    path("go/", views.go_to_cycle, name="go-to-cycle"),
    path("find/", views.find, name="find"),
    path("overview/", views.overview_now, name="overview-now"),
    path("cycles/<int:cycle>/overview/", views.overview, name="overview"),
    path("cycles/<int:cycle>/open/", views.open_for_filing, name="cycle-open"),
    path("statement/", views.own_statement, name="own-statement"),
    path("tracks/", views.tracks_now, name="tracks-now"),
    path("indicators/", views.indicators_now, name="indicators-now"),
    path("", include("kaoping_web.overview.reading_urls")),
]
