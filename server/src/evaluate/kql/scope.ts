/** What the parts of the KQL lowering share: the context, the nested field they are in, and where they leave problems and notes. */
import type { Problem } from '../../base/problem.js';
import type { Span } from '../../base/span.js';
import type { Instant } from '../../events/time.js';
import type { LowerContext } from '../lowering.js';
import type { Fixed } from '../predicate.js';

/** Why Kibana or Elasticsearch would refuse a clause. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: 'QRY003' | 'QRY017' | 'KQL112';
  readonly message: string;
}

export function refuse(code: Refusal['code'], message: string): Refusal {
  return { kind: 'refused', code, message };
}

export interface KqlScope {
  readonly context: LowerContext;
  /** Full name of the nested field whose braces we are in; empty outside. */
  readonly path: string;
  readonly problems: Problem[];
  /** Sentences of the fidelity report, in the order they came up. */
  readonly notes: Set<string>;
  readonly unknownFields: Set<string>;
}

export function createScope(context: LowerContext): KqlScope {
  return { context, path: '', problems: [], notes: new Set(), unknownFields: new Set() };
}

/** A scope whose notes are not kept: for leaves on fields that the query does not name. */
export function withoutNotes(scope: KqlScope): KqlScope {
  return { ...scope, notes: new Set(), unknownFields: new Set() };
}

/** Reports the refusal; the clause never runs, so what stands in its place does not matter. */
export function report(refusal: Refusal, span: Span, scope: KqlScope): Fixed {
  scope.problems.push({ code: refusal.code, severity: 'error', span, message: refusal.message });
  return { kind: 'fixed', value: false, span };
}

/** `now`; the epoch while it is not known: the query is then lowered again before it runs. */
export function nowOf({ context }: KqlScope): Instant {
  return context.now ?? { milliseconds: 0, nanoseconds: 0 };
}

export function fidelityOf({ notes, unknownFields }: KqlScope): readonly string[] {
  if (unknownFields.size === 0) return [...notes];
  const names = [...unknownFields].map((name) => `\`${name}\``).join(', ');
  return [`No loaded schema knows ${names}: values are taken as the events have them, text as keywords.`, ...notes];
}
