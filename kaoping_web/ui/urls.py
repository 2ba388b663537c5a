"""Reading choices and the gallery of parts."""

from django.urls import path

from kaoping_web.ui import views

urlpatterns = [
    path("language/<str:language>/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("gallery/", views.gallery, name="gallery"),
]
