// Daybook's server over HTTP, through node's own client with connections that are kept alive.
import http from 'node:http';
import path from 'node:path';
import { runOnce, startServer } from './process.mjs';

function request(agent, port, method, url, headers, body) {
  return new Promise((resolve, reject) => {
    const asked = http.request({ agent, host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (answer.statusCode >= 300) reject(new Error(`${answer.statusCode} ${text}`));
        else resolve(JSON.parse(text));
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

export async function openDaybook(program, directory) {
  const words = ['serve', '--data', path.join(directory, 'daybook'), '--listen', '127.0.0.1:0'];
  const { found, stop } = await startServer(program, [...words, '--log-level', 'error'], /:(\d+)\s/);
  const port = Number(found[1]);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  const get = (url) => request(agent, port, 'GET', url, {});
  return {
    name: runOnce(program, ['--version']).trim().replace('daybook', 'Daybook'),
    port,
    append: (stream, version, { type, data, metadata }) => {
      const body = JSON.stringify({ type, data, metadata });
      const headers = {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        'If-Match': `"${version}"`,
      };
      return request(agent, port, 'POST', `/api/streams/${stream}/events`, headers, body);
    },
    readStream: async (stream) => (await get(`/api/streams/${stream}/events?limit=10`)).length,
    async *pages(limit) {
      for (let from = 0; ; ) {
        const events = await get(`/api/events?from=${from}&limit=${limit}`);
        if (events.length === 0) return;
        from = events.at(-1).position;
        yield events.map((event) => event.data);
      }
    },
    close: async () => {
      agent.destroy();
      await stop();
    },
  };
}
