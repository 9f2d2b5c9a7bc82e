// The load: writers that have one append outstanding each, with the exact expected version, and
// readers. What it gives is rates and latencies.
import { eventOf, streamOf } from './events.mjs';

const now = () => performance.now();

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

let runs = 0;
const runName = () => `${process.pid.toString(36)}${(++runs).toString(36)}`;

// Each writer has every so-manieth stream to itself and appends to them in turn. Before the time
// begins, each appends once, so that all connections are there.
export async function append(store, { writers, seconds, streams }) {
  const run = runName();
  const versions = new Array(streams).fill(0);
  const latencies = [];
  const appendTo = (stream) => store.append(streamOf(run, stream), versions[stream]++, eventOf(stream));
  const each = (work) => Promise.all(Array.from({ length: writers }, (_, writer) => work(writer)));
  await each(appendTo);
  const begun = now();
  const end = begun + seconds * 1000;
  await each(async (writer) => {
    for (let stream = writer; ; stream = stream + writers < streams ? stream + writers : writer) {
      const before = now();
      if (before >= end) return;
      await appendTo(stream);
      latencies.push(now() - before);
    }
  });
  const took = (now() - begun) / 1000;
  return {
    events_per_s: latencies.length / took,
    p50_us: percentile(latencies, 0.5) * 1000,
    p99_us: percentile(latencies, 0.99) * 1000,
  };
}

export const streamEvents = 10;

// So many streams of ten events each: the first one of every stream, then the second …
export async function fill(store, streams) {
  const run = runName();
  const writers = 64;
  const write = async (writer) => {
    for (let version = 0; version < streamEvents; ++version) {
      for (let stream = writer; stream < streams; stream += writers) {
        await store.append(streamOf(run, stream), version, eventOf(stream + version));
      }
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  await store.settle?.();
  return { run, streams };
}

// One reader, one stream of ten after the other, chosen at random.
export async function read(store, { run, streams }, seconds) {
  const latencies = [];
  const end = now() + seconds * 1000;
  for (let before = now(); before < end; before = now()) {
    const events = await store.readStream(streamOf(run, Math.floor(Math.random() * streams)));
    latencies.push(now() - before);
    if (events !== streamEvents) throw new Error(`${events} events in a stream of ${streamEvents}`);
  }
  return { p50_us: percentile(latencies, 0.5) * 1000, p99_us: percentile(latencies, 0.99) * 1000 };
}

// Everything in the order of the log, in pages of a thousand, by one reader.
export async function replay(store) {
  const begun = now();
  let events = 0;
  for await (const page of store.pages(1000)) {
    for (const data of page) events += data === undefined ? 0 : 1;
  }
  return { events, events_per_s: (events / (now() - begun)) * 1000 };
}
