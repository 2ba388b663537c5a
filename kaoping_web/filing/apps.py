from django.apps import AppConfig


class FilingConfig(AppConfig):
    name = "kaoping_web.filing"
    label = "filing"
