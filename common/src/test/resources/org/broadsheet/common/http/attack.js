// Every way in which a page makes a browser ask for something, each with its name: first for what is private, then for what is not,
// which shows that the way is one.
const ways = {
  'fetch': url => fetch(url),
  'fetch without referrer': url => fetch(url, { referrerPolicy: 'no-referrer' }),
  'fetch without referrer, no-cors': url => fetch(url, { referrerPolicy: 'no-referrer', mode: 'no-cors' }),
  'fetch with a referrer of its own': url => fetch(url, { referrer: '' , cache: 'force-cache' }),
  'fetch, kept alive': url => fetch(url, { keepalive: true, referrerPolicy: 'no-referrer' }),
  'fetch, same-origin, no credentials': url => fetch(url, { mode: 'same-origin', credentials: 'omit' }),
  'fetch with a name of its own': url =>
    fetch(url, { referrerPolicy: 'no-referrer', headers: { 'User-Agent': 'git/2.50', 'Accept-Language': '' } }),
  'fetch with headers of a typed address': url =>
    fetch(url, { referrerPolicy: 'no-referrer', headers: { 'Sec-Fetch-Site': 'none', Origin: '', Referer: '' } }),
  'fetch of JSON': url =>
    fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}', referrerPolicy: 'no-referrer' }),
  'fetch of text': url =>
    fetch(url, { method: 'POST', mode: 'no-cors', body: '{}', referrerPolicy: 'no-referrer' }),
  'fetch of a form': url => fetch(url, { method: 'POST', body: new URLSearchParams({ a: 'b' }) }),
  'fetch to delete': url => fetch(url, { method: 'DELETE', headers: { 'Content-Type': 'application/json' } }),
  'fetch for Git': url =>
    fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/x-git-upload-pack-request' }, body: '0000' }),
  'XMLHttpRequest': url => xhr('GET', url),
  'XMLHttpRequest of JSON': url => xhr('POST', url, '{}'),
  'image': url => { new Image().src = url; },
  'image without referrer': url => element('img', { referrerPolicy: 'no-referrer', src: url }),
  'image across origins': url => element('img', { crossOrigin: 'anonymous', src: url }),
  'script': url => element('script', { src: url }),
  'script without referrer': url => element('script', { referrerPolicy: 'no-referrer', src: url }),
  'module': url => element('script', { type: 'module', src: url }),
  'import': url => import(url),
  'style sheet': url => element('link', { rel: 'stylesheet', href: url }),
  'style sheet without referrer': url => element('link', { rel: 'stylesheet', referrerPolicy: 'no-referrer', href: url }),
  'style sheet that imports': url => element('style', { textContent: `@import "${url}";` }),
  'background': url => element('div', { style: `width: 9px; height: 9px; background: url("${url}")` }),
  'font': url => {
    element('style', { textContent: `@font-face { font-family: "f${id(url)}"; src: url("${url}"); }` });
    element('div', { style: `font-family: "f${id(url)}"`, textContent: 'text' });
  },
  'preload': url => element('link', { rel: 'preload', as: 'fetch', href: url }),
  'module preload': url => element('link', { rel: 'modulepreload', href: url }),
  'prefetch': url => element('link', { rel: 'prefetch', href: url }),
  'speculation': url =>
    element('script', {
      type: 'speculationrules',
      textContent: JSON.stringify({ prefetch: [{ source: 'list', urls: [url], eagerness: 'immediate' }] }),
    }),
  'frame': url => element('iframe', { src: url }),
  'frame without referrer': url => element('iframe', { referrerPolicy: 'no-referrer', src: url }),
  'frame in a sandbox': url => {
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts';
    frame.src = url;
    document.documentElement.append(frame);
  },
  'frame that is sent on': url => element('iframe', { srcdoc: `<meta http-equiv="refresh" content="0; url=${url}">` }),
  'frame that sends itself': url =>
    element('iframe', { srcdoc: `<meta name="referrer" content="no-referrer"><script>location.replace("${url}")</` + 'script>' }),
  'frame that loads itself again': url => {
    const frame = element('iframe', { src: '/blank.html' });
    frame.onload = () => {
      frame.onload = null;
      frame.contentWindow.eval(`history.pushState(null, "", "${url}"); location.reload()`);
    };
  },
  'frame that goes back': url => {
    const frame = element('iframe', { src: '/blank.html' });
    frame.onload = () => {
      frame.onload = () => frame.contentWindow.history.back();
      frame.contentWindow.eval(`history.replaceState(null, "", "${url}"); location.href = "/blank.html?2"`);
      setTimeout(() => { frame.onload = null; }, 1000);
    };
  },
  'object': url => element('object', { data: url }),
  'embed': url => element('embed', { src: url }),
  'video': url => element('video', { muted: true, autoplay: true, preload: 'auto', src: url }),
  'audio': url => element('audio', { muted: true, autoplay: true, preload: 'auto', src: url }),
  'form': url => form({ method: 'get', action: url }),
  'form that posts': url => form({ method: 'post', action: url }),
  'form that posts text': url => form({ method: 'post', enctype: 'text/plain', action: url }),
  'form without referrer': url => form({ method: 'post', rel: 'noreferrer', action: url }),
  'window': url => { open(url, '_blank'); },
  'window without referrer': url => { open(url, '_blank', 'noreferrer'); },
  'window that is sent on': url => {
    const other = open('about:blank');
    other.document.write(`<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url=${url}">`);
    other.document.close();
  },
  'link': url => element('a', { href: url, target: '_blank' }).click(),
  'link without referrer': url => element('a', { href: url, target: '_blank', rel: 'noreferrer' }).click(),
  'link that pings': url => element('a', { href: '/blank.html', target: '_blank', ping: url }).click(),
  'download': url => element('a', { href: url, download: 'a' }).click(),
  'beacon': url => { navigator.sendBeacon(url, new Blob(['{}'], { type: 'application/json' })); },
  'beacon of text': url => { navigator.sendBeacon(url, '{}'); },
  'EventSource': url => {
    const source = new EventSource(url);
    source.onerror = () => source.close();
  },
  'WebSocket': url => { new WebSocket(new URL(url, location.href).href.replace('http', 'ws')); },
  'worker': url => { new Worker(url); },
  'shared worker': url => { new SharedWorker(url); },
  'worker that fetches': url => {
    new Worker(blob(`fetch("${new URL(url, location.href)}", { referrerPolicy: "no-referrer" })`));
  },
  'worker that imports': url => { new Worker(blob(`importScripts("${new URL(url, location.href)}")`)); },
  'service worker': url => navigator.serviceWorker.register(url, { scope: '/nowhere/' + id(url) }),
  'drawing': url => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.innerHTML = `<image href="${url}" width="9" height="9"/>`;
    document.documentElement.append(svg);
  },
  'drawing that uses': url => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.innerHTML = `<use href="${url}#a"/>`;
    document.documentElement.append(svg);
  },
};

