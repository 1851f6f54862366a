import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import type { Block, Inline, MessageLink } from './message-tree.ts';
import { maxBlockDepth } from './parse-blocks.ts';
import { maxInlineDepth } from './parse-inline.ts';
import { maxElements, parseMessage } from './parse-message.ts';
import { textOfBlocks } from './text-of.ts';

type TreeNode = Block | Inline;

function childrenOf(node: TreeNode): readonly TreeNode[] {
  if (node.type === 'list') return node.items.flatMap((item) => item.children);
  return 'children' in node ? node.children : [];
}

function listNodes(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.flatMap((node) => [node, ...listNodes(childrenOf(node))]);
}

function depthOf(nodes: readonly TreeNode[]): number {
  return nodes.reduce((deepest, node) => Math.max(deepest, 1 + depthOf(childrenOf(node))), 0);
}

function listLinks(tree: readonly Block[]): MessageLink[] {
  return listNodes(tree).filter((node) => node.type === 'link');
}

const marks = [
  '*', '**', '***', '_', '__', '~~', '`', '``', '\n```\n', '\n~~~\n', '[', ']', '](', '(', ')', '<', '>', '\n> ',
  '\n>> ', '\n- ', '\n  - ', '\n1. ', '\\', '\n', '\n\n', ' ', '  ', '\t', '@', '.', ':', '"', '&amp;', '#', '|',
]; // prettier-ignore
const words = ['a', 'b1', 'word', 'é', '日本', '😀', '\u0301', '\u202E', '\u00A0', '\0', '\uD83D', '\uFFFD'];
const addresses = [
  'http://', 'https://a.example', 'http://x.y/z_(1)', 'www.', 'www.a.example', 'mailto:', 'a@b.example',
  'javascript:', 'data:', 'file:///', '//', '](http://a.example)', '](javascript:1)', '](mailto:a@b.example)',
]; // prettier-ignore

const join = (parts: readonly string[]): string => parts.join('');
const typedText = fc.array(fc.constantFrom(...marks, ...words, ...addresses), { maxLength: 60 }).map(join);
const anyText = fc.oneof(typedText, fc.string({ unit: 'binary', maxLength: 200 }));
const runs = { numRuns: 2_000 };

