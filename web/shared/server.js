// The server's replies, and faults in their place.

/**
 * @typedef {object} Fault
 * @property {string} error a sentence for the visitor
 * @property {boolean} [busy] the server has too much to do at the moment
 * @property {boolean} [unreachable] no reply came
 */

/**
 * The server's reply, or a fault if none comes.
 *
 * @template Reply
 * @param {Promise<Reply | Fault>} reply
 * @param {string} advice a sentence: what the visitor can do then
 * @returns {Promise<Reply | Fault>}
 */
export async function orFault(reply, advice) {
  // If a request fails, Gradio's promise resolves to nothing instead of being rejected.
  const given = await reply.catch(() => undefined);
  return given ?? { error: `Can't reach the server. ${advice}`, unreachable: true };
}

/**
 * Whether a reply is a fault that may be over a moment later.
 *
 * @param {object | null} reply
 * @returns {boolean}
 */
export function isTemporary(reply) {
  return reply !== null && (("busy" in reply && !!reply.busy) || "unreachable" in reply);
}
