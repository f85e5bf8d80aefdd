// Opens pages of `stats --html` in Chromium at the width of a phone and of a desk, light and dark, and
// fails where one asks for anything, complains, runs what a deck says, does not fit, or cannot be read.
//
//     node check.mjs CHROMIUM FOLDER-FOR-PICTURES PAGE...
import { strict as assert } from 'node:assert';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [executablePath, pictures, ...pages] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
});

const sizes = { phone: { width: 390, height: 844 }, small: { width: 320, height: 640 }, desk: { width: 1280, height: 900 } };

/** What can be seen of a page from inside. */
function look() {
  const rgb = (color) => color.match(/[\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = rgb(color).slice(0, 3).map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (rgb(color)[3] !== 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  // Contrast by WCAG 2 of every piece of text with what is behind it.
  const pale = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || element.closest('title, desc, script, style')) continue;
    const style = getComputedStyle(element);
    const color = element.closest('svg') ? style.fill : style.color;
    const [a, b] = [light(color), light(ground(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) pale.push(`${node.textContent.trim().slice(0, 30)}: ${contrast.toFixed(2)}`);
  }
  return {
    title: document.title,
    scrolls: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    headings: [...document.querySelectorAll('h1, h2')].map((heading) => `${heading.tagName} ${heading.textContent}`),
    scripts: document.querySelectorAll('script, img, iframe, object, [onerror], [onload]').length,
    nameless: [...document.querySelectorAll('svg')].filter((svg) =>
      svg.getAttribute('aria-labelledby').split(' ').some((id) => !document.getElementById(id)?.textContent)).length,
    headless: [...document.querySelectorAll('table')].filter((table) =>
      !table.caption || !table.querySelector('thead th[scope=col]')).length,
    ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
    pale,
    text: document.body.innerText,
    background: getComputedStyle(document.body).backgroundColor,
  };
}

let looked = 0;
for (const page of pages) {
  const grounds = new Set();
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark']) {
      for (const javaScriptEnabled of [true, false]) {
        const context = await browser.newContext({ viewport, colorScheme, javaScriptEnabled });
        const tab = await context.newPage();
        const name = `${basename(page, '.html')}-${size}-${colorScheme}`;
        const said = [];
        const asked = [];
        tab.on('console', (message) => said.push(message.text()));
        tab.on('pageerror', (error) => said.push(String(error)));
        tab.on('dialog', (dialog) => said.push(dialog.message()));
        tab.on('request', (request) => asked.push(request.url()));
        await tab.goto(pathToFileURL(page).href);
        const picture = await tab.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
        assert.ok(picture.length > 10_000, `${name}: an empty picture`);
        assert.deepEqual(asked, [pathToFileURL(page).href], `${name}: nothing but the page is asked for`);
        assert.deepEqual(said, [], `${name}: the console says nothing`);
        if (javaScriptEnabled) {
          const seen = await tab.evaluate(look);
          assert.match(seen.title, /^nodequiz · 20 November 2026$/, name);
          assert.equal(seen.scrolls, false, `${name}: it fits its width`);
          assert.equal(seen.scripts, 0, `${name}: nothing runs`);
          assert.equal(seen.headings[0], 'H1 Where you stand', name);
          assert.ok(seen.headings.length >= 10, `${name}: ${seen.headings}`);
          assert.equal(seen.nameless, 0, `${name}: every drawing says what it shows`);
          assert.equal(seen.headless, 0, `${name}: every table has a caption and heads`);
          assert.equal(new Set(seen.ids).size, seen.ids.length, `${name}: an id stands once`);
          assert.deepEqual(seen.pale, [], `${name}: every text can be read`);
          if (name.startsWith('goal')) {
            assert.ok(seen.headings.includes('H2 Goal: 15 December 2026'), `${name}: ${seen.headings}`);
          }
          if (name.startsWith('hostile')) {
            assert.ok(seen.text.includes("<script>document.title='owned'</script>"), `${name}: ${seen.text}`);
          }
          grounds.add(seen.background);
        }
        looked += 1;
        await context.close();
      }
    }
  }
  assert.equal(grounds.size, 2, `${page}: light and dark differ`);
}
await browser.close();
console.log(`${looked} looks at ${pages.length} pages: nothing asked for, nothing said, nothing run`);
