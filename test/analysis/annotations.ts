/**
 * Checks written as a compiler prints them: under a line of the query the marked range, the code, the level and the message. The kit
 * takes the marks out, analyses what is left and puts the real diagnostics back in, so a missing or an extra one fails as well.
 */
import { LineIndex } from '../../server/src/base/lines.js';
import type { Diagnostic } from '../../server/src/base/problem.js';
import { analyze, type AnalysisSettings } from '../../server/src/analysis/analyze.js';
import { openRule } from '../../server/src/rule/openText.js';
import type { FieldCatalog, FieldInfo } from '../../server/src/schema/catalog.js';
import { createCatalog } from '../../server/src/schema/buildCatalog.js';
import { fieldSetOf } from '../../server/src/schema/fieldSet.js';
import { problemsBeside } from './beside.js';
import { shippedSchemas } from '../schema/shipped.js';
import { isFieldType } from '../../server/src/schema/fieldType.js';

const schemas = await shippedSchemas;

export type Language = 'eql' | 'kuery' | 'toml';

const mark = /^ *(?:~+|\^) [A-Z]{3}\d{3} /;

/** The text with the diagnostics that it really has. Equal to `annotated` when that is right. */
export function reannotate(language: Language, annotated: string, catalog: FieldCatalog, settings?: AnalysisSettings): string {
  const text = withoutMarks(annotated);
  return annotate(text, diagnose(language, text, catalog, settings));
}

export function withoutMarks(annotated: string): string {
  return annotated
    .split('\n')
    .filter((line) => !mark.test(line))
    .join('\n');
}

export function diagnose(
  language: Language,
  text: string,
  catalog: FieldCatalog,
  settings?: AnalysisSettings,
  uri = `file:///rule.${language}`,
  beside?: string,
): readonly Diagnostic[] {
  const document = openRule(text, { uri, languageId: language });
  return analyze(document, { catalog, schemas, beside: problemsBeside(document, beside) }, settings);
}

function annotate(text: string, diagnostics: readonly Diagnostic[]): string {
  const lines = new LineIndex(text);
  return text
    .split('\n')
    .flatMap((line, number) => [
      line,
      ...diagnostics.filter(({ span }) => lines.positionAt(span.start).line === number).map((found) => markOf(found, lines, line.length)),
    ])
    .join('\n');
}

function markOf({ span, code, severity, message }: Diagnostic, lines: LineIndex, lineLength: number): string {
  const start = lines.positionAt(span.start);
  const end = lines.positionAt(span.end);
  const length = (end.line === start.line ? end.character : lineLength) - start.character;
  return `${' '.repeat(start.character)}${length === 0 ? '^' : '~'.repeat(length)} ${code} ${severity}: ${message}`;
}

/** A catalogue as if it came from a real mapping: name and type of each field. */
export function mappingCatalog(types: Readonly<Record<string, string>>, authoritative = true): FieldCatalog {
  const fields = Object.entries(types)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]): FieldInfo => {
      if (!isFieldType(type)) throw new Error(`no field type: ${type}`);
      return { name, type, source: 'mapping', array: false, ignoreAbove: undefined, values: undefined };
    });
  return createCatalog({
    sets: [fieldSetOf('mapping', fields)],
    others: () => [],
    complete: true,
    authoritative,
    description: 'the mapping',
  });
}
