/** MET005 and MET006: the oldest version of the Elastic Stack that a rule is for, and what in the rule needs a newer one. */
import type { Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import { quoted } from '../../base/quoted.js';
import type { RuleDocument, RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, stringAt, stringsAt, tableAt, tablesAt, type RuleTable } from '../../rule/value.js';
import type { DocumentCheck, FrameCheck, RuleFrame } from './check.js';
import { adding, setting } from './repairs.js';

/** What rules can count on without saying so: the oldest version that Elastic still maintains. */
const lowestSupported = '8.19.0';

export const checkStack: FrameCheck = (document, { isShown }) => {
  const { tree } = document;
  const metadata = tree?.metadata;
  if (tree === undefined || metadata === undefined || !(isShown('MET005') || isShown('MET006'))) return [];
  return [
    ...versionProblems(tree, metadata),
    ...[...fields(document), ...negatedEntries(document)].flatMap((each) => tooNew(document, each)),
  ];
};

export const checkStackOfSuppression: DocumentCheck = (document, { isShown }) =>
  isShown('MET006') ? suppression(document).flatMap((each) => tooNew(document, each)) : [];

/** Whether the rule runs on no version older than `version`, such as `9.2`. */
function runsOnlyFrom({ tree }: RuleFrame, version: string): boolean {
  const own = stringAt(tree?.metadata, 'min_stack_version')?.value;
  return !isOlder(own !== undefined && isVersion(own) ? own : lowestSupported, version);
}

function isVersion(text: string): boolean {
  return /^\d+\.\d+(\.\d+[\w-]*)*$/.test(text);
}

/** Major, minor and patch; what follows a hyphen does not count. */
function isOlder(a: string, b: string): boolean {
  const numbers = (text: string): readonly number[] => (/^[\d.]+/.exec(text)?.[0] ?? '').split('.').map(Number);
  const [one, other] = [numbers(a), numbers(b)];
  const at = [0, 1, 2].find((i) => (one[i] ?? 0) !== (other[i] ?? 0));
  return at !== undefined && (one[at] ?? 0) < (other[at] ?? 0);
}

function versionProblems(tree: RuleTree, metadata: RuleTable): readonly Problem[] {
  const version = stringAt(metadata, 'min_stack_version');
  if (version === undefined) return [];
  if (!isVersion(version.value)) {
    const message = `${quoted(version.value)} is not a version such as \`${lowestSupported}\``;
    return [{ code: 'MET005', span: version.span, message }];
  }
  if (isOlder(version.value, lowestSupported)) {
    const message = `${version.value} is no longer maintained: rules run on ${lowestSupported} and newer without saying so`;
    return [{ code: 'MET005', span: version.span, message, fixes: setting(tree, metadata, 'min_stack_version', lowestSupported) }];
  }
  if (entryOf(metadata, 'min_stack_comments') !== undefined) return [];
  const message = '`min_stack_comments` has to say why the rule needs this version';
  const fixes = adding(tree, metadata, 'min_stack_comments', 'Why the rule needs this version');
  return [{ code: 'MET005', span: version.span, message, fixes }];
}

interface Feature {
  readonly what: string;
  readonly since: string;
  readonly span: Span;
}

function tooNew(document: RuleFrame, { what, since, span }: Feature): readonly Problem[] {
  const { tree } = document;
  const metadata = tree?.metadata;
  if (tree === undefined || metadata === undefined || runsOnlyFrom(document, since)) return [];
  const message = `${what} since ${since}; the rule says that it runs on older versions too: set \`min_stack_version = "${since}.0"\``;
  return [{ code: 'MET006', span, message, fixes: setting(tree, metadata, 'min_stack_version', `${since}.0`) }];
}

/** First version with alert suppression, by rule type. */
const suppressionSince: Readonly<Record<string, string>> = {
  query: '8.8',
  saved_query: '8.8',
  threshold: '8.12',
  threat_match: '8.13',
  new_terms: '8.14',
  eql: '8.14',
  esql: '8.15',
  machine_learning: '8.15',
};

function suppression({ tree, type, queries }: RuleDocument): readonly Feature[] {
  const entry = entryOf(tree?.rule, 'alert_suppression');
  if (entry === undefined || type === undefined) return [];
  const isSequence = queries.some(({ parsed }) => parsed?.language === 'eql' && parsed.tree.body.kind === 'sequence');
  const since = isSequence ? '8.18' : suppressionSince[type.value];
  const what = isSequence ? 'Sequences have alert suppression' : `Rules of type ${type.value} have alert suppression`;
  return since === undefined ? [] : [{ what, since, span: entry.keySpan }];
}

function fields({ tree }: RuleFrame): readonly Feature[] {
  const shown = entryOf(tree?.rule, 'investigation_fields');
  const [, , , fourth] = stringsAt(tableAt(tree?.rule, 'threshold'), 'field');
  return [
    ...(shown === undefined ? [] : [{ what: 'Rules have investigation fields', since: '8.11', span: shown.keySpan }]),
    ...(fourth === undefined ? [] : [{ what: 'A threshold can have more than three fields', since: '9.2', span: fourth.span }]),
  ];
}

function negatedEntries({ tree }: RuleFrame): readonly Feature[] {
  return tablesAt(tree?.rule, 'threat_mapping')
    .flatMap((group) => tablesAt(group, 'entries'))
    .flatMap((entry) => {
      const negate = entryOf(entry, 'negate')?.value;
      return negate?.kind === 'boolean' && negate.value ? [{ what: 'Indicators can be negated', since: '9.2', span: negate.span }] : [];
    });
}
