"""The one page of the journal that is open to everybody."""

from django.urls import path

from kaoping_web.journal.views import proving

urlpatterns = [path("", proving.verify, name="verify")]
