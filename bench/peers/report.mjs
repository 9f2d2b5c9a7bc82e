// Writes docs/reference/benchmarks.md and .svg from the figures of a run:
//
//   node report.mjs RESULTS.json docs/reference
import fs from 'node:fs';
import path from 'node:path';
import { chartOf, embedded, overTheWire, thousands } from './chart.mjs';

const micro = (value) => (value >= 100 ? thousands(value) : value.toFixed(1));
const range = (of, form) => `${form(of.median)} (${form(of.least)}–${form(of.greatest)})`;
const rate = (of) => range(of, thousands);
const median = (of) => micro(of.median);
const ratio = (of) => range(of, (value) => value.toFixed(2));

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

function rowsOf(results, ids, cells) {
  return ids.map((id) => [results.stores[id], ...cells(id)]);
}

function appends(results, ids, figure, form) {
  const { writers } = results.setup;
  const cell = (count, id) => form(results.figures[`append ${count}`][id][figure]);
  const head = ['', ...writers.map((count) => `${count} writer${count > 1 ? 's' : ''}`)];
  return table(head, rowsOf(results, ids, (id) => writers.map((count) => cell(count, id))));
}

function reading(results) {
  const { read, replay } = results.figures;
  const ids = Object.keys(results.stores).filter((id) => read[id]);
  const cells = (id) => [
    range(read[id].p50_us, micro),
    range(read[id].p99_us, micro),
    range(replay[id].events_per_s, thousands),
  ];
  const head = ['', 'a stream of 10 events, p50 µs', 'p99 µs', 'replay of everything, events/s'];
  return table(head, rowsOf(results, ids, cells));
}

function page(results) {
  const { machine, setup, postgresql } = results;
  const settings = Object.entries(postgresql.settings).map(([name, value]) => `\`${name}=${value}\``);
  const note = results.note ? `\n> ${results.note}\n` : '';
  return `# Benchmarks

Written by \`./dev bench\`; run it to get the figures of your own machine. It takes Daybook and its peers in turn, in one
interleaved run, so that all of them meet the same disk and the same neighbours.
${note}
![Durable appends a second](benchmarks.svg)

## Durable appends a second

Each append is one event, with the expected version of its stream, and is acknowledged when it is durable. Median of
${setup.rounds} rounds of ${setup.seconds} s (least–greatest).

Over the wire:

${appends(results, overTheWire, 'events_per_s', rate)}

Within the process:

${appends(results, embedded, 'events_per_s', rate)}

Median time until an append is acknowledged, µs:

${appends(results, [...overTheWire, ...embedded], 'p50_us', median)}

The embedded store as a multiple of the raw log, of the same round:

${appends(results, ['raw-append', 'raw-direct'], 'ours', ratio)}

## Reading

One reader, over ${thousands(setup.streams)} streams of 10 events and whatever the appends before have left. The embedded store reads a log of
${thousands(setup.streams * 10)} events.

${reading(results)}

## What was measured, and how

| | |
|---|---|
| date | ${results.date} |
| machine | ${machine.cpu}, ${machine.memory} |
| system | ${machine.system}, ${machine.file_system}; load average ${results.load_average.toFixed(1)} during the run |
| events | ${setup.dataBytes} bytes of JSON data, ${setup.metadataBytes} of metadata, ${thousands(setup.streams)} streams, spread over 16 categories |
| clients | node ${machine.node}, one process; each writer has one append outstanding and begins the next when it is answered |
| Daybook | ${results.stores['daybook-embedded'].replace(' embedded', '')}, as it is by default: every acknowledged append was synced |
| PostgreSQL | ${postgresql.version}: ${settings.join(', ')} |

- **Equal durability.** Nobody acknowledges what is not synced; all files lie in one file system.
- **Over the wire** every store is asked by the same Node process: Daybook through node's own HTTP client with connections that
  are kept alive, message-db and Emmett through \`pg\` with a connection for each writer. At many writers that one process is the
  limit for Daybook; the row "client in C++" (\`daybook bench http\`) shows the server with a client that costs less. It has no
  counterpart among the peers.
- **message-db** takes a lock for a category with each write, so the streams of all stores are spread over 16 categories.
- **Within the process** there is no wire: \`daybook bench append\` calls the store as a program that embeds it does. Compare it with
  the raw log only.
- **The raw log** (\`bench/raw_log.cc\`) is the yardstick: the simplest durable log, without index, running hash or reads by stream.
  *append* writes and calls fdatasync; *direct* writes with O_DIRECT|O_DSYNC into space that is there already.
- **Replay** is by pages of 1,000: Daybook \`GET /api/events\`; message-db by \`global_position\`, since its functions read by category;
  Emmett its \`readMessagesBatch\`. The clients parse every event's JSON; the embedded store gives views of bytes.
`;
}

const [, , file, folder] = process.argv;
const results = JSON.parse(fs.readFileSync(file, 'utf8'));
fs.writeFileSync(path.join(folder, 'benchmarks.md'), page(results));
fs.writeFileSync(path.join(folder, 'benchmarks.svg'), chartOf(results));
