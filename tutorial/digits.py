# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # How networks learn to read your digit
#
# You will see how to load MNIST in Keras, and how to build, train and evaluate three networks: one
# with a single hidden layer, a simple one with two convolutions, and a deep one. Then you bring a
# digit of your own, find out why it does not look like MNIST's to a network, and fix that. At the
# end you add a network.
#
# Run the cells from top to bottom. That takes less than ten minutes on two processor cores; Keras
# uses a graphics card if there is one. Every number below was computed by the cell above it. The
# notebook shows the code that matters here; all of it is in `mnist_models/`.

# %%
# Google Colab needs the project and its packages; elsewhere they are installed already.
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

REPOSITORY = "https://github.com/OWNER/three-networks-read-your-digit"

if "google.colab" in sys.modules and not Path("digits.py").exists():
    if not Path("digits").exists():
        clone = ["git", "clone", "--quiet", "--depth", "1"]
        subprocess.run([*clone, REPOSITORY, "digits"], check=True)
    os.chdir("digits/tutorial")
    requirements = ["install", "--quiet", "-r", "../requirements.txt"]
    subprocess.run([sys.executable, "-m", "pip", *requirements], check=True)
    loaded = sys.modules.get("numpy")  # Colab loads it at the start
    if loaded and loaded.__version__ != version("numpy"):
        raise SystemExit("All is installed. Choose “Restart session and run all” once.")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path.cwd().parent))

# %%
import logging

import keras
import numpy as np
from IPython.display import display

from mnist_models import mnist
from mnist_models.mnist import NUM_CLASSES
from tutorial import show
from tutorial.show import Bar, Stop, code, say

logging.getLogger("tensorflow").setLevel(logging.ERROR)
processors = keras.distribution.list_devices("gpu") or keras.distribution.list_devices("cpu")
say(f"Keras {keras.__version__} on {keras.backend.backend()} computes on {', '.join(processors)}.")

# %% tags=["settings"]
DIGITS, TESTED = 40_000, 10_000  # of MNIST's 60,000 training and 10,000 test digits
DRAWINGS = 1_000  # synthetic drawings for tests
EPOCHS = 2  # passes over the training digits
SEED = 0

# %% [markdown]
# ## 1. MNIST
#
# Most courses begin with MNIST: digits by American census clerks and high school students, scanned,
# cut out, and brought into one format (LeCun, Cortes and Burges 1998). Keras downloads it once.
# `mnist.load` also verifies that its four arrays are the ones that LeCun published.

# %%
try:
    train, test = mnist.load()
except mnist.DataError as error:
    raise Stop(error) from None

say(f"""An image is {train.images.shape[1]} by {train.images.shape[2]} pixels, each a whole number
from {train.images.min()} for paper to {train.images.max()} for ink. There are {len(train.labels):,}
to learn from, of which this lesson takes {DIGITS:,}, and {len(test.labels):,} to be tested by.""")
train, test = train.take(np.arange(DIGITS)), test.take(np.arange(TESTED))

first_of_each = np.concatenate(
    [np.flatnonzero(train.labels == kind)[:6] for kind in range(NUM_CLASSES)]
)
by_row = first_of_each.reshape(NUM_CLASSES, -1).T.ravel()
display(show.digits(train.images[by_row], columns=10, alt="Six digits of each kind"))

# %% [markdown]
# **Validation and test.** If you try ten networks on the test digits and keep the best one, its
# error on these digits is too optimistic. So some of the training digits are set aside to choose
# by: the *validation* digits. The test digits are used once, at the end.

# %%
code(mnist.split)
fitted, validation = mnist.split(train)
parts = (fitted, validation)
shares = [np.bincount(part.labels, minlength=NUM_CLASSES) / len(part.labels) for part in parts]
say(f"""{len(fitted.labels):,} digits to fit, {len(validation.labels):,} for validation; the share
of no digit differs between the two by more than {np.abs(shares[0] - shares[1]).max():.2%}.""")

damaged = test.images.copy()
damaged[0, 0, 0] += 1
same = mnist.checksum(damaged) == mnist.checksum(test.images)
say(f"One pixel one step darker, and the checksum is {'the same' if same else 'another'}.")

# %% [markdown]
# ## 2. The baseline
#
# One hidden layer: each of its units has a weight for every pixel. During training, `Dropout`
# switches some units off at random, so that none relies on another. The last layer gives
# probabilities: of the ten digits and, as the eleventh, of *none of them*, which section 7 uses.
#
# Training takes three statements of Keras. The loss is small if the right digit got a high
# probability. Adam changes the parameters after each batch of digits, so that the loss shrinks.

