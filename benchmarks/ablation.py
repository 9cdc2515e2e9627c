"""What each ingredient of the recipe brings: one network trained again without it.

python -m benchmarks.ablation    about 25 minutes on two cores

The networks are tested on data that may choose a recipe: the validation digits, the same
with a broad pen, drawings made of templates, and synthetic drawings of forms that training
does not show. Rows that the file holds already are not trained again. Each row holds its
recipe, and a file with rows of another recipe is refused.
"""

import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from benchmarks import readme
from benchmarks.support.trial import EPOCHS, NETWORK, parser, still, train
from mnist_models import figures, mnist
from mnist_models.evaluation import count_errors
from mnist_models.mnist import Digits
from mnist_models.recipes import RECIPES, Recipe
from mnist_models.strokes.templates import hard_drawings
from mnist_models.writing.drawings import HELD_OUT, drawings

_DEEP = RECIPES["deep_cnn"].handwriting
_HARD_SEED = 1  # not a seed of the tests


def variants() -> dict[str, Recipe]:
    """The recipe, and the recipe without each ingredient."""
    recipe = replace(RECIPES[NETWORK], epochs=EPOCHS)

    def without(**changes: Any) -> Recipe:
        return replace(recipe, handwriting=replace(recipe.handwriting, **changes))

    return {
        "everything": recipe,
        "no styles": without(style=still().style),
        "no pens": without(thinner=0.0, thicker=0.0, marker=0.0, gamma=1.0),
        "no bending": without(elastic=0.0),
        "no turning, shearing, scaling, shifting": without(
            rotation=0.0, shear=0.0, scale=0.0, shift=0.0
        ),
        "no variation at all": replace(recipe, handwriting=still()),
        "corruption too": without(astray=_DEEP.astray, corrupted=_DEEP.corrupted),
        "no digit as it is": without(as_it_is=0.0),
        "no made-up drawings": replace(recipe, drawings=0.0),
        "no non-digits": replace(recipe, non_digits=0.0),
    }


def main(arguments: list[str] | None = None) -> None:
    """Train each variant, keep its figures and print the table."""
    options = parser(__doc__, "ablation").parse_args(arguments)
    fitted, validation = mnist.split(mnist.load(options.data)[0])
    parts = {
        "validation": validation,
        "broad pen": with_broad_pen(validation),
        "hard drawings": hard_drawings(100, _HARD_SEED),
        "unseen forms": drawings(3600, _HARD_SEED, HELD_OUT),
    }
    record = known_rows(options.out)
    for name, recipe in variants().items():
        if name in record:
            continue
        network = train(recipe, fitted, validation)
        counts = {part: count_errors(network, digits) for part, digits in parts.items()}
        errors = {part: vars(count) for part, count in counts.items()}
        record[name] = {"recipe": asdict(recipe), "errors": errors}
        figures.write(options.out, record)
    print(readme.ingredients(record))


def known_rows(file: Path) -> dict[str, Any]:
    """The rows of `file`; the program ends if one is of another recipe than today's."""
    rows, recipes = figures.read(file), variants()
    for name, row in rows.items():
        if name not in recipes or row["recipe"] != asdict(recipes[name]):
            sys.exit(
                f"Expected {file} to hold rows of today's recipe, but {name!r} is of another: "
                "remove the file, or name another with --out."
            )
    return rows


def with_broad_pen(digits: Digits) -> Digits:
    """The same digits, with every line two pixels broader."""
    broader = [
        np.asarray(Image.fromarray(image).filter(ImageFilter.MaxFilter(3)))
        for image in digits.images
    ]
    return Digits(np.stack(broader), digits.labels)


if __name__ == "__main__":
    main()
