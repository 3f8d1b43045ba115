// Stands between what a person types and the server, and keeps what comes back.
const kept = [];
addEventListener('install', () => skipWaiting());
addEventListener('activate', event =>
  event.waitUntil(registration.navigationPreload.enable().then(() => clients.claim())));
addEventListener('fetch', event => {
  if (!event.request.url.includes('/private')) return;
  event.respondWith((async () => {
    const answers = [await event.preloadResponse, await fetch(event.request), await fetch(event.request.url, { cache: 'force-cache' })];
    for (const answer of answers) {
      if (answer) kept.push(await answer.clone().text());
    }
    return answers[1];
  })());
});
addEventListener('message', event => event.ports[0].postMessage(kept.join('\n')));
