"""Fours are open or closed, and differ in where the stem stands and whether the pen is lifted."""

from mnist_models.writing.allographs.notation import form

FOURS = (
    form("4 open", "18 0 | 0 62 | 60 62", "44 28 | 44 100", where="everywhere", weight=3),
    form("4 open, slanted", "26 0 | 4 60 | 58 60", "52 24 | 36 100", where="US print, fast", weight=2),
    form("4 wide open", "2 0 | 0 52 | 52 52", "50 0 | 50 100", where="US print, UK", weight=1.5),
    form("4 open with a tall stem", "12 14 | 0 62 | 56 60", "46 0 | 42 100", where="France, Spain", weight=1.5),
    form("4 open with a short stem", "24 0 | 0 54 | 58 54", "42 40 | 38 100", where="Germany, Poland", weight=1.5),
    form("4 with the stem hung from the bar", "20 0 | 0 56 | 50 54", "40 54 | 36 100", where="Germany, fast", weight=0.6),
    form("4 with a long bar", "26 0 | 0 60 | 80 58", "48 26 | 46 100", where="Germany, Italy, fast", weight=1),
    form("4 with the stem at the bar's end", "14 0 | 0 56 | 46 56", "47 16 | 46 100", where="fast", weight=1),
    form("4 with the stem beside", "14 0 | 0 54 | 34 54", "46 12 | 44 100", where="fast", weight=0.6),
    form("4 with a curved arm", "12 0, 2 36, 14 54, 46 50", "46 8 | 42 100", where="India, cursive", weight=1),
    form("4 with a bowed arm", "22 0 | 0 58 -30 | 58 56", "46 22 | 42 100", where="fast", weight=0.8, held_out=True),
    form("4 with a slack bar", "16 0 | 0 50 | 26 60, 58 54", "46 18 | 42 100", where="fast", weight=0.7),
    form("4 with its stem first", "42 20 | 40 100", "20 0 | 0 60 | 62 60", where="left-handed", weight=0.5),
    form("4 in three strokes", "20 0 | 0 60", "0 60 | 60 60", "44 20 | 44 100", where="school beginners", weight=0.4),
    form("4 closed", "44 0 | 0 66 | 62 66", "44 0 | 44 100", where="print, East Asia, typewriter", weight=2),
    form("4 closed in one stroke", "64 66 | 0 66 | 44 0 | 44 100", where="fast, China", weight=1),
    form("4 closed, begun at the foot", "44 100 | 46 0 | 0 64 | 64 64", where="fast", weight=0.8),
    form("4 closed, narrow", "30 0 | 0 64 | 44 64", "30 0 | 30 100", where="China, Japan", weight=1),
    form("4 closed, bar ending at the stem", "42 0 | 0 70 | 44 68", "42 0 | 44 100", where="fast", weight=0.5, held_out=True),
    form("4 closed, with a foot", "40 0 | 0 66 | 60 66", "40 0 | 40 100", "26 100 | 54 100", where="typewriter", weight=0.3),
    form("4 like a lightning", "22 0 | 0 56 | 50 50 | 32 100", where="fast, central Europe", weight=1),
    form("4 like a lightning, steep", "14 0 | 0 52 | 40 46 | 36 100", where="fast", weight=0.7),
    form("4 like a lightning, softened", "20 0, 10 28, 4 52 | 30 50, 50 42 | 44 66, 32 100", where="fast, cursive", weight=0.6),
    form("4 joined to its stem", "18 0 | 0 56 | 46 54 | 52 14 | 42 100", where="fast", weight=1),
    form("4 joined by a loop", "14 0, 3 30, 14 54, 36 46, 48 22, 46 12, 40 22 | 34 100", where="cursive, fast", weight=0.3),
    form("4 with a looped corner", "28 0, 12 46, 5 58, 0 52, 8 47, 62 52", "48 18 | 40 100", where="cursive, India, fast", weight=0.7),
    form("4 like a che", "4 0, 4 30, 18 50, 44 44", "46 0 | 46 100", where="Russia, Ukraine", weight=0.8),
    form("4 like a y", "4 4, 4 36, 20 52, 40 38, 48 2 | 38 100", where="cursive, fast", weight=0.5, held_out=True),
)  # fmt: skip
