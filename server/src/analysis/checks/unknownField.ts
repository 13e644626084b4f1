/** QRY002: a name that no loaded schema knows. */
import { slipsBetween } from '../../base/nearest.js';
import type { Fix, Problem, Severity } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import { anyOf } from '../../base/wordList.js';
import type { FieldCatalog } from '../../schema/catalog.js';
import { shortened } from '../../syntax/recover.js';

/** A field as a query names it. */
export interface NamedField {
  readonly name: string;
  readonly span: Span;
  /** Marked with `?` in EQL: it need not exist. */
  readonly optional: boolean;
  /** How the language writes another name in its place. */
  readonly write: (name: string) => string;
  /** Repairs of the language besides another name. */
  readonly otherFixes: readonly Fix[];
  /** What it does to the rule that there is no such field. */
  readonly effect?: string;
  /** Whether another field can stand in its place; any can where this is left out. */
  readonly suits?: (name: string) => boolean;
}

/** The problem with a name that is not in the catalogue. */
export function unknownField(field: NamedField, catalog: FieldCatalog): Problem | undefined {
  const near = catalog.nearest(field.name).filter((name) => field.suits?.(name) ?? true);
  const severity = severityOf(field, near, catalog);
  if (severity === undefined) return undefined;
  return {
    code: 'QRY002',
    span: field.span,
    severity,
    message: messageOf(field, near, catalog),
    fixes: [
      ...near.map((name, i) => ({
        title: `Replace by \`${name}\``,
        edits: [{ span: field.span, newText: field.write(name) }],
        preferred: i === 0 && near.length === 1,
      })),
      ...field.otherFixes,
    ],
  };
}

function messageOf({ name, optional, effect }: NamedField, near: readonly string[], catalog: FieldCatalog): string {
  const what = `\`${shortened(name)}\` is not a known field${optional ? ' and is always missing' : ''}`;
  if (near.length > 0) {
    const question = `did you mean ${anyOf(near.map((other) => `\`${other}\``))}?`;
    return `${what}${effect === undefined ? '' : `: ${effect}`}; ${question}`;
  }
  return `${what}; ${knownFields(catalog)}${effect === undefined ? '' : `; ${effect}`}`;
}

function knownFields(catalog: FieldCatalog): string {
  if (catalog.authoritative || catalog.complete) return `the fields are those of ${catalog.description}`;
  return 'not all fields of these indices are known, so it may exist all the same';
}

/** Elasticsearch rejects unknown names, so with a real mapping it is an error; else how sure we are. */
function severityOf({ name, optional }: NamedField, near: readonly string[], catalog: FieldCatalog): Severity | undefined {
  const misspelt = near.some((each) => isSlip(name, each));
  if (optional) return misspelt ? 'information' : undefined;
  if (catalog.authoritative) return 'error';
  if (misspelt) return 'warning';
  // Below a name that nobody knows stand the custom fields of a pipeline or an integration.
  const root = name.split('.', 1)[0] ?? '';
  return catalog.complete && catalog.isObject(root) ? 'warning' : 'information';
}

/** So near that it can hardly be a field of its own. */
function isSlip(name: string, near: string): boolean {
  const most = name.length < 8 ? 1 : 2;
  return slipsBetween(name.toLowerCase(), near.toLowerCase(), most) <= most;
}
