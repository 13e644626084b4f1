/** Leaves that Elasticsearch runs as scripts. */
import type { Span } from '../../base/span.js';
import type { Expr } from '../../syntax/eql/ast.js';
import type { Predicate } from '../predicate.js';
import type { ScriptValue } from '../script/value.js';
import type { Scope } from './scope.js';
import { compileScript, Slots } from './script.js';

/** True when `accepts` takes the expression's value for some choice of one value per field. */
export function computedLeaf(expr: Expr, accepts: (value: ScriptValue) => boolean, span: Span, scope: Scope): Predicate {
  const slots = new Slots();
  const script = compileScript(expr, slots, scope);
  return { kind: 'computed', fields: slots.fields, test: (values) => accepts(script(slots.read(values))), span };
}
