import { upload } from '../files.ts';
import { directBetween, makeGroup, newId, type Person, signUp } from '../person.ts';
import { type Line, sayAll } from './seed.ts';

/** A team in the middle of its day, for pictures. */
export interface Scene {
  readonly ada: Person;
  readonly group: { readonly id: string };
  readonly grace: Person;
}

/** All that was said there is read by these people. */
async function read(people: readonly Person[], conversation: string): Promise<void> {
  for (const person of people) {
    const phone = await person.connect();
    await phone.must('mark_read', { conversation, seq: 1_000 });
    phone.close();
  }
}

/** Everybody in the pictures. */
async function introduce(url: string) {
  return {
    ada: await signUp(url, 'Ada Okafor', 'ada'),
    grace: await signUp(url, 'Grace Lindqvist', 'grace'),
    tomas: await signUp(url, 'Tomás Ferreira', 'tomas'),
    mei: await signUp(url, 'Mei Tanaka', 'mei'),
    sam: await signUp(url, 'Sam Whitfield', 'sam'),
  };
}

/** Shows a picture in a group, to which others say what they think. */
async function show(
  person: Person,
  group: { id: string },
  {
    picture,
    caption,
    reactions,
  }: { picture: Uint8Array<ArrayBuffer>; caption: string; reactions: Reactions },
): Promise<void> {
  const { media_id } = await upload(person, picture, 'crane.jpg');
  const phone = await person.connect();
  const message = {
    id: newId(),
    type: 'group',
    to: group.id,
    content: caption,
    content_type: 'image',
    media_id,
  };
  await phone.must('send_message', message);
  phone.close();
  for (const [other, emoji] of reactions) {
    const theirs = await other.connect();
    await theirs.must('react', { conversation: group.id, message_id: message.id, emoji, on: true });
    theirs.close();
  }
}

type Reactions = readonly (readonly [Person, string])[];

/** Fills the server with people who know each other, seen by Ada. */
export async function setScene(url: string, picture: Uint8Array<ArrayBuffer>): Promise<Scene> {
  const { ada, grace, tomas, mei, sam } = await introduce(url);
  const say = (one: Person, other: Person, lines: readonly Line[]): Promise<string[]> =>
    sayAll(lines, { between: [one, other] });

  await say(ada, sam, [
    [sam, 'Are the keys for the workshop with you?'],
    [ada, 'With Grace since Tuesday 🙂'],
  ]);
  await say(ada, tomas, [
    [ada, 'The draft of the programme is in the shared folder.'],
    [tomas, 'Read it on the train. Two small things, otherwise **ready to print**.'],
  ]);
  const harbour = await makeGroup(mei, 'Harbour festival', [ada, tomas, sam]);
  await sayAll(
    [
      [mei, 'Weather for Saturday: dry, 19 °C, light wind from the west.'],
      [sam, 'Then the stage can stand at the quay after all.'],
    ],
    { group: harbour },
  );
  const group = await makeGroup(ada, 'Website relaunch', [grace, tomas, mei, sam]);
  await sayAll(
    [
      [mei, 'Morning! The new landing page is on staging.'],
      [grace, 'Looks great. The header jumps on my phone, though.'],
      [mei, 'Which phone?'],
      [grace, 'A small one, 360 px wide. It is the logo:\n\n```css\n.logo {\n  width: 420px;\n}\n```'],
      [ada, '`max-width: 100%` should do. I can fix it after lunch.'],
      [
        tomas,
        '> Looks great\n\nIt does. I have three things left for Thursday:\n\n- the map\n- opening hours\n- a picture of the team',
      ],
      [sam, 'Map is done: https://maps.example.org/harbour/quay-7?view=street&zoom=17'],
      [ada, 'Thank you, Sam! Then only the picture is missing 📸'],
    ],
    { group },
  );
  await show(sam, group, {
    picture,
    caption: 'Tomorrow at ten, in front of the crane?',
    reactions: [
      [ada, '❤️'],
      [mei, '❤️'],
      [tomas, '👍'],
    ],
  });
  await sayAll([[mei, 'I am in.']], { group });
  await say(ada, grace, [
    [ada, 'Do you have a minute before the call?'],
    [grace, 'Yes, what is it?'],
    [
      ada,
      'The numbers of the spring campaign. I would show the **bookings** first, and the visits only on the second page.',
    ],
    [grace, 'Good idea. People ask for the bookings anyway.'],
    [ada, 'And the chart: per week or per day?'],
    [grace, 'Per week. Days look like noise.'],
    [ada, 'Agreed. I send you the page in an hour ☕'],
    [grace, '👍'],
  ]);
  await read([ada, grace], directBetween(ada, grace));
  await read([ada, tomas], directBetween(ada, tomas));
  await read([ada, sam], directBetween(ada, sam));
  await read([ada, grace, tomas, mei, sam], group.id);
  return { ada, grace, group };
}