# %%
from mnist_models.architectures import baseline

code(baseline)
keras.utils.set_random_seed(SEED)
first = baseline()
say(f"It has {first.count_params():,} parameters.")
first.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = first.fit(
    mnist.network_input(fitted.images),
    fitted.labels,
    validation_data=(mnist.network_input(validation.images), validation.labels),
    batch_size=128,
    epochs=5 * EPOCHS,
    callbacks=[Bar()],
    verbose=0,
).history
wrong = {
    "training digits": [1 - share for share in history["accuracy"]],
    "validation digits": [1 - share for share in history["val_accuracy"]],
}
display(show.curves(wrong, "The errors of the baseline after each epoch"))

# %% [markdown]
# **Prediction error** is the share of wrong answers. But how much of it is chance? With other test
# digits it would be a little higher or lower. Wilson's interval contains the true error 19 times in
# 20. Two networks whose intervals overlap widely may well be equally good.

# %%
from mnist_models.evaluation import answers, count_errors, prediction_error

code(prediction_error)
given = answers(first, test)
error = prediction_error(given, test.labels)
say(f"""Of the test digits the baseline reads one in {1 / error:.0f} wrongly; as an error with its
interval: **{count_errors(first, test)}**.""")

# %%
from mnist_models.evaluation import confusion_matrix, wrong_digits

say("**What does it mix up?** A row for each digit, a column for each answer.")
matrix = confusion_matrix(given, test.labels)
display(show.confusion(matrix, "The baseline's confusion matrix"))
mixed = matrix - np.diag(matrix.diagonal())
label, answer = np.unravel_index(mixed.argmax(), mixed.shape)
missed = wrong_digits(given, test.labels)[:15]
say(f"""Most often a {label} is read as {answer}: {mixed.max()} times. The first {len(missed)} that
it gets wrong, what they are, and what it says:""")
display(
    show.digits(
        test.images[[each.index for each in missed]],
        [f"{each.label} as {each.answer}" for each in missed],
        columns=5,
        alt="Test digits that the baseline gets wrong",
    )
)

# %% [markdown]
# ## 3. A simple convolutional network
#
# A stroke is the same stroke a little further left. The baseline must learn it separately at every
# place. A convolution slides a small window over the image and uses the same weights everywhere.
# `MaxPooling2D` keeps the strongest response of four neighbours, so that the exact place matters
# less.
#
# From here on, the project's own `fit` trains, with AdamW. Its learning rate grows at first and
# then falls to zero. A *recipe* holds all hyper-parameters. First, train on MNIST as it is.

# %%
import tempfile
from dataclasses import replace

from mnist_models.architectures import ARCHITECTURES, simple_cnn
from mnist_models.augmentation.handwriting import Handwriting
from mnist_models.recipes import RECIPES
from mnist_models.training import fit

code(simple_cnn)
sizes = [ARCHITECTURES[name]().count_params() for name in ("baseline", "simple_cnn")]
say(f"{sizes[1]:,} parameters, against the baseline's {sizes[0]:,}.")
code(fit)
as_it_is = Handwriting(as_it_is=1.0, shift=0.0, astray=0.0, corrupted=0.0)
# To save time: fewer epochs and fewer synthetic drawings than in the real recipe.
recipe = replace(RECIPES["simple_cnn"], epochs=EPOCHS, drawings=0.4, non_digits=0.1)
plain_recipe = replace(recipe, handwriting=as_it_is, drawings=0.0, non_digits=0.0)
folder = Path(tempfile.mkdtemp())


def trained(network, recipe):
    """Train a network from the same seed as all others."""
    keras.utils.set_random_seed(SEED)
    built = network()
    checkpoint = folder / "checkpoint"
    fit(built, recipe, fitted, validation, seed=SEED, checkpoint=checkpoint, observers=[Bar()])
    return built


plain = trained(simple_cnn, plain_recipe)
counts = {"baseline": count_errors(first, test), "simple CNN": count_errors(plain, test)}
display(show.errors(counts, "Test errors of the baseline and the simple CNN"))

# %% [markdown]
# ## 4. What augmentation adds
#
# More digits make a better network, and some can be generated. Training varies each of MNIST's
# digits anew in every epoch: it turns, bends or thickens it, or adds a stroke that some people add.
# It also shows synthetic drawings by simulated hands, which write the digits as schools of many
# countries teach them, and drawings that are no digits at all. Below are three rows of each:
# MNIST's digits, the same varied, and synthetic ones. The last row shows non-digits.

