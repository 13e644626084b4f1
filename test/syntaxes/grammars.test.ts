/** The TextMate grammars: fixture files whose assertions are comments, and the words they colour against the languages' own tables. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRegistry } from 'vscode-tmgrammar-test/dist/common/index.js';
import { parseGrammarTestCase, runGrammarTestCase, type TestFailure } from 'vscode-tmgrammar-test/dist/unit/index.js';
import { eqlKeywords } from '../../server/src/syntax/eql/tokens.js';
import { kqlKeywords } from '../../server/src/syntax/kql/tokens.js';
import { corpusRules, reference } from '../kit/reference.js';

const here = import.meta.dirname;
const root = path.resolve(here, '../..');

interface Manifest {
  readonly contributes: { readonly grammars: { readonly scopeName: string; readonly path: string; readonly injectTo?: string[] }[] };
}

const manifest = readJson('package.json') as Manifest;
const grammars = manifest.contributes.grammars.map((grammar) => ({ ...grammar, path: path.join(root, grammar.path) }));
const registry = createRegistry(grammars);

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}

/** The plain words of the alternatives `(?:a|b~|c)` in patterns. */
function wordsIn(patterns: readonly { readonly match: string }[]): readonly string[] {
  const groups = patterns.flatMap(({ match }) => [...match.matchAll(/\(\?:([a-z~|]+)\)/g)]);
  return groups.flatMap((group) => (group[1] ?? '').split('|')).sort();
}

function describeFailure({ line, start, end, missing, unexpected, actual }: TestFailure): string {
  return `line ${line + 1}, columns ${start}-${end}: missing ${missing.join(' ')}; unexpected ${unexpected.join(' ')}; has ${actual.join(' ')}`;
}

describe('grammar fixtures', () => {
  const fixtures = readdirSync(here).filter((name) => /\.(eql|kuery|toml)$/.test(name));

  it.each(fixtures)('%s has the scopes that its comments say', async (name) => {
    const test = parseGrammarTestCase(readFileSync(path.join(here, name), 'utf8'));
    expect(test.assertions.length).toBeGreaterThan(0);
    const failures = await runGrammarTestCase(registry, test);
    expect(failures.map(describeFailure)).toEqual([]);
  });
});

describe('with the grammar of another TOML extension', () => {
  const foreign = path.join(root, 'test/e2e/other-toml/toml.tmLanguage.json');
  const mixed = createRegistry(grammars.map((grammar) => (grammar.scopeName === 'source.toml' ? { ...grammar, path: foreign } : grammar)));

  it.each([
    [["query = '''", 'process where true', "'''", 'name = "x"'], 'process', 'meta.embedded.block.eql'],
    [['query = \"\"\"', 'event.category:process', '\"\"\"', 'name = "x"'], 'event.category', 'meta.embedded.block.kuery'],
    [["query = 'any where true'", 'name = "x"'], 'any', 'meta.embedded.block.eql'],
    [['language = "lucene"', "query = '''", 'a:b AND c:d', "'''", 'name = "x"'], 'AND', 'meta.embedded.block.lucene'],
  ])('%j: %s is in %s, and what follows is TOML again', async (lines, word, scope) => {
    const grammar = await mixed.loadGrammar('source.toml');
    let state = null;
    const seen: [string, string[]][] = [];
    for (const line of lines) {
      const { tokens, ruleStack } = grammar!.tokenizeLine(line, state);
      seen.push(...tokens.map((token): [string, string[]] => [line.slice(token.startIndex, token.endIndex), token.scopes]));
      state = ruleStack;
    }
    expect(seen.find(([text]) => text === word)?.[1]).toContain(scope);
    expect(seen.find(([text]) => text === 'name')?.[1]).toContain('support.type.property-name.toml');
  });
});

describe('words', () => {
  it('EQL: the grammar colours exactly the keywords of the token table', () => {
    const grammar = readJson('syntaxes/eql.tmLanguage.json') as { repository: { keywords: { patterns: { match: string }[] } } };
    expect(wordsIn(grammar.repository.keywords.patterns)).toEqual([...eqlKeywords].sort());
  });

  it('KQL: the grammar colours exactly the keywords of the token table, and the constants', () => {
    const { repository } = readJson('syntaxes/kql.tmLanguage.json') as {
      repository: Record<'keywords' | 'constants', { patterns: { match: string }[] }>;
    };
    expect(wordsIn(repository.keywords.patterns)).toEqual([...kqlKeywords].sort());
    expect(wordsIn(repository.constants.patterns)).toEqual(['false', 'null', 'true']);
  });
});

/** The language that the injection gives to the query that starts at a line: that of the first embedded token. */
async function injectedLanguage(lines: readonly string[]): Promise<string> {
  const grammar = await registry.loadGrammar('source.toml');
  if (grammar === null) throw new Error('no TOML grammar');
  let state = null;
  for (const line of lines) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    const scopes = tokens.flatMap((token) => token.scopes);
    const embedded = scopes.map((scope) => /^meta\.(?:embedded\.block|query)\.(eql|kuery|other)$/.exec(scope)?.[1]).find(Boolean);
    if (embedded !== undefined) return embedded;
    state = ruleStack;
  }
  return 'none';
}

describe('the language of a query inside a rule', () => {
  if (reference === undefined) {
    it('not run: no reference data', () => expect(reference).toBeUndefined());
    return;
  }

  it('is told right from the query alone for every real rule', async () => {
    const wrong: string[] = [];
    for (const rule of corpusRules()) {
      const language = /^language = "(\w+)"/m.exec(rule.text)?.[1];
      const lines = rule.text.slice(rule.text.indexOf('\n[rule]')).split('\n');
      const start = lines.findIndex((line) => /^query = /.test(line));
      if (language === undefined || language === 'lucene' || start < 0) continue;
      const expected = language === 'esql' ? 'other' : language;
      const told = await injectedLanguage(lines.slice(start, start + 12));
      if (told !== expected) wrong.push(`${rule.path}: ${told}, but it is ${language}`);
    }
    expect(wrong).toEqual([]);
  });
});
