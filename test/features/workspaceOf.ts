/** A workspace of these files in memory, and questions to it at a cursor. */
import type { Location, Position } from 'vscode-languageserver-types';
import { readFacts } from '../../server/src/analysis/repository/facts.js';
import { applyEdits } from '../../server/src/base/edit.js';
import { LineIndex } from '../../server/src/base/lines.js';
import type { RenameResult } from '../../server/src/features/rename.js';
import { modelAt, type RuleModel } from '../../server/src/features/ruleModel.js';
import type { WorkspaceView } from '../../server/src/features/workspace.js';
import { cursorIn } from '../kit/markers.js';
import { service } from '../kit/services.js';

export interface Opened {
  readonly view: WorkspaceView;
  readonly model: RuleModel;
  readonly position: Position;
  /** `a.toml: "text"` for each place. */
  readonly written: (locations: readonly Location[] | undefined) => readonly string[] | undefined;
  /** The files that a rename changed, by name; or why it did not. */
  readonly renamed: (result: RenameResult) => Readonly<Record<string, string>> | string;
}

const base = 'file:///work/';

/** Files by name; one has a cursor `<|>`. Files of `fields` describe the project's own fields. */
export function workspaceOf(files: Readonly<Record<string, string>>, fields: Readonly<Record<string, string>> = {}): Opened {
  const [current] = Object.entries(files).find(([, text]) => text.includes('<|>')) ?? [''];
  const { text, offset } = cursorIn(files[current] ?? '');
  const texts = new Map(Object.entries({ ...files, [current]: text }).map(([name, content]) => [base + name, content]));
  const all = new Map([...texts, ...Object.entries(fields).map(([name, content]) => [base + name, content] as const)]);
  const open = (uri: string): RuleModel | undefined => {
    const content = texts.get(uri);
    return content === undefined ? undefined : service.open(content, { uri });
  };
  const model = open(base + current) ?? service.open('', { uri: base });
  const position = new LineIndex(text).positionAt(offset);
  const nameOf = (uri: string): string => uri.slice(base.length);
  const spanOf = (uri: string, range: Location['range']) => {
    const lines = new LineIndex(all.get(uri) ?? '');
    return { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
  };
  return {
    view: {
      rules: () => [...texts].flatMap(([uri, content]) => readFacts(content, uri)),
      files: () => [...texts.keys()],
      model: (uri) => Promise.resolve(open(uri)),
      fieldFiles: () => Promise.resolve(Object.entries(fields).map(([name, content]) => ({ uri: base + name, text: content }))),
    },
    model: modelAt(model, position),
    position,
    written: (locations) =>
      locations?.map(({ uri, range }) => {
        const { start, end } = spanOf(uri, range);
        return `${nameOf(uri)}: ${(all.get(uri) ?? '').slice(start, end)}`;
      }),
    renamed: (result) => {
      if (!result.ok) return result.message;
      const changes = Object.entries(result.edit.changes ?? {});
      return Object.fromEntries(
        changes.map(([uri, edits]) => {
          const changed = edits.map(({ range, newText }) => ({ span: spanOf(uri, range), newText }));
          return [nameOf(uri), applyEdits(all.get(uri) ?? '', changed)];
        }),
      );
    },
  };
}
