/** `rulewright fields`: which fields a rule can use, and what sample events tell about fields that no schema knows. */
import picomatch from 'picomatch';
import { anyOf } from '../../base/wordList.js';
import { createProjects, type Project } from '../../config/projects.js';
import { readEvents } from '../../events/read.js';
import { collectSample } from '../../events/sample.js';
import { unknownFields } from '../../features/importFields.js';
import { catalogOf } from '../../rule/ruleCatalog.js';
import type { FieldCatalog, FieldInfo, Schemas } from '../../schema/catalog.js';
import { customSchemaText } from '../../schema/import/customSchema.js';
import { loadSchemas } from '../../schema/load.js';
import { complain } from '../complain.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import type { FieldsOptions } from '../fieldsOptions.js';
import { uriOf } from '../files.js';
import { mapperFor } from '../mapperOption.js';
import { counted } from '../printable.js';
import { readRule } from '../readRule.js';
import type { Terminal } from '../terminal.js';

/** Enough to tell types from. */
const sampled = { events: 100_000, values: 100 };

export async function fields(patterns: readonly string[], options: FieldsOptions, terminal: Terminal): Promise<ExitCode> {
  const found = await catalogFor(options, terminal);
  if (typeof found === 'string') return complain(found, terminal);
  if (options.infer !== undefined) return infer(options.infer, found, options, terminal);
  const wanted =
    patterns.length === 0
      ? () => true
      : picomatch(
          patterns.map((pattern) => (/[*?[{]/.test(pattern) ? pattern : `*${pattern}*`)),
          { nocase: true },
        );
  const names = found.catalog.names.filter((name) => wanted(name));
  const named = startingFirst(names, patterns).flatMap((name) => found.catalog.field(name) ?? []);
  if (options.format === 'json')
    terminal.write(`${JSON.stringify({ version: 1, command: 'fields', fields: await facts(named, found.schemas) }, undefined, 2)}\n`);
  else if (named.length === 0) terminal.write(`${nothingNamed(patterns, found.catalog)}\n`);
  else for (const line of await lines(named, found)) terminal.write(`${line}\n`);
  return named.length > 0 ? exitCodes.done : exitCodes.notUsable;
}

/** Names that begin as someone began to write them come before those that have it elsewhere. */
function startingFirst(names: readonly string[], patterns: readonly string[]): readonly string[] {
  const begins = (name: string): boolean => patterns.some((pattern) => name.startsWith(pattern));
  return [...names.filter(begins), ...names.filter((name) => !begins(name))];
}

interface Known {
  readonly project: Project;
  readonly catalog: FieldCatalog;
  readonly schemas: Schemas;
}

/** Of the rule, of the index patterns, or of everything; a sentence where the rule cannot be read. */
async function catalogFor({ rule, index }: FieldsOptions, terminal: Terminal): Promise<Known | string> {
  const projects = createProjects(terminal.host, await loadSchemas(terminal.host));
  const project = await projects.of(uriOf(terminal.folder, rule ?? 'any.toml'));
  const { schemas } = project;
  if (rule === undefined) return { project, schemas, catalog: schemas.catalogFor(index ?? []) };
  const reading = await readRule(terminal, rule);
  return reading.kind === 'rule' ? { project, schemas, catalog: catalogOf(reading.rule.document, schemas) } : reading.message;
}

async function facts(named: readonly FieldInfo[], schemas: Schemas): Promise<readonly object[]> {
  return Promise.all(
    named.map(async ({ name, type, source, array, values }) => ({
      name,
      type,
      source,
      array,
      values: values?.list.map((value) => value.name),
      description: (await schemas.docs(name))?.description,
    })),
  );
}

function nothingNamed(patterns: readonly string[], catalog: FieldCatalog): string {
  const near = [...new Set(patterns.flatMap((pattern) => catalog.nearest(pattern)))];
  return `No field has this name among ${catalog.description}${near.length === 0 ? '.' : `; did you mean ${anyOf(near)}?`}`;
}

/** Few fields with what they mean, many as a table. */
async function lines(named: readonly FieldInfo[], { catalog, schemas }: Known): Promise<readonly string[]> {
  const width = Math.min(60, Math.max(...named.map(({ name }) => name.length)));
  const rows = named.map(({ name, type, source }) => `${name.padEnd(width)}  ${type.padEnd(16)}  ${source}`);
  if (named.length > 5) return [...rows, `${counted(named.length, 'field')} of ${catalog.description}`];
  const described = named.map(async (field, at) => {
    const description = (await schemas.docs(field.name))?.description.replace(/\s+/g, ' ');
    const values = field.values?.list.map(({ name }) => name).join(', ');
    return [
      rows[at] ?? '',
      ...(description === undefined ? [] : [`  ${description}`]),
      ...(values === undefined ? [] : [`  Values: ${values}`]),
    ];
  });
  return (await Promise.all(described)).flat();
}

/** The fields of the events that no schema knows, as a file for `fields` in the configuration. */
async function infer(path: string, { catalog, project }: Known, { index }: FieldsOptions, terminal: Terminal): Promise<ExitCode> {
  if (index === undefined || index.length === 0)
    return complain('Name the indices that the events come from: --index logs-acme.*', terminal);
  const stream = await terminal.host.openStream(uriOf(terminal.folder, path));
  if (!stream.ok) return complain(stream.failure.message, terminal);
  const mapper = await mapperFor(undefined, project, terminal);
  if (!mapper.ok) return complain(mapper.failure.message, terminal);
  const sample = await collectSample(readEvents(stream.value.chunks, terminal.token), sampled, mapper.value);
  const unknown = unknownFields(sample, path, catalog);
  terminal.write(customSchemaText(index, unknown));
  terminal.writeError(
    `${counted(sample.events, 'event')} read, ${counted(unknown.length, 'field')} that no schema knows; name the file under "fields" in rulewright.config.json\n`,
  );
  return exitCodes.done;
}