# %% alt="Digits, the same varied, and made-up ones"
from mnist_models.training import augmentation_sheet

sheet = augmentation_sheet(fitted, RECIPES["deep_cnn"].handwriting, seed=SEED, columns=12)
display(sheet)

# %%
from mnist_models.writing.drawings import HELD_OUT, drawings

taught = trained(simple_cnn, recipe)
say("Two tests: MNIST's test digits, and made-up drawings of forms that training did not show.")
unseen = drawings(DRAWINGS, SEED + 1, HELD_OUT)
networks = {"plain": plain, "augmented": taught}
tests = {"MNIST": test, "drawings": unseen}
counts = {
    f"{name}, {how}": count_errors(network, digits)
    for name, digits in tests.items()
    for how, network in networks.items()
}
display(show.errors(counts, "Errors without and with augmentation"))
changes = {
    name: f"from {counts[f'{name}, plain'].error:.2%} to {counts[f'{name}, augmented'].error:.2%}"
    for name in tests
}
say(f"""Augmentation takes the error on MNIST's test digits {changes["MNIST"]}, on the drawings
{changes["drawings"]}. Augmented digits are harder to learn, so {EPOCHS} epochs do not show all that
it brings: what {RECIPES["simple_cnn"].epochs} epochs give stands in the next section.""")

# %% [markdown]
# ## 5. The deep network, and the weights that come with the project
#
# It has seven convolutions. Two of them move their window by two pixels, which halves the image as
# pooling does, but with weights that are learned (after Deotte 2018). Training takes too long for
# this notebook, so it loads the weights that the project ships. The report beside each file says
# how they were trained; weights that do not match their report are refused. `python train.py` makes
# both again.

# %%
from mnist_models import weights
from mnist_models.architectures import deep_cnn

code(deep_cnn)
reports = {name: weights.read_report(name) for name in ("baseline", "simple_cnn", "deep_cnn")}
shipped = {name: weights.load(name) for name in reports}
counts = {name: count_errors(network, test) for name, network in shipped.items()}
display(show.errors(counts, "Test errors of the three networks that ship"))

# %%
report = reports["deep_cnn"]
say(f"""The deep network has {report.parameters:,} parameters. It was trained for {report.epochs}
epochs, {report.training_seconds / 60:.0f} minutes on {report.machine}, from seed {report.seed}.
The report counts {report.test.wrong} wrong of {report.test.total:,} test digits; the cell above
counted {counts["deep_cnn"].wrong} of {counts["deep_cnn"].total:,}. Its recipe, less how the
handwriting varies:""")
chosen = [f"- `{name}`: {value}" for name, value in report.recipe.items() if name != "handwriting"]
say("\n".join(chosen))
learning = {
    name: [1 - epoch["val_accuracy"] for epoch in each.learning_curve]
    for name, each in reports.items()
}
display(show.curves(learning, "Errors on the validation digits after each epoch"))

# %% [markdown]
# ## 6. Your own digit
#
# Here is a drawing on a canvas, of any size and at any place. To use your own, put a photo or a
# screenshot into this folder and name it in `PICTURE`.

# %%
from PIL import Image

from mnist_models.drawing.image import ink_from_image
from mnist_models.drawing.sketch import shrink_canvas, sketch_to_mnist
from mnist_models.recognizer import Recognizer
from mnist_models.strokes.pen import draw_as_person
from mnist_models.strokes.templates import TEMPLATES

PICTURE = ""  # such as "my-digit.png"

if PICTURE:
    ink = ink_from_image(Image.open(PICTURE))
else:
    ink = draw_as_person(TEMPLATES["5"], np.random.default_rng(SEED))
recognizer, _ = Recognizer.load_available()
prepared = {"shrunk": shrink_canvas(ink), "brought into MNIST's format": sketch_to_mnist(ink)}
display(show.digits([ink], columns=2, alt="A drawing on its canvas"))
for how, image in prepared.items():
    say(f"What the networks say of the canvas, {how}:")
    display(show.answers(recognizer.read_image(image), f"Probabilities, canvas {how}"))

# %% [markdown]
# **Why a drawing is no MNIST digit.** All of MNIST's digits have the same format. The ink is cut
# out, made square, and averaged down to 20×20. Its brightness is stretched, and it is pasted into
# 28×28 with its centre of mass in the middle. A network learns that format along with the digits,
# and fails without it. So the drawing goes through the same stages.

