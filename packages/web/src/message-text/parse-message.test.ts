import { describe, expect, test } from 'bun:test';
import type { Block, Inline } from './message-tree.ts';
import { parseMessage } from './parse-message.ts';

/** A tree in short: `**(a)` for strong, `[href](label)`, `"> "` for a quote. Text stands as it is. */
function outlineInline(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'text') return node.text;
      if (node.type === 'code') return `code(${node.text})`;
      if (node.type === 'link') return `link<${node.href}>(${outlineInline(node.children)})`;
      return `${node.type}(${outlineInline(node.children)})`;
    })
    .join('');
}

function outline(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      if (block.type === 'paragraph') return outlineInline(block.children);
      if (block.type === 'code-block') return `pre<${block.language}>(${block.text})`;
      if (block.type === 'quote') return `quote(${outline(block.children)})`;
      const items = block.items.map(({ marker, children }) => `${marker}(${outline(children)})`);
      return `${block.isOrdered ? 'ol' : 'ul'}(${items.join(' ')})`;
    })
    .join(' | ');
}

const asTyped = [
  '',
  ' ',
  '\n\n',
  'hello',
  '  two  spaces   ',
  'a\nb\n\n\nc',
  'nb\u00A0sp',
  'tab\tstop',
  '👩‍👩‍👧‍👦 family',
  'snake_case_name',
  '2 * 3 * 4',
  '2*3*4',
  'a**b',
  'x**2 + y**2',
  'C:\\dir\\file.txt',
  '\\\\server\\share',
  'C:\\*.txt or \\*.md',
  '¯\\_(ツ)_/¯',
  '\\*not bold\\*',
  '1. ',
  '1.',
  '1.5 litres',
  '-',
  '- ',
  '--',
  '---',
  '***',
  '* * *',
  '- - -',
  '===',
  'title\n===',
  'title\n---',
  '# heading',
  '#hash',
  '    indented',
  '~5 minutes, ~10 at most',
  '~/one ~/two',
  '~one~',
  '~~~three~~~',
  '>',
  '> ',
  '>_< >:( >=5',
  '->',
  'a > b < c',
  '<b>bold</b>',
  '<script>alert(1)</script>',
  '<!-- -->',
  '&lt;&amp;&#65;',
  '[a]',
  '[a][b]',
  '[a]: http',
  '[ ] to do',
  '![](x)',
  '[x](y)',
  '[x]()',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html,a)',
  '[x](//host.example)',
  '[x](ftp://host.example)',
  '[x](https:host.example)',
  '[x](http://bank.example@evil.example)',
  'javascript:alert(1)',
  'ftp://a.example',
  'http://',
  'https://?',
  'http://me:pw@a.example/',
  'someone@home',
  '@ann',
  'a@b.c@d.e/x',
  'xhttp://a.example',
  '`',
  '``a`',
  '```',
  '**',
  '**a',
  'a**',
  '** a **',
  '_',
];

