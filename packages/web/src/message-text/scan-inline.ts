import { pairDelimiterRuns, readDelimiterRun, type DelimiterRun } from './delimiter-runs.ts';
import { endOfWebAddress, findMailAddress, webAddressBetween } from './find-bare-address.ts';
import { safeHref } from './safe-href.ts';

/** Part of a line, in order; `start` and `end` are offsets into it. */
export type Piece = { readonly start: number; readonly end: number } & (
  | { readonly type: 'text' }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'address'; readonly href: string }
  | { readonly type: 'run'; readonly run: DelimiterRun }
  /** "[": opens a link once `href` is known; is text without. */
  | { readonly type: 'bracket'; readonly link: { href?: string } }
  | { readonly type: 'link-end' }
);

interface OpenBracket {
  readonly link: { href?: string };
  readonly at: number;
  /** How many runs were open before it. */
  readonly runCount: number;
}

interface Scan {
  readonly text: string;
  readonly pieces: Piece[];
  readonly brackets: OpenBracket[];
  /** Runs that no link has enclosed yet. */
  readonly runs: DelimiterRun[];
  /** For a length of backtick run, where the last such run begins. */
  readonly lastBackticks: ReadonlyMap<number, number>;
  /** Everything before is in `pieces`. */
  done: number;
}

const mark = /`+|\*+|_+|~+|[[\]@]|\\[^\sA-Za-z0-9]|https?:\/\/|www\./gi;
const somethingVisible = /[\p{L}\p{N}\p{P}\p{S}]/u;
/** What is no address is not read to its end. */
const destinationStart = /\((?:https?:|mailto:)/iy;
const destination = /[^\s()\p{Cc}]*/uy;
/** As in other Markdown; without a limit, "[a](" ten thousand times would be read ten thousand times. */
const maxNestedParentheses = 32;

function add(scan: Scan, piece: Piece): void {
  if (piece.start > scan.done) scan.pieces.push({ type: 'text', start: scan.done, end: piece.start });
  scan.pieces.push(piece);
  scan.done = piece.end;
}

/** A code span from `start`, whose opening backticks end at `open`; or nothing. Returns where to go on. */
function scanCode(scan: Scan, start: number, open: number): number {
  const size = open - start;
  if ((scan.lastBackticks.get(size) ?? -1) < open) return open;
  const backticks = /`+/g;
  backticks.lastIndex = open;
  for (let close = backticks.exec(scan.text); close !== null; close = backticks.exec(scan.text)) {
    if (close[0].length !== size) continue;
    const raw = scan.text.slice(open, close.index);
    // One space inside lets code begin or end with a backtick.
    const isPadded = raw.startsWith(' ') && raw.endsWith(' ') && raw.trim() !== '';
    const text = isPadded ? raw.slice(1, -1) : raw;
    add(scan, { type: 'code', text, start, end: backticks.lastIndex });
    return backticks.lastIndex;
  }
  return open;
}

/** The end of "(address)" at `start`; `start` if there is none. */
function endOfDestination(text: string, start: number): number {
  destinationStart.lastIndex = start;
  if (!destinationStart.test(text)) return start;
  let nested = 0;
  for (let at = start + 1; nested <= maxNestedParentheses; at++) {
    destination.lastIndex = at;
    at += destination.exec(text)?.[0].length ?? 0;
    const char = text.charAt(at);
    if (char === '(') nested++;
    else if (char !== ')') return start;
    else if (nested-- === 0) return at + 1;
  }
  return start;
}

/** "](address)" at `start`: a link, if a "[" waits for it, something visible is between, and it may be linked. */
function scanLinkEnd(scan: Scan, start: number): number {
  const bracket = scan.brackets.pop();
  if (bracket === undefined) return start + 1;
  const end = endOfDestination(scan.text, start + 1);
  const href = safeHref(scan.text.slice(start + 2, Math.max(start + 2, end - 1)));
  if (href === undefined || !somethingVisible.test(scan.text.slice(bracket.at + 1, start))) return start + 1;
  bracket.link.href = href;
  scan.brackets.length = 0; // a link holds no link
  pairDelimiterRuns(scan.runs.splice(bracket.runCount));
  add(scan, { type: 'link-end', start, end });
  return end;
}

function scanWebAddress(scan: Scan, start: number, prefixEnd: number): number {
  const end = endOfWebAddress({ text: scan.text, at: start, from: scan.done }, scan.brackets.length > 0);
  if (end <= prefixEnd) return prefixEnd;
  const found = webAddressBetween(scan.text, start, end);
  if (found !== undefined) add(scan, { type: 'address', ...found });
  return end;
}

function scanMailAddress(scan: Scan, at: number): number {
  const found = findMailAddress({ text: scan.text, at, from: scan.done });
  if (found !== undefined) add(scan, { type: 'address', ...found });
  return found?.end ?? at + 1;
}

function scanRun(scan: Scan, start: number, end: number): number {
  const run = readDelimiterRun(scan.text, start, end);
  if (run === undefined) return end;
  scan.runs.push(run);
  add(scan, { type: 'run', run, start, end });
  return end;
}

function scanBracket(scan: Scan, start: number): number {
  const link = {};
  scan.brackets.push({ link, at: start, runCount: scan.runs.length });
  add(scan, { type: 'bracket', link, start, end: start + 1 });
  return start + 1;
}

function scanMark(scan: Scan, found: string, start: number): number {
  const end = start + found.length;
  switch (found.charAt(0)) {
    case '`':
      return scanCode(scan, start, end);
    case '*':
    case '_':
    case '~':
      return scanRun(scan, start, end);
    case '[':
      return scanBracket(scan, start);
    case ']':
      return scanLinkEnd(scan, start);
    case '@':
      return scanMailAddress(scan, start);
    case '\\':
      return end; // takes the next mark's meaning, and stays: paths and ¯\_(ツ)_/¯ look as typed
    default:
      return scanWebAddress(scan, start, end);
  }
}

/** Cuts text without block marks or blank lines into pieces. Reads every character a bounded number of times. */
export function scanInline(text: string): Piece[] {
  const lastBackticks = new Map<number, number>();
  for (const {
    0: { length },
    index,
  } of text.matchAll(/`+/g))
    lastBackticks.set(length, index);
  const scan: Scan = { text, pieces: [], brackets: [], runs: [], lastBackticks, done: 0 };
  mark.lastIndex = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    const next = scanMark(scan, found[0], found.index);
    mark.lastIndex = next;
  }
  if (scan.done < text.length) scan.pieces.push({ type: 'text', start: scan.done, end: text.length });
  pairDelimiterRuns(scan.runs);
  return scan.pieces;
}
