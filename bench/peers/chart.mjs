// The figures as an SVG: appends a second as bars, the stores that are asked over the wire in one
// panel, those within the process in the other, each with its own scale. Readable in light and dark.
const width = 860;
const labels = 290;
const bar = 16;
const gap = 6;

const colors = {
  'daybook-http': 'ours',
  'daybook-http-cpp': 'ours pale',
  'message-db': 'first',
  emmett: 'second',
  'daybook-embedded': 'ours',
  'raw-append': 'first',
  'raw-direct': 'second',
};

const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 16px; font-weight: 600 }
  .small { font-size: 12px; fill: #59636e }
  .value { font-variant-numeric: tabular-nums }
  .ours { fill: #0a66c2 } .first { fill: #8c959f } .second { fill: #c0a36e } .pale { opacity: .55 }
  .range { stroke: #1f2328; stroke-width: 1; opacity: .6 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 }
    .ours { fill: #4c9ced } .first { fill: #6e7681 } .second { fill: #a3875a }
    .range { stroke: #e6edf3 }
  }`;

export const thousands = (value) => Math.round(value).toLocaleString('en-US');
const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

function row(y, name, kind, rates, scale) {
  const x = (value) => (labels + value * scale).toFixed(1);
  const middle = y + bar / 2;
  return `
  <text x="${labels - 8}" y="${y + 13}" text-anchor="end">${escaped(name)}</text>
  <rect x="${labels}" y="${y}" width="${Math.max(rates.median * scale, 1).toFixed(1)}" height="${bar}" rx="2" class="${kind}"/>
  <line x1="${x(rates.least)}" x2="${x(rates.greatest)}" y1="${middle}" y2="${middle}" class="range"/>
  <text x="${(labels + Math.max(rates.median, rates.greatest) * scale + 8).toFixed(1)}" y="${y + 13}" class="value">${thousands(rates.median)}</text>`;
}

function panel(results, top, title, ids) {
  const cases = results.setup.writers.map((writers) => [writers, results.figures[`append ${writers}`]]);
  const all = cases.flatMap(([, stores]) => ids.map((id) => stores[id]?.events_per_s.greatest ?? 0));
  const scale = (width - labels - 90) / Math.max(...all);
  let y = top + 24;
  let svg = `\n  <text x="16" y="${top}" class="title">${escaped(title)}</text>`;
  for (const [writers, stores] of cases) {
    svg += `\n  <text x="16" y="${y + 13}" class="small">${writers} writer${writers > 1 ? 's' : ''}</text>`;
    y += bar + gap;
    for (const id of ids.filter((one) => stores[one])) {
      svg += row(y, results.stores[id], colors[id], stores[id].events_per_s, scale);
      y += bar + gap;
    }
    y += gap;
  }
  return [svg, y];
}

export const overTheWire = ['daybook-http', 'message-db', 'emmett', 'daybook-http-cpp'];
export const embedded = ['daybook-embedded', 'raw-append', 'raw-direct'];

export function chartOf(results) {
  const [first, middle] = panel(results, 28, 'Durable appends a second, over the wire', overTheWire);
  const [second, bottom] = panel(results, middle + 34, 'Durable appends a second, within the process', embedded);
  const about = `One event of ${results.setup.dataBytes} + ${results.setup.metadataBytes} bytes each; median of ${results.setup.rounds} rounds, the line from the least to the greatest; ${results.date}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 24}" width="${width}" role="img" aria-label="Durable appends a second of Daybook and its peers">
  <style>${style}
  </style>${first}${second}
  <text x="16" y="${bottom + 12}" class="small">${escaped(about)}</text>
</svg>
`;
}
