/** What stands in a mapping file: how to know the events it is for, and which field comes from where. Every mistake is told. */
import * as z from 'zod/mini';
import { parse as parseJsonc, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { fail, succeed, type Outcome } from '../base/host.js';
import { inWords, wantedType, valueAt } from '../base/jsonMistakes.js';
import { LineIndex } from '../base/lines.js';
import { nearestNames } from '../base/nearest.js';
import { namedSteps } from './steps.js';

const described = <Shape extends z.ZodMiniType>(shape: Shape, description: string): Shape => shape.check(z.describe(description));

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const paths = z.union([z.string(), z.array(z.string())]);

const condition = described(
  z.record(z.string(), z.union([scalar, z.array(scalar)])),
  'Values by field; all have to be there. true: any value, false: none; of a list one.',
);

const step = z.union([
  z.enum(namedSteps),
  z.strictObject({ split: z.string() }),
  z.strictObject({ part: z.strictObject({ of: z.string(), at: z.number() }) }),
  z.strictObject({ pair: z.strictObject({ key: z.string(), between: z.string(), of: z.string() }) }),
  z.strictObject({ table: z.string() }),
  z.strictObject({ flags: z.string() }),
]);

const source = z.union([
  z.string(),
  z.strictObject({
    from: described(paths, 'Fields of the event as it is; the first that has a value is taken.'),
    as: z.optional(described(z.union([step, z.array(step)]), 'What is made of the value, one step after the other.')),
    all: z.optional(described(z.boolean(), 'Takes the values of all fields of "from".')),
  }),
  z.strictObject({ value: described(z.union([scalar, z.array(scalar)]), 'A value that is always the same.') }),
  z.strictObject({
    text: described(z.string(), 'Text with fields in braces, such as "{ShareName}\\\\{FileName}"; left out where one has no value.'),
  }),
]);

const fields = z.record(z.string(), source);

const shape = z.strictObject({
  $schema: z.optional(z.string()),
  name: described(z.string().check(z.regex(/^[a-z0-9][a-z0-9-]*$/)), 'How it is called: small letters, digits and dashes.'),
  title: described(z.string(), 'What it is for, in a few words.'),
  source: z.optional(described(z.array(z.string()), 'Where the facts come from: public pages.')),
  extends: z.optional(described(z.string(), 'The name of a mapping whose fields, names, tables and conditions hold too.')),
  detects: z.optional(described(z.array(condition), 'How its events are known: one of these conditions has to hold.')),
  keep: z.optional(
    described(z.array(z.string()), 'Objects of the event as it is that stay, such as "agent"; fields that are made stand over theirs.'),
  ),
  none: z.optional(described(z.array(z.string()), 'Texts that mean that there is no value, such as "-".')),
  names: z.optional(described(z.record(z.string(), paths), 'Names for fields that stand in different places; used as $name.')),
  tables: z.optional(described(z.record(z.string(), z.record(z.string(), z.union([scalar, z.array(scalar)]))), 'Values for values.')),
  fields: z.optional(described(fields, 'Each field to make, and where it comes from.')),
  rest: z.optional(
    described(
      z.strictObject({ to: z.string(), from: z.optional(z.string()), except: z.optional(z.array(z.string())) }),
      'Where the fields of the event go besides: below "to", those of "from" or of the whole event.',
    ),
  ),
  when: z.optional(
    described(z.array(z.strictObject({ is: condition, fields })), 'Fields for some of the events; where several apply, the last holds.'),
  ),
});

export type MappingFile = z.infer<typeof shape>;
export type Condition = z.infer<typeof condition>;
export type Step = z.infer<typeof step>;
export type FieldSource = z.infer<typeof source>;

/** Reads JSON with comments. A failure tells all that is wrong, with the place. */
export function readMapping(text: string): Outcome<MappingFile> {
  const errors: ParseError[] = [];
  const content: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  const lines = new LineIndex(text);
  const [first] = errors;
  if (first !== undefined)
    return fail('damaged', `line ${lines.positionAt(first.offset).line + 1}: ${inWords(printParseErrorCode(first.error))}`);
  const parsed = z.safeParse(shape, content);
  if (!parsed.success) return fail('damaged', parsed.error.issues.map((issue) => messageOf(issue, content)).join('; '));
  return succeed(parsed.data);
}

function messageOf(issue: z.core.$ZodIssue, content: unknown): string {
  const place = issue.path.length === 0 ? 'the mapping' : issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const [nearest] = issue.path.length > 0 ? [] : issue.keys.flatMap((key) => nearestNames(key, Object.keys(shape.def.shape)));
    return `${place}: there is no key ${issue.keys.join(', ')}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
  }
  if (issue.code === 'invalid_value') return `${place}: it is none of ${issue.values.join(', ')}`;
  if (issue.path[0] === 'name' && issue.path.length === 1)
    return 'name: it has to be small letters, digits and dashes, such as "acme-proxy"';
  if (issue.path[0] === 'detects') return `${place}: a condition is an object of fields and values, such as { "SourceName": "acme" }`;
  if (issue.path.includes('fields')) return `${place}: ${sourceMessage(valueAt(content, issue.path))}`;
  if (issue.code === 'invalid_type') return `${place}: ${wantedType(issue.expected)}`;
  return `${place}: it is not understood`;
}

function sourceMessage(value: unknown): string {
  const steps: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'as') : undefined;
  if (steps !== undefined)
    return `"as" takes ${namedSteps.join(', ')}, { "split": … }, { "part": … }, { "pair": … }, { "table": … } or { "flags": … }`;
  return 'a field comes from a field ("Image"), { "from": …, "as": … }, { "value": … } or { "text": … }';
}

/** The JSON schema of a mapping file, for editors. */
export function mappingSchema(): object {
  return { ...z.toJSONSchema(shape), title: 'Field mapping of Rulewright' };
}
