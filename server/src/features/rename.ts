/** Renaming a field or join key everywhere in its query; the `?` of optional fields stays, quotes come and go as the new name needs them. */
import type { Position, Range, WorkspaceEdit } from 'vscode-languageserver-types';
import type { TextEdit } from '../base/edit.js';
import { parseEql } from '../syntax/eql/parse.js';
import { toRange } from './convert.js';
import { fieldAt, type FieldAt } from './fieldAt.js';
import { languages } from './language.js';
import type { FieldOccurrence } from './occurrences.js';
import { fileEdits } from './queryEdits.js';
import type { RuleModel } from './ruleModel.js';

/** What will be renamed, and the name to start from. */
export interface RenameTarget {
  readonly range: Range;
  readonly placeholder: string;
}

/** `message` says why nothing can be renamed, or not to this name. */
export type RenameResult = { readonly ok: true; readonly edit: WorkspaceEdit } | { readonly ok: false; readonly message: string };

/** Undefined where no field stands, and where it is part of a pattern of names. */
export function renameTargetAt(model: RuleModel, position: Position): RenameTarget | undefined {
  const found = fieldAt(model, position);
  if (found?.field.isPlain !== true) return undefined;
  const { region, field } = found;
  return { range: toRange(model.lines, region.map.spanToFile(field.span)), placeholder: field.name };
}

export function renameAt(model: RuleModel, position: Position, newName: string): RenameResult {
  const found = fieldAt(model, position);
  if (found?.field.isPlain !== true) return { ok: false, message: 'Only fields and join keys can be renamed' };
  const { region, field, all } = found;
  const name = plainName(newName, found);
  if (name === undefined) return { ok: false, message: `\`${newName}\` is not the name of a field; write it as in \`process.name\`` };
  const same = all.filter((other) => other.name === field.name && other.isPlain);
  const outside = same.find(({ nestedPrefix }) => !name.startsWith(nestedPrefix));
  if (outside !== undefined) {
    const message = `The field is used inside the nested field \`${outside.nestedPrefix.slice(0, -1)}\`, so its name must begin with \`${outside.nestedPrefix}\``;
    return { ok: false, message };
  }
  const edits = fileEdits(
    same.map((occurrence) => renamed(occurrence, name, found)),
    region,
    model,
  );
  if (edits === undefined) return { ok: false, message: `The string that holds the query cannot hold \`${name}\`` };
  return { ok: true, edit: { changes: { [model.uri]: edits } } };
}

function renamed({ span, nestedPrefix }: FieldOccurrence, name: string, { region }: FieldAt): TextEdit {
  const write = region.parsed?.language === 'eql' ? languages.eql.writeField : languages.kuery.writeField;
  return { span, newText: write(name.slice(nestedPrefix.length)) };
}

/** The name without the quotes that a user may have typed with it; undefined when it cannot be a field's. */
function plainName(typed: string, { region, field }: FieldAt): string | undefined {
  const trimmed = typed.trim();
  const name = region.parsed?.language === 'eql' ? (asEqlField(trimmed) ?? trimmed) : trimmed;
  const parts = name.slice(name.startsWith(field.nestedPrefix) ? field.nestedPrefix.length : 0).split('.');
  return /[\u0000-\u001f\u007f]/.test(name) || parts.some((part) => part.trim() === '') ? undefined : name;
}

/** The name of a field as the language reads it: `` a.`b c` ``, `?a`. */
function asEqlField(written: string): string | undefined {
  const { tree, problems } = parseEql(`any where ${written}`);
  const condition = tree.body.kind === 'eventQuery' ? tree.body.condition : undefined;
  return problems.length === 0 && condition?.kind === 'field' && condition.indexSpans.length === 0 ? condition.name : undefined;
}
