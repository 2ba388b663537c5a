"""Tags for drawings made on the server: `{% load drawing %}`. Labels are handed in in the reader's language by the page."""

from __future__ import annotations

from django import template

from kaoping_web.ui.drawing import charts, heat, parts

register = template.Library()
for tag in (parts.spark, parts.quartile, parts.interval, parts.dimension_bar, parts.movement,
            charts.waterfall, charts.band, charts.strip, charts.bump, heat.heat):  # fmt: skip
    register.simple_tag(tag)
