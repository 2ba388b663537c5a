from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "kaoping_web.journal"
    label = "journal"
