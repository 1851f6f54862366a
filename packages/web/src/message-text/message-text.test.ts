import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { MessageText } from './message-text.tsx';

const render = (text: string): string => renderToStaticMarkup(createElement(MessageText, { text }));

/** What our elements may look like; whatever else begins with "<" came from the text. */
const ourTags =
  /<\/?(?:div|p|strong|em|del|code|pre|blockquote|ul|ol|li|span|bdi|a)(?: (?:class|dir|role|aria-label|tabindex|href|rel|target|title)="[^"<>]*")*>/g;

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '**<script>alert(1)</script>**',
  '`<script>alert(1)</script>`',
  '```<script>\n</code></pre><script>alert(1)</script>\n```',
  '```x"onfocus=alert(1)\ncode\n```',
  '> <iframe src="javascript:alert(1)">',
  '- <svg onload=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:x)',
  '[x](http://a.example/"onmouseover="alert(1))',
  "[x](http://a.example/'onmouseover='alert(1))",
  '[<b>x</b>](http://a.example)',
  '[" onclick="alert(1)](http://a.example)',
  'http://a.example/"onmouseover="alert(1)',
  'http://a.example/<script>alert(1)</script>',
  'javascript:alert(1)//http://a.example',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '\\<script>',
  '![x](http://a.example/track.gif)',
  '![x](javascript:alert(1))',
  '<!--><script>alert(1)</script>-->',
  '<a href="javascript:alert(1)">x</a>',
];

function expectHarmless(text: string): void {
  const html = render(text);
  expect(html.replace(ourTags, '')).not.toMatch(/[<>]/);
  for (const [, address = ''] of html.matchAll(/(?:href|src|action)="([^"]*)"/g))
    expect(address).toMatch(/^(?:https?:|mailto:)/);
  expect(html).not.toMatch(/<(?:img|iframe|script|style|link|svg|object|video|audio)/i);
}

describe('hostile text', () => {
  test.each(hostile)('SEC7: %j becomes nothing but text', (text) => {
    expectHarmless(text);
  });

  test('SEC7: whatever is typed becomes our elements and text', () => {
    const parts = fc.constantFrom(
      ...hostile,
      '*',
      '_',
      '`',
      '[',
      '](',
      ')',
      '"',
      "'",
      '<',
      '>',
      '&',
      ' ',
      '\n',
      'http://',
      '\n> ',
      '\n- ',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (typed) => expectHarmless(typed.join(''))),
      { numRuns: 1_000 },
    );
  });

  test('SEC7: what looks escaped shows as it was typed', () => {
    expect(render('&lt;b&gt;')).toContain('&amp;lt;b&amp;gt;');
  });
});

describe('links', () => {
  test('SEC7: tell the other side nothing and open elsewhere', () => {
    expect(render('https://a.example')).toContain(
      'href="https://a.example/" rel="noopener noreferrer" target="_blank"',
    );
  });

  test('SEC7: a label that names another host is followed by the real one', () => {
    expect(render('[https://bank.example/login](https://evil.example/x)')).toContain(' (evil.example)</bdi>');
    expect(render('[our bank](https://bank.example)')).not.toContain('<bdi');
  });

  test('a long address is cut in the middle, and whole in its title', () => {
    const address = `https://a.example/${'x'.repeat(100)}/end`;
    const html = render(address);
    expect(html).toContain(`title="${address}"`);
    expect(html).toMatch(/>https:\/\/a\.example\/x+…x+\/end<\/a>/);
  });

  test('SEC7: characters that reorder text do not reach a label or an address', () => {
    for (const control of ['\u202A', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068']) {
      expect(render(`[a **b${control}c**](http://d.example)`)).toContain('>a <strong>bc</strong></a>');
      expect(render(`http://a.example/${control}gpj.exe`)).toContain('>http://a.example/</a>');
    }
  });

  test('SEC7: an override before a link stays outside of its isolate', () => {
    expect(render('\u202Ehttp://a.example')).toContain(
      '<a class="message-text__link" dir="ltr" href="http://a.example/"',
    );
  });
});

describe('code', () => {
  test('SEC7: shows reordering characters written out, so that it reads as it runs', () => {
    expect(render('`a\u202Eb`')).toContain('a[U+202E]b');
    expect(render('```\na\u2067b\n```')).toContain('a[U+2067]b');
  });

  test('a block takes the focus, says its language and keeps its spaces', () => {
    const html = render('```ts\n  let a;\n```');
    expect(html).toContain('<div class="message-text__language">ts</div>');
    expect(html).toContain('tabindex="0" role="group" aria-label="Code, ts"><code>  let a;</code>');
    expect(render('```\na\n```')).not.toContain('message-text__language');
  });
});

describe('blocks', () => {
  test('every block finds its own direction', () => {
    const html = render('> a\n\nb\n- c');
    expect(html.match(/<(?:div|blockquote|ul)[^>]* dir="auto"/g)?.length).toBe(3);
    expect(html).not.toMatch(/<p[^>]* dir=/);
  });

  test('numbers of a list stay as typed', () => {
    expect(render('07) a\n3) b')).toMatch(/>07\)<.*>3\)</);
  });

  test('one to three emoji are large, more or other text is not', () => {
    expect(render('👍')).toContain('message-text--emoji');
    expect(render('👍👍👍👍')).not.toContain('message-text--emoji');
  });

  test('8,000 emoji are one text', () => {
    const text = '😀'.repeat(8_000);
    expect(render(text)).toBe(
      `<div class="message-text" dir="auto"><p class="message-text__paragraph">${text}</p></div>`,
    );
  });
});
