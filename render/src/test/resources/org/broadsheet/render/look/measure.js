// Measures the page that is open; answers what LookIT judges.
(() => {
  const colour = text => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return {r: parts[0], g: parts[1], b: parts[2], a: parts.length > 3 ? parts[3] : 1};
  };
  const over = (top, below) => ({
    r: top.r * top.a + below.r * (1 - top.a),
    g: top.g * top.a + below.g * (1 - top.a),
    b: top.b * top.a + below.b * (1 - top.a),
    a: 1
  });
  const luminance = c => {
    const linear = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = element => {
    if (!element) return {r: 255, g: 255, b: 255, a: 1};
    const own = colour(getComputedStyle(element).backgroundColor);
    return own.a === 1 ? own : over(own, ground(element.parentElement));
  };
  const shown = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true});

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (text && shown(element) && !['STYLE', 'SCRIPT'].includes(element.tagName)) {
      const style = getComputedStyle(element);
      const below = ground(element);
      texts.push({
        text: element.tagName + ' ' + text.slice(0, 40),
        size: parseFloat(style.fontSize),
        contrast: contrast(over(colour(style.color), below), below)
      });
    }
  }
  // What a style sheet writes: the signs beside headings, which show when they have the focus.
  for (const anchor of document.querySelectorAll('.anchor')) {
    const style = getComputedStyle(anchor, '::before');
    texts.push({
      text: 'anchor ' + anchor.getAttribute('aria-label'),
      size: parseFloat(style.fontSize),
      contrast: contrast(colour(style.color), ground(anchor))
    });
  }

  // Characters in each full line, counted where the browser broke the lines.
  const lines = [];
  for (const paragraph of document.querySelectorAll(
      '.prose > p, .lede, .entry-text > p, .message > p, .empty')) {
    const counts = [];
    let bottom = -Infinity;
    const within = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    while (within.nextNode()) {
      const node = within.currentNode;
      for (let i = 0; i < node.length; i++) {
        const range = document.createRange();
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = range.getBoundingClientRect();
        if (box.width === 0) continue;
        if (box.top > bottom - 2) {
          counts.push(0);
          bottom = box.bottom;
        }
        counts[counts.length - 1]++;
      }
    }
    counts.pop();
    if (counts.length >= 2) {
      lines.push({
        text: paragraph.className + ' ' + paragraph.textContent.slice(0, 40),
        mean: counts.reduce((a, b) => a + b) / counts.length,
        counts
      });
    }
  }

  const page = document.documentElement;
  return {texts, lines, width: page.clientWidth, scrollWidth: Math.max(page.scrollWidth, document.body.scrollWidth)};
})()
