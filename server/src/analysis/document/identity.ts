/** RUL001, RUL003, RUL008 and RUL010: what identifies a rule, its id, name and version, and its licence. */
import type { Problem } from '../../base/problem.js';
import type { RuleTree } from '../../rule/ruleDocument.js';
import { entryOf, stringAt, type RuleTable } from '../../rule/value.js';
import { includesProfile } from '../profile.js';
import type { DocumentContext, FrameCheck } from './check.js';
import { removing, replacing, safely } from './repairs.js';

export const checkIdentity: FrameCheck = ({ tree, format }, context) => {
  const rule = tree?.rule;
  if (tree === undefined || rule === undefined) return [];
  return [
    ...idProblems(tree, rule, context),
    ...nameProblems(rule, context),
    ...(format === 'toml' ? versionProblems(tree, rule) : []),
    ...licenceProblems(tree, rule),
  ];
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Kibana takes any text as an id; the tools for detections as code do not. */
function idProblems(tree: RuleTree, rule: RuleTable, { profile }: DocumentContext): readonly Problem[] {
  const id = stringAt(rule, 'rule_id');
  if (id === undefined || uuid.test(id.value)) return [];
  const severity = includesProfile(profile, 'detections-as-code') ? 'error' : 'warning';
  const lower = id.value.trim().toLowerCase();
  if (!uuid.test(lower)) {
    const message = `\`rule_id\` is not a UUID such as \`0b2d1c7e-54f0-4b7e-9d3a-6f1c2e8a9b50\``;
    return [{ code: 'RUL001', severity, span: id.span, message }];
  }
  const message = '`rule_id` has to be in lower case, without spaces';
  const fixes = replacing(tree, id, lower);
  // Elsewhere a rule may have been imported under the id as it is, and with another one it is another rule.
  return [{ code: 'RUL001', severity, span: id.span, message, fixes: severity === 'error' ? safely(fixes) : fixes }];
}

function nameProblems(rule: RuleTable, { profile }: DocumentContext): readonly Problem[] {
  const name = stringAt(rule, 'name');
  if (name === undefined) return [];
  if (name.value.trim() === '') return [{ code: 'RUL003', span: name.span, message: 'The rule has no name' }];
  if (!includesProfile(profile, 'elastic') || /^[a-zA-Z0-9].+?[a-zA-Z0-9[\]()]$/.test(name.value)) return [];
  const message = 'A name begins with a letter or a digit and ends with one, or with a bracket';
  return [{ code: 'RUL003', span: name.span, message }];
}

function versionProblems(tree: RuleTree, rule: RuleTable): readonly Problem[] {
  return ['version', 'revision'].flatMap((key) => {
    const entry = entryOf(rule, key);
    if (entry === undefined) return [];
    const message = `\`${key}\` is counted by the repository, which refuses the key unless its configuration has \`bypass_version_lock\``;
    return [{ code: 'RUL008', span: entry.value.span, message, fixes: removing(tree, rule, entry) }];
  });
}

const elasticLicence = 'Elastic License v2';

function licenceProblems(tree: RuleTree, rule: RuleTable): readonly Problem[] {
  const licence = stringAt(rule, 'license');
  if (licence === undefined || licence.value === elasticLicence || !/elastic\s+licen[cs]e/i.test(licence.value)) return [];
  const message = `The licence is written \`${elasticLicence}\``;
  return [{ code: 'RUL010', span: licence.span, message, fixes: replacing(tree, licence, elasticLicence) }];
}
