/** Explanations for people: what each clause lets through, the nearest misses, and an event judged clause by clause. */
import type { Span } from '../../base/span.js';
import type {
  ClauseStatistics,
  ExplainedPart,
  Explanation,
  JudgedEvent,
  NearMiss,
  QueryPart,
  Verdict,
} from '../../evaluate/explain/explained.js';
import { originText } from '../../events/mappingReport.js';
import { headline, partName, rowsOf, verdictText, type ExplainedRow } from '../../evaluate/explain/rows.js';
import { otherFormText, quoted } from '../../evaluate/explain/sentences.js';
import { grouped } from '../../base/grouped.js';
import { counted, printable, widthOf, padded } from '../printable.js';
import type { ExplainWriter, StartedRun } from '../report.js';
import type { Terminal } from '../terminal.js';
import { coloursFor, type Colours } from './colours.js';
import { formatNotes, formatRuleError, formatTitle, runSummary, writeEnd, writeFault } from './human.js';
import { formatExclusions } from './exclusions.js';
import { clauseText, placeOf } from './nearestMiss.js';
import { formatSequences } from './sequenceReport.js';

/** Where the right end of the title stands when the output is no terminal. */
const titleWidth = 100;
/** Near misses shown. */
const mostMisses = 5;
/** Branches of one clause in the table of clauses. */
const mostBranches = 12;
/** Columns of a clause and of the values beside it. */
const widest = { clause: 48, values: 32 } as const;

/** What everything that is printed depends on. */
interface Page {
  readonly run: StartedRun;
  readonly colours: Colours;
}

export function createHumanExplainWriter(terminal: Terminal, colour: boolean): ExplainWriter {
  const colours = coloursFor(colour);
  const title = (run: StartedRun): string => `\n${formatTitle(run, Math.min(titleWidth, terminal.width ?? titleWidth), colours)}\n`;
  return {
    run(run, summary, errors) {
      const { explanation, sequences } = summary;
      terminal.write(title(run));
      if (explanation !== undefined && summary.events > 0) terminal.write(formatExplanation(explanation, { run, colours }));
      terminal.write(formatExclusions(summary.exclusions ?? [], run, colours));
      if (sequences !== undefined) {
        terminal.write(formatSequences(sequences, { colours, placeOf: (event) => placeOf(event, run), textOf: clauseText(run) }));
      }
      terminal.write(formatNotes(summary, run.eventFiles, colours));
      if (summary.status === 'finished' || summary.events > 0) terminal.write(`${colours.bold(runSummary(summary, run))}\n`);
      for (const error of errors) terminal.writeError(formatRuleError(run, error, colours));
      writeEnd(terminal, colours, summary, errors.length);
    },
    events(run, explained, errors) {
      terminal.write(title(run));
      for (const event of explained.judged) terminal.write(formatEvent(event, { run, colours }));
      const more = explained.wanted - explained.judged.length;
      if (more > 0) terminal.write(`… and ${counted(more, 'more event')}; name one with --line\n`);
      terminal.write(formatNotes(explained, run.eventFiles, colours));
      for (const error of errors) terminal.writeError(formatRuleError(run, error, colours));
      writeEnd(terminal, colours, explained, errors.length);
    },
    fault: ({ message }) => writeFault(terminal, colours, message),
  };
}

function formatExplanation({ events, filtered, parts }: Explanation, page: Page): string {
  const out =
    filtered === 0 ? '' : `The filters of the rule take out ${counted(filtered, 'event')}; ${counted(events, 'event')} left to judge.\n`;
  return out + parts.map((part) => formatPart(part, parts, events, page)).join('');
}

function formatPart(part: ExplainedPart, parts: readonly ExplainedPart[], events: number, page: Page): string {
  const { kind, clauses, nearest, passed, joined } = part;
  const keys = joined === undefined ? '' : `, ${grouped(joined)} of them with a value for each join key`;
  const heading = kind === 'query' ? '' : `${itemHeading(part, parts, page)}: ${grouped(passed)} of ${counted(events, 'event')}${keys}\n`;
  return `${heading}${formatClauses(clauses, events, page)}${formatNearest(nearest.filter(isNear).slice(0, mostMisses), page)}`;
}

/** `item 2 [file where true]` */
function itemHeading(part: QueryPart, parts: readonly QueryPart[], { run, colours }: Page): string {
  return `${colours.bold(partName(part, parts))} ${cut(clauseText(run)(part.span), 60)}`;
}

interface ClauseLine {
  readonly clause: ClauseStatistics;
  readonly indent: number;
  /** Where the chain dies: the first clause after which no event is left. */
  readonly isDead: boolean;
  /** Branches that are not shown below it. */
  readonly left: number;
}

