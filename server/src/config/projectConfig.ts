/** The project's configuration, `rulewright.config.json`: what is in it, checked, with every mistake told. */
import * as z from 'zod/mini';
import { parse as parseJsonc, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { inWords, wantedType, valueAt } from '../base/jsonMistakes.js';
import { LineIndex } from '../base/lines.js';
import { nearestNames } from '../base/nearest.js';
import { profiles } from '../analysis/profile.js';

const described = <Shape extends z.ZodMiniType>(shape: Shape, description: string): Shape => shape.check(z.describe(description));
const code = z.string().check(z.regex(/^[A-Z]{3}\d{3}$/));
const globs = z.array(z.string());
const level = z.enum(['error', 'warning', 'information', 'hint', 'off']);

const fieldSource = z.strictObject({
  file: described(
    z.string(),
    'A file that describes fields: a mapping, an answer of _field_caps, a fields.yml, or {"index pattern": {"field": "type"}}.',
  ),
  indexPatterns: z.optional(described(z.array(z.string()), 'The indices that have these fields; needed where the file does not say.')),
  cluster: z.optional(
    described(
      z.string(),
      'The cluster that they come from, by its name in rulewright.clusters: the editor asks it for values of its fields.',
    ),
  ),
});

const suppression = z.strictObject({
  files: described(globs, 'The files it covers, as glob patterns below the folder of the configuration.'),
  codes: described(z.array(code), 'The diagnostics that are not reported there.'),
  reason: z.optional(described(z.string(), 'Why; for whoever reads it.')),
});

const shape = z.strictObject({
  $schema: z.optional(z.string()),
  profile: z.optional(
    described(
      z.enum(profiles),
      'How strictly rules are judged. By default what the repository looks like decides: any, or detections-as-code where it has a _config.yaml.',
    ),
  ),
  severity: z.optional(described(z.record(code, level), 'Levels of diagnostics by code; off hides one.')),
  rules: z.optional(
    described(globs, 'The rules of the project, as glob patterns below the folder of the configuration. By default all rules below it.'),
  ),
  exclude: z.optional(described(globs, 'Files that are not checked unless they are named or open.')),
  suppress: z.optional(
    described(
      z.array(suppression),
      'Diagnostics that are not reported for some files; the only place for KQL files, which have no comments.',
    ),
  ),
  fields: z.optional(described(z.array(fieldSource), 'Descriptions of fields of your own, beside those that are known.')),
  mappings: z.optional(
    described(
      z.array(z.string()),
      'Mapping files of your own, for events of other shapes than ECS; paths below the folder of the configuration. They come before the mappings that are known.',
    ),
  ),
  attack: z.optional(described(z.string(), 'A newer MITRE ATT&CK as a STIX bundle, instead of the one that is known.')),
});

/** Of the entries of a list, by its key. */
const entryKeys: Readonly<Record<string, readonly string[]>> = {
  fields: Object.keys(fieldSource.def.shape),
  suppress: Object.keys(suppression.def.shape),
};

/** All paths are as written: below the folder of the configuration. */
export type ProjectConfig = z.infer<typeof shape>;

export interface ConfigReading {
  readonly config: ProjectConfig;
  /** One-line sentences with the place in the file. What is wrong is left out of `config`, all else holds. */
  readonly problems: readonly string[];
}

/** Reads JSON with comments. */
export function readProjectConfig(text: string): ConfigReading {
  const errors: ParseError[] = [];
  const content: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  const lines = new LineIndex(text);
  const syntax = errors.map(({ error, offset }) => `line ${lines.positionAt(offset).line + 1}: ${inWords(printParseErrorCode(error))}`);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return { config: {}, problems: syntax.length > 0 ? syntax : [`it has to be an object, such as { "profile": "any" }`] };
  }
  const given: (readonly [string, unknown])[] = Object.entries(content);
  const problems: string[] = [...syntax];
  const kept = given.filter(([key, value]) => {
    const parsed = z.safeParse(shape, { [key]: value });
    if (!parsed.success) problems.push(...parsed.error.issues.flatMap((issue) => messagesOf(issue, value)));
    return parsed.success;
  });
  return { config: z.parse(shape, Object.fromEntries(kept)), problems };
}

function messagesOf(issue: z.core.$ZodIssue, value: unknown): readonly string[] {
  if (issue.code !== 'unrecognized_keys') return [messageOf(issue, value)];
  const known = entryKeys[String(issue.path[0])] ?? Object.keys(shape.def.shape);
  return issue.keys.map((key) => {
    const [nearest] = nearestNames(key, known);
    const right = nearest === undefined ? `keys are ${known.join(', ')}` : `did you mean ${nearest}?`;
    return `${[...issue.path, key].join('.')}: there is no such key; ${right}`;
  });
}

function messageOf(issue: z.core.$ZodIssue, value: unknown): string {
  const place = issue.path.join('.');
  switch (issue.code) {
    case 'invalid_value':
      return `${place}: ${JSON.stringify(valueAt(value, issue.path.slice(1)))} is not one of ${issue.values.join(', ')}`;
    case 'invalid_type':
      return `${place}: ${wantedType(issue.expected)}`;
    case 'invalid_key':
    case 'invalid_format':
      return `${place}: a code of a diagnostic is meant, such as QRY002`;
    default:
      return `${place}: it is not understood`;
  }
}

/** The JSON schema of the file, for editors. */
export function configSchema(): object {
  return { ...z.toJSONSchema(shape), title: 'Configuration of Rulewright' };
}