# %%
from mnist_models.drawing.sketch import center_mass, sketch_stages

code(sketch_stages)
code(center_mass)
stages = sketch_stages(ink)
names = ["cut out", "fitted", "centred", "only shrunk"]
shown = [stages.square, stages.fitted, stages.centered, prepared["shrunk"]]
display(show.digits(shown, names, columns=4, alt="The stages of a drawing"))

# %% [markdown]
# One drawing proves nothing. So here are many drawings by simulated hands, in forms that training
# did not show.

# %%
from itertools import islice

from mnist_models import figures
from mnist_models.evaluation import ErrorCount
from mnist_models.writing.drawings import written

hands = np.random.default_rng(SEED + 2)
drawn = list(islice(written(SEED + 2, HELD_OUT), DRAWINGS))
inks = [draw_as_person(each.strokes, hands) for each in drawn]
labels = np.array([each.allograph.digit for each in drawn])


def errors_of(to_mnist):
    """Each network's errors on the drawings, brought to 28×28 by a function."""
    images = np.stack([to_mnist(ink) for ink in inks])
    wrong = recognizer.probabilities(images).argmax(axis=-1) != labels
    return [ErrorCount(int(row.sum()), len(labels)) for row in wrong]


both = {"shrunk": errors_of(shrink_canvas), "format": errors_of(sketch_to_mnist)}
counts = {
    f"{name}, {how}": count
    for how, found in both.items()
    for name, count in zip(recognizer.names, found, strict=True)
}
display(show.errors(counts, "Errors on drawings, with and without MNIST's format"))
worst, best = both["format"][0].error, both["shrunk"][-1].error
say(f"""The weakest network with the right format reads {worst:.1%} wrongly, the strongest without
it {best:.1%}: preparing the drawing matters more than the network.""")

say("""Real people's drawings are not part of the project, but what the networks made of them is
measured and kept (`benchmarks/drawings.py`):""")
people = figures.on_drawings(weights.FOLDER)
measured = ("exact", "naive")
for name, found in people.items():
    count, shrunk = (ErrorCount(found[how]["wrong"], found[how]["total"]) for how in measured)
    say(f"- `{name}`: {count} in MNIST's format, {shrunk} shrunk")

# %% [markdown]
# ## 7. Does it know when it does not know?
#
# A network is *calibrated* if nine in ten of its answers with a confidence of 90 % are right. One
# number, the temperature, corrects a network that is over- or underconfident: the logarithms of all
# probabilities are divided by it. It is fitted on the validation digits. Here is the baseline of
# section 2, before and after.

# %%
from mnist_models.confidence import (
    digit_probabilities,
    expected_calibration_error,
    fit_temperature,
    reliability_curve,
)
from mnist_models.evaluation import outputs_of

code(digit_probabilities)
temperature = fit_temperature(outputs_of(first, validation.images), validation.labels)
outputs = outputs_of(first, test.images)
probabilities = {
    "before": digit_probabilities(outputs, 1.0),
    "after": digit_probabilities(outputs, temperature),
}
bins = {when: reliability_curve(each, test.labels, bins=8) for when, each in probabilities.items()}
display(show.reliability(bins, "How often the baseline is right, by its confidence"))
gaps = [expected_calibration_error(each, test.labels) for each in probabilities.values()]
say(f"""Its temperature is {temperature:.2f}: it was too {"sure" if temperature > 1 else "modest"}.
Confidence lay {gaps[0]:.2%} from the share that is right, and lies {gaps[1]:.2%} from it now.""")

# %% [markdown]
# For a letter, each of the ten digits is a wrong answer. The eleventh output is the probability
# that a drawing is *no* digit. A network declines if the log-odds of a digit fall below a
# threshold, which is set so that few of the digits that the network reads rightly are declined.

# %%
from mnist_models.augmentation.non_digits import non_digits
from mnist_models.confidence import DECLINED, digit_score

