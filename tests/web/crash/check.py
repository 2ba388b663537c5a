"""`python -m tests.web.crash.check`: every value as it stands, and what the verification of the journal finds."""

from __future__ import annotations

import json

import django

django.setup()

from kaoping_web.filing.models import Value  # noqa: E402
from kaoping_web.journal.verification import verify_here  # noqa: E402

if __name__ == "__main__":
    found = verify_here()
    print(json.dumps({"values": dict(Value.objects.values_list("pk", "text")), "is_sound": found.is_sound, "count": found.count,
                      "problems": [one.what.in_("en") for one in found.problems[:5]]}))  # fmt: skip
