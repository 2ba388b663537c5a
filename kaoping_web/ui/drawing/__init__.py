"""Drawings made on the server: inline SVG with the classes `v-*` of kaoping.css, no script, no style attribute.

Small parts stand in table cells; charts fill a figure and are drawn twice, for a desk and for a telephone, so that their
words keep their size. Geometry is that of the gallery. Numbers come in exact and leave as pixels of a tenth.
"""
