export type ActivityColumn = 'last_active' | 'messages';

interface Sortable {
  readonly last_active_at: string | null;
  readonly message_count: number;
}

/** The most first: the latest, or the most messages; who has done nothing comes last. */
export function sortActivity<Row extends Sortable>(
  rows: readonly Row[],
  column: ActivityColumn,
): readonly Row[] {
  const lastMs = ({ last_active_at }: Row): number =>
    last_active_at === null ? -Infinity : Date.parse(last_active_at);
  return rows.toSorted((one, other) => {
    const [byTime, byCount] = [compare(lastMs(other), lastMs(one)), other.message_count - one.message_count];
    return column === 'last_active' ? byTime || byCount : byCount || byTime;
  });
}

/** `a - b` that also holds for two infinities. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
