from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "kaoping_web.supervision"
    label = "supervision"
