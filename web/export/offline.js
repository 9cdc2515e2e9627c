// Keeps every file of the page, so that it opens without a network. All of one version or none:
// a newer one takes over once no tab shows the older any more.

// `site.py` fills this in; `version` is a hash of all files.
const site = { version: "", files: [""] };

/** @typedef {Event & { waitUntil: (work: Promise<unknown>) => void }} Stage */
/** @typedef {Event & { request: Request, respondWith: (reply: Promise<Response>) => void }} Demand */

async function keepAll() {
  const cache = await caches.open(site.version);
  await cache.addAll(site.files);
}

async function dropOthers() {
  for (const name of await caches.keys()) {
    if (name !== site.version) await caches.delete(name);
  }
}

/** @param {Request} request */
async function reply(request) {
  const cache = await caches.open(site.version);
  return (await cache.match(request)) ?? fetch(request);
}

self.addEventListener("install", (event) => /** @type {Stage} */ (event).waitUntil(keepAll()));
self.addEventListener("activate", (event) => /** @type {Stage} */ (event).waitUntil(dropOthers()));
self.addEventListener("fetch", (event) => {
  const demand = /** @type {Demand} */ (event);
  demand.respondWith(reply(demand.request));
});
