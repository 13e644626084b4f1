/**
 * Exception lists: in TOML beside the rules of a repository, and as lines of an export. They are no rules; what is checked is what
 * Kibana refuses. https://www.elastic.co/docs/solutions/security/detect-and-alert/add-manage-exceptions
 */
import type { Problem } from '../base/problem.js';
import { enumProblem } from './enumProblem.js';
import { entryOf, stringAt, tableAt, tablesAt, type RuleTable } from './value.js';
import type { RuleWriter } from './writer.js';

const entryTypes = ['match', 'match_any', 'exists', 'list', 'wildcard', 'nested'] as const;
const operators = ['included', 'excluded'] as const;
const namespaces = ['single', 'agnostic'] as const;
const listTypes = [
  'detection', 'rule_default', 'endpoint', 'endpoint_trusted_apps', 'endpoint_trusted_devices', 'endpoint_events',
  'endpoint_host_isolation_exceptions', 'endpoint_blocklists',
] as const; // prettier-ignore

/** Whether a TOML file holds exception lists: `[[exceptions]]` and no rule. */
export function isExceptionFile(root: RuleTable): boolean {
  return entryOf(root, 'rule') === undefined && tablesAt(root, 'exceptions').length > 0;
}

/** The problems of a TOML file for which `isExceptionFile` holds. */
export function exceptionProblems(root: RuleTable, writer: RuleWriter): readonly Problem[] {
  return tablesAt(root, 'exceptions').flatMap((list) => {
    const container = tableAt(list, 'container');
    const items = tablesAt(list, 'items').flatMap((item) => itemProblems(item, writer));
    return [...(container === undefined ? [] : containerProblems(container, writer)), ...items];
  });
}

export function containerProblems(container: RuleTable, writer: RuleWriter): readonly Problem[] {
  return [
    ...notAllowed(container, 'type', 'a type of an exception list', listTypes, writer),
    ...notAllowed(container, 'namespace_type', 'a namespace of an exception list', namespaces, writer),
  ];
}

export function itemProblems(item: RuleTable, writer: RuleWriter): readonly Problem[] {
  return [
    ...notAllowed(item, 'type', 'a type of an exception', ['simple'], writer),
    ...notAllowed(item, 'namespace_type', 'a namespace of an exception', namespaces, writer),
    ...tablesAt(item, 'entries').flatMap((entry) => entryProblems(entry, writer)),
  ];
}

function entryProblems(entry: RuleTable, writer: RuleWriter): readonly Problem[] {
  return [
    ...notAllowed(entry, 'type', 'a type of an exception entry', entryTypes, writer),
    ...notAllowed(entry, 'operator', 'an operator of an exception entry', operators, writer),
    ...tablesAt(entry, 'entries').flatMap((inner) => entryProblems(inner, writer)),
  ];
}

function notAllowed(table: RuleTable, key: string, what: string, allowed: readonly string[], writer: RuleWriter): readonly Problem[] {
  const found = stringAt(table, key);
  const values = allowed.map((value) => ({ value, docs: '' }));
  return found === undefined ? [] : enumProblem(found, { kind: 'enum', what, values }, writer);
}
