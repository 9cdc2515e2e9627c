"""Pen strokes: read from UNIPEN, made of templates and shapes, drawn with a pen."""
