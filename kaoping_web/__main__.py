"""`python -m kaoping_web VERB`: the site's commands (migrate, serve, verify_journal, …)."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaoping_web.settings")
sys.argv[0] = "python -m kaoping_web"
execute_from_command_line(sys.argv)
