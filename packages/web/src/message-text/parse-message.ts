import type { Block, Inline, MessageTree } from './message-tree.ts';
import { parseBlocks } from './parse-blocks.ts';

/**
 * A message with more elements than this is shown as typed. No person writes a thousand marks; what does is not worth
 * a thousand elements on the page.
 */
export const maxElements = 1_000;

/** Longer text is shown as typed: more than the UTF-16 units of the longest message the server takes. */
export const maxParsedLength = 20_000;

/** Without any of these nothing can be marked. */
const anyMark = /[`*_~[>@]|:\/\/|www\.|^ {0,3}(?:-|\d{1,9}[.)]) /im;

function countInline(nodes: readonly Inline[]): number {
  let count = 0;
  for (const node of nodes) {
    if (node.type !== 'text') count += 1;
    if ('children' in node) count += countInline(node.children);
  }
  return count;
}

function countBlocks(blocks: readonly Block[]): number {
  let count = blocks.length;
  for (const block of blocks) {
    if (block.type === 'paragraph') count += countInline(block.children);
    else if (block.type === 'quote') count += countBlocks(block.children);
    else if (block.type === 'list') for (const item of block.items) count += 1 + countBlocks(item.children);
  }
  return count;
}

function asTyped(text: string): MessageTree {
  return [{ type: 'paragraph', children: [{ type: 'text', text }] }];
}

/**
 * The tree of a message's text; never throws. Known marks: `*` `_` `**` `__` `~~`, code in backticks and fences,
 * quotes, lists, `[label](address)` and bare addresses. Everything else stands in text nodes exactly as typed, with
 * spaces, "\n" and backslashes; a backslash takes the next mark's meaning.
 *
 * Costs time linear in the length. At most `maxElements` elements, and 24 levels (4 blocks in blocks, 8 marks in marks).
 */
export function parseMessage(text: string): MessageTree {
  const lines = text.replace(/\r\n?/g, '\n');
  if (lines.length > maxParsedLength || !anyMark.test(lines)) return asTyped(lines);
  const blocks = parseBlocks(lines.split('\n'));
  return blocks.length === 0 || countBlocks(blocks) > maxElements ? asTyped(lines) : blocks;
}
