"""Forms filled in and sent as a browser without script does."""

from __future__ import annotations

import re

from django.test import Client


def form(client: Client, url: str, mark: str = "") -> dict[str, str]:
    """The hidden fields of the form of a page that holds `mark`, or of its first one with a number."""
    page = client.get(url).content.decode()
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", page, re.S)
    found = next(one for one in forms if 'name="once"' in one and mark in one)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found))


def send(client: Client, url: str, mark: str, at: str = "", **said: object) -> object:
    """Fill the form of `url` that holds `mark` in and send it, to `at` where it goes elsewhere."""
    return client.post(at or url, {**form(client, url, mark), **said})
