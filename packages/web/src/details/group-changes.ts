export interface GroupWords {
  readonly name: string;
  readonly description: string;
  readonly discoverable: boolean;
}

/** What a form has changed: a name alone becomes the line "renamed", so nothing else may be sent with it. */
export function groupChanges(before: GroupWords, after: GroupWords): Partial<GroupWords> {
  const name = after.name.trim();
  const description = after.description.trim();
  return {
    ...(name === before.name ? {} : { name }),
    ...(description === before.description.trim() ? {} : { description }),
    ...(after.discoverable === before.discoverable ? {} : { discoverable: after.discoverable }),
  };
}
