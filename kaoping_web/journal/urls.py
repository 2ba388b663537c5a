"""The journal: search, an object's history, checkpoints, verification."""

from django.urls import path

from kaoping_web.journal.views import proving, reading

urlpatterns = [
    path("", reading.journal, name="journal"),
    path("object/<str:object_type>/<str:object_key>/", reading.history, name="journal-object"),
    path("entry/<int:sequence>/", reading.entry, name="journal-entry"),
    path("checkpoints/", proving.checkpoint_list, name="checkpoints"),
    path("checkpoints/<int:checkpoint>/", proving.checkpoint, name="checkpoint"),
    path("verification/", proving.verification, name="journal-verification"),
]
