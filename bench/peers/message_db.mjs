// message-db: its schema in a database of its own, its functions called through prepared
// statements, a connection for each writer.
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import pg from 'pg';
import { runOnce } from './process.mjs';

const require = createRequire(import.meta.url);
const manifest = require.resolve('@eventide/message-db/package.json');
const { version } = require(manifest);

const statement = (name, text) => (values) => ({ name, text, values });
const write = statement('write', 'SELECT message_store.write_message($1, $2, $3, $4, $5, $6)');
const stream = statement('stream', 'SELECT * FROM message_store.get_stream_messages($1, 0, 10)');
const log = statement(
  'log',
  'SELECT * FROM message_store.messages WHERE global_position > $1 ORDER BY global_position LIMIT $2',
);

export async function openMessageDb(postgresql) {
  const install = path.join(path.dirname(manifest), 'database', 'install.sh');
  const at = { PGHOST: '127.0.0.1', PGPORT: String(postgresql.port), PGUSER: 'postgres' };
  runOnce('bash', [install], { env: { ...process.env, ...at } });
  const pool = new pg.Pool({
    host: '127.0.0.1',
    port: postgresql.port,
    user: 'postgres',
    database: 'message_store',
    options: '-c search_path=message_store,public',
    max: 256,
    idleTimeoutMillis: 0,
  });
  return {
    name: `message-db ${version}`,
    append: (name, version, { type, data, metadata }) =>
      pool.query(
        write([randomUUID(), name, type, JSON.stringify(data), JSON.stringify(metadata), version - 1]),
      ),
    readStream: async (name) =>
      (await pool.query(stream([name]))).rows.map((row) => JSON.parse(row.data)).length,
    async *pages(limit) {
      for (let from = '0'; ; ) {
        const { rows } = await pool.query(log([from, limit]));
        if (rows.length === 0) return;
        from = rows.at(-1).global_position;
        yield rows.map((row) => row.data);
      }
    },
    settle: () => pool.query('ANALYZE'),
    close: () => pool.end(),
  };
}
