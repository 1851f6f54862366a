// The page of chaos mode: switches, and what the server says of itself once a second.
const modes = [
  ['well', 'Works', 'As it should be.'],
  [
    'down',
    'Down',
    'Every read and write fails. Messages get a clock and are held in the journal; history does not load.',
  ],
  [
    'slow',
    'Slow',
    'Every operation takes 200 to 400 ms longer. Batches grow, and messages are still stored.',
  ],
  ['flapping', 'Comes and goes', 'One second down, one second up.'],
  ['hung', 'Hangs', 'Nothing is answered. After a second messages are held in the journal.'],
  [
    'forgetful',
    'Loses its answers',
    'Three writes in ten are made, and their answers lost. Every message still appears once.',
  ],
];
const history = [];
const shownSeconds = 60;
let storedBefore;
let changes = 0;
let isLost = false;
let store = { status: '–', latency_ms: null };
let isAskingStore = false;

const byId = (id) => document.getElementById(id);

async function call(path, body) {
  const request =
    body === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const response = await fetch(path, { ...request, cache: 'no-store' });
  if (!response.ok) throw new Error((await response.json()).detail ?? response.statusText);
  return response.json();
}

function say(text) {
  byId('notice').textContent = text;
  byId('notice').hidden = text === '';
}

async function change(path, body) {
  changes += 1;
  try {
    showState(await call(path, body));
    say('');
  } catch (error) {
    say(`That did not work: ${error.message}`);
  } finally {
    changes += 1;
  }
}

function drawModes() {
  for (const [mode, name, about] of modes) {
    const label = document.createElement('label');
    label.className = 'choice';
    const input = document.createElement('input');
    Object.assign(input, { type: 'radio', name: 'store', value: mode });
    input.addEventListener('change', () => change('/admin/chaos/state', { store: mode }));
    const text = document.createElement('span');
    const strong = document.createElement('strong');
    strong.textContent = name;
    text.append(strong, about);
    label.append(input, text);
    byId('store').append(label);
  }
}

function showState(state) {
  for (const input of document.getElementsByName('store')) input.checked = input.value === state.store;
  byId('drop-acks').checked = state.drop_acks;
}

const number = (value) =>
  value === null || value === undefined
    ? '–'
    : Number(value).toLocaleString('en', { maximumFractionDigits: 1 });
const time = (value) => (value === null || value === undefined ? '–' : new Date(value).toLocaleTimeString());

function figuresOf(buffer, state) {
  const { breaker, journal, commit_ms: commit } = buffer;
  return [
    ['Waiting', number(buffer.queued)],
    ['Being stored', number(buffer.in_flight)],
    ['Last batch', number(buffer.last_batch?.size)],
    ['Batch limit', `${number(buffer.batch_size)} of ${number(buffer.batch_size_limit)}`],
    ['Half of commits in', `${number(commit?.p50)} ms`],
    ['99 % of commits in', `${number(commit?.p99)} ms`],
    ['Stored', number(buffer.flushed_total)],
    ['Tried again', number(buffer.retried_total)],
    ['Failed tries', number(buffer.failed_total)],
    ['Breaker', breaker?.state.replace('_', ' ') ?? '–'],
    ['Opened', number(breaker?.opened_total)],
    ['Next try at', time(breaker?.retry_at)],
    ['In the journal', number(journal?.records)],
    ['Journal on disk', `${number((journal?.bytes ?? 0) / 1024)} kB`],
    ['Oldest in it', time(journal?.oldest_at)],
    ['Drained', number(journal?.drained_total)],
    ['Database', `${store.status}, ${number(store.latency_ms)} ms`],
    ['Connections', number(state.sockets)],
  ];
}

function showFigures(figures) {
  const list = byId('figures');
  list.replaceChildren(
    ...figures.map(([name, value]) => {
      const pair = document.createElement('div');
      const term = document.createElement('dt');
      const figure = document.createElement('dd');
      term.textContent = name;
      figure.textContent = value;
      pair.append(term, figure);
      return pair;
    }),
  );
}

function drawChart() {
  const highest = Math.max(1, ...history.flatMap(({ stored, held }) => [stored, held]));
  const line = (key) =>
    history
      .map(
        (one, index) =>
          `${index === 0 ? 'M' : 'L'}${(600 * (index + shownSeconds - history.length)) / (shownSeconds - 1)} ${115 - (110 * one[key]) / highest}`,
      )
      .join('');
  const path = (key) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    element.setAttribute('class', key);
    element.setAttribute('d', line(key));
    return element;
  };
  byId('chart').replaceChildren(path('stored'), path('held'));
}

function summaryOf({ breaker, journal }) {
  if (journal !== null && journal.records > 0)
    return `${number(journal.records)} messages are safe in the journal and wait for the database.`;
  return breaker?.state === 'closed'
    ? 'Everything is stored at once.'
    : 'The server tries the database again.';
}

/** Only when it is another: a screen reader says what changes. */
function showSummary(text) {
  if (byId('summary').textContent !== text) byId('summary').textContent = text;
}

/** Apart from the other figures: a store that hangs answers after two seconds. */
async function askStore() {
  if (isAskingStore) return;
  isAskingStore = true;
  try {
    store = await call('/health/db');
  } catch {
    store = { status: '–', latency_ms: null };
  }
  isAskingStore = false;
}

async function look() {
  const changesBefore = changes;
  try {
    void askStore();
    const [buffer, state] = await Promise.all([call('/health/message-buffer'), call('/admin/chaos/state')]);
    history.push({
      stored: Math.max(0, buffer.flushed_total - (storedBefore ?? buffer.flushed_total)),
      held: buffer.journal?.records ?? 0,
    });
    storedBefore = buffer.flushed_total;
    if (history.length > shownSeconds) history.shift();
    // A switch pressed meanwhile knows better.
    if (changes === changesBefore) showState(state);
    showFigures(figuresOf(buffer, state));
    showSummary(summaryOf(buffer));
    drawChart();
    if (isLost) say('');
    isLost = false;
  } catch (error) {
    isLost = true;
    say(`There is nothing new to show: ${error.message}`);
  }
  setTimeout(look, 1000);
}

drawModes();
byId('drop-acks').addEventListener('change', (event) =>
  change('/admin/chaos/state', { drop_acks: event.target.checked }),
);
byId('cut').addEventListener('click', () => change('/admin/chaos/cut', {}));
look();
