// Ours beside its peers, in one interleaved run: rounds, in each round every case, in each case one
// store after the other. Medians count. `./dev bench` calls it:
//
//   node run.mjs --program DAYBOOK --raw-log RAW_LOG --out FILE.json [--rounds 3] [--seconds 3]
//                [--writers 1,16,64,256] [--streams 1000] [--data DIR]
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDaybook } from './daybook.mjs';
import { openEmmett } from './emmett.mjs';
import { dataBytes, metadataBytes } from './events.mjs';
import { append, fill, percentile, read, replay, streamEvents } from './load.mjs';
import { machineOf } from './machine.mjs';
import { openMessageDb } from './message_db.mjs';
import { settings, startPostgresql } from './postgresql.mjs';
import { runOnce } from './process.mjs';

const text = (otherwise) => ({ type: 'string', default: otherwise });
const { values: words } = parseArgs({
  options: {
    program: text(),
    'raw-log': text(),
    out: text(),
    rounds: text('3'),
    seconds: text('3'),
    writers: text('1,16,64,256'),
    streams: text('1000'),
    data: text('.'),
    note: text(''),
  },
});
const seconds = Number(words.seconds);
const streams = Number(words.streams);
const writers = words.writers.split(',').map(Number);

// Programs that measure themselves, in a directory of their own that they leave empty.
const sizes = ['--event-bytes', String(dataBytes), '--metadata-bytes', String(metadataBytes)];
const json = (command, options) => JSON.parse(runOnce(command, options));
const embedded = (verb, directory, options = []) =>
  json(words.program, ['bench', verb, '--json', '--data', directory, ...sizes, ...options]);
const load = (count) => [
  '--writers', String(count), '--seconds', String(seconds), '--streams', String(streams),
];

function clients(store, id, name) {
  let filled;
  const fillOnce = async () => (filled ??= await fill(store, streams));
  return {
    id,
    name,
    append: (count) => append(store, { writers: count, seconds, streams }),
    read: async () => read(store, await fillOnce(), seconds),
    replay: async () => {
      await fillOnce();
      return replay(store);
    },
  };
}

function programs(directory, daybook) {
  const events = ['--events', String(streams * streamEvents), '--seconds', String(seconds)];
  const raw = (variant) => ({
    id: `raw-${variant}`,
    name: `raw log, ${variant}`,
    append: (count) => json(words['raw-log'], [directory, variant, ...sizes, ...load(count)]),
  });
  return [
    {
      id: 'daybook-http-cpp',
      name: `${daybook.name} over HTTP, client in C++`,
      append: (count) => {
        const url = `http://127.0.0.1:${daybook.port}`;
        const { requests_per_s, ...others } = embedded('http', directory, [...load(count), '--url', url]);
        return { events_per_s: requests_per_s, ...others };
      },
    },
    {
      id: 'daybook-embedded',
      name: `${daybook.name} embedded`,
      append: (count) => embedded('append', directory, load(count)),
      read: () => embedded('read', directory, events),
      replay: () => embedded('replay', directory, events),
    },
    raw('append'),
    raw('direct'),
  ];
}

const cases = [
  ...writers.map((count) => ({ name: `append ${count}`, run: (store) => store.append?.(count) })),
  { name: 'read', run: (store) => store.read?.() },
  { name: 'replay', run: (store) => store.replay?.() },
];

async function measure(stores) {
  const figures = {};
  for (let round = 1; round <= Number(words.rounds); ++round) {
    for (const one of cases) {
      for (const store of stores) {
        // While a program ran nothing was heard here: of connections that were closed, for instance.
        await new Promise((resolve) => setTimeout(resolve, 100));
        const measured = await one.run(store);
        if (!measured) continue;
        ((figures[one.name] ??= {})[store.id] ??= []).push(measured);
        const told = measured.events_per_s ?? measured.p50_us;
        console.error(`round ${round}, ${one.name}, ${store.name}: ${told.toFixed(1)}`);
      }
    }
  }
  return figures;
}

const of = (values) => ({
  median: percentile(values, 0.5),
  least: Math.min(...values),
  greatest: Math.max(...values),
});

// How the embedded store stands to the yardsticks, each round by itself.
function addRatios(figures) {
  for (const byStore of Object.values(figures)) {
    for (const id of ['raw-append', 'raw-direct']) {
      byStore[id]?.forEach((yardstick, round) => {
        yardstick.ours = byStore['daybook-embedded'][round].events_per_s / yardstick.events_per_s;
      });
    }
  }
}

// Of each figure the median, the least and the greatest of the rounds.
function summary(figures) {
  addRatios(figures);
  const pick = (rounds, name) => rounds.map((round) => round[name]);
  const result = {};
  for (const [one, byStore] of Object.entries(figures)) {
    result[one] = {};
    for (const [id, rounds] of Object.entries(byStore)) {
      const names = ['events_per_s', 'p50_us', 'p99_us', 'ours'].filter((name) => name in rounds[0]);
      result[one][id] = Object.fromEntries(names.map((name) => [name, of(pick(rounds, name))]));
    }
  }
  return result;
}

async function main() {
  const directory = fs.mkdtempSync(path.join(path.resolve(words.data), 'bench-peers-'));
  process.on('exit', () => fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  const closing = [];
  try {
    const postgresql = await startPostgresql(directory);
    closing.push(postgresql.stop);
    const daybook = await openDaybook(words.program, directory);
    closing.push(daybook.close);
    const messageDb = await openMessageDb(postgresql);
    closing.push(messageDb.close);
    const emmett = await openEmmett(postgresql);
    closing.push(emmett.close);
    const scratch = path.join(directory, 'scratch');
    fs.mkdirSync(scratch);
    const stores = [
      clients(daybook, 'daybook-http', `${daybook.name} over HTTP`),
      clients(messageDb, 'message-db', messageDb.name),
      clients(emmett, 'emmett', emmett.name),
      ...programs(scratch, daybook),
    ];
    const begun = new Date();
    const figures = await measure(stores);
    const results = {
      date: begun.toISOString().slice(0, 10),
      machine: machineOf(directory),
      load_average: os.loadavg()[1],
      note: words.note,
      postgresql: { version: postgresql.version, settings },
      stores: Object.fromEntries(stores.map(({ id, name }) => [id, name])),
      setup: { rounds: Number(words.rounds), seconds, writers, streams, dataBytes, metadataBytes },
      figures: summary(figures),
    };
    fs.writeFileSync(words.out, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

await main();
