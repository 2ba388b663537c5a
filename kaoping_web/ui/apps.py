from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kaoping_web.ui"
    label = "ui"
