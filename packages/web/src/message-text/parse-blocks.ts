import type { Block, ListItem } from './message-tree.ts';
import { parseInline } from './parse-inline.ts';

// Blocks as people type them in a chat: a quote or an item is the lines that carry its mark (or its indentation), so
// that the reply on the line below a quote is not part of it.

/** Quotes and lists inside each other; deeper marks stay as typed. */
export const maxBlockDepth = 4;

interface Taken {
  readonly block: Block;
  /** Index of the first line after the block. */
  readonly next: number;
}

interface Source {
  readonly lines: readonly string[];
  readonly depth: number;
}

const fenceLine = /^ {0,3}(`{3,}(?!`)|~{3,}(?!~))([^`\n]*)$/;
const quoteLine = /^ {0,3}>+(?: |$)/;
const quoteMark = /^ {0,3}> ?/;
const quoteStart = /^ {0,3}>[ >]*[^ >]/;
/** Not of marks alone: "* * *" is a line that people draw. */
const itemLine = /^( {0,3})(-|\*|\d{1,9}[.)])( {1,4})(?=\S)(?=.*[^\s*_-])/;

function takeFence({ lines }: Source, start: number): Taken | undefined {
  const [, fence = '', info = ''] = fenceLine.exec(lines[start] ?? '') ?? [];
  if (fence === '' || start + 1 === lines.length) return undefined;
  const isClosing = (line: string): boolean => {
    const mark = line.trim();
    return mark.length >= fence.length && mark === fence.charAt(0).repeat(mark.length);
  };
  let end = start + 1;
  while (end < lines.length && !isClosing(lines[end] ?? '')) end++;
  const text = lines.slice(start + 1, end).join('\n');
  const [language = ''] = info.trim().split(/\s/, 1);
  return { block: { type: 'code-block', language, text }, next: end + 1 };
}

function takeQuote({ lines, depth }: Source, start: number): Taken | undefined {
  const first = lines[start] ?? '';
  if (depth >= maxBlockDepth || !quoteLine.test(first) || !quoteStart.test(first)) return undefined;
  let end = start;
  while (end < lines.length && quoteLine.test(lines[end] ?? '')) end++;
  const inside = lines.slice(start, end).map((line) => line.replace(quoteMark, ''));
  return { block: { type: 'quote', children: parseBlocks(inside, depth + 1) }, next: end };
}

const isBlank = (line: string | undefined): boolean => line?.trim() === '';

/** The index after the lines that belong to the item at `start`: indented ones, and blank ones between them. */
function endOfItem(lines: readonly string[], start: number, indentation: RegExp): number {
  let end = start + 1;
  for (let at = end; at < lines.length; at++) {
    if (isBlank(lines[at])) continue;
    if (!indentation.test(lines[at] ?? '')) break;
    end = at + 1;
  }
  return end;
}

function takeList({ lines, depth }: Source, start: number): Taken | undefined {
  const kindOf = (line: string | undefined): string | undefined => {
    const marker = itemLine.exec(line ?? '')?.[2];
    return marker === undefined ? undefined : marker.slice(-1);
  };
  const kind = kindOf(lines[start]);
  if (depth >= maxBlockDepth || kind === undefined) return undefined;
  const isOrdered = kind === '.' || kind === ')';
  const items: ListItem[] = [];
  let next = start;
  while (next < lines.length && kindOf(lines[next]) === kind) {
    const [mark = '', indent = '', marker = ''] = itemLine.exec(lines[next] ?? '') ?? [];
    // Two spaces are enough below "1." too; at most as many as the text of the first line stands in are taken away.
    const indentation = new RegExp(
      `^(?:\\t| {${indent.length + 2},${Math.max(mark.length, indent.length + 2)}})`,
    );
    const end = endOfItem(lines, next, indentation);
    const inside = lines.slice(next + 1, end).map((line) => line.replace(indentation, ''));
    const children = parseBlocks([(lines[next] ?? '').slice(mark.length), ...inside], depth + 1);
    items.push({ marker: isOrdered ? marker : '', children });
    next = end;
  }
  return { block: { type: 'list', isOrdered, items }, next };
}

function takeBlock(source: Source, start: number): Taken | undefined {
  return takeFence(source, start) ?? takeQuote(source, start) ?? takeList(source, start);
}

/** Blank lines next to another block are that block's margin. */
function paragraphOf(lines: readonly string[]): Block[] {
  let start = 0;
  let end = lines.length;
  while (start < end && isBlank(lines[start])) start++;
  while (end > start && isBlank(lines[end - 1])) end--;
  if (start === end) return [];
  return [{ type: 'paragraph', children: parseInline(lines.slice(start, end).join('\n')) }];
}

/** Lines without their "\n" to blocks. `depth` counts the quotes and lists around them. */
export function parseBlocks(lines: readonly string[], depth = 0): Block[] {
  const source: Source = { lines, depth };
  const blocks: Block[] = [];
  let paragraphStart = 0;
  for (let at = 0; at < lines.length;) {
    const taken = takeBlock(source, at);
    if (taken === undefined) {
      at++;
      continue;
    }
    blocks.push(...paragraphOf(lines.slice(paragraphStart, at)), taken.block);
    at = paragraphStart = taken.next;
  }
  return [...blocks, ...paragraphOf(lines.slice(paragraphStart))];
}
