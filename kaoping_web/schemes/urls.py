"""Addresses of the schemes."""

from django.urls import path, re_path

from kaoping_web.schemes.views import forms, items, life, reading, records, structure

urlpatterns = [
    path("", reading.schemes, name="schemes"),
    path("upload/", forms.upload, name="scheme-upload"),
    path("<int:version>/", reading.version, name="scheme-version"),
    path("<int:version>/facts/", reading.facts, name="scheme-facts"),
    path("<int:version>/decisions/", reading.decisions, name="scheme-decisions"),
    path("<int:version>/text/", reading.text, name="scheme-text"),
    path("<int:version>/record/", records.record, name="scheme-record"),
    path("<int:version>/compare/", records.compare, name="scheme-compare"),
    re_path(r"^(?P<version>[0-9]+)/file\.(?P<form>yaml|xlsx)$", records.download, name="scheme-download"),
    path("<int:version>/add/", structure.add, name="scheme-add"),
    path("<int:version>/items/<str:node>/", items.node, name="scheme-node"),
    path("<int:version>/items/<str:node>/move/", structure.move, name="scheme-move"),
    path("<int:version>/items/<str:node>/remove/", structure.remove, name="scheme-remove"),
    path("<int:version>/facts/<str:fact>/", items.fact, name="scheme-fact"),
    path("<int:version>/replace/", forms.replace, name="scheme-replace"),
    path("<int:version>/next/", forms.following, name="scheme-next"),
    path("<int:version>/send/", life.send, name="scheme-send"),
    path("<int:version>/approve/", life.approve, name="scheme-approve"),
    path("<int:version>/return/", life.give_back, name="scheme-return"),
    path("<int:version>/lock/", life.lock, name="scheme-lock"),
]
