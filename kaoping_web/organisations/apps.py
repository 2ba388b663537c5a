from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "kaoping_web.organisations"
    label = "organisations"
