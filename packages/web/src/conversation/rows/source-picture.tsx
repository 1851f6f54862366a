import type { ShownMessage } from './shown-message.ts';

/** A small picture of what is answered or edited, where it carries one. */
export function SourcePicture({ source }: { readonly source: ShownMessage | undefined }) {
  const thumbnail = source?.media?.thumbnailUrl;
  if (thumbnail === undefined) return null;
  return <img className="source-picture" src={thumbnail} alt="" draggable={false} decoding="async" />;
}
