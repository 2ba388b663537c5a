from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "kaoping_web.review"
    label = "review"
