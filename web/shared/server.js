// Questions to the server.

/** @typedef {{ error: string, busy?: boolean }} Fault a sentence for the visitor */

/**
 * The server's reply, or a fault where none comes.
 *
 * @template Reply
 * @param {Promise<Reply | Fault>} reply
 * @param {string} advice a sentence: what the visitor can do then
 * @returns {Promise<Reply | Fault>}
 */
export async function orFault(reply, advice) {
  try {
    return await reply;
  } catch {
    return { error: `The server does not answer. ${advice}` };
  }
}
