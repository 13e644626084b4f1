import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DocumentSymbol, Range, SelectionRange, TextEdit } from 'vscode-languageserver-types';
import { applyEdits } from '../../server/src/base/edit.js';
import { containsSpan } from '../../server/src/base/span.js';
import { toSpan } from '../../server/src/features/convert.js';
import type { RuleModel } from '../../server/src/features/ruleModel.js';
import { isTestFile } from '../../server/src/rule/testNames.js';
import { inToml, openModel, service } from '../kit/services.js';

const folder = new URL('../../rules/linux/', import.meta.url);
const rules = readdirSync(folder)
  .filter((name) => name.endsWith('.toml') && !isTestFile(name))
  .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const);

const others: readonly (readonly [string, string])[] = [
  [
    'a sequence',
    inToml(
      'sequence by host.id, ?user.id with maxspan=1m\n  [process where not (process.name : ("a*", "b") or a == 1)] by process.pid with runs=2\n  ![file where not file.path like~ """C:\\x""" and not between(a, "x,", "y") == "z"] by `q r`\nuntil [any where length(x) > 2 // c\n] | tail 3',
    ),
  ],
  [
    'half a sequence',
    inToml('sequence by with maxspan=\n  [process where not (process.name == "a" or process.name ==\n  [file where length(x, until ['),
  ],
  ['an unclosed string', inToml('process where process.name == "a and (b in ("x", "y" or not `c d`.e : "z"')],
  ['KQL', inToml('a:(b or "c d" and not e*) and nest:{ x > 1 and y:{ z:"q } or not foo bar : \\"', 'type = "query"\nlanguage = "kuery"')],
  [
    'escapes',
    '[rule]\ntype = "eql"\nquery = """process where \\\n\n   (process.name == \\"a\\\\b\\" \\u006fr process.name == \\"c\\")"""\n',
  ],
  ['no query', '[rule]\ntype = "eql"\nname = "x"\nquery = ""\n'],
];

/** Its text with the edits; they lie in the file and do not overlap. */
function edited(text: string, edits: readonly TextEdit[], { lines }: RuleModel): string {
  return applyEdits(
    text,
    edits.map(({ range, newText }) => ({ span: toSpan(lines, range), newText })),
  );
}

function checkSymbol({ range, selectionRange, children = [], name }: DocumentSymbol, model: RuleModel, outer: Range | undefined): void {
  const whole = toSpan(model.lines, range);
  expect(name).not.toBe('');
  expect(containsSpan(whole, toSpan(model.lines, selectionRange))).toBe(true);
  if (outer !== undefined) expect(containsSpan(toSpan(model.lines, outer), whole)).toBe(true);
  for (const child of children) checkSymbol(child, model, range);
}

function growsOutwards(chain: SelectionRange, model: RuleModel): boolean {
  if (chain.parent === undefined) return true;
  const [inner, outer] = [toSpan(model.lines, chain.range), toSpan(model.lines, chain.parent.range)];
  const grows = containsSpan(outer, inner) && (outer.start < inner.start || inner.end < outer.end);
  return grows && growsOutwards(chain.parent, model);
}

describe.each([...rules, ...others])('%s', (_, text) => {
  const model = openModel(text, 'toml');

  test('the outline nests, folds go forward, tokens are in order on their lines', () => {
    for (const symbol of service.symbols(model)) checkSymbol(symbol, model, undefined);
    for (const { startLine, endLine } of service.folding(model) ?? [])
      expect(startLine < endLine && endLine < model.lines.lineCount).toBe(true);
    const { data } = service.semanticTokens(model) ?? { data: [] };
    let [line, character] = [0, 0];
    for (let at = 0; at < data.length; at += 5) {
      const [lines = 0, characters = 0, length = 0] = data.slice(at, at + 3);
      expect(lines > 0 || at === 0 || characters > 0).toBe(true);
      [line, character] = [line + lines, lines === 0 ? character + characters : characters];
      expect(character + length).toBeLessThanOrEqual(model.lines.lineText(line).length);
    }
  });

  test('with the cursor anywhere nothing throws, and every edit can be made', () => {
    for (let offset = text.indexOf('query ='); offset <= text.length; offset += 1) {
      const position = model.lines.positionAt(offset);
      const [chain] = service.selections(model, [position]) ?? [];
      if (chain !== undefined && !growsOutwards(chain, model)) expect.fail(`the selection at ${offset} does not grow`);
      service.signatureHelp(model, position);
      const highlights = service.highlights(model, position);
      const target = service.renameTarget(model, position);
      const renamed = service.rename(model, position, `${target?.placeholder ?? 'any'}.new`);
      if ((target === undefined) === renamed.ok) expect.fail(`rename at ${offset} does not do what it offers`);
      if (target !== undefined && highlights === undefined) expect.fail(`what can be renamed at ${offset} is not highlighted`);
      if (renamed.ok) edited(text, renamed.edit.changes?.[model.uri] ?? [], model);
      for (const { edit } of service.refactorings(model, { start: position, end: position }))
        edited(text, edit?.changes?.[model.uri] ?? [], model);
    }
  });
});
