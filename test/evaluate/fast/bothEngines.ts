/** Runs a rule on events by both engines: parsing everything, and looking closely only at what may match. */
import { noCancel, type CancelToken } from '../../../server/src/base/cancel.js';
import { succeed, type Host, type RandomAccess } from '../../../server/src/base/host.js';
import type { Hit, RunSummary } from '../../../server/src/evaluate/run.js';
import type { Engine } from '../../../server/src/evaluate/engine.js';
import { runRule } from '../../../server/src/evaluate/runRule.js';
import { loadSchemas } from '../../../server/src/schema/load.js';
import { memoryHost } from '../../kit/memoryHost.js';

const schemas = await loadSchemas(memoryHost({}));

export interface Ran {
  readonly hits: readonly Hit[];
  readonly summary: RunSummary;
}

/** A file of these bytes. */
export function bytesFile(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    read(into, position) {
      const part = bytes.subarray(position, position + into.length);
      into.set(part);
      return part.length;
    },
    turn: () => Promise.resolve(),
    close: () => undefined,
  };
}

/** `name`: of the rule file, whose ending tells its language. */
export async function runBy(
  engine: Engine,
  rule: { readonly name: string; readonly text: string },
  events: string | Uint8Array,
  access: Partial<RandomAccess> = {},
  token: CancelToken = noCancel,
): Promise<Ran> {
  const uri = `file:///rules/${rule.name}`;
  const bytes = typeof events === 'string' ? new TextEncoder().encode(events) : events;
  const host: Host = {
    ...memoryHost({ [uri]: rule.text, 'file:///events.ndjson': bytes }),
    openRandomAccess: async () => succeed({ ...bytesFile(bytes), ...access }),
  };
  const hits: Hit[] = [];
  for await (const update of runRule({ rule: { uri }, events: [{ uri: 'file:///events.ndjson' }], engine }, host, schemas, token)) {
    if (update.kind === 'hits') hits.push(...update.hits);
    if (update.kind === 'summary') return { hits, summary: update.summary };
  }
  throw new Error('no summary');
}

/** What has to be the same, whichever engine ran. */
export function outcomeOf({ hits, summary }: Ran) {
  const { status, message, events, matches, unreadable, unreadableCount } = summary;
  return { hits, status, message, events, matches, unreadable, unreadableCount };
}
