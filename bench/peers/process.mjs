// Servers of other programs on free ports, started for a run and ended by their process id.
import { spawn, spawnSync } from 'node:child_process';
import net from 'node:net';

export function runOnce(command, words, options = {}) {
  const done = spawnSync(command, words, { encoding: 'utf8', ...options });
  if (done.error || done.status !== 0) {
    throw new Error(`${command} ${words.join(' ')}: ${done.error ?? done.stderr + done.stdout}`);
  }
  return done.stdout;
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGQUIT')));
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => process.exit(1));

// Ready when a line of its output matches. stop() asks it to end and waits.
export function startServer(command, words, ready, { signal = 'SIGTERM', ...options } = {}) {
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  running.add(child);
  const ended = new Promise((resolve) => {
    child.once('exit', () => {
      running.delete(child);
      resolve();
    });
  });
  const stop = () => {
    child.kill(signal);
    return ended;
  };
  return new Promise((resolve, reject) => {
    let output = '';
    const look = (text) => {
      output += text;
      const found = ready.exec(output);
      if (!found) return;
      for (const stream of [child.stdout, child.stderr]) stream.removeAllListeners('data').resume();
      resolve({ found, stop });
    };
    child.stdout.setEncoding('utf8').on('data', look);
    child.stderr.setEncoding('utf8').on('data', look);
    child.once('error', reject);
    ended.then(() => reject(new Error(`${command} has ended: ${output}`)));
  });
}
