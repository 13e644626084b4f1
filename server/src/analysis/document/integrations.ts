/** MET008: the integrations that a rule's metadata name, and its index patterns. */
import type { Problem } from '../../base/problem.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, stringsAt, type RuleString, type RuleTable } from '../../rule/value.js';
import { isWide, overlap, readPatterns } from '../../schema/families.js';
import type { FrameCheck, RuleFrame } from './check.js';
import { fixOf } from './repairs.js';

/** Index patterns that say which integration's events they hold; those of Beats and of older agents do not. */
const ofDataStreams = /^(?:logs|metrics|traces)-/;

/** Integrations whose names are not those of their data streams, which add to those of others, or whose jobs read any. */
const withoutStreams: readonly string[] = ['apm', 'beaconing', 'ded', 'dga', 'lmd', 'pad', 'problemchild'];

export const checkIntegrations: FrameCheck = (document, { isShown }) => {
  if (!isShown('MET008')) return [];
  const { tree, index } = document;
  const metadata = tree?.metadata;
  if (tree === undefined || metadata === undefined || index === undefined || document.type?.value === 'threat_match') return [];
  const { included } = readPatterns(index.value.map(({ value }) => value));
  const named = stringsAt(metadata, 'integration');
  if (included.length === 0 || named.length === 0) return [];
  return [...notSearched(tree, metadata, named, included), ...notNamed(document, tree, metadata, named)];
};

/** Named, but no index pattern has its events. */
function notSearched(tree: RuleTree, metadata: RuleTable, named: readonly RuleString[], patterns: readonly string[]): readonly Problem[] {
  if (!patterns.every((pattern) => ofDataStreams.test(pattern) && !isWide(pattern))) return [];
  const list = entryOf(metadata, 'integration')?.value;
  return named
    .filter(({ value }) => !withoutStreams.includes(value) && !patterns.some((pattern) => holds(pattern, value)))
    .map((name) => ({
      code: 'MET008',
      span: name.span,
      message: `No index pattern of the rule has events of the integration \`${name.value}\`; they are in \`logs-${name.value}.*\``,
      fixes: list?.kind === 'array' ? fixOf(`Remove \`${name.value}\``, tree.writer.removeElement(list, list.elements.indexOf(name))) : [],
    }));
}

function holds(pattern: string, integration: string): boolean {
  return ['logs', 'metrics', 'traces'].some((type) => overlap(pattern, `${type}-${integration}.*`));
}

/** Searched, but not named. */
function notNamed({ index }: RuleFrame, tree: RuleTree, metadata: RuleTable, named: readonly RuleString[]): readonly Problem[] {
  const list = entryOf(metadata, 'integration')?.value;
  const missing = new Set<string>();
  return (index?.value ?? []).flatMap((pattern): readonly Problem[] => {
    const [, own] = /^(?:[^:]*:)?(?:logs|metrics)-([a-z0-9_]+)\./.exec(pattern.value) ?? [];
    if (own === undefined || missing.has(own) || named.some(({ value }) => value === own)) return [];
    missing.add(own);
    const message = `\`${pattern.value}\` has events of the integration \`${own}\`, which the metadata do not name`;
    const fixes = list?.kind === 'array' ? fixOf(`Add \`${own}\` to the integrations`, tree.writer.insertElement(list, own)) : [];
    return [{ code: 'MET008', span: pattern.span, message, fixes }];
  });
}
