/** TYP141, TYP142 and ESQ101 to ESQ103: ES|QL queries, as far as they can be judged by their text. */
import { isOneSlipApart } from '../../base/nearest.js';
import type { Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { QueryRegion } from '../../rule/ruleDocument.js';
import { stringAt, stringsAt, tableAt, tablesAt, type RuleTable } from '../../rule/value.js';
import { includesProfile } from '../profile.js';
import type { DocumentCheck, DocumentContext } from './check.js';
import { aggregates, columnsAfter, hasColumn, listed, type Columns } from './esqlColumns.js';
import { partners, readEsql, type EsqlCommand, type EsqlText } from './esqlText.js';

/** https://www.elastic.co/docs/reference/query-languages/esql/esql-commands */
const sources: readonly string[] = ['from', 'row', 'show', 'ts', 'promql', 'set'];
const commands: readonly string[] = [
  ...sources, 'change_point', 'completion', 'dissect', 'drop', 'enrich', 'eval', 'fork', 'fuse', 'grok', 'inline', 'inlinestats', 'keep',
  'limit', 'lookup', 'mv_expand', 'rename', 'rerank', 'sample', 'sort', 'stats', 'where',
]; // prettier-ignore

const metadataColumns = ['_id', '_version', '_index'] as const;

export const checkEsql: DocumentCheck = ({ queries, tree }, context) => {
  const region = queries.find(({ key }) => key === 'query');
  if (region?.language !== 'esql' || region.map.text.trim() === '') return [];
  const query = readEsql(region.map.text);
  const found = structureProblems(query);
  if (found.length > 0) return found.map((problem) => inFile(problem, region));
  const problems = [...alertColumns(query, context), ...columnProblems(query), ...(context.isShown('ESQ103') ? prefixProblems(query) : [])];
  return [...problems.map((problem) => inFile(problem, region)), ...unproduced(query, tree?.rule)];
};

function inFile(problem: Problem, { map }: QueryRegion): Problem {
  const fixes = (problem.fixes ?? []).flatMap((fix) => {
    const edits = fix.edits.flatMap(({ span, newText }) => {
      const written = map.encode(newText);
      return written === undefined ? [] : [{ span: map.spanToFile(span), newText: written }];
    });
    return edits.length === fix.edits.length ? [{ ...fix, edits }] : [];
  });
  return { ...problem, span: map.spanToFile(problem.span), fixes };
}

/** What is wrong with a quote, the begin of a comment, or a bracket that stands alone. */
function withoutPartner(text: string): string {
  if (text.startsWith('"')) return 'The string is not closed; end it with the quotes it began with';
  if (text === '/*') return 'The comment is not closed; end it with `*/`';
  const [open, close] = [partners[text], Object.entries(partners).find(([, opens]) => opens === text)?.[0]];
  return open === undefined
    ? `\`${text}\` is not closed; add \`${close ?? ''}\``
    : `\`${text}\` closes nothing; there is no \`${open}\` for it`;
}

function structureProblems(query: EsqlText): readonly Problem[] {
  const { commands: own, unbalanced } = query;
  if (unbalanced !== undefined) return [{ code: 'ESQ101', span: unbalanced.span, message: withoutPartner(unbalanced.text) }];
  const [first] = own;
  if (first !== undefined && !sources.includes(first.name)) {
    const meant = sources.find((each) => isOneSlipApart(each, first.name));
    if (meant !== undefined) return [misspelt(first, meant)];
    return [{ code: 'TYP141', span: first.nameSpan, message: 'An ES|QL query begins with `FROM` and the index patterns that it searches' }];
  }
  return own.slice(1).flatMap((command): readonly Problem[] => {
    if (command.name === '' && command.body.trim() === '') {
      return [{ code: 'ESQ101', span: command.nameSpan, message: 'No command follows this `|`' }];
    }
    if (commands.includes(command.name)) return [];
    const meant = commands.find((each) => isOneSlipApart(each, command.name));
    return meant === undefined ? [] : [misspelt(command, meant)];
  });
}

function misspelt({ nameSpan, name }: EsqlCommand, meant: string): Problem {
  const written = meant.toUpperCase();
  const fixes = [{ title: `Replace by \`${written}\``, edits: [{ span: nameSpan, newText: written }] }];
  return { code: 'ESQ101', span: nameSpan, message: `\`${name}\` is not a command of ES|QL; did you mean \`${written}\`?`, fixes };
}

/** What alerts need to know which event they are of, unless the query aggregates. */
function alertColumns({ commands: own }: EsqlText, { profile }: DocumentContext): readonly Problem[] {
  const [from] = own;
  if (from?.name !== 'from' || !includesProfile(profile, 'detections-as-code')) return [];
  const groups = own.some(({ name, body }) => name === 'stats' && /\bby\b/i.test(body));
  const [, listedColumns = ''] = /\bmetadata\b([^|]*)$/i.exec(from.body) ?? [];
  const missing = metadataColumns.filter((column) => !new RegExp(`(?<![\\w.])${column}(?![\\w.])`, 'i').test(listedColumns));
  const problems: Problem[] = [];
  if (!groups && missing.length > 0) problems.push(withoutMetadata(from, missing, listedColumns !== ''));
  const keeps = own.filter(({ name }) => name === 'keep');
  if (keeps.length === 0) {
    const message = 'A rule keeps the columns its alerts need: `| KEEP …` is missing';
    problems.push({ code: 'TYP141', span: from.nameSpan, message });
  }
  return own.some(({ name }) => name === 'stats') ? problems : [...problems, ...keeps.flatMap(keptColumns)];
}

function withoutMetadata({ nameSpan, body, bodyStart }: EsqlCommand, missing: readonly string[], hasSome: boolean): Problem {
  const end = bodyStart + body.trimEnd().length;
  const newText = hasSome ? `, ${missing.join(', ')}` : ` METADATA ${missing.join(', ')}`;
  const message = `Without ${missing.join(', ')} an alert does not know its event, and runs that overlap alert twice: \`FROM … METADATA ${metadataColumns.join(', ')}\``;
  return {
    code: 'TYP141',
    span: nameSpan,
    message,
    fixes: [{ title: `Add${newText.replace(/^,/, '')}`, edits: [{ span: { start: end, end }, newText }] }],
  };
}

function keptColumns(keep: EsqlCommand): readonly Problem[] {
  const names = listed(keep).map(({ name }) => name);
  const missing = metadataColumns.filter((column) => !names.includes(column));
  if (names.includes('*') || missing.length === 0) return [];
  const message = `\`KEEP\` drops ${missing.join(', ')}, without which an alert does not know its event`;
  const end = keep.bodyStart + keep.body.trimEnd().length;
  const newText = `, ${missing.join(', ')}`;
  return [
    {
      code: 'TYP141',
      span: keep.nameSpan,
      message,
      fixes: [{ title: `Keep ${missing.join(', ')}`, edits: [{ span: { start: end, end }, newText }] }],
    },
  ];
}

/** A column that an earlier command has not left. */
function columnProblems({ commands: own }: EsqlText): readonly Problem[] {
  const problems: Problem[] = [];
  let columns: Columns;
  // After the last one nobody looks for a column.
  const last = own.findLastIndex(({ name }) => name === 'keep');
  for (const command of own.slice(0, last + 1)) {
    if (columns !== undefined && command.name === 'keep') {
      for (const { name, span } of listed(command)) {
        if (name.includes('*') || hasColumn(columns, name)) continue;
        problems.push({ code: 'ESQ102', span, message: `There is no column \`${name}\` here: the commands before have not left it` });
      }
    }
    columns = columnsAfter(command, columns);
  }
  return problems;
}

/** The convention of Elastic's rules, by which nothing that is computed looks like a field of the events. */
function prefixProblems({ commands: own }: EsqlText): readonly Problem[] {
  return own
    .filter(({ name }) => name === 'stats')
    .flatMap(aggregates)
    .filter(({ name }) => /^[\w.]+$/.test(name) && !/^Esql(?:_priv)?\./.test(name))
    .map(({ name, span }) => ({
      code: 'ESQ103',
      span: { start: span.start, end: span.start + name.length },
      message: `Computed columns begin with \`Esql.\`, so that they are not taken for fields of the events: \`Esql.${name}\``,
    }));
}

/** Fields of the rule that the rows of its query do not have. */
function unproduced({ commands: own }: EsqlText, rule: RuleTable | undefined): readonly Problem[] {
  const nameOverride = stringAt(rule, 'rule_name_override');
  const fields = [
    ...stringsAt(tableAt(rule, 'alert_suppression'), 'group_by'),
    ...(nameOverride === undefined ? [] : [nameOverride]),
    ...['severity_mapping', 'risk_score_mapping'].flatMap((key) => tablesAt(rule, key).flatMap((each) => stringAt(each, 'field') ?? [])),
  ];
  // Rows with an id are merged onto the whole event.
  if (fields.length === 0 || own.every(({ name }) => name !== 'stats')) return [];
  const columns = own.reduce<Columns>((before, command) => columnsAfter(command, before), undefined);
  return fields
    .filter(({ value }) => value !== '' && !hasColumn(columns, value))
    .map(({ value, span }: { value: string; span: Span }) => ({
      code: 'TYP142',
      span,
      message: `The rows of the query have no column \`${value}\``,
    }));
}
