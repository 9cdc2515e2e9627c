// Questions to the server.

/**
 * @typedef {object} Fault
 * @property {string} error a sentence for the visitor
 * @property {boolean} [busy] the server has too much to do just now
 * @property {boolean} [unreachable] no reply came
 */

/**
 * The server's reply, or a fault where none comes.
 *
 * @template Reply
 * @param {Promise<Reply | Fault>} reply
 * @param {string} advice a sentence: what the visitor can do then
 * @returns {Promise<Reply | Fault>}
 */
export async function orFault(reply, advice) {
  // Where a request fails, Gradio's promise gives nothing instead of being rejected.
  const given = await reply.catch(() => undefined);
  return given ?? { error: `The server does not answer. ${advice}`, unreachable: true };
}

/**
 * The fault in a reply that the same question may well not meet a moment later.
 *
 * @param {object | null} reply
 * @returns {boolean}
 */
export function isPassing(reply) {
  return reply !== null && (("busy" in reply && !!reply.busy) || "unreachable" in reply);
}
