"""Pen strokes: read from UNIPEN, made from templates, drawn with a pen."""
