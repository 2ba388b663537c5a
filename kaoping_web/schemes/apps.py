from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "kaoping_web.schemes"
    label = "schemes"
