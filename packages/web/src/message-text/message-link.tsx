import type { ReactNode } from 'react';
import { withoutBidiControls } from './bidi-controls.ts';
import { findHiddenTarget } from './find-hidden-target.ts';
import type { Inline, MessageLink } from './message-tree.ts';
import { shortenAddress } from './shorten-address.ts';
import { textOfInline } from './text-of.ts';

interface Props {
  readonly link: MessageLink;
  readonly renderLabel: (nodes: readonly Inline[]) => ReactNode;
}

/** The same nodes without the characters that would show an address in another order. */
function withPlainOrder(nodes: readonly Inline[]): Inline[] {
  return nodes.map((node) =>
    'children' in node
      ? { ...node, children: withPlainOrder(node.children) }
      : { ...node, text: withoutBidiControls(node.text) },
  );
}

/** A link that says where it leads, also where its label says otherwise, and tells the other side nothing. SEC7 */
export function MessageLinkView({ link, renderLabel }: Props): ReactNode {
  const { href, isBare } = link;
  const label = withPlainOrder(link.children);
  const plainLabel = textOfInline(label);
  const hiddenTarget = isBare ? undefined : findHiddenTarget(plainLabel, href);
  return (
    // An isolate, so that an override before it cannot turn its address around; an address reads left to right.
    <a
      className="message-text__link"
      dir={isBare ? 'ltr' : 'auto'}
      href={href}
      rel="noopener noreferrer"
      target="_blank"
      title={href}
    >
      {isBare ? shortenAddress(plainLabel) : renderLabel(label)}
      {hiddenTarget === undefined ? null : (
        <bdi className="message-text__link-target" dir="ltr">
          {` (${shortenAddress(hiddenTarget)})`}
        </bdi>
      )}
    </a>
  );
}
