// The events that every store gets: data and metadata are JSON objects of exactly so many bytes,
// of the same form as those of `daybook bench`.
export const dataBytes = 256;
export const metadataBytes = 100;

const letters = 'abcdefghijklmnopqrstuvwxyz      ';

function padded(object, last, bytes) {
  const missing = bytes - JSON.stringify({ ...object, [last]: '' }).length;
  let text = '';
  while (text.length < missing) text += letters[Math.floor(Math.random() * letters.length)];
  return { ...object, [last]: text };
}

const different = Array.from({ length: 1024 }, (_, i) => ({
  type: 'Measured',
  data: padded(
    { customer: `customer-${String(i * 977).padStart(6, '0')}`, total: (i * 7919) % 100000 },
    'note',
    dataBytes,
  ),
  metadata: padded({}, 'correlationId', metadataBytes),
}));

export const eventOf = (number) => different[number % different.length];

// message-db takes one lock for a category, so that the streams are spread over several: for all.
const categories = 16;
export const streamOf = (run, number) => `bench${number % categories}-${run}.${number}`;
