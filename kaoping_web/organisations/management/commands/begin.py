"""`python -m kaoping_web begin`: the assessing body and its three administrators, once, with a one-time password each."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import date

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand

from kaoping_web import clock
from kaoping_web.organisations.services.beginning import begin
from kaoping_web.organisations.services.people import one_time_password
from kaoping_web.refusals import Refused


class Command(BaseCommand):
    help = "建立主持考评的机构和三员 · found the assessing body and its three administrators"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--key", required=True, help="在方案和工作簿中的代号 its key in schemes and workbooks"
        )
        parser.add_argument("--title", required=True, help="名称 its name")
        parser.add_argument("--english", default="", help="英文名称 its English name")
        parser.add_argument("--kind", default="district", help="类别 its kind")
        parser.add_argument(
            "--founded", type=date.fromisoformat, default=date(2000, 1, 1), metavar="2000-01-01"
        )

    def handle(self, *args: object, **options: object) -> None:
        founded = options["founded"]
        assert isinstance(founded, date)  # the type of the argument
        passwords = {name: one_time_password() for name in ("system", "security", "audit")}
        hashed = {name: make_password(word) for name, word in passwords.items()}
        try:
            begin(
                key=str(options["key"]), title=str(options["title"]), english=str(options["english"]), kind=str(options["kind"]),
                founded=founded, hashed=hashed, now=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            print(refused.in_("zh"), refused.in_("en"), sep="\n", file=sys.stderr)
            sys.exit(1)
        for name, word in passwords.items():
            print(f"{name:<10} {word}")
        print("首次登录须改密码。 Each must be changed at the first sign-in.")
