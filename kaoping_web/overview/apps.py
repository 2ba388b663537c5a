from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "kaoping_web.overview"
    label = "overview"
