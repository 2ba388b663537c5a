"""The door of the slowed site."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.crash.slow"
application = get_wsgi_application()

from tests.web.crash.slow import slow_down  # noqa: E402

slow_down()
