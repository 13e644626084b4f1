/** `rulewright mappings`: which mappings of events there are, and what one of them makes of which field. */
import { createProjects } from '../../config/projects.js';
import { isMappingFile } from '../../events/mapper.js';
import { stepName, type Mapping, type MappingRow } from '../../mapping/compileMapping.js';
import type { Condition, FieldSource } from '../../mapping/mappingFile.js';
import { stepsOf } from '../../mapping/sourceSteps.js';

import { loadSchemas } from '../../schema/load.js';
import { complain } from '../complain.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import { uriOf } from '../files.js';
import { knownMappings } from '../mapperOption.js';
import type { MappingsOptions } from '../mappingsOptions.js';
import type { Terminal } from '../terminal.js';

export async function mappings(name: string | undefined, { format }: MappingsOptions, terminal: Terminal): Promise<ExitCode> {
  const project = await createProjects(terminal.host, await loadSchemas(terminal.host)).of(uriOf(terminal.folder, 'any.toml'));
  const file = name !== undefined && isMappingFile(name) ? uriOf(terminal.folder, name) : undefined;
  const known = await knownMappings(project, terminal, file);
  if (!known.ok) return complain(known.failure.message, terminal);
  const { all } = known.value;
  if (name === undefined) {
    terminal.write(format === 'json' ? json({ mappings: all.map(facts) }) : listText(all));
    return exitCodes.done;
  }
  const found = file === undefined ? all.find((mapping) => mapping.name === name) : all[0];
  if (found === undefined)
    return complain(`There is no mapping ${name}; there are ${all.map((mapping) => mapping.name).join(', ')}.`, terminal);
  terminal.write(format === 'json' ? json({ mapping: { ...facts(found), fields: found.rows.map(rowFacts) } }) : mappingText(found));
  return exitCodes.done;
}

function json(result: object): string {
  return `${JSON.stringify({ version: 1, command: 'mappings', ...result }, undefined, 2)}\n`;
}

function facts({ name, title, sources, detects }: Mapping): object {
  return { name, title, sources, detects };
}

function rowFacts({ field, from, when }: MappingRow): object {
  return { field, from: sourceText(from), when };
}

function listText(all: readonly Mapping[]): string {
  const width = Math.max(...all.map(({ name }) => name.length));
  return all.map(({ name, title }) => `${name.padEnd(width)}  ${title}\n`).join('');
}

function mappingText({ name, title, sources, detects, names, rows }: Mapping): string {
  const width = Math.min(60, Math.max(...rows.map(({ field }) => field.length)));
  const lines = [
    `${name}: ${title}`,
    ...sources.map((source) => `  ${source}`),
    'For events with',
    ...detects.map((condition) => `  ${conditionText(condition)}`),
    ...(names.size === 0
      ? []
      : [
          'Names',
          ...[...names].map(([key, paths]) => `  $${key} is ${paths.map((path) => (path === '' ? 'the event itself' : path)).join(', ')}`),
        ]),
  ];
  let shown: Condition | undefined;
  lines.push('Fields of all its events');
  for (const { field, from, when } of rows) {
    if (when !== shown && when !== undefined) lines.push(`Where ${conditionText(when)}`);
    shown = when;
    lines.push(`  ${field.padEnd(width)}  ${sourceText(from)}`);
  }
  return `${lines.join('\n')}\n`;
}

function conditionText(condition: Condition): string {
  return Object.entries(condition)
    .map(([path, expected]) => {
      if (expected === true) return path;
      if (expected === false) return `no ${path}`;
      return `${path} ${Array.isArray(expected) ? expected.join(', ') : String(expected)}`;
    })
    .join(' and ');
}

/** `Image (basename)` */
function sourceText(from: FieldSource): string {
  if (typeof from === 'string') return from;
  if ('value' in from) return Array.isArray(from.value) ? from.value.join(', ') : `"${String(from.value)}"`;
  if ('text' in from) return from.text;
  const steps = stepsOf(from).map(stepName);
  return `${(Array.isArray(from.from) ? from.from : [from.from]).join(from.all === true ? ' and ' : ' or ')}${steps.length === 0 ? '' : ` (${steps.join(', ')})`}`;
}
