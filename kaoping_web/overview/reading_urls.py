"""Statements, score lines, tracks and indicators."""

urlpatterns: list = []
