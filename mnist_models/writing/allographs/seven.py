"""Sevens differ in the top, the curve of the stem and the bar across it.

A stem may be straight, hang through (bowed to the upper left), bulge (bowed
to the lower right) or be shaped like an S; each comes with and without a bar.
"""

from mnist_models.writing.allographs.notation import form

SEVENS = (
    form("7 plain", "0 0 | 52 0 | 18 100", where="US print, UK, East Asia", weight=4),
    form("7 steep", "0 0 | 44 0 | 36 100", where="fast, China", weight=1.5),
    form("7 narrow", "0 2 | 32 0 | 14 100", where="fast, China", weight=1.2),
    form("7 with a rising top", "0 14 | 52 0 | 22 100", where="fast", weight=1),
    form("7 with a falling top", "0 0 | 52 10 | 18 100", where="fast, left-handed", weight=0.8),
    form("7 with a hanging stem", "0 0 | 54 0 | 20 100 -36", where="UK, India", weight=2),
    form("7 with a bulging stem", "0 2 | 48 0 | 16 100 36", where="fast", weight=1.2),
    form("7 with a stem like an S", "0 2 | 54 0 | 32 42, 28 66, 8 100", where="cursive", weight=0.7),
    form("7 with a rounded corner", "0 4, 36 1 0, 46 14 114, 18 100 0", where="fast", weight=1, held_out=True),
    form("7 with a curled foot", "0 2 | 50 0 | 24 60, 20 90, 32 98", where="fast, cursive", weight=0.4),
    form("7 with a wavy top", "0 10, 14 2, 34 8, 54 0 | 22 100 -16", where="cursive, Palmer", weight=1),
    form("7 with a serif", "2 20 | 4 0 | 54 0 | 22 100", where="France, Russia, technical lettering", weight=1.5),
    form("7 with a hook at the start", "2 18, 2 6 | 16 2, 54 0 | 24 100 -20", where="cursive, school scripts", weight=0.8),
    form("7 with a left arm", "0 30 | 2 0 | 50 0 | 46 30, 24 100", where="Japan, Taiwan, Korea", weight=0.8),
    form("7 in two strokes", "0 2 | 50 0", "50 0 | 18 100", where="school beginners", weight=0.4),
    form("7 leaning back", "0 4 | 48 0 | 38 100 -10", where="left-handed", weight=0.5),
    form("7 crossed", "0 0 | 52 0 | 18 100", "12 50 | 58 50", where="Germany, France, Latin America", weight=3),
    form("7 crossed, hanging stem", "0 0 | 56 0 | 22 100 -36", "8 50 | 54 48", where="France, Italy", weight=1.5),
    form("7 crossed, strongly hanging stem", "0 4 | 60 0 | 24 100 -64", "8 52 | 54 50", where="Italy, Spain", weight=0.7),
    form("7 crossed, bulging stem", "0 2 | 50 0 | 14 100 36", "12 54 | 62 52", where="Germany, Poland", weight=1),
    form("7 crossed, strongly bulging stem", "0 4 | 44 0 | 10 100 66", "16 50 | 68 50", where="fast", weight=0.6, held_out=True),
    form("7 crossed, stem like an S", "0 2 | 56 0 | 34 42, 30 66, 8 100", "12 54 | 56 52", where="cursive, Turkey", weight=0.7),
    form("7 crossed high", "0 0 | 52 0 | 18 100", "16 34 | 60 34", where="Poland, Czech Republic", weight=0.8),
    form("7 crossed low", "0 0 | 54 0 | 18 100 -20", "6 66 | 50 64", where="Turkey, fast", weight=0.7),
    form("7 crossed, rising bar", "0 0 | 52 0 | 18 100", "12 60 | 58 42", where="fast, Italy", weight=1),
    form("7 crossed, falling bar", "0 2 | 52 0 | 18 100", "16 44 | 56 58", where="left-handed", weight=0.5),
    form("7 crossed, short bar", "0 0 | 52 0 | 20 100 -16", "24 50 | 46 49", where="Germany", weight=1),
    form("7 crossed, long bar", "8 0 | 56 0 | 26 100", "0 54 | 76 48", where="fast", weight=0.7),
    form("7 crossed, wavy bar", "0 2 | 54 0 | 22 100 -20", "10 54, 24 48, 40 54, 56 48", where="cursive", weight=0.4),
    form("7 crossed, wavy top", "0 10, 14 2, 34 8, 56 0 | 22 100 -20", "12 52 | 56 48", where="Turkey, Russia, Spain", weight=1),
    form("7 crossed, wavy top, stem like an S", "0 12, 14 2, 34 8, 56 0 | 34 44, 30 68, 8 100", "12 56 | 54 52", where="cursive, Turkey", weight=0.6),
    form("7 crossed, with a serif", "2 18 | 4 0 | 54 0 | 22 100", "12 52 | 58 50", where="France, Poland, Russia", weight=1.5),
    form("7 crossed, serif, hanging stem", "0 20 | 4 2 | 58 0 | 24 100 -36", "10 50 | 56 46", where="France, Italy", weight=1, held_out=True),
    form("7 crossed, serif, bulging stem", "0 18 | 4 0 | 50 0 | 16 100 36", "14 52 | 62 52", where="Poland, Brazil", weight=0.7),
    form("7 crossed, rounded corner", "0 4, 34 1 0, 46 16 114, 20 100 -8", "14 54 | 58 50", where="fast", weight=0.7),
    form("7 crossed, steep", "0 2 | 44 0 | 34 100", "18 48 | 60 46", where="fast", weight=0.8),
    form("7 crossed by a joined bar", "0 2 | 52 0 | 20 100 | 10 54 | 54 46", where="fast", weight=0.4),
)  # fmt: skip
