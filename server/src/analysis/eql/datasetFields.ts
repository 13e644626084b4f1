/** EQL104: fields that Elastic Defend does not fill in events of the category that the condition is for. */
import type { Problem } from '../../base/problem.js';
import { containsSpan, span } from '../../base/span.js';
import type { RuleDocument } from '../../rule/ruleDocument.js';
import type { EqlNode, Field } from '../../syntax/eql/ast.js';
import { eqlNodes } from './nodes.js';

/** What Elastic Defend reports of a process when it starts, and not again in what the process then does. */
const startOnly =
  /^process\.(?:command_line|args|args_count|working_directory|pe\.|parent\.(?:command_line|args|args_count|working_directory|pe\.))/;
const startOnlyCategories = ['file', 'network', 'registry'];

/** Other indices may fill the field, so only rules for Elastic Defend alone are looked at. */
export function datasetFields(tree: EqlNode, { index }: RuleDocument): readonly Problem[] {
  const patterns = index?.value ?? [];
  if (patterns.length === 0 || !patterns.every(({ value }) => value.startsWith('logs-endpoint.events.'))) return [];
  const nodes = eqlNodes(tree);
  return nodes('eventQuery').flatMap(({ category, condition }) => {
    if (category.kind !== 'category' || !startOnlyCategories.includes(category.name)) return [];
    const { name } = category;
    return nodes('field')
      .filter((field) => !field.optional && containsSpan(condition.span, field.span) && startOnly.test(field.name))
      .map((field) => problemOf(field, name));
  });
}

function problemOf({ name, nameSpan, span: { start } }: Field, category: string): Problem {
  return {
    code: 'EQL104',
    span: nameSpan,
    message: `Elastic Defend does not fill \`${name}\` in ${category} events, so this is never true there; test it in a process event of a sequence`,
    fixes: [{ title: 'Mark as optional with `?`', edits: [{ span: span(start, start), newText: '?' }] }],
  };
}
