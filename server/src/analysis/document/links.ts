/** RUL009 and RUL011: what a rule links to, the timeline template of its alerts and its references. */
import type { Problem } from '../../base/problem.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, stringAt, type RuleTable } from '../../rule/value.js';
import { timelineTemplates } from '../../schema/ruleKeysRule.js';
import { includesProfile } from '../profile.js';
import type { DocumentContext, FrameCheck } from './check.js';
import { adding, fixOf, removing, replacing, safely } from './repairs.js';

const timelines: ReadonlyMap<string, string> = new Map(timelineTemplates);

export const checkLinks: FrameCheck = ({ tree }, context) => {
  const rule = tree?.rule;
  return tree === undefined || rule === undefined ? [] : [...timelineProblems(tree, rule, context), ...referenceProblems(tree, rule)];
};

function timelineProblems(tree: RuleTree, rule: RuleTable, { profile }: DocumentContext): readonly Problem[] {
  const id = stringAt(rule, 'timeline_id');
  const title = stringAt(rule, 'timeline_title');
  if (id === undefined && title === undefined) return [];
  if (id === undefined || title === undefined) return halfSet(tree, rule);
  const shipped = timelines.get(id.value);
  if (shipped === undefined) {
    if (!includesProfile(profile, 'elastic')) return [];
    return [{ code: 'RUL009', span: id.span, message: 'No timeline template that Elastic ships has this id' }];
  }
  if (title.value === shipped) return [];
  const severity = includesProfile(profile, 'detections-as-code') ? 'error' : 'warning';
  const message = `The timeline template of this \`timeline_id\` has the title \`${shipped}\``;
  return [{ code: 'RUL009', severity, span: title.span, message, fixes: replacing(tree, title, shipped) }];
}

function halfSet(tree: RuleTree, rule: RuleTable): readonly Problem[] {
  const present = entryOf(rule, 'timeline_id') ?? entryOf(rule, 'timeline_title');
  if (present?.value.kind !== 'string') return [];
  const { key, value } = present;
  const missing = key === 'timeline_id' ? 'timeline_title' : 'timeline_id';
  const known = key === 'timeline_id' ? timelines.get(value.value) : [...timelines].find(([, title]) => title === value.value)?.[0];
  const message = `\`${key}\` needs \`${missing}\` beside it`;
  const fixes = known === undefined ? removing(tree, rule, present) : safely(adding(tree, rule, missing, known));
  return [{ code: 'RUL009', span: value.span, message, fixes }];
}

function referenceProblems(tree: RuleTree, rule: RuleTable): readonly Problem[] {
  const list = entryOf(rule, 'references')?.value;
  if (list?.kind !== 'array') return [];
  const seen = new Set<string>();
  return list.elements.flatMap((element, index): readonly Problem[] => {
    if (element.kind !== 'string') return [];
    const { span, value } = element;
    const code = 'RUL011';
    if (seen.has(value)) {
      const fixes = safely(fixOf('Remove it', tree.writer.removeElement(list, index)));
      return [{ code, span, message: 'This reference is in the list already', unnecessary: true, fixes }];
    }
    seen.add(value);
    if (!/^https?:\/\/[^\s/]+\.[^\s/]+\S*$/i.test(value)) {
      return [{ code, span, message: 'A reference is the address of a page: `https://…`' }];
    }
    if (!/^http:/i.test(value)) return [];
    const fixes = replacing(tree, element, value.replace(/^http:/i, 'https:'), 'Use `https`');
    return [{ code, severity: 'information', span, message: 'This link is not encrypted; nearly all sites have `https`', fixes }];
  });
}
