import { memo, type ReactNode } from 'react';
import { messageText as texts } from '../texts/en/message-text.ts';
import { withVisibleBidiControls } from './bidi-controls.ts';
import { isEmojiOnly } from './is-emoji-only.ts';
import { MessageLinkView } from './message-link.tsx';
import type { Block, Inline, ListItem } from './message-tree.ts';
import { parseMessage } from './parse-message.ts';

// Keys are positions: a tree never changes, another text has another tree.

const elementOf = { strong: 'strong', emphasis: 'em', delete: 'del' } as const;

function renderInline(node: Inline, key: number): ReactNode {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'code':
      return (
        <code className="message-text__code" key={key}>
          {withVisibleBidiControls(node.text)}
        </code>
      );
    case 'link':
      return <MessageLinkView key={key} link={node} renderLabel={renderInlines} />;
    case 'strong':
    case 'emphasis':
    case 'delete': {
      const Element = elementOf[node.type];
      return <Element key={key}>{renderInlines(node.children)}</Element>;
    }
  }
}

function renderInlines(nodes: readonly Inline[]): ReactNode {
  return nodes.map(renderInline);
}

function renderItem({ marker, children }: ListItem, key: number): ReactNode {
  return (
    <li className="message-text__item" key={key}>
      <span className="message-text__marker">{marker === '' ? '•' : marker}</span>
      <div className="message-text__item-body">{children.map(renderBlock)}</div>
    </li>
  );
}

function renderCodeBlock(language: string, text: string): ReactNode {
  const shown = withVisibleBidiControls(language);
  return (
    <>
      {shown === '' ? null : <div className="message-text__language">{shown}</div>}
      {/* Scrolls inside itself, so it takes the focus: without a mouse there is no other way to its right end. */}
      <pre className="message-text__pre" tabIndex={0} role="group" aria-label={texts.code(shown)}>
        <code>{withVisibleBidiControls(text)}</code>
      </pre>
    </>
  );
}

function renderBlock(block: Block, key: number): ReactNode {
  switch (block.type) {
    case 'paragraph':
      return (
        // No `dir`: CSS gives every line its own, and lists and quotes around it look at text without one only.
        <p className="message-text__paragraph" key={key}>
          {renderInlines(block.children)}
        </p>
      );
    case 'quote':
      return (
        <blockquote className="message-text__quote" dir="auto" key={key}>
          {block.children.map(renderBlock)}
        </blockquote>
      );
    case 'list': {
      const List = block.isOrdered ? 'ol' : 'ul';
      return (
        // The role is taken away by list-style: none in one browser, and given back here.
        <List className="message-text__list" dir="auto" role="list" key={key}>
          {block.items.map(renderItem)}
        </List>
      );
    }
    case 'code-block':
      return (
        <div className="message-text__code-block" dir="ltr" key={key}>
          {renderCodeBlock(block.language, block.text)}
        </div>
      );
  }
}

/**
 * A message's text as elements, from a parsed tree and never as HTML. SEC7. Keeps to itself: nothing in the text
 * reorders, overpaints or widens what stands around it, and nothing is loaded.
 */
export const MessageText = memo(function MessageText({ text }: { readonly text: string }): ReactNode {
  const className = isEmojiOnly(text) ? 'message-text message-text--emoji' : 'message-text';
  return (
    <div className={className} dir="auto">
      {parseMessage(text).map(renderBlock)}
    </div>
  );
});
