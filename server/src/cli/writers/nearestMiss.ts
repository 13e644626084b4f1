/** How near the events come where nothing matches, in a few words. */
import { basename } from 'node:path';
import type { Span } from '../../base/span.js';
import type { Explanation } from '../../evaluate/explain/explained.js';
import { missText, partName } from '../../evaluate/explain/rows.js';
import { printable } from '../printable.js';
import type { StartedRun } from '../report.js';

/** `line 17`, of several event files `monday.ndjson:17` */
export function placeOf({ file, line }: { readonly file: number; readonly line: number }, { eventFiles }: StartedRun): string {
  return eventFiles.length > 1 ? `${printable(basename(eventFiles[file] ?? ''))}:${line}` : `line ${line}`;
}

/** Of the query's text, on one line. */
export function clauseText({ rule }: StartedRun): (span: Span) => string {
  const text = rule.document.queries[0]?.map.text ?? '';
  return ({ start, end }) => printable(text.slice(start, end).replace(/\s+/g, ' ').trim());
}

/** `nearest: line 17 fails only on process.args`; of a sequence or sample about the first item that no event satisfies. Undefined where there is nothing to say. */
export function nearestText({ parts }: Explanation, run: StartedRun): string | undefined {
  const part = parts.find(({ kind, missing, passed }) => kind !== 'until' && !missing && passed === 0);
  if (part === undefined) return undefined;
  const [miss] = part.nearest;
  const nearest = miss === undefined ? undefined : `${placeOf(miss, run)} ${printable(missText(miss.verdict, clauseText(run)))}`;
  if (part.kind === 'query') return nearest === undefined ? undefined : `nearest: ${nearest}`;
  return `no event satisfies ${partName(part, parts)}${nearest === undefined ? '' : `, nearest: ${nearest}`}`;
}
