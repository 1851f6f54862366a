import type { Block, Inline } from './message-tree.ts';

/** The text of inline nodes, without marks. */
export function textOfInline(nodes: readonly Inline[]): string {
  return nodes.map((node) => ('children' in node ? textOfInline(node.children) : node.text)).join('');
}

function textOfBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return textOfInline(block.children);
    case 'quote':
      return textOfBlocks(block.children);
    case 'code-block':
      return block.text;
    case 'list':
      return block.items
        .map(({ marker, children }) => `${marker} ${textOfBlocks(children)}`.trim())
        .join('\n');
  }
}

/** The text of blocks, without marks, a "\n" between them; numbers of lists stay. */
export function textOfBlocks(blocks: readonly Block[]): string {
  return blocks.map(textOfBlock).join('\n');
}
