from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "kaoping_web.scoring"
    label = "scoring"
