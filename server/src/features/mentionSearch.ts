/** All places of the workspace that name one thing: a rule by its id or name, or a field that the project describes itself. */
import type { Location, Position } from 'vscode-languageserver-types';
import { throwIfCancelled, type CancelToken } from '../base/cancel.js';
import type { TextEdit } from '../base/edit.js';
import { LineIndex } from '../base/lines.js';
import { touches, type Span } from '../base/span.js';
import type { FieldPlace } from '../config/fieldPlace.js';
import type { QueryRegion } from '../rule/ruleDocument.js';
import { toOffset, toRange } from './convert.js';
import { fieldAt } from './fieldAt.js';
import { languages } from './language.js';
import { contentOf } from './links.js';
import { fieldOccurrences } from './occurrences.js';
import { offsetEdits } from './queryEdits.js';
import { ruleFieldNames } from './ruleFieldNames.js';
import { ruleMentions } from './ruleMentions.js';
import type { RuleModel } from './ruleModel.js';
import type { TextFile, WorkspaceView } from './workspace.js';

/** What stands at a position that other files may name too. */
export type Subject = RuleSubject | FieldSubject;

export interface RuleSubject {
  readonly kind: 'id' | 'name';
  readonly value: string;
  /** Where the cursor is, without quotes. */
  readonly span: Span;
}

export interface FieldSubject {
  readonly kind: 'field';
  readonly value: string;
  readonly span: Span;
  readonly declarations: readonly FieldDeclaration[];
}

export interface FieldDeclaration {
  readonly file: TextFile;
  readonly place: FieldPlace;
}

/** One place. */
export interface Mention {
  readonly uri: string;
  readonly lines: LineIndex;
  readonly span: Span;
  /** The rule's own value, or the description of the field: not a use of it. */
  readonly isDeclaration: boolean;
  /** The edits that write another value there; undefined where it cannot be written there. */
  readonly write: (value: string) => readonly TextEdit[] | undefined;
}

/** Undefined for everything else, such as fields that no file of the project describes and ids that no rule has. */
export async function subjectAt(model: RuleModel, position: Position, workspace: WorkspaceView): Promise<Subject | undefined> {
  const offset = toOffset(model.lines, position);
  const mention = ruleMentions(model).find(({ span }) => touches(span, offset));
  if (mention !== undefined) {
    const { kind, value, span, isOwn } = mention;
    const isKnown = isOwn || workspace.rules().some((rule) => (kind === 'id' ? rule.ruleId : rule.name)?.value === value);
    return isKnown ? { kind, value, span } : undefined;
  }
  const named = fieldNamedAt(model, position);
  if (named === undefined) return undefined;
  const files = await workspace.fieldFiles(model.uri);
  if (files.length === 0) return undefined;
  const { fieldPlace } = await import('../config/fieldPlace.js');
  const declarations = files.flatMap((file) => {
    const place = fieldPlace(file.text, named.value);
    return place === undefined ? [] : [{ file, place }];
  });
  return declarations.length === 0 ? undefined : { kind: 'field', ...named, declarations };
}

/** In a query, or in a value of the rule that takes fields. */
function fieldNamedAt(model: RuleModel, position: Position): { readonly value: string; readonly span: Span } | undefined {
  const found = fieldAt(model, position);
  if (found !== undefined)
    return found.field.isPlain ? { value: found.field.name, span: found.region.map.spanToFile(found.field.span) } : undefined;
  const offset = toOffset(model.lines, position);
  const names = model.document.tree === undefined ? [] : ruleFieldNames(model.document.tree);
  const name = names.find(({ span }) => touches(span, offset));
  return name === undefined ? undefined : { value: name.value, span: contentOf(name) };
}

/** In the order of the files. Gives other work its turn between files; throws `Cancelled`. */
export async function mentionsOf(subject: Subject, workspace: WorkspaceView, token: CancelToken): Promise<readonly Mention[]> {
  const declarations = subject.kind === 'field' ? subject.declarations.map((declaration) => declared(declaration)) : [];
  const found: Mention[] = [...declarations];
  for (const uri of filesThatMay(subject, workspace)) {
    throwIfCancelled(token);
    const model = await workspace.model(uri);
    for (const rule of model?.rules ?? []) found.push(...mentionsIn(rule, subject));
  }
  return found;
}

/** Files are opened only where a quick look does not rule them out; nothing is known of the text of bare queries. */
function filesThatMay(subject: Subject, workspace: WorkspaceView): readonly string[] {
  const { kind, value } = subject;
  const lastPart = value.slice(value.lastIndexOf('.') + 1);
  const may = new Map<string, boolean>(workspace.files().map((uri) => [uri, /\.(?:eql|kuery)$/i.test(uri)]));
  for (const { uri, ruleId, name, query, mentions } of workspace.rules()) {
    const inQuery = query?.value.includes(kind === 'field' ? lastPart : value) === true;
    const inRule = kind === 'id' ? ruleId?.value === value || mentions.some((mention) => mention.value === value) : name?.value === value;
    // Fields stand in other values too.
    if (inQuery || inRule || kind === 'field') may.set(uri, true);
  }
  return [...may].flatMap(([uri, isPossible]) => (isPossible ? [uri] : []));
}

function mentionsIn(model: RuleModel, subject: Subject): readonly Mention[] {
  if (subject.kind === 'field') return fieldUsesIn(model, subject.value);
  const { uri, lines } = model;
  return ruleMentions(model)
    .filter(({ kind, value }) => kind === subject.kind && value === subject.value)
    .map(({ span, isOwn, write }) => ({ uri, lines, span, isDeclaration: isOwn, write }));
}

function fieldUsesIn({ uri, lines, document }: RuleModel, name: string): readonly Mention[] {
  const { tree, queries } = document;
  const inQueries = queries.flatMap((region) =>
    (region.parsed === undefined ? [] : fieldOccurrences(region.parsed))
      .filter((field) => field.isPlain && field.name === name)
      .map(({ span, nestedPrefix }) => ({
        uri,
        lines,
        span: region.map.spanToFile(span),
        isDeclaration: false,
        write: (value: string) => fieldEdits(region, span, nestedPrefix, value),
      })),
  );
  const inValues = (tree === undefined ? [] : ruleFieldNames(tree))
    .filter(({ value }) => value === name)
    .map((value) => ({
      uri,
      lines,
      span: contentOf(value),
      isDeclaration: false,
      write: (text: string) => tree?.writer.replaceValue(value, text),
    }));
  return [...inQueries, ...inValues];
}

/** Undefined too where the field stands inside of a nested one that the new name is not part of. */
function fieldEdits(region: QueryRegion, span: Span, nestedPrefix: string, name: string): readonly TextEdit[] | undefined {
  if (!name.startsWith(nestedPrefix)) return undefined;
  const { writeField } = region.parsed?.language === 'eql' ? languages.eql : languages.kuery;
  return offsetEdits([{ span, newText: writeField(name.slice(nestedPrefix.length)) }], region);
}

function declared({ file, place }: FieldDeclaration): Mention {
  const { span, parent } = place;
  const write = (value: string): readonly TextEdit[] | undefined => {
    const isBelow = value.startsWith(parent) && value.length > parent.length;
    return isBelow ? [{ span, newText: value.slice(parent.length) }] : undefined;
  };
  return { uri: file.uri, lines: new LineIndex(file.text), span, isDeclaration: true, write };
}

export function locationOf({ uri, lines, span }: Mention): Location {
  return { uri, range: toRange(lines, span) };
}
