/**
 * A rule from the text of its documentation page, as it is copied from a browser: labels with values, prose, and the query without a
 * heading of its own. https://www.elastic.co/docs/reference/security/prebuilt-rules
 */
import type { Converted } from '../export/toKibana.js';
import type { PlainRecord } from '../plain.js';
import { impliedLanguage, isRuleType } from '../queryRegion.js';
import type { QueryLanguage, RuleType } from '../ruleDocument.js';
import { proseAsMarkdown } from './pageProse.js';
import { queryStart } from './pageQuery.js';
import { tomlFile } from './tomlFile.js';

export interface PageSurroundings {
  /** `YYYY/MM/DD` */
  readonly today: string;
  /** A new UUID. */
  readonly newId: () => string;
}

const labels = {
  type: 'Rule type',
  index: 'Rule indices',
  severity: 'Severity',
  risk_score: 'Risk score',
  interval: 'Runs every',
  from: 'Searches indices from',
  max_signals: 'Maximum alerts per execution',
  references: 'References',
  tags: 'Tags',
  version: 'Version',
  author: 'Rule authors',
  license: 'Rule license',
} as const;
type Label = keyof typeof labels;

/** Whether a text is such a page. */
export function isPage(text: string): boolean {
  return /^\s*Rule type:\s*[a-z_]+\s*$/m.test(text) && /^\s*Severity:\s*[a-z]+\s*$/m.test(text);
}

/** The rule of a page for which `isPage` holds, and what the page does not tell. */
export function importPage(text: string, { today, newId }: PageSurroundings): Converted<string> {
  const page = readPage(text);
  const type = page.value('type');
  const version = page.value('version');
  const metadata = { creation_date: today, maturity: 'development', updated_date: today };
  const rule = ruleOf(page, type, newId());
  return {
    value: tomlFile({ metadata, transform: undefined, rule }),
    lost: [
      ...missing(isRuleType(type) ? type : undefined, rule),
      'the page does not show threat, timestamp_override, filters and alert_suppression; rule_id and the dates are new',
      ...(version === undefined ? [] : [`the version (${version}) is kept outside of rule files`]),
    ],
  };
}

interface Page {
  readonly title: string;
  readonly intro: string;
  readonly value: (label: Label) => string | undefined;
  readonly list: (label: Label) => readonly string[];
  readonly note: readonly string[];
  readonly setup: readonly string[];
  readonly query: string;
  readonly language: QueryLanguage | undefined;
}

function readPage(text: string): Page {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trimEnd());
  const firstLabel = lines.findIndex((line) => line.trimStart().startsWith(`${labels.type}:`));
  const value = (label: Label): string | undefined => valueOf(lines, label);
  const type = value('type');
  const opening = lines.slice(0, firstLabel).map((line) => line.trim());
  const heading = opening.filter((line) => line !== '' && !/^(?:Loading|Elastic Stack\b.*|Serverless\b.*)$/.test(line));
  const body = bodyOf(lines);
  const language = type === 'machine_learning' ? undefined : impliedLanguage(type, '');
  const start = queryStart(body, language);
  const prose = body.slice(0, start);
  const setup = prose.indexOf('Setup');
  return {
    title: heading[0] ?? '',
    intro: heading.slice(1).join(' '),
    value,
    list: (label) => listOf(lines, label),
    note: setup < 0 ? prose : prose.slice(0, setup),
    setup: setup < 0 ? [] : prose.slice(setup),
    query: body.slice(start).join('\n').trim(),
    language,
  };
}

/** What stands behind the last label, up to the mapping to ATT&CK. */
function bodyOf(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => Object.values(labels).some((label) => line.trimStart().startsWith(`${label}:`)));
  const license = lines.findIndex((line) => line.trimStart().startsWith(`${labels.license}:`));
  const start = (license < 0 ? last : license) + 1;
  const end = lines.findIndex((line, index) => index >= start && /^Framework:/.test(line));
  return lines.slice(start, end < 0 ? undefined : end);
}

function valueOf(lines: readonly string[], label: Label): string | undefined {
  const prefix = `${labels[label]}:`;
  const line = lines.find((each) => each.trimStart().startsWith(prefix))?.trim();
  const value = line?.slice(prefix.length).trim();
  return value === undefined || value === '' || value === 'None' ? undefined : value;
}

/** The items below the label, or what stands beside it. */
function listOf(lines: readonly string[], label: Label): readonly string[] {
  const beside = valueOf(lines, label);
  if (beside !== undefined) return beside.split(/,\s*/);
  const start = lines.findIndex((line) => line.trim() === `${labels[label]}:`);
  if (start < 0) return [];
  const items: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const item = /^\s*[•*-]\s+(.*)$/.exec(line)?.[1];
    if (item === undefined && line.trim() !== '') break;
    if (item !== undefined) items.push(item.trim());
  }
  return items;
}

function ruleOf(page: Page, type: string | undefined, ruleId: string): PlainRecord {
  const text = (key: Label, value: string | undefined): PlainRecord => (value === undefined ? {} : { [key]: value });
  const whole = (key: Label): PlainRecord => (/^\d+$/.test(page.value(key) ?? '') ? { [key]: Number(page.value(key)) } : {});
  const list = (key: Label): PlainRecord => (page.list(key).length === 0 ? {} : { [key]: page.list(key) });
  const note = proseAsMarkdown(page.note);
  const setup = proseAsMarkdown(page.setup);
  return {
    author: page.list('author'),
    description: page.intro,
    name: page.title,
    rule_id: ruleId,
    ...text('type', type),
    ...list('index'),
    ...text('severity', page.value('severity')),
    ...whole('risk_score'),
    ...text('interval', page.value('interval')),
    ...text('from', /^now[^\s(]*/.exec(page.value('from') ?? '')?.[0]),
    ...whole('max_signals'),
    ...list('references'),
    ...list('tags'),
    ...text('license', page.value('license')),
    ...(note === '' ? {} : { note }),
    ...(setup === '' ? {} : { setup }),
    ...(page.language === undefined ? {} : { language: page.language }),
    ...(page.query === '' ? {} : { query: `${page.query}\n` }),
    ...partsOf(type),
  };
}

/** The tables of a type, to be filled in by hand. */
function partsOf(type: string | undefined): PlainRecord {
  if (type === 'new_terms') {
    const window = { field: 'history_window_start', value: 'now-7d' };
    return { new_terms: { field: 'new_terms_fields', value: [], history_window_start: [window] } };
  }
  return type === 'threshold' ? { threshold: { field: [], value: 1 } } : {};
}

/** What the types have that no page shows. */
const unseen: Readonly<Partial<Record<RuleType, string>>> = {
  new_terms: 'the fields of new_terms are to be filled in; its history window is set to now-7d',
  threshold: 'the fields and the value of threshold are to be filled in',
  threat_match: 'threat_index, threat_query and threat_mapping are to be filled in',
  machine_learning: 'anomaly_threshold and machine_learning_job_id are to be filled in',
};

function missing(type: RuleType | undefined, rule: PlainRecord): readonly string[] {
  const wanted = ['type', 'severity', 'risk_score', 'index', 'query'];
  const absent = wanted.filter((key) => rule[key] === undefined && !(type === 'machine_learning' && (key === 'index' || key === 'query')));
  const own = type === undefined ? undefined : unseen[type];
  return [...(own === undefined ? [] : [own]), ...(absent.length === 0 ? [] : [`not found on the page: ${absent.join(', ')}`])];
}
