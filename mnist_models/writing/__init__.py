"""A generator of handwriting: forms of the digits, a motor model and hands that keep their habits."""
