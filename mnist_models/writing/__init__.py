"""A generator of handwriting: forms of the digits, a motor model, hands that keep their habits."""
