"""Zeros differ in width, in where they begin and close, and in what is drawn through them."""

from mnist_models.writing.allographs.notation import form

ZEROS = (
    form("0 oval", "31 0, 14 9 -60, 14 91 -60, 30 100 -60, 46 91 -60, 46 9 -60, 32 0 -60", where="everywhere", weight=4),
    form("0 round", "42 0, 12 16, 1 54, 24 92, 58 92, 80 54, 68 14, 43 0", where="everywhere, US print", weight=2),
    form("0 narrow", "17 0, 10 5 -70, 10 95 -40, 17 100 -70, 24 95 -70, 24 5 -40, 18 0 -70", where="fast, forms with narrow boxes", weight=1.5),
    form("0 slanted", "50 0, 32 7, 4 88, 13 100, 31 92, 58 12, 51 0", where="Palmer, D'Nealian, cursive", weight=2),
    form("0 squarish", "30 0, 14 0 0, 2 14 -90, 2 86 0, 14 100 -90, 46 100 0, 58 86 -90, 58 14 0, 46 0 -90, 31 0 0", where="technical lettering"),
    form("0 egg", "30 0, 15 20, 4 72, 28 100, 52 74, 43 20, 31 0", where="fast", held_out=True),
    form("0 open at the top", "22 3, 3 30, 5 76, 30 100, 55 74, 54 28, 38 7", where="fast"),
    form("0 open at the upper right", "46 8, 26 0, 5 26, 3 68, 26 100, 52 82, 59 50, 55 28", where="fast"),
    form("0 closed beyond its start", "42 4, 12 16, 2 60, 26 100, 54 74, 52 28, 36 4, 14 2", where="fast"),
    form("0 ending inside", "34 0, 6 24, 5 76, 30 100, 56 74, 52 24, 34 12, 20 26", where="fast", weight=0.7),
    form("0 with a loop at the top", "34 6, 8 24, 4 70, 28 100, 52 76, 50 30, 34 8, 24 12, 30 22, 46 16, 62 2", where="cursive, France, Russia", weight=0.7),
    form("0 with a curl at the start", "22 18, 32 14, 36 4, 26 0, 6 26, 4 74, 28 100, 54 76, 53 28, 36 2", where="cursive", weight=0.5),
    form("0 clockwise", "29 0, 46 9 60, 46 91 60, 30 100 60, 14 91 60, 14 9 60, 30 0 60", where="left-handed, Near East", weight=1.2),
    form("0 begun at the bottom", "29 100, 46 91 -60, 46 9 -60, 30 0 -60, 14 9 -60, 14 91 -60, 30 100 -60", where="India, Near East", weight=0.8, held_out=True),
    form("0 in two bows", "32 0, 5 26, 5 76, 31 100", "30 0, 56 25, 56 75, 28 100", where="school beginners", weight=0.5),
    form("0 slashed within", "31 0, 14 9 -60, 14 91 -60, 30 100 -60, 46 91 -60, 46 9 -60, 32 0 -60", "16 79 | 44 21", where="programmers, Scandinavia, amateur radio"),
    form("0 slashed from above, within", "31 0, 14 9 -60, 14 91 -60, 30 100 -60, 46 91 -60, 46 9 -60, 32 0 -60", "44 20 | 16 80", where="programmers", weight=0.8),
    form("0 slashed beyond", "37 10, 22 18 -60, 22 83 -60, 36 91 -60, 50 83 -60, 50 18 -60, 37 10 -60", "2 100 | 70 0", where="programmers, soldiers, amateur radio", weight=0.8),
    form("0 slashed backwards", "31 0, 14 9 -60, 14 91 -60, 30 100 -60, 46 91 -60, 46 9 -60, 32 0 -60", "16 20 | 44 80", where="left-handed, programmers", weight=0.4, held_out=True),
    form("0 slashed in one stroke", "50 16, 30 0, 14 9, 12 90, 30 100, 47 91, 50 16 | 8 90", where="fast, programmers", weight=0.5),
    form("0 barred", "31 0, 14 9 -60, 14 91 -60, 30 100 -60, 46 91 -60, 46 9 -60, 32 0 -60", "6 52 | 54 48", where="engineers, Italy", weight=0.3),
)  # fmt: skip