code(digit_score)
letters = non_digits(validation, DRAWINGS, SEED + 3, {"letter": 1.0})
deep, confidence = shipped["deep_cnn"], reports["deep_cnn"].confidence
groups = {
    "test digits": digit_score(outputs_of(deep, test.images)),
    "made-up letters": digit_score(outputs_of(deep, letters)),
}
display(show.scores(groups, confidence.threshold, "Scores of digits and of letters"))
declined = [np.mean(score < confidence.threshold) for score in groups.values()]
say(f"""The threshold is to decline {DECLINED:.1%} of the digits that are read rightly. The deep
network declines {declined[0]:.2%} of the test digits and {declined[1]:.2%} of the letters. Made-up
letters are what it learned to decline from; people's letters are the harder test: of those it
declines {people["deep_cnn"]["declining"]["letters_declined"]:.2%}.""")
display(show.digits(letters[:10], columns=10, alt="Ten made-up letters"))

# %% [markdown]
# ## 8. Add a network of your own
#
# A network needs two things: a function that builds it, and a recipe. Then the project's command
# can train and evaluate it, and write its weights with their report. Here it trains for one epoch.


# %%
from mnist_models.recipes import Recipe


def mine():
    """One convolution that halves the image."""
    return keras.Sequential(
        [
            keras.layers.Input(mnist.IMAGE_SHAPE),
            keras.layers.Conv2D(16, kernel_size=5, strides=2),
            keras.layers.ReLU(),
            keras.layers.Flatten(),
            keras.layers.Dense(NUM_CLASSES + 1, activation="softmax"),
        ],
        name="mine",
    )


code(Recipe)
ARCHITECTURES["mine"] = mine
short = {"epochs": 1, "drawings": 0.2, "non_digits": 0.1}
RECIPES["mine"] = Recipe(learning_rate=3e-3, weight_decay=0.02, **short)

# %%
import shutil

import train as command
from mnist_models.runs import Run

run = Run(models=["mine"], data=None, custom_epochs=None, seeds=[SEED], quick=False)
place = folder / "weights"
shutil.copytree(weights.FOLDER, place)
network, report = command.train_one(
    "mine", seed=SEED, run=run, data=(train, test), out=folder / "run"
)
weights.save(network, report, place)
say(command.table([report]))
say("And it answers beside the others:")
four = Recognizer.load(place)
display(show.answers(four.read(ink), "What four networks say of the drawing"))

# %% [markdown]
# To keep it, write the function into `mnist_models/architectures.py`, the recipe into
# `mnist_models/recipes.py`, and run `python train.py --models mine`. The page, the API, the
# Compare tab and the benchmarks then have four networks. *Add a network* in `CONTRIBUTING.md` lists
# the steps.

# %% [markdown]
# ## 9. Exercises
#
# **1. Luck.** Two networks read 43 and 57 of 10,000 test digits wrongly. Is the first one better?
#
# <details><summary>Answer</summary>
#
# Their intervals overlap, so this test cannot decide.
#
# ```python
# print(ErrorCount(43, 10_000), ErrorCount(57, 10_000))
# ```
#
# </details>
#
# **2. One pixel.** Move all test digits by one pixel. Which network suffers more, the baseline or
# the simple CNN, both trained on MNIST as it is?
#
# <details><summary>Answer</summary>
#
# The baseline: it learned each stroke at one place.
#
# ```python
# moved = test._replace(images=np.roll(test.images, 1, axis=2))
# print(count_errors(first, moved), count_errors(plain, moved))
# ```
#
# </details>
#
# **3. A pixel of format.** Bring the drawings into MNIST's format, but then move each by one pixel
# down and right. How many more errors are there?
#
# <details><summary>Answer</summary>
#
# Few, since training shifts its digits at random.
#
# ```python
# print(*errors_of(lambda ink: np.roll(sketch_to_mnist(ink), (1, 1), (0, 1))))
# ```
#
# </details>
#
# **4. An honest temperature.** Fit the temperature on the test digits. Their calibration error will
# be smaller. Why is the temperature not better?
#
# <details><summary>Answer</summary>
#
# It was fitted on the same digits that evaluate it, so their error is too optimistic.
#
# ```python
# print(temperature, fit_temperature(outputs, test.labels))
# ```
#
# </details>
#
# **5. Confident answers only.** Let the deep network decline the digits with the lowest confidence.
# How many must it decline until one in a thousand of its answers is wrong?
#
# <details><summary>Answer</summary>
#
# `risk_coverage` sorts the answers by confidence and counts.
#
# ```python
# from mnist_models.confidence import risk_coverage
#
# sure = digit_probabilities(outputs_of(deep, test.images), confidence.temperature)
# coverage, risk = risk_coverage(sure.max(axis=1), sure.argmax(axis=1) != test.labels)
# print(f"{1 - coverage[risk <= 0.001].max():.2%} of the digits")
# ```
#
# </details>