function id(url) {
  return url.replace(/[^a-z0-9]/gi, '');
}

function element(name, properties) {
  const made = document.createElementNS('http://www.w3.org/1999/xhtml', name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === 'style') made.setAttribute(key, value);
    else made[key] = value;
  }
  (document.body ?? document.documentElement).append(made);
  return made;
}

function xhr(method, url, body) {
  const request = new XMLHttpRequest();
  request.open(method, url);
  if (body) request.setRequestHeader('Content-Type', 'application/json');
  request.send(body);
}

function form(properties) {
  const frame = element('iframe', { name: 'f' + Math.random() });
  const made = element('form', { ...properties, target: frame.name });
  made.append(element('input', { name: 'way', value: new URL(properties.action, location.href).searchParams.get('way') }));
  made.submit();
}

function blob(script) {
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
}

/** Goes all ways to each of the URLs; every one has its name as {@code way} in the query. */
function attack(urls) {
  for (const [name, go] of Object.entries(ways)) {
    for (const url of urls) {
      try {
        Promise.resolve(go(url + (url.includes('?') ? '&' : '?') + 'way=' + encodeURIComponent(name))).catch(() => {});
      } catch (e) {
        console.log(name + ': ' + e);
      }
    }
  }
  return Object.keys(ways);
}
