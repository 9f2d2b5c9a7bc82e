// A throw-away PostgreSQL cluster below a directory: durable, and with as much memory as it may
// want. PostgreSQL refuses to run as root, so then it runs as the user that its package has made.
import fs from 'node:fs';
import path from 'node:path';
import { freePort, runOnce, startServer } from './process.mjs';

// fsync, synchronous_commit and full_page_writes are on unless told otherwise; said all the same.
export const settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '512MB',
  max_wal_size: '4GB',
  max_connections: '600',
};

function programs() {
  const root = '/usr/lib/postgresql';
  const versions = fs.existsSync(root) ? fs.readdirSync(root).filter((name) => /^\d+$/.test(name)) : [];
  if (versions.length === 0) throw new Error('PostgreSQL is not installed');
  return path.join(root, versions.sort((a, b) => b - a)[0], 'bin');
}

const idOf = (what) => Number(runOnce('id', [what, 'postgres']));
const itsUser = () => (process.getuid() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {});

export async function startPostgresql(directory) {
  const bin = programs();
  const data = path.join(directory, 'postgresql');
  const user = itsUser();
  fs.mkdirSync(data, { mode: 0o700 });
  if (user.uid) {
    fs.chmodSync(directory, 0o755);
    fs.chownSync(data, user.uid, user.gid);
  }
  const options = { cwd: data, ...user };
  const initdb = ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync', '-E', 'UTF8'];
  runOnce(path.join(bin, 'initdb'), initdb, options);
  const port = await freePort();
  const all = { ...settings, listen_addresses: '127.0.0.1', port, unix_socket_directories: data };
  const words = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { stop } = await startServer(
    path.join(bin, 'postgres'),
    ['-D', data, ...words],
    /ready to accept connections/,
    { ...options, signal: 'SIGINT' },
  );
  return { port, version: runOnce(path.join(bin, 'postgres'), ['--version']).trim(), stop };
}
