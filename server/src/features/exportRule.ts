/** A rule as Kibana imports it, with what has no place there. */
import type { ExportRuleResult } from '../protocol/ruleFiles.js';
import { toNdjson } from '../rule/export/ndjson.js';
import { toKibana } from '../rule/export/toKibana.js';
import { ruleFileName } from '../rule/import/fileName.js';
import { whyNotConverted } from '../rule/import/readRules.js';
import type { RuleModel } from './ruleModel.js';

/** `name`: the rule's file as the user knows it. */
export function exportRule({ document }: RuleModel, name: string): ExportRuleResult {
  const message = whyNotConverted(document, name);
  const { tree } = document;
  if (message !== undefined || tree === undefined) return { text: undefined, fileName: '', notes: [], message };
  const { value, lost } = toKibana(tree, { keepMetadata: false });
  return { text: toNdjson([value]), fileName: `${ruleFileName(value)}.ndjson`, notes: lost, message: undefined };
}
