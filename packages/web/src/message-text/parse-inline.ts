import type { Inline } from './message-tree.ts';
import { scanInline, type Piece } from './scan-inline.ts';

/** Deeper marks stay as typed. */
export const maxInlineDepth = 8;

interface Frame {
  readonly children: Inline[];
  /** Absent where the marks stay text: the children are then those of the frame around. */
  readonly close?: ((children: readonly Inline[]) => Inline) | undefined;
}

type RunPiece = Extract<Piece, { type: 'run' }>;

function addText(children: Inline[], text: string): void {
  if (text === '') return;
  const last = children.at(-1);
  if (last?.type === 'text') children[children.length - 1] = { type: 'text', text: last.text + text };
  else children.push({ type: 'text', text });
}

function markOf(char: string, size: number): 'strong' | 'emphasis' | 'delete' {
  if (char === '~') return 'delete';
  return size === 2 ? 'strong' : 'emphasis';
}

/** Builds the nested elements from pieces whose pairs are known. */
function createTreeBuilder(text: string) {
  const root: Inline[] = [];
  const frames: Frame[] = [{ children: root }];
  let linksOpen = 0;

  const current = (): Inline[] => frames.at(-1)?.children ?? root;

  function open(typed: string, close: Frame['close']): void {
    if (frames.length <= maxInlineDepth) {
      frames.push({ children: [], close });
    } else {
      addText(current(), typed);
      frames.push({ children: current() });
    }
  }

  function close(typed: string): void {
    const frame = frames.pop();
    if (frame?.close === undefined) addText(current(), typed);
    else current().push(frame.close(frame.children));
  }

  function addRun({ run }: RunPiece): void {
    for (const size of run.closes) close(run.char.repeat(size));
    addText(current(), run.char.repeat(run.left));
    for (const size of run.opens.toReversed()) {
      open(run.char.repeat(size), (children) => ({ type: markOf(run.char, size), children }));
    }
  }

  function addLinkStart(href: string): void {
    linksOpen++;
    open('[', (children) => ({ type: 'link', href, isBare: false, children }));
  }

  function addAddress(href: string, typed: string): void {
    if (linksOpen > 0) addText(current(), typed);
    else current().push({ type: 'link', href, isBare: true, children: [{ type: 'text', text: typed }] });
  }

  function add(piece: Piece): void {
    const typed = text.slice(piece.start, piece.end);
    if (piece.type === 'run') addRun(piece);
    else if (piece.type === 'code') current().push({ type: 'code', text: piece.text });
    else if (piece.type === 'address') addAddress(piece.href, typed);
    else if (piece.type === 'bracket' && piece.link.href !== undefined) addLinkStart(piece.link.href);
    else if (piece.type === 'link-end') {
      linksOpen--;
      close(typed);
    } else addText(current(), typed);
  }

  return { add, root };
}

/** Marks do not reach over blank lines, so one stray mark cannot change the rest of a long message. */
const blankLines = /(\n(?:[ \t]*\n)+)/;

/** The marks, code and links in `text`, which holds no block. Depth is at most `maxInlineDepth` + 1. */
export function parseInline(text: string): Inline[] {
  const children: Inline[] = [];
  for (const [index, part] of text.split(blankLines).entries()) {
    if (index % 2 === 1) {
      addText(children, part);
      continue;
    }
    const builder = createTreeBuilder(part);
    for (const piece of scanInline(part)) builder.add(piece);
    for (const node of builder.root) {
      if (node.type === 'text') addText(children, node.text);
      else children.push(node);
    }
  }
  return children;
}
