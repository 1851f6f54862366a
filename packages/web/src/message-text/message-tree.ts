/** What stands inside a line. Text keeps its spaces and its "\n" as typed. */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis' | 'delete'; readonly children: readonly Inline[] }
  | MessageLink;

export interface MessageLink {
  readonly type: 'link';
  /** Absolute, ASCII, and http:, https: or mailto:. SEC7 */
  readonly href: string;
  /** Whether the address itself was typed, without a label of its own. */
  readonly isBare: boolean;
  /** Never holds another link. */
  readonly children: readonly Inline[];
}

export interface ListItem {
  /** The number as typed ("07)"); empty for a bullet. */
  readonly marker: string;
  readonly children: readonly Block[];
}

export type Block =
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | { readonly type: 'list'; readonly isOrdered: boolean; readonly items: readonly ListItem[] }
  | { readonly type: 'code-block'; readonly language: string; readonly text: string };

/** A message's text, parsed. Everything is a plain string: who renders it escapes it. */
export type MessageTree = readonly Block[];
