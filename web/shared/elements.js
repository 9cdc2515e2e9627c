// Elements of a template, with the type they are known to have.

/**
 * The first element that matches; an error if there is none of this type.
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
 * All elements of this type that match.
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
