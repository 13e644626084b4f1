/** MET001, MET002, MET004, MET007 and MET009: dates, maturity and integration in the `[metadata]` of a rule. */
import { nearestNames } from '../../base/nearest.js';
import type { Problem } from '../../base/problem.js';
import { quoted } from '../../base/quoted.js';
import { remembered } from '../../base/remembered.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, stringAt, type RuleString, type RuleTable } from '../../rule/value.js';
import type { DocumentContext, FrameCheck } from './check.js';
import { adding, removing, replacing, safely } from './repairs.js';

const maturities: readonly string[] = ['development', 'experimental', 'beta', 'production', 'deprecated'];

export const checkMetadata: FrameCheck = ({ tree }, context) => {
  const metadata = tree?.metadata;
  if (tree === undefined || metadata === undefined) return [];
  return [
    ...['creation_date', 'updated_date', 'deprecation_date'].flatMap((key) => dateProblems(tree, stringAt(metadata, key))),
    ...orderProblems(tree, metadata, context),
    ...maturityProblems(tree, metadata),
    ...(context.isShown('MET007') ? deprecationProblems(tree, metadata) : []),
    ...integrationProblems(tree, metadata),
  ];
};

function dateProblems(tree: RuleTree, value: RuleString | undefined): readonly Problem[] {
  if (value === undefined || isDay(value.value)) return [];
  const text = value.value;
  const day = readDay(text);
  const what = /^\d{4}\/\d{2}\/\d{2}$/.test(text) ? 'is no day of the calendar' : 'is not a date as `YYYY/MM/DD`';
  const fixes = day === undefined ? [] : safely(replacing(tree, value, day));
  return [{ code: 'MET001', span: value.span, message: `${quoted(text)} ${what}`, fixes }];
}

/** `2026/02/28`, a day that exists. */
const isDay = remembered((text: string): boolean => {
  const [, year, month, day] = (/^(\d{4})\/(\d{2})\/(\d{2})$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
});

/** The day that a date in another notation, year first, surely means. */
function readDay(text: string): string | undefined {
  const [, year = '', month = '', day = ''] = /^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?\s*$/.exec(text) ?? [];
  const written = `${year}/${month.padStart(2, '0')}/${day.padStart(2, '0')}`;
  return isDay(written) ? written : undefined;
}

function orderProblems(tree: RuleTree, metadata: RuleTable, { today }: DocumentContext): readonly Problem[] {
  const created = stringAt(metadata, 'creation_date');
  const updated = stringAt(metadata, 'updated_date');
  if (created === undefined || updated === undefined || !isDay(created.value) || !isDay(updated.value)) return [];
  if (updated.value >= created.value) return [];
  const now = today?.replaceAll('-', '/');
  const later = now !== undefined && now >= created.value ? now : created.value;
  return [
    {
      code: 'MET002',
      span: updated.span,
      message: `The rule was updated on ${updated.value}, before it was created on ${created.value}`,
      fixes: replacing(tree, updated, later),
      related: [{ span: created.span, message: 'Created here' }],
    },
  ];
}

function maturityProblems(tree: RuleTree, metadata: RuleTable): readonly Problem[] {
  const entry = entryOf(metadata, 'maturity');
  if (entry === undefined) {
    const place = metadata.span;
    const message = 'The rule has no `maturity`, so it is never released; a rule that is in use is `production`';
    return [{ code: 'MET004', severity: 'information', span: place, message, fixes: adding(tree, metadata, 'maturity', 'production') }];
  }
  const { value } = entry;
  if (value.kind !== 'string' || maturities.includes(value.value)) return [];
  const near = nearestNames(value.value, maturities)[0];
  const advice = near === undefined ? `it is one of ${maturities.join(', ')}` : `did you mean \`${near}\`?`;
  const fixes = near === undefined ? [] : replacing(tree, value, near);
  return [{ code: 'MET004', span: value.span, message: `${quoted(value.value)} is not a maturity; ${advice}`, fixes }];
}

function deprecationProblems(tree: RuleTree, metadata: RuleTable): readonly Problem[] {
  const maturity = stringAt(metadata, 'maturity');
  const entry = entryOf(metadata, 'deprecation_date');
  const updated = stringAt(metadata, 'updated_date');
  if (maturity === undefined) return [];
  if (maturity.value !== 'deprecated') {
    if (entry === undefined) return [];
    const message = `The rule has a \`deprecation_date\`, but its maturity is \`${maturity.value}\``;
    return [{ code: 'MET007', span: entry.value.span, message, fixes: removing(tree, metadata, entry) }];
  }
  if (entry === undefined) return [missingDate(tree, metadata, maturity, updated)];
  const date = stringAt(metadata, 'deprecation_date');
  if (date === undefined || updated === undefined || date.value === updated.value) return [];
  const message = `A deprecated rule does not change any more: \`deprecation_date\` and \`updated_date\` (${updated.value}) have to be the same day`;
  return [{ code: 'MET007', span: date.span, message, fixes: replacing(tree, date, updated.value) }];
}

function missingDate(tree: RuleTree, metadata: RuleTable, maturity: RuleString, updated: RuleString | undefined): Problem {
  const fixes = updated === undefined ? [] : adding(tree, metadata, 'deprecation_date', updated.value);
  return { code: 'MET007', span: maturity.span, message: 'A deprecated rule needs a `deprecation_date`', fixes };
}

function integrationProblems(tree: RuleTree, metadata: RuleTable): readonly Problem[] {
  const integration = stringAt(metadata, 'integration');
  if (integration === undefined) return [];
  const message = `\`integration\` is a list: \`["${integration.value}"]\``;
  return [{ code: 'MET009', span: integration.span, message, fixes: safely(replacing(tree, integration, [integration.value])) }];
}