describe('every text', () => {
  test('SEC7: parses, and links lead to http, https or mailto only, none inside another', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const link of listLinks(parseMessage(text))) {
          expect(['http:', 'https:', 'mailto:']).toContain(new URL(link.href).protocol);
          expect(link.href).toMatch(/^[\x21-\x7E]+$/);
          expect(listNodes(link.children).some((node) => node.type === 'link')).toBeFalse();
        }
      }),
      runs,
    );
  });

  test('SEC7: loses and invents nothing but marks', () => {
    const withoutExplicitLinks = typedText.map((text) => text.replaceAll('](', '] ('));
    fc.assert(
      fc.property(withoutExplicitLinks, (text) => {
        const tree = parseMessage(text);
        const languages = listNodes(tree).filter(
          (node) => node.type === 'code-block' && node.language !== '',
        );
        fc.pre(languages.length === 0);
        const typed = [...text.replace(/\s/gu, '')];
        let at = 0;
        for (const char of textOfBlocks(tree).replace(/\s/gu, '')) {
          while (at < typed.length && typed[at] !== char) expect('*_~`>-').toContain(typed[at++] ?? '');
          expect(typed[at++]).toBe(char);
        }
        for (const char of typed.slice(at)) expect('*_~`>-').toContain(char);
      }),
      runs,
    );
  });

  test('SEC7: without a mark is one text, exactly as typed', () => {
    const plain = fc
      .string({ unit: 'grapheme', maxLength: 80 })
      .filter((text) => !/[`*_~[>@\r\n]|:\/\/|^ *[-\d]/.test(text));
    fc.assert(
      fc.property(plain, (text) => {
        expect(parseMessage(text)).toEqual([{ type: 'paragraph', children: [{ type: 'text', text }] }]);
      }),
      runs,
    );
  });

  test('a tree has no empty and no neighbouring texts', () => {
    fc.assert(
      fc.property(typedText, (text) => {
        for (const node of listNodes(parseMessage(text))) {
          const kinds = childrenOf(node).map((child) => child.type);
          expect(kinds.some((kind, index) => kind === 'text' && kinds[index + 1] === 'text')).toBeFalse();
        }
      }),
      runs,
    );
  });
});

describe('marks inside a line', () => {
  const disabled = [
    'htmlText',
    'characterEscape',
    'characterReference',
    'labelStartLink',
    'labelStartImage',
    'autolink',
  ];

  interface ForeignNode {
    readonly type: string;
    readonly value?: string;
    readonly children?: readonly ForeignNode[];
  }

  function outline(nodes: readonly ForeignNode[]): string {
    return nodes
      .map((node) =>
        node.type === 'text' ? node.value : `${node.type}(${node.value ?? outline(node.children ?? [])})`,
      )
      .join('');
  }

  function ours(nodes: readonly Inline[]): string {
    return nodes
      .map((node) => {
        if (node.type === 'text') return node.text;
        return node.type === 'code' ? `inlineCode(${node.text})` : `${node.type}(${ours(node.children)})`;
      })
      .join('');
  }

  test('pair as in CommonMark, apart from those between two letters', () => {
    // The oracle counts what is left of a run where the specification counts the run ("multiple of 3"), so that long
    // runs stand where they only open or only close, and runs that may do both have one length.
    const oneSided = [
      ' *a',
      ' **a',
      ' ***a',
      ' _(',
      ' __a',
      'a* ',
      'a** ',
      'a*** ',
      ')_ ',
      'a__ ',
      '`',
      '. ',
    ];
    const bothSided = fc.array(fc.constantFrom('*', '_', '`', '``', ' ', '.', '(', ')', 'a', 'b', '日'), {
      maxLength: 24,
    });
    const single = bothSided.map((parts) => join(parts).replace(/([*_])\1+/g, '$1'));
    const inline = fc.oneof(
      fc.array(fc.constantFrom(...oneSided), { maxLength: 12 }).map(join),
      single,
      single.map((text) => text.replace(/[*_]/g, '$&$&')),
      fc.array(fc.constantFrom('~~', '~', '~~~', '`', ' ', '.', 'a', 'b'), { maxLength: 16 }).map(join),
    );
    fc.assert(
      fc.property(inline, (inner) => {
        const text = `x ${inner} x`;
        fc.pre(!/[ab]([*_~])\1*[ab]/.test(text));
        const foreign = fromMarkdown(text, {
          extensions: [gfmStrikethrough({ singleTilde: false }), { disable: { null: disabled } }],
          mdastExtensions: [gfmStrikethroughFromMarkdown()],
        });
        const [block] = parseMessage(text);
        const [paragraph] = foreign.children as readonly ForeignNode[];
        expect(block?.type === 'paragraph' ? ours(block.children) : '').toBe(
          outline(paragraph?.children ?? []),
        );
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('8,000 characters of anything', () => {
  const atoms = [
    ...marks,
    ...words,
    ...addresses,
    '[a](',
    '_a',
    '*a',
    'a_',
    '*a*',
    '- a\n',
    '> a\n',
    '[a](http://b.example)',
  ];
  const full = (part: string): string => part.repeat(Math.ceil(8_000 / part.length)).slice(0, 8_000);
  const deepList = Array.from({ length: 120 }, (_, level) => `${' '.repeat(level * 2)}- x\n`).join('');

  function expectBounded(text: string): void {
    const tree = parseMessage(text);
    const nodes = listNodes(tree);
    const elements = nodes.filter((node) => node.type !== 'text').length;
    expect(elements).toBeLessThanOrEqual(maxElements);
    expect(nodes.length).toBeLessThanOrEqual(3 * maxElements);
    expect(depthOf(tree)).toBeLessThanOrEqual(maxBlockDepth + 1 + maxInlineDepth + 2);
  }

  test('SEC7: give a tree of bounded size and depth', () => {
    for (const atom of atoms) expectBounded(full(atom));
    for (const first of marks) for (const second of [...marks, 'a']) expectBounded(full(first + second));
    expectBounded(deepList.slice(0, 8_000));
    expectBounded('> '.repeat(4_000));
    expectBounded('*a _b '.repeat(600) + '_ * '.repeat(600));
  });

  test('SEC7: keep every letter when marks nest deeper than is shown', () => {
    const open = Array.from({ length: 40 }, (_, level) => (level % 2 === 0 ? '*a ' : '_b ')).join('');
    const close = Array.from({ length: 40 }, (_, level) => (level % 2 === 0 ? ' c_' : ' d*')).join('');
    const shown = textOfBlocks(parseMessage(open + close));
    expect(shown.replace(/[*_]/g, '')).toBe((open + close).replace(/[*_]/g, ''));
    expect(shown.replace(/[^*_]/g, '').length).toBe(80 - 2 * maxInlineDepth);
  });

  test('above the bound of elements a message shows as typed', () => {
    const text = '*a* '.repeat(maxElements);
    expect(parseMessage(text)).toEqual([{ type: 'paragraph', children: [{ type: 'text', text }] }]);
  });
});
