/**
 * The page's own address with another last part. The hash alone would be read from the page's
 * base, which knows no query.
 *
 * @param {string} hash "" or "#…"
 */
export function addressWith(hash) {
  return location.pathname + location.search + hash;
}
