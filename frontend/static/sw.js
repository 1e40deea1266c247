// Brings the page up without a network: the page itself and its hashed parts, never an answer of the API.
const PARTS = {{assets}};
const KEEP = "chadiao-" + PARTS.join("").replace(/[^0-9a-f]/g, "").slice(-48);

async function keepAll() {
  const cache = await caches.open(KEEP);
  await cache.addAll(["/", ...PARTS]);
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("chadiao-") && name !== KEEP).map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("install", (event) => event.waitUntil(keepAll().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  if (event.request.mode === "navigate") {
    if (url.pathname.startsWith("/docs")) return;
    event.respondWith(fetch(event.request).catch(async () => (await caches.match("/")) || Response.error()));
  } else if (url.pathname.startsWith("/assets/")) {
    event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
  }
});
