// A stored event as the page holds it: the fields it needs, and its data as the text that was
// stored.

import { members, plain } from "./json";

export interface LoggedEvent {
  id: string;
  type: string;
  stream: string;
  category: string;
  version: number;
  position: number;
  recordedAt: string;
  recordedAtMs: number;
  schemaVersion: string;
  data: string;
  metadata: Map<string, string>;
  correlationId: string;
  tags: string;
}

export function parseEvent(envelope: string): LoggedEvent {
  const fields = members(envelope);
  const metadata = members(fields.get("metadata") ?? "{}");
  const stream = plain(fields.get("stream"));
  const recordedAt = plain(fields.get("recordedAt"));
  return {
    id: plain(fields.get("id")),
    type: plain(fields.get("type")),
    stream,
    category: categoryOf(stream),
    version: Number(fields.get("version")),
    position: Number(fields.get("position")),
    recordedAt,
    recordedAtMs: Date.parse(recordedAt),
    schemaVersion: plain(fields.get("schemaVersion")),
    data: fields.get("data") ?? "null",
    metadata,
    correlationId: plain(metadata.get("correlationId")),
    tags: fields.get("tags") ?? "[]",
  };
}

/** The category ends at the first dash of the stream id. */
export function categoryOf(stream: string): string {
  const dash = stream.indexOf("-");
  return dash < 0 ? stream : stream.slice(0, dash);
}

export function accountIdOf(event: LoggedEvent): string | undefined {
  return event.stream.startsWith("account-") ? event.stream.slice("account-".length) : undefined;
}

export function accountStream(accountId: string): string {
  return `account-${accountId}`;
}
