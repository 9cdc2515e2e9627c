"""Twos differ in head and neck, and above all in how the neck turns into the base."""

from mnist_models.writing.allographs.notation import form

TWOS = (
    form("2 with a flat base", "3 24, 26 0, 52 22, 40 56, 0 100 | 58 100", where="everywhere, print", weight=4),
    form("2 narrow", "2 18, 18 0, 34 18, 26 54, 0 100 | 38 99", where="fast, China", weight=1.5),
    form("2 wide", "2 28, 38 0, 72 24, 54 62, 0 99 | 80 100", where="school beginners", weight=1),
    form("2 with a small head", "8 14, 26 0, 44 16, 34 44, 0 100 | 56 100", where="print", weight=1),
    form("2 with a large head", "2 34, 30 0, 58 32, 44 70, 10 100 | 56 99", where="fast", weight=1, held_out=True),
    form("2 swan-necked", "4 26, 24 0, 48 20, 40 46, 12 74, 2 100 | 58 100", where="Germany, Poland, typewriter", weight=1.5),
    form("2 with an upright serif", "2 24, 24 0, 48 20, 38 52, 2 99 | 54 100 | 58 86", where="Russia, Germany", weight=0.6),
    form("2 with a curled start", "18 24, 8 26, 4 14, 26 0, 52 22, 38 58, 0 100 | 58 100", where="cursive, Palmer", weight=1),
    form("2 with a wavy base", "3 24, 26 0, 50 22, 34 58, 0 98 | 16 90, 40 99, 62 90", where="cursive, Spain, Russia", weight=1.5),
    form("2 with a falling base", "3 22, 26 0, 48 20, 34 54, 0 88 | 20 86, 56 100", where="fast", weight=1),
    form("2 with a rising base", "3 22, 24 0, 46 20, 32 58, 2 100 | 58 86", where="China, fast", weight=1),
    form("2 with a short base", "2 22, 24 0, 48 24, 34 62, 4 100 | 34 99", where="fast", weight=0.8),
    form("2 with a loop", "3 22, 26 0, 48 22, 34 58, 14 92, 3 96, 3 86, 16 86, 36 97, 58 94", where="cursive, US, UK", weight=2),
    form("2 with a large loop", "3 22, 28 0, 52 20, 42 54, 18 92, 2 94, 3 74, 22 78, 44 96, 64 92", where="cursive, Latin America", weight=1, held_out=True),
    form("2 with a flat loop", "3 22, 26 0, 48 22, 34 58, 14 92 0, 3 98, 4 90, 26 92, 60 98", where="fast, cursive", weight=1),
    form("2 with loop and curled start", "20 22, 10 26, 5 14, 26 0, 50 22, 34 60, 14 94, 3 96, 4 86, 18 87, 36 97, 58 90", where="Palmer, India", weight=0.7),
    form("2 rounded at the foot", "3 22, 26 0, 48 22, 34 56, 8 84, 14 99, 58 97 0", where="fast", weight=1),
    form("2 like a Z", "2 6 | 50 4 | 0 100 | 56 98", where="fast", weight=0.8),
    form("2 with a hooked head", "0 22 | 24 0, 48 14, 40 46, 0 100 | 56 99", where="fast, Italy", weight=0.7),
    form("2 like a Z with a round shoulder", "2 12, 24 2, 48 8, 42 34, 0 100 | 54 100", where="fast, technical lettering", weight=0.8),
    form("2 with a base of its own", "3 24, 26 0, 52 22, 40 56, 4 98", "0 100 | 58 99", where="school beginners", weight=0.5),
    form("2 leaning back", "0 26, 18 0, 44 16, 46 48, 16 100 | 68 94", where="left-handed", weight=0.5, held_out=True),
)  # fmt: skip
