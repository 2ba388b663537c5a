"""Editing the text of a scheme at its place: comments and layout stay, and nothing else changes.

`settings_of_node` and `settings_of_fact` say what a form may change; `edited` gives the new text, or refuses.
"""

from kaoping_web.schemes.editing.document import Document, Path
from kaoping_web.schemes.editing.edits import edited
from kaoping_web.schemes.editing.settings import Choice, Setting, settings_of_fact, settings_of_node

__all__ = ["Choice", "Document", "Path", "Setting", "edited", "settings_of_fact", "settings_of_node"]
