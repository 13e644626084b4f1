/** Field names of KQL: which field a name stands for, and whether Kibana takes it where it stands. */
import { oncePer } from '../../base/oncePer.js';
import type { FieldInfo } from '../../schema/catalog.js';
import { familyOf } from '../../schema/fieldType.js';
import { misplacement, nestedPathOf } from '../../schema/nestedPath.js';
import { hasWildcard, literalText, type Literal } from '../../syntax/kql/ast.js';
import { fieldRef } from '../lowering.js';
import type { FieldRef } from '../predicate.js';
import { compileWildcards } from '../wildcard.js';
import { patternOf } from './queryString.js';
import { refuse, report, type KqlScope, type Refusal } from './scope.js';

type InContext = Pick<KqlScope, 'context'>;

export interface KqlField {
  readonly ref: FieldRef;
  /** Undefined for a field that no schema knows. */
  readonly info: FieldInfo | undefined;
  /** What a query compares with its values is compared in lower case. */
  readonly lowercased: boolean;
}

/** The field of a name as written: inside braces names are relative to the nested field. */
export function namedField(name: Literal, scope: KqlScope): KqlField {
  const full = fullName(literalText(name), scope);
  const misplaced = misplacedNested(full, scope);
  if (misplaced !== undefined) reportMapping(misplaced, name, scope);
  const field = fieldCalled(full, scope);
  if (field.info === undefined && !scope.context.catalog.isObject(full)) scope.unknownFields.add(full);
  if (field.info?.type === 'alias' && field.info.multiFieldOf === undefined)
    scope.notes.add(`\`${full}\` is an alias of another field; events hold its values under that name, so it is empty here.`);
  return field;
}

export function fullName(name: string, { path }: KqlScope): string {
  return path === '' ? name : `${path}.${name}`;
}

export function fieldCalled(name: string, { context }: InContext): KqlField {
  const info = context.catalog.field(name);
  return { ref: fieldRef(name, context), info, lowercased: info?.lowercased === true };
}

/** Only a real mapping is sure enough about nested fields to fail a query; without one it is said and the query runs. */
export function reportMapping(refusal: Refusal, name: Literal, scope: KqlScope): void {
  if (scope.context.catalog.authoritative) report(refusal, name.span, scope);
  else scope.notes.add(`By the field types known here a cluster would refuse this query. ${refusal.message}.`);
}

/** Kibana takes nested fields only in the braces of their own path, and no others there. */
function misplacedNested(name: string, scope: KqlScope): Refusal | undefined {
  const { catalog } = scope.context;
  const info = catalog.field(name);
  const nested = nestedAbove(name, scope);
  if (info === undefined && nested === '') return undefined;
  const message = misplacement(name, nested, scope.path);
  return message === undefined ? undefined : refuse('KQL112', message);
}

/** The innermost nested field that holds the field; empty when there is none. */
export function nestedAbove(name: string, { context }: InContext): string {
  return nestedPathOf(name, context.catalog);
}

/** Several fields: those whose names match a pattern, or all of them. */
export interface FieldPattern {
  readonly accepts: (name: string) => boolean;
  /** All names that `accepts` takes are this one or lie below it; undefined where they may be any. */
  readonly below: string | undefined;
  /** The fields that a name in an event stands for: itself and its multi-fields, as far as the pattern covers them. They read the values of that name. */
  readonly fieldsFor: (name: string) => readonly KqlField[];
  /** The fields of the catalogue that the pattern covers. */
  readonly known: readonly FieldInfo[];
}

/** The fields that a name with wildcards covers. */
export function wildcardFields(name: Literal, scope: KqlScope): FieldPattern {
  const pieces = scope.path === '' || !hasWildcard(name) ? name.pieces : [`${scope.path}.${name.pieces[0] ?? ''}`, ...name.pieces.slice(1)];
  const [head = ''] = hasWildcard(name) ? pieces : [pieces.join('')];
  const dot = head.lastIndexOf('.');
  return { ...fieldsCovered(compileWildcards([patternOf(pieces)], false), scope), below: dot < 0 ? undefined : head.slice(0, dot) };
}

/** The fields that free text is searched in. Those of nested fields are not among them. */
export function searchedFields({ context }: KqlScope): FieldPattern {
  return allSearched(context);
}

/** A query may search for hundreds of texts. */
const allSearched = oncePer((context: KqlScope['context']): FieldPattern => {
  const scope = { context };
  return { ...fieldsCovered((name) => nestedAbove(name, scope) === '', scope), below: undefined };
});

function fieldsCovered(covers: (name: string) => boolean, scope: InContext): Omit<FieldPattern, 'below'> {
  const { catalog } = scope.context;
  const known = catalog.names
    .filter(covers)
    .map((name) => catalog.field(name))
    .filter((info) => info !== undefined && familyOf(info.type) !== 'nested') as readonly FieldInfo[];
  const multiFields = new Map<string, FieldInfo[]>();
  for (const info of known) {
    if (info.multiFieldOf === undefined) continue;
    const others = multiFields.get(info.multiFieldOf);
    if (others === undefined) multiFields.set(info.multiFieldOf, [info]);
    else others.push(info);
  }
  const answers = new Map<string, boolean>();
  return {
    accepts: (name) => {
      const answer = answers.get(name) ?? (covers(name) || multiFields.has(name));
      answers.set(name, answer);
      return answer;
    },
    fieldsFor: (name) => {
      const others = (multiFields.get(name) ?? []).map((info) => fieldCalled(info.name, scope));
      const fields = covers(name) ? [fieldCalled(name, scope), ...others] : others;
      return fields.map((field) => ({ ...field, ref: { ...field.ref, name } }));
    },
    known,
  };
}
