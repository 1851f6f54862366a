import { texts } from '../texts/texts.ts';

const rows = [70, 45, 60, 52, 75, 40, 66, 50];

/** The shape of the list, while nothing is known yet. */
export function ListSkeleton(_props: Record<string, never>) {
  return (
    <div className="conversation-list" role="status" aria-label={texts.app.loading}>
      {rows.map((width) => (
        <div key={width} className="list-skeleton__row">
          <div className="skeleton list-skeleton__avatar" />
          <div className="list-skeleton__lines">
            <div className="skeleton list-skeleton__line" style={{ width: `${width * 0.6}%` }} />
            <div className="skeleton list-skeleton__line" style={{ width: `${width}%` }} />
          </div>
        </div>
      ))}
    </div>
  );
}
