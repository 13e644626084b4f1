/** What a rule found on a cluster: as rows for people, as one object or as lines of events for programs. */
import type { ClusterGroup, ClusterHit, ClusterInfo, ClusterRunSummary, ClusterValue } from '../../protocol/cluster.js';
import type { Fault } from '../exitCodes.js';
import { grouped } from '../../base/grouped.js';
import { counted, printable } from '../printable.js';
import type { RuleFile } from '../report.js';
import type { Terminal } from '../terminal.js';
import { coloursFor } from './colours.js';
import { formatTitle, writeFault } from './human.js';
import { print, ruleFacts, valueOf, writeJsonFault } from './json.js';

/** Writes one run: a fault alone, or `start`, any number of hits and groups, and `finish`. */
export interface ClusterRunWriter {
  readonly start: (rule: RuleFile, cluster: ClusterInfo) => void;
  readonly hits: (hits: readonly ClusterHit[]) => void;
  readonly groups: (groups: readonly ClusterGroup[]) => void;
  readonly finish: (summary: ClusterRunSummary) => void;
  readonly fault: (fault: Fault) => void;
}

const titleWidth = 100;

export function createHumanClusterWriter(terminal: Terminal, colour: boolean): ClusterRunWriter {
  const colours = coloursFor(colour);
  let last = -1;
  return {
    start(rule, cluster) {
      const width = Math.min(titleWidth, terminal.width ?? titleWidth);
      terminal.write(`\n${formatTitle({ rule, eventFiles: [] }, width, colours)}\n`);
      terminal.write(`${colours.dim(printable(nameOf(cluster)))}\n`);
    },
    hits(hits) {
      for (const hit of hits) {
        if (hit.sequence !== undefined && hit.sequence.index !== last) {
          last = hit.sequence.index;
          const keys = hit.sequence.joinKeys.join(' · ');
          terminal.write(`  ${colours.bold(`match ${last + 1}`)}${keys === '' ? '' : `   ${printable(keys)}`}\n`);
        }
        terminal.write(`  ${colours.green('✔')} ${printable(rowOf(hit))}\n`);
      }
    },
    groups(groups) {
      for (const group of groups) terminal.write(`  ${colours.green('✔')} ${printable(groupRow(group))}\n`);
    },
    finish(summary) {
      for (const note of summary.notes) terminal.write(`${colours.dim('note:')} ${printable(note)}\n`);
      if (summary.status === 'finished' || summary.status === 'partial') terminal.write(`${colours.bold(summaryLine(summary))}\n`);
      if (summary.message === undefined) return;
      if (summary.status === 'cancelled') terminal.writeError(`${summary.message}\n`);
      else if (summary.status === 'partial') terminal.writeError(`${colours.yellow('warning:')} ${printable(summary.message)}\n`);
      else writeFault(terminal, colours, summary.message);
    },
    fault: ({ message }) => writeFault(terminal, colours, message),
  };
}

/** `fake 8.19.2 at http://127.0.0.1:9200`, `fake OpenSearch 2.19.1 at …` */
function nameOf({ clusterName, engine, version, address, serverless }: ClusterInfo): string {
  const product = engine === 'opensearch' ? 'OpenSearch' : undefined;
  const name = [clusterName ?? 'cluster', product, serverless ? 'serverless' : version].filter((part) => part !== undefined).join(' ');
  return `${name} at ${address}`;
}

/** `2026-03-02T11:55:00.000Z   bash   web-01   logs-a-1/1` */
function rowOf({ timestamp, columns, index, id }: ClusterHit): string {
  return [timestamp ?? 'no time', ...columns.map(({ values }) => values.map(String).join(', ')), `${index}/${id}`].join('   ');
}

/** `user.name ann   7 events   3 values   2026-03-02T11:52:00.000Z – 2026-03-02T11:53:00.000Z` */
function groupRow({ terms, count, cardinality, first, last }: ClusterGroup): string {
  const names = terms.length === 0 ? 'all events' : terms.map(({ field, value }) => `${field} ${String(value)}`).join(' · ');
  const times = [first, last].filter((time) => time !== undefined).join(' – ');
  const distinct = cardinality === undefined ? [] : [counted(cardinality, 'different value')];
  return [names, counted(count, 'event'), ...distinct, ...(times === '' ? [] : [times])].join('   ');
}

const manyOf: Readonly<Record<ClusterRunSummary['matchesWhat'], string>> = {
  event: 'events',
  sequence: 'sequences',
  sample: 'samples',
  group: 'groups',
  'new value': 'new values',
};

/** `2 events match in 2 indices · 2026-…Z to 2026-…Z · 0.08 s` */
function summaryLine({ matches, matchesWhat, total, more, indices, from, to, milliseconds }: ClusterRunSummary): string {
  const what = counted(matches, matchesWhat, manyOf[matchesWhat]);
  const found = matchesWhat === 'event' ? `${what} ${matches === 1 ? 'matches' : 'match'}` : what;
  const rest = more
    ? `${total === undefined ? ', and there may be more' : ` of ${grouped(total)}`}; --limit sets how many are fetched`
    : '';
  return [`${found} in ${counted(indices, 'index', 'indices')}${rest}`, `${from} to ${to}`, `${(milliseconds / 1000).toFixed(2)} s`].join(
    ' · ',
  );
}

export function createJsonClusterWriter(terminal: Terminal): ClusterRunWriter {
  const hits: ClusterHit[] = [];
  const groups: ClusterGroup[] = [];
  let head = {};
  return {
    start(rule, cluster) {
      head = { version: 1, command: 'search', rule: { path: rule.path, ...ruleFacts(rule.document) }, cluster };
    },
    hits: (more) => void hits.push(...more),
    groups: (more) => void groups.push(...more),
    finish: ({ notes, status, message, failure, ...summary }) =>
      print(terminal, {
        ...head,
        status,
        message,
        failure: failure?.kind,
        hits: hits.map(jsonHit),
        groups: groups.length === 0 ? undefined : groups.map(({ terms, ...facts }) => ({ ...facts, terms: terms.map(jsonTerm) })),
        notes,
        summary: { ...summary, milliseconds: Math.round(summary.milliseconds) },
      }),
    fault: (fault) => writeJsonFault(terminal, 'search', fault),
  };
}

function jsonHit({ index, id, timestamp, columns, sequence }: ClusterHit): object {
  return { index, id, timestamp, fields: Object.fromEntries(columns.map(({ field, values }) => [field, values.map(valueOf)])), sequence };
}

function jsonTerm({ field, value }: { readonly field: string; readonly value: ClusterValue }): object {
  return { field, value: valueOf(value) };
}

/** Only the events, as they come; everything else goes to standard error. */
export function createEventLinesWriter(terminal: Terminal): ClusterRunWriter {
  const colours = coloursFor(false);
  return {
    start: () => undefined,
    hits(hits) {
      for (const { index, id, text } of hits)
        terminal.write(`{"_index":${JSON.stringify(index)},"_id":${JSON.stringify(id)},"_source":${text}}\n`);
    },
    groups(groups) {
      for (const group of groups) terminal.writeError(`${printable(groupRow(group))}\n`);
    },
    finish(summary) {
      for (const note of summary.notes) terminal.writeError(`note: ${printable(note)}\n`);
      if (summary.status === 'finished' || summary.status === 'partial') terminal.writeError(`${summaryLine(summary)}\n`);
      if (summary.message !== undefined) writeFault(terminal, colours, summary.message);
    },
    fault: ({ message }) => writeFault(terminal, colours, message),
  };
}
