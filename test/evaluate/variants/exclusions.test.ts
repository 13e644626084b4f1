/** What each exclusion takes out of the matches of a rule. */
import { expect, test } from 'vitest';
import { noCancel } from '../../../server/src/base/cancel.js';
import { runRule } from '../../../server/src/evaluate/runRule.js';
import type { ExclusionCount } from '../../../server/src/evaluate/variants/variant.js';
import { loadSchemas } from '../../../server/src/schema/load.js';
import { memoryHost } from '../../kit/memoryHost.js';

const schemas = await loadSchemas(memoryHost({}));
const sample = 'file:///e.ndjson';

const event = (name: string, user: string, category = 'process'): string =>
  JSON.stringify({ '@timestamp': '2026-03-02T10:00:00Z', event: { category }, process: { name, pid: 4 }, user: { name: user } });
const events = [
  event('sh', 'root'),
  event('sh', 'ada'),
  event('bash', 'ada'),
  event('bash', 'bob'),
  event('vi', 'ada'),
  event('sh', 'ada', 'file'),
].join('\n');

/** `clause: events`, then its alternatives. */
async function counts(query: string): Promise<readonly string[]> {
  const uri = /\bwhere\b/.test(query) ? 'file:///r.eql' : 'file:///r.kuery';
  const host = memoryHost({ [uri]: query, [sample]: events });
  let found: readonly ExclusionCount[] = [];
  for await (const update of runRule({ rule: { uri }, events: [{ uri: sample }], explain: true }, host, schemas, noCancel)) {
    if (update.kind === 'summary') found = update.summary.exclusions ?? [];
  }
  const told = ({ span, suppressed }: Pick<ExclusionCount, 'span' | 'suppressed'>): string =>
    `${query.slice(span.start, span.end)}: ${suppressed}`;
  return found.flatMap((each) => [told(each), ...each.alternatives.map((alternative) => `  ${told(alternative)}`)]);
}

test.each<readonly [string, readonly string[]]>([
  ['process where not process.name == "sh"', ['not process.name == "sh": 2']],
  ['process where process.name != "sh"', ['process.name != "sh": 2']],
  ['not process.name: sh', ['not process.name: sh: 3']],
  // Of what other clauses take out anyway nothing is its doing.
  ['process where user.name == "ada" and not process.name == "sh"', ['not process.name == "sh": 1']],
  ['process where not process.name == "sh" and not user.name == "ada"', ['not process.name == "sh": 1', 'not user.name == "ada": 2']],
  [
    'process where not (process.name == "sh" or user.name == "ada" or user.name == "eve")',
    [
      'not (process.name == "sh" or user.name == "ada" or user.name == "eve"): 4',
      '  process.name == "sh": 2',
      '  user.name == "ada": 3',
      '  user.name == "eve": 0',
    ],
  ],
  [
    'sequence by process.pid [process where not process.name == "sh"] [file where not user.name == "ada"]',
    ['not process.name == "sh": 2', 'not user.name == "ada": 1'],
  ],
  ['process where process.name == "sh"', []],
])('%s', async (query, expected) => expect(await counts(query)).toEqual(expected));