const marked: readonly [typed: string, tree: string][] = [
  ['**b** *i* _i_ __b__ ~~s~~ `c`', 'strong(b) emphasis(i) emphasis(i) strong(b) delete(s) code(c)'],
  ['***both***', 'emphasis(strong(both))'],
  ['**a *b* c**', 'strong(a emphasis(b) c)'],
  ['*a _b* c_', 'emphasis(a _b) c_'],
  ['**太字**です', 'strong(太字)です'],
  ['*"quoted"*, (*aside*).', 'emphasis("quoted"), (emphasis(aside)).'],
  ['*a\nb*', 'emphasis(a\nb)'],
  ['*a\n\nb*', '*a\n\nb*'],
  ['`*a* \\`', 'code(*a* \\)'],
  ['`` a`b ``', 'code(a`b)'],
  ['`a\nb`', 'code(a\nb)'],
  ['```a``` b', 'code(a) b'],
  ['`**a`**', 'code(**a)**'],
  ['\\**a*', '\\*emphasis(a)'],
  ['```ts\nlet *a*;\n\n  b\n```\nc', 'pre<ts>(let *a*;\n\n  b) | c'],
  ['~~~\n```\n~~~~', 'pre<>(```)'],
  ['a\n```\nopen', 'a | pre<>(open)'],
  ['> quote\nanswer', 'quote(quote) | answer'],
  ['> a\n>\n> b', 'quote(a\n\nb)'],
  ['> > deep\n> less', 'quote(quote(deep) | less)'],
  ['> - a\n> - b', 'quote(ul((a) (b)))'],
  ['> ```\n> x\n> ```', 'quote(pre<>(x))'],
  ['- a\n- b', 'ul((a) (b))'],
  ['- a\n* b', 'ul((a)) | ul((b))'],
  ['- a\n  more\n- b', 'ul((a\nmore) (b))'],
  ['- a\n  - b\n    - c\n- d', 'ul((a | ul((b | ul((c))))) (d))'],
  ['- a\n\n  b\n\nc', 'ul((a\n\nb)) | c'],
  ['- a\nb', 'ul((a)) | b'],
  ['1. a\n1. b\n07. c', 'ol(1.(a) 1.(b) 07.(c))'],
  ['3) a\n4) b', 'ol(3)(a) 4)(b))'],
  ['shopping:\n- milk', 'shopping: | ul((milk))'],
  ['a\r\nb\rc **d**', 'a\nb\nc strong(d)'],
  [
    'see http://localhost:8001/a_b_(c).',
    'see link<http://localhost:8001/a_b_(c)>(http://localhost:8001/a_b_(c)).',
  ],
  ['(https://a.example)', '(link<https://a.example/>(https://a.example))'],
  ['**http://a.example/**', 'strong(link<http://a.example/>(http://a.example/))'],
  ['"http://a.example"', '"link<http://a.example/>(http://a.example)"'],
  ['<http://a.example>', '<link<http://a.example/>(http://a.example)>'],
  ['见http://a.example。好', '见link<http://a.example/>(http://a.example)。好'],
  ['www.a.example!', 'link<https://www.a.example/>(www.a.example)!'],
  ['http://[::1]:80/x', 'link<http://[::1]/x>(http://[::1]:80/x)'],
  ['ann.b+c@a.example, hi', 'link<mailto:ann.b+c@a.example>(ann.b+c@a.example), hi'],
  ['Ann <ann@a.example>', 'Ann <link<mailto:ann@a.example>(ann@a.example)>'],
  ['mailto:ann@a.example', 'link<mailto:ann@a.example>(mailto:ann@a.example)'],
  ['[**x** `y`](http://a.example/(z))', 'link<http://a.example/(z)>(strong(x) code(y))'],
  ['[[x]](http://a.example)', 'link<http://a.example/>([x])'],
  ['[http://a.example](http://b.example)', 'link<http://b.example/>(http://a.example)'],
  [
    '[a [b](http://b.example) c](http://c.example)',
    '[a link<http://b.example/>(b) c](link<http://c.example/>(http://c.example))',
  ],
  ['*[a*](http://b.example)', '*link<http://b.example/>(a*)'],
  ['[](http://a.example)', '[](link<http://a.example/>(http://a.example))'],
  ['[ \u200B](http://a.example)', '[ \u200B](link<http://a.example/>(http://a.example))'],
  ['[x](http://a.example "y")', '[x](link<http://a.example/>(http://a.example) "y")'],
  ['[x](mailto:ann@a.example)', 'link<mailto:ann@a.example>(x)'],
  ['![cat](http://a.example/cat.png)', '!link<http://a.example/cat.png>(cat)'],
];

describe('what is no mark', () => {
  test.each(asTyped)('SEC7: %j shows as typed, in one text', (typed) => {
    expect(parseMessage(typed)).toEqual([{ type: 'paragraph', children: [{ type: 'text', text: typed }] }]);
  });
});

describe('what is marked', () => {
  test.each(marked)('%j', (typed, tree) => {
    expect(outline(parseMessage(typed))).toBe(tree);
  });
});
