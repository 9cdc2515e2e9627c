// Elements of a room's template, with the kind that they are known to have.

/**
 * The element that `selector` finds; an error if there is none of this kind.
 *
 * @template {Element} Kind
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function find(root, selector, kind) {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new TypeError(`Expected a ${kind.name} at ${selector}.`);
}

/**
 * All elements that `selector` finds, as far as they are of this kind.
 *
 * @template {Element} Kind
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind[]}
 */
export function findAll(root, selector, kind) {
  return [...root.querySelectorAll(selector)].flatMap((each) =>
    each instanceof kind ? [each] : [],
  );
}