function formatClauses(whole: ClauseStatistics, events: number, { run, colours }: Page): string {
  const chain = whole.kind === 'all' ? whole.operands : [whole];
  const dead = events === 0 ? undefined : chain.find(({ alive, passed }) => (alive ?? passed) === 0);
  const lines = chain.flatMap((clause) => clauseLines(clause, 0, clause === dead));
  const width = Math.max(5, ...lines.map(({ clause }) => grouped(clause.passed).length));
  const number = (count: number | undefined): string => (count === undefined ? '' : grouped(count)).padStart(width);
  const heading = colours.dim(`  ${'left'.padStart(width)}  ${'alone'.padStart(width)}  clause`);
  const rows = lines.flatMap(({ clause, indent, isDead, left }) => {
    const text = `${'  '.repeat(indent)}${cut(clauseText(run)(clause.span), 2 * widest.clause)}`;
    const row = `  ${number(indent === 0 ? (clause.alive ?? clause.passed) : clause.alive)}  ${number(clause.passed)}  ${text}`;
    const margin = ' '.repeat(2 * width + 6 + 2 * indent);
    const notes = [
      ...notesOn(clause, isDead || clause.passed === 0),
      ...(left > 0 ? [`… ${counted(left, 'more branch', 'more branches')}`] : []),
    ];
    return [isDead ? colours.yellow(row) : row, ...notes.map((note) => colours.dim(`${margin}${printable(note)}`))];
  });
  return `${[heading, ...rows].join('\n')}\n`;
}

function clauseLines(clause: ClauseStatistics, indent: number, isDead: boolean): readonly ClauseLine[] {
  const [operand] = clause.operands;
  const inner = clause.kind === 'not' && operand !== undefined ? operand.operands : clause.operands;
  const shown = inner.slice(0, mostBranches);
  return [{ clause, indent, isDead, left: inner.length - shown.length }, ...shown.flatMap((each) => clauseLines(each, indent + 1, false))];
}

/** What would let more events pass, and where nothing does, what the events have. */
function notesOn(clause: ClauseStatistics, isEmpty: boolean): readonly string[] {
  const { otherForms, fields, notEvaluated } = clause;
  const failing = notEvaluated === 0 ? [] : [`cannot be evaluated on ${counted(notEvaluated, 'event')}`];
  const seen = isEmpty ? fields.map(({ field, seen: { present, values } }) => seenText(field, present, values)) : [];
  return [...failing, ...otherForms.map(otherFormText), ...seen];
}

function seenText(
  field: string,
  present: number,
  values: readonly { readonly value: Parameters<typeof quoted>[0]; readonly events: number }[],
): string {
  if (present === 0) return `no event has ${field}`;
  return `seen in ${field}: ${values.map(({ value, events }) => `${cut(quoted(value), widest.values)} ${grouped(events)}`).join(', ')}`;
}

/** Events that fail all there is tell nothing, unless there are no others. */
function isNear({ distance, verdict }: NearMiss, place: number): boolean {
  return place === 0 || verdict.operands.length < 2 || distance.failing < verdict.operands.length;
}

function formatNearest(misses: readonly NearMiss[], page: Page): string {
  return misses
    .map((miss) => `\n${placeOf(miss, page.run)} ${verdictText(miss.verdict)}\n${formatRows(miss.verdict, page)}`)
    .join('')
    .concat(misses.length > 0 ? '\n' : '');
}

function formatEvent(event: JudgedEvent, page: Page): string {
  const place = placeOf(event, page.run);
  const first = `${place}${headline(event).slice(`line ${event.line}`.length)}`;
  const parts = event.parts.map((part) => {
    const heading = part.kind === 'query' ? '' : `${itemHeading(part, event.parts, page)}: ${verdictText(part.verdict)}\n`;
    return `${heading}${formatRows(part.verdict, page)}`;
  });
  return `${page.colours.bold(first)}\n${parts.join('')}${formatOrigins(event, page)}`;
}

/** `    process.name  from Image (basename)` for each field of the clauses, where the event was mapped. */
function formatOrigins({ mapped }: JudgedEvent, { colours }: Page): string {
  if (mapped === undefined) return '';
  const width = Math.max(...mapped.origins.map(({ field }) => widthOf(field)));
  const rows = mapped.origins.map(({ field, origin }) => `    ${padded(field, width)}  from ${printable(originText(origin))}`);
  return `${colours.dim([`  mapped by ${mapped.mapping}:`, ...rows].join('\n'))}\n`;
}

function formatRows(verdict: Verdict, { run, colours }: Page): string {
  return formatVerdict(verdict, clauseText(run), colours);
}

/** The clauses of a verdict, one on each line, with the values of the event and why a clause fails. `textOf` gives the text of a clause. */
export function formatVerdict(verdict: Verdict, textOf: (span: Span) => string, colours: Colours): string {
  const rows = rowsOf(verdict).map((row) => ({
    row,
    clause: `${'  '.repeat(row.indent)}${cut(textOf(row.span), widest.clause)}`,
    values: cut(printable(row.values), row.outcome === true ? 2 * widest.values : widest.values),
  }));
  const clauses = Math.max(0, ...rows.map(({ clause }) => widthOf(clause)));
  const failing = rows.filter(({ row }) => row.reason !== undefined);
  const beside = Math.max(0, ...failing.map(({ values }) => widthOf(values)));
  return rows
    .map(({ row, clause, values }) => {
      const facts = [padded(clause, clauses), row.reason === undefined ? values : padded(values, beside), reasonOf(row)].filter(
        (text) => text.trim() !== '',
      );
      return `  ${mark(row, colours)} ${facts.join('  ').trimEnd()}\n`;
    })
    .join('');
}

function reasonOf({ reason, left }: ExplainedRow): string {
  const more = left > 0 ? `… ${counted(left, 'more branch', 'more branches')}` : '';
  return [printable(reason ?? ''), more].filter((text) => text !== '').join(' ');
}

function mark({ outcome }: ExplainedRow, colours: Colours): string {
  if (outcome === true) return colours.green('✔');
  return outcome === false ? colours.red('✘') : colours.yellow('?');
}

function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
}
