/** Rows of people that are still to come. */
export function RowSkeletons({ count }: { readonly count: number }) {
  return (
    <div aria-hidden>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="member-row">
          <span className="skeleton row-skeleton__avatar" />
          <span className="skeleton row-skeleton__name" />
        </div>
      ))}
    </div>
  );
}
