"""Nines differ in the tail, from straight to hooked like a g, and in how the loop is closed."""

from mnist_models.writing.allographs.notation import form

NINES = (
    form("9 with a straight stem", "46 14, 26 0, 4 20, 14 46, 36 44, 46 20 | 46 100", where="everywhere, print", weight=3),
    form("9 with a straight slanted stem", "52 14, 34 0, 10 20, 14 44, 38 42, 52 16 | 30 100", where="US, China", weight=2.5),
    form("9 with a curved tail", "48 18, 28 0, 4 20, 14 46, 36 44, 48 20 | 46 60, 18 100", where="everywhere", weight=2.5),
    form("9 hooked", "48 16, 28 0, 4 20, 14 46, 36 42, 47 18 | 47 70 0, 36 95, 18 99, 4 86", where="France, Germany, UK", weight=2),
    form("9 hooked like a g", "46 14, 26 0, 6 16, 12 38, 34 38, 46 16 | 46 72, 34 98, 12 98, 0 82", where="Italy, Spain, Turkey", weight=1.2),
    form("9 with a tail swept to the left", "54 16, 36 0, 14 20, 24 44, 44 40, 54 18 | 48 62, 28 90, 0 98", where="Latin America, fast", weight=1),
    form("9 with a long flat tail", "60 14, 44 0, 22 18, 30 40, 50 38, 60 16 | 56 60, 36 88, 0 92", where="fast", weight=0.6),
    form("9 with a bulging tail", "44 16, 26 0, 4 18, 14 42, 36 38, 44 16 | 16 100 50", where="Turkey, fast", weight=0.8),
    form("9 with a hanging tail", "48 12, 30 0, 6 20, 14 46, 38 42, 50 14 | 26 100 -30", where="India, fast", weight=0.8),
    form("9 with a kick", "46 14, 26 0, 4 20, 14 46, 36 44, 46 20 | 44 84, 50 98, 64 90", where="fast", weight=0.4),
    form("9 with an open loop", "46 8, 24 0, 4 22, 16 46, 40 36, 52 10 | 44 100", where="fast", weight=1),
    form("9 with an open loop and a curved tail", "40 4, 20 0, 3 24, 16 46, 42 34, 52 8 | 50 56, 22 100", where="fast", weight=0.8),
    form("9 wide open", "30 4, 12 2, 3 24, 18 46, 40 34, 50 4 | 42 100", where="fast", weight=0.4),
    form("9 of a loop and a stem", "44 12, 26 0, 4 20, 14 46, 38 44, 46 20, 42 8", "47 2 | 46 100", where="school beginners, East Asia", weight=1.2),
    form("9 of a loop and a hooked stem", "42 10, 24 0, 4 20, 14 44, 36 42, 44 20, 40 8", "46 2 | 46 74, 34 98, 8 92", where="school beginners", weight=0.5, held_out=True),
    form("9 of a circle and a slanted stem", "28 0, 6 12, 8 40, 28 50, 48 38, 48 12, 29 0", "50 20 | 28 100", where="print", weight=0.7),
    form("9 in the Chinese manner", "44 10, 28 0, 8 18, 8 40, 24 46, 42 28, 46 8 | 40 60, 24 100", where="China, Taiwan", weight=1.5),
    form("9 in the Chinese manner, long tail", "48 8, 34 0, 16 12, 14 32, 30 36, 46 20, 50 6 | 40 56, 4 100", where="China", weight=0.7),
    form("9 like a six turned round", "48 30, 30 48, 8 42, 4 16, 26 0, 50 22, 48 64, 20 100", where="India, Near East", weight=0.8),
    form("9 begun at its left, clockwise", "46 40, 20 50, 2 30, 12 6, 34 2, 48 26 | 46 100", where="left-handed, Near East", weight=0.6, held_out=True),
    form("9 with a large loop", "54 22, 32 0, 4 24, 12 60, 42 56, 56 24 | 50 100", where="fast", weight=0.8),
    form("9 with a small loop", "34 10, 22 0, 6 10, 10 28, 28 26, 35 10 | 30 100", where="fast, China", weight=1),
    form("9 with a tall stem", "40 22, 22 12, 4 30, 14 54, 34 50, 44 30, 48 0 | 42 100", where="fast", weight=0.6),
    form("9 with a flat top", "52 2 | 22 2, 4 22, 18 42, 40 36, 52 4 | 44 100", where="India, fast", weight=0.6),
    form("9 with a triangular loop", "46 6 | 2 30 | 40 46 | 50 2 | 42 100", where="fast", weight=0.3),
    form("9 begun with a curl", "30 22, 44 18, 38 2, 18 2, 4 24, 14 46, 36 42, 48 18 | 44 100", where="cursive, Russia", weight=0.4),
    form("9 narrow", "28 12, 16 0, 3 18, 8 42, 22 40, 30 14 | 26 100", where="fast", weight=1),
    form("9 leaning back", "36 18, 18 0, 2 16, 10 42, 32 40, 38 18 | 54 100", where="left-handed", weight=0.5, held_out=True),
)  # fmt: skip
