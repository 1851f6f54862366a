import type { Refusal, User } from '@parley/client';
import { texts } from '../texts/texts.ts';

export interface AddFailuresProps {
  readonly people: ReadonlyMap<string, User>;
  /** by user id */
  readonly failed: ReadonlyMap<string, Refusal>;
}

/** Who could not be added, and why. */
export function AddFailures({ people, failed }: AddFailuresProps) {
  const shown = [...failed].flatMap(([id, { message }]) => {
    const user = people.get(id);
    return user === undefined ? [] : [{ id, sentence: texts.details.notAdded(user.display_name, message) }];
  });
  if (shown.length === 0) return null;
  return (
    <div role="alert" className="text-field__error">
      <ul>
        {shown.map(({ id, sentence }) => (
          <li key={id}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
