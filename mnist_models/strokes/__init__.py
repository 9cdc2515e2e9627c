"""Pen strokes: read from UNIPEN, made of templates, drawn with a pen."""
