/** RUL015, RUL017 and RUL019: building blocks, keys that are computed when rules are built, and further threat mappings. */
import type { Problem } from '../../base/problem.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { readAgo, readInterval } from '../../rule/schedule.js';
import { entryOf, stringAt, tablesAt, type RuleTable } from '../../rule/value.js';
import { includesProfile } from '../profile.js';
import type { DocumentContext, FrameCheck, RuleFrame } from './check.js';
import { removing, replacing, setting } from './repairs.js';

export const checkComputed: FrameCheck = (document, context) => {
  const { tree } = document;
  const rule = tree?.rule;
  if (tree === undefined || rule === undefined) return [];
  return [...buildingBlock(tree, rule, context), ...computedKeys(document, tree, rule, context), ...threatMappings(rule)];
};

const minute = 60_000;

function buildingBlock(tree: RuleTree, rule: RuleTable, { profile }: DocumentContext): readonly Problem[] {
  const type = stringAt(rule, 'building_block_type');
  if (type === undefined) return [];
  if (type.value !== 'default') {
    const message = 'The only type of building block is `default`';
    return [{ code: 'RUL015', span: type.span, message, fixes: replacing(tree, type, 'default') }];
  }
  // Kibana's own form has no metadata to say that it is meant.
  if (tree.metadata === undefined) return [];
  const bypass = entryOf(tree.metadata, 'bypass_bbr_timing')?.value;
  if (!includesProfile(profile, 'elastic') || (bypass?.kind === 'boolean' && bypass.value)) return [];
  return [...tooOften(tree, rule, type.span, 'from', 'now-119m'), ...tooOften(tree, rule, type.span, 'interval', '60m')];
}

/** Building blocks run once an hour, over the two hours before. */
function tooOften(
  tree: RuleTree,
  rule: RuleTable,
  place: RuleTable['span'],
  key: 'from' | 'interval',
  least: 'now-119m' | '60m',
): readonly Problem[] {
  const own = stringAt(rule, key);
  const length = own === undefined ? 0 : key === 'from' ? readAgo(own.value) : readInterval(own.value);
  if (length === undefined || length >= (key === 'from' ? 119 : 60) * minute) return [];
  const message = `A building block has \`${key} = "${least}"\` or longer, unless its metadata has \`bypass_bbr_timing\``;
  return [{ code: 'RUL015', severity: 'warning', span: own?.span ?? place, message, fixes: setting(tree, rule, key, least) }];
}

const computed: Readonly<Record<string, readonly string[]>> = {
  required_fields: ['name', 'type'],
  related_integrations: ['package', 'version'],
};

function computedKeys({ format }: RuleFrame, tree: RuleTree, rule: RuleTable, { profile }: DocumentContext): readonly Problem[] {
  return Object.entries(computed).flatMap(([key, wanted]): readonly Problem[] => {
    const entry = entryOf(rule, key);
    if (entry === undefined) return [];
    const broken = tablesAt(rule, key).flatMap((table) => incomplete(key, table, wanted));
    if (broken.length > 0 || format !== 'toml' || !includesProfile(profile, 'detections-as-code')) return broken;
    const message = `\`${key}\` is computed when the rules are built, so it can go`;
    return [{ code: 'RUL017', severity: 'information', span: entry.keySpan, message, fixes: removing(tree, rule, entry) }];
  });
}

function incomplete(key: string, table: RuleTable, wanted: readonly string[]): readonly Problem[] {
  const missing = wanted.filter((name) => entryOf(table, name) === undefined).map((name) => `\`${name}\``);
  return missing.length === 0
    ? []
    : [{ code: 'RUL017', span: table.span, message: `An entry of \`${key}\` lacks ${missing.join(' and ')}` }];
}

function threatMappings(rule: RuleTable): readonly Problem[] {
  const seen = new Set<string>();
  return tablesAt(rule, 'threat_mappings').flatMap((mapping): readonly Problem[] => {
    const framework = stringAt(mapping, 'framework');
    const version = stringAt(mapping, 'version');
    if (framework === undefined || version === undefined) return [];
    const name = `${framework.value} ${version.value}`;
    const others = tablesAt(mapping, 'threat').flatMap((threat) => stringAt(threat, 'framework') ?? []);
    const repeated = seen.has(name);
    seen.add(name);
    return [
      ...(repeated ? [{ code: 'RUL019', span: version.span, message: `There is a mapping to ${name} already` }] : []),
      ...others
        .filter(({ value }) => value !== framework.value)
        .map(({ span }) => ({ code: 'RUL019', span, message: `This mapping is one to ${framework.value}` })),
    ];
  });
}
