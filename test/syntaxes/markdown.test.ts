/** Queries in the fenced blocks of Markdown: coloured as what they are, and the prose behind them as prose. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createRegistry } from 'vscode-tmgrammar-test/dist/common/index.js';

const root = path.resolve(import.meta.dirname, '../..');

interface Manifest {
  readonly contributes: { readonly grammars: { readonly scopeName: string; readonly path: string; readonly injectTo?: string[] }[] };
}

const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const prose = { scopeName: 'text.html.markdown', path: path.join(import.meta.dirname, 'prose.tmLanguage.json') };
const registry = createRegistry([prose, ...contributes.grammars.map((grammar) => ({ ...grammar, path: path.join(root, grammar.path) }))]);

const fence = '```';

async function scopesOf(word: string, lines: readonly string[]): Promise<readonly string[]> {
  const grammar = await registry.loadGrammar('text.html.markdown');
  let state = null;
  const found: (readonly string[])[] = [];
  for (const line of lines) {
    const { tokens, ruleStack } = grammar!.tokenizeLine(line, state);
    found.push(...tokens.filter((token) => line.slice(token.startIndex, token.endIndex).trim() === word).map(({ scopes }) => scopes));
    state = ruleStack;
  }
  return found.at(-1) ?? [];
}

it.each<[readonly string[], string, string]>([
  [[`${fence}eql`, 'process where true', fence], 'where', 'keyword.control.eql'],
  [[`${fence}EQL title="x"`, 'process where true', fence], 'where', 'keyword.control.eql'],
  [['~~~ eql', 'process where true', '~~~'], 'where', 'keyword.control.eql'],
  [['- Such as', `  ${fence}eql`, '  process where true', `  ${fence}`], 'where', 'meta.embedded.block.eql'],
  [[`${fence}kql`, 'event.category:process', fence], 'event.category', 'meta.embedded.block.kuery'],
  [[`${fence}kuery`, 'event.category:process', fence], 'event.category', 'meta.embedded.block.kuery'],
  [[`${fence}eql`, '/* not', 'closed', fence, '# Title'], '# Title', 'markup.heading.markdown'],
  [[`${fence}eql`, fence, '# Title'], '# Title', 'markup.heading.markdown'],
  [[`${fence}eql`, 'any where true', fence, `${fence}json`, 'where', fence], 'where', 'markup.fenced_code.block.markdown'],
  [['eql where'], 'eql where', 'text.html.markdown'],
])('%j: %s is in %s', async (lines, word, scope) => {
  expect(await scopesOf(word, lines)).toContain(scope);
});

it('a block of another language has nothing of ours', async () => {
  const scopes = await scopesOf('where', [`${fence}sql`, 'where', fence]);
  expect(scopes).toEqual(['text.html.markdown', 'markup.fenced_code.block.markdown']);
});
