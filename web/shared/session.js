// What a tab keeps until it is closed, also when the page is loaded again. A browser that keeps
// nothing, or has no room left, is as good as a new tab.

/**
 * @param {string} name
 * @returns {any} what `keep` was given, or null
 */
export function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {unknown} value ready for JSON
 */
export function keep(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    forget(name); // rather than to recall something older
  }
}

/** @param {string} name */
function forget(name) {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // It was not kept.
  }
}
