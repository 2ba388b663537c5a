from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "kaoping_web.cycles"
    label = "cycles"
