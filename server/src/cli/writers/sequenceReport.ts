/** Where the sequences of a rule came to their end, for people: a table of stages, the join keys, and the partial sequences with their causes. */
import type { Span } from '../../base/span.js';
import type { EventRef, ItemReport, KeyReport, PartialSequence, SequenceReport } from '../../evaluate/sequence/debug/report.js';
import { endingsText, itemName, keyText, sentenceOf, type PlaceOf } from '../../evaluate/sequence/debug/sentences.js';
import { grouped } from '../../base/grouped.js';
import { counted, printable } from '../printable.js';
import type { Colours } from './colours.js';

/** How much is printed; all of it is in the JSON. */
const most = { keys: 5, partials: 10 } as const;
/** Columns of an item. */
const widestItem = 90;

/** What the words depend on. */
export interface SequencePage {
  readonly colours: Colours;
  /** `line 9` */
  readonly placeOf: PlaceOf;
  /** Of the query, on one line. */
  readonly textOf: (span: Span) => string;
}

export function formatSequences(report: SequenceReport, page: SequencePage): string {
  const parts = [stageTable(report, page), keyTable(report, page), partialList(report, page), report.limited.join('\n')];
  return `${parts.filter((part) => part !== '').join('\n')}\n`;
}

function stageTable({ items }: SequenceReport, { colours, textOf }: SequencePage): string {
  const names = items.map((item, index) => itemName(item, index));
  const width = Math.max(5, ...names.map(({ length }) => length));
  const rows = items.map((item, index) => {
    const text = textOf(item.span);
    const shown = text.length > widestItem ? `${text.slice(0, widestItem - 1)}…` : text;
    return `  ${(names[index] ?? '').padEnd(width)}  ${grouped(item.candidates).padStart(6)}  ${shown}${lacking(item)}`;
  });
  return [colours.dim(`  ${'stage'.padEnd(width)}  events  that satisfy it and have its join keys`), ...rows].join('\n');
}

/** ` · 2 more lack user.name` */
function lacking({ absentKeys }: ItemReport): string {
  return absentKeys.map(({ field, events }) => ` · ${counted(events, 'more event')} ${events === 1 ? 'lacks' : 'lack'} ${field}`).join('');
}

function keyTable({ kind, keys, keyCount, items }: SequenceReport, { colours }: SequencePage): string {
  if ((items[0]?.keys.length ?? 0) === 0) return '';
  const shown = keys.slice(0, most.keys).map((key) => `  ${keyRow(key, kind, items)}`);
  const more = keyCount > shown.length ? [`  … and ${counted(keyCount - shown.length, 'more join key')}`] : [];
  return [colours.dim(`${counted(keyCount, 'join key')}, events for each stage:`), ...shown, ...more].join('\n');
}

/** `host.id "a1": 3, 1, until 0 · 1 complete` */
function keyRow({ values, candidates, complete }: KeyReport, kind: string, items: readonly ItemReport[]): string {
  const counts = candidates.map((count, item) => `${items[item]?.until === true ? 'until ' : ''}${grouped(count)}`).join(', ');
  return `${printable(keyText(values, items[0]))}: ${counts}${complete === 0 ? '' : ` · ${counted(complete, `complete ${kind}`)}`}`;
}

function partialList(report: SequenceReport, page: SequencePage): string {
  const { kind, partials, partialCount } = report;
  if (partialCount === 0) return page.colours.dim(`No ${kind} that began is incomplete.`);
  const endings = kind === 'sample' ? '' : `: ${endingsText(report.endings)}`;
  const timeOf = timesFor(partials);
  const shown = partials.slice(0, most.partials);
  const more = partialCount > shown.length ? [`  … and ${grouped(partialCount - shown.length)} more`] : [];
  const heading = page.colours.dim(`${counted(partialCount, `incomplete ${kind}`)}${endings}`);
  return [heading, ...shown.map((partial) => formatPartial(partial, report.items, timeOf, page)), ...more].join('\n');
}

/** `host.id "a1": stage 1 line 4 10:00:00.000 → stage 2 line 9 comes …`; of several stages each on its line. */
function formatPartial(
  partial: PartialSequence,
  items: readonly ItemReport[],
  timeOf: (event: EventRef) => string,
  { placeOf, colours }: SequencePage,
): string {
  const key = printable(keyText(partial.key, items[0]));
  const stages = partial.events.map(({ item, run, event }) => {
    const repeated = (items[item]?.runs ?? 1) > 1 ? ` (${run} of ${items[item]?.runs ?? 1})` : '';
    return `stage ${item + 1}${repeated} ${placeOf(event)}${timeOf(event)}`;
  });
  const cause = colours.yellow(printable(sentenceOf(partial, placeOf)));
  const heading = key === '' ? '  ' : `  ${key}: `;
  return stages.length === 1 ? `${heading}${stages.join('')} → ${cause}` : `${heading}${[...stages, cause].join('\n    → ')}`;
}

/** Without the date where all are of one day. */
function timesFor(partials: readonly PartialSequence[]): (event: EventRef) => string {
  const days = new Set(partials.flatMap(({ events }) => events.map(({ event }) => event.timestamp?.slice(0, 10))));
  return ({ timestamp }) => {
    if (timestamp === undefined) return '';
    return ` ${days.size === 1 ? timestamp.slice(11).replace('Z', '') : timestamp}`;
  };
}
