"""Zeros differ in width, in where they begin and close, and in what is drawn through them."""

from mnist_models.writing.allographs.notation import form

ZEROS = (
    form("0 oval", "32 0, 6 24, 6 76, 31 100, 56 76, 56 24, 33 0", where="everywhere", weight=4),
    form("0 round", "42 0, 12 16, 1 54, 24 92, 58 92, 80 54, 68 14, 43 0", where="everywhere, US print", weight=2),
    form("0 narrow", "18 0, 3 22, 3 78, 17 100, 33 78, 33 22, 19 0", where="fast, forms with narrow boxes", weight=1.5),
    form("0 slanted", "48 1, 18 20, 1 64, 12 99, 44 78, 59 30, 50 1", where="Palmer, D'Nealian, cursive", weight=2),
    form("0 squarish", "30 0, 8 5, 2 24, 2 76, 9 96, 30 100, 52 95, 58 76, 58 24, 51 4, 31 0", where="technical lettering"),
    form("0 egg", "30 0, 10 36, 4 72, 28 100, 52 74, 47 36, 31 0", where="fast", held_out=True),
    form("0 open at the top", "22 3, 3 30, 5 76, 30 100, 55 74, 54 28, 38 7", where="fast"),
    form("0 open at the upper right", "46 8, 26 0, 5 26, 3 68, 26 100, 52 82, 59 50, 55 28", where="fast"),
    form("0 closed beyond its start", "42 4, 12 16, 2 60, 26 100, 54 74, 52 28, 36 4, 14 2", where="fast"),
    form("0 ending inside", "34 0, 6 24, 5 76, 30 100, 56 74, 52 24, 34 12, 20 26", where="fast", weight=0.7),
    form("0 with a loop at the top", "34 6, 8 24, 4 70, 28 100, 52 76, 50 30, 34 8, 24 12, 30 22, 46 16, 62 2", where="cursive, France, Russia", weight=0.7),
    form("0 with a curl at the start", "22 18, 32 14, 36 4, 26 0, 6 26, 4 74, 28 100, 54 76, 53 28, 36 2", where="cursive", weight=0.5),
    form("0 clockwise", "26 0, 52 20, 56 70, 32 100, 6 78, 4 28, 26 0", where="left-handed, Near East", weight=1.2),
    form("0 begun at the bottom", "28 100, 54 78, 56 26, 31 0, 5 24, 4 74, 30 100", where="India, Near East", weight=0.8, held_out=True),
    form("0 in two bows", "32 0, 5 26, 5 76, 31 100", "30 0, 56 25, 56 75, 28 100", where="school beginners", weight=0.5),
    form("0 slashed within", "32 0, 6 24, 6 76, 31 100, 56 76, 56 24, 33 0", "15 80 | 47 20", where="programmers, Scandinavia, amateur radio"),
    form("0 slashed from above, within", "32 0, 6 24, 6 76, 31 100, 56 76, 56 24, 33 0", "48 18 | 14 82", where="programmers", weight=0.8),
    form("0 slashed beyond", "36 12, 14 30, 14 74, 35 90, 58 72, 58 30, 37 12", "2 100 | 70 0", where="programmers, soldiers, amateur radio", weight=0.8),
    form("0 slashed backwards", "32 0, 6 24, 6 76, 31 100, 56 76, 56 24, 33 0", "13 22 | 49 78", where="left-handed, programmers", weight=0.4, held_out=True),
    form("0 slashed in one stroke", "50 12, 28 0, 5 26, 5 76, 30 100, 55 76, 53 16 | 8 88", where="fast, programmers", weight=0.5),
    form("0 barred", "32 0, 6 24, 6 76, 31 100, 56 76, 56 24, 33 0", "8 52 | 54 48", where="engineers, Italy", weight=0.3),
)  # fmt: skip
