// Evidence shared with the ink around it, as `mnist_models/explanation.py` does it.

/**
 * @param {number[]} evidence
 * @param {import("./rules.js").Picture} image in MNIST's format
 */
export function spreadOverInk(evidence, { width, levels }) {
  const ink = Array.from(levels, (level) => Number(level > 0));
  const around = blur(ink, width);
  const shares = evidence.map((each, place) => each / Math.max(around[place], 1e-9));
  return blur(shares, width).map((each, place) => each * ink[place]);
}

/**
 * The mean of 3×3 pixels, weighted 1-2-1 in both directions; outside the image all is 0.
 *
 * @param {number[]} image
 * @param {number} width
 */
function blur(image, width) {
  const across = image.map((each, place) => {
    const column = place % width;
    const before = column > 0 ? image[place - 1] : 0;
    const after = column < width - 1 ? image[place + 1] : 0;
    return (before + 2 * each + after) / 4;
  });
  return across.map((each, place) => {
    const [above, below] = [across[place - width] ?? 0, across[place + width] ?? 0];
    return (above + 2 * each + below) / 4;
  });
}
