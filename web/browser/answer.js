// What a network's outputs mean, as `mnist_models/confidence.py` has it.

/**
 * @param {number[]} outputs of the ten digits and of none
 * @param {{ temperature: number, threshold: number }} network
 * @param {number} tiny the smallest probability that counts
 * @returns {{ digit: number | null, probabilities: number[] }} digit is null where it declines
 */
export function answerIn(outputs, { temperature, threshold }, tiny) {
  const digits = outputs.slice(0, -1);
  const none = outputs[outputs.length - 1];
  const logits = digits.map((each) => Math.log(Math.max(each, tiny)) / temperature);
  const most = Math.max(...logits);
  const powers = logits.map((each) => Math.exp(each - most));
  const score = Math.log(Math.max(sum(digits), tiny) / Math.max(none, tiny));
  return {
    digit: score < threshold ? null : logits.indexOf(most),
    probabilities: powers.map((each) => each / sum(powers)),
  };
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, each) => total + each);
}
