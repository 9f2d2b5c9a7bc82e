// Emmett on PostgreSQL, through its own interface, in a database of its own; a connection for each
// writer.
import { createRequire } from 'node:module';
import { getPostgreSQLEventStore, readMessagesBatch } from '@event-driven-io/emmett-postgresql';
import { dumbo } from '@event-driven-io/dumbo';
import pg from 'pg';

const require = createRequire(import.meta.url);
const { version } = require('./node_modules/@event-driven-io/emmett-postgresql/package.json');

export async function openEmmett(postgresql) {
  const url = (database) => `postgresql://postgres@127.0.0.1:${postgresql.port}/${database}`;
  const admin = new pg.Client(url('postgres'));
  await admin.connect();
  await admin.query('CREATE DATABASE emmett');
  await admin.end();
  const connectionString = url('emmett');
  const pool = new pg.Pool({ connectionString, max: 256, idleTimeoutMillis: 0 });
  const store = getPostgreSQLEventStore(connectionString, { connectionOptions: { pooled: true, pool } });
  await store.schema.migrate();
  const { execute } = dumbo({ connectionString, pooled: true, pool });
  return {
    name: `Emmett ${version} on PostgreSQL`,
    append: (name, version, event) =>
      store.appendToStream(name, [event], { expectedStreamVersion: BigInt(version) }),
    readStream: async (name) => (await store.readStream(name, { from: 0n, maxCount: 10n })).events.length,
    async *pages(limit) {
      for (let after = 0n; ; ) {
        const batch = await readMessagesBatch(execute, { after, batchSize: limit });
        if (batch.messages.length === 0) return;
        after = batch.currentGlobalPosition;
        yield batch.messages.map((message) => message.data);
      }
    },
    settle: () => pool.query('ANALYZE'),
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
}
