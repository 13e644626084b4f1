/** The snippets, as they are before anything is typed over, are rules, tests and queries with nothing wrong. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../server/src/analysis/analyze.js';
import { openRule } from '../../server/src/rule/openText.js';
import { catalogOf } from '../../server/src/rule/ruleCatalog.js';
import { ruleTypes } from '../../server/src/rule/ruleDocument.js';
import { readTestFile } from '../../server/src/ruleTests/readTestFile.js';
import { parseEql } from '../../server/src/syntax/eql/parse.js';
import { parseKql } from '../../server/src/syntax/kql/parse.js';
import { schemas } from '../kit/services.js';

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
}

function snippetsOf(language: string): readonly Snippet[] {
  return Object.values(JSON.parse(readFileSync(`syntaxes/${language}.snippets.json`, 'utf8')) as Record<string, Snippet>);
}

const snippets = snippetsOf('toml');
const variables: Readonly<Record<string, string>> = {
  CURRENT_YEAR: '2026',
  CURRENT_MONTH: '03',
  CURRENT_DATE: '04',
  UUID: '0f1e2d3c-1111-4222-8333-000000000009',
};

/** With each default, and the first of several choices. */
function expanded({ body }: Snippet): string {
  const text = body.join('\n').replace(/\$([A-Z_]+)/g, (_, name: string) => variables[name] ?? '');
  return text.replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1').replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1').replace(/\\([$}])/g, '$1').replace(/\$\{?\d+\}?|(?: and )?\$0/g, ''); // prettier-ignore
}

function problemsOf(text: string): readonly string[] {
  const document = openRule(text, { uri: 'file:///rules/name_of_the_rule.toml' });
  const found = analyze(document, { catalog: catalogOf(document, schemas), schemas }, { today: '2026-03-04' });
  return found.filter(({ severity }) => severity === 'error' || severity === 'warning').map(({ code, message }) => `${code} ${message}`);
}

const wholeRules = snippets.filter(({ prefix }) => prefix.startsWith('rule-'));
const tests = snippets.filter(({ prefix }) => /^tests?$/.test(prefix));
const parts = snippets.filter((snippet) => !wholeRules.includes(snippet) && !tests.includes(snippet));

it('there is one for each type of rule', () => {
  const types = wholeRules.map((snippet) => openRule(expanded(snippet), { uri: 'a.toml' }).type?.value);
  expect(types.sort()).toEqual([...ruleTypes].sort());
});

describe('the snippet of a whole rule', () => {
  it.each(wholeRules.map((snippet) => [snippet.prefix, snippet] as const))('%s has no problem', (_prefix, snippet) => {
    expect(problemsOf(expanded(snippet))).toEqual([]);
  });
});

describe('the snippet of a part', () => {
  const rule = (type: string) => {
    const snippet = wholeRules.find(({ prefix }) => prefix === `rule-${type}`);
    return snippet === undefined ? '' : expanded(snippet);
  };
  const withoutTable = (text: string) => text.slice(0, text.indexOf('\n\n[rule.') + 1);
  const base: Readonly<Record<string, string>> = {
    threat: rule('eql'),
    threshold: withoutTable(rule('threshold')),
    'threshold-cardinality': withoutTable(rule('threshold')),
    new_terms: withoutTable(rule('new-terms')),
    suppression: rule('kql'),
  };

  it.each(parts.map((snippet) => [snippet.prefix, snippet] as const))('%s has no problem in its rule', (prefix, snippet) => {
    expect(problemsOf(`${base[prefix] ?? ''}\n${expanded(snippet)}`)).toEqual([]);
  });
});

describe('the snippet of a test', () => {
  it.each(tests.map((snippet) => [snippet.prefix, snippet] as const))('%s has no problem', (_prefix, snippet) => {
    const { file, problems } = readTestFile('file:///rules/a.test.toml', expanded(snippet));
    expect(problems).toEqual([]);
    expect(file.cases.length).toBeGreaterThan(0);
  });
});

describe('the snippet of a query', () => {
  it.each(['eql', 'kql'].flatMap((language) => snippetsOf(language).map((snippet) => [language, snippet.prefix, snippet] as const)))(
    '%s: %s can be read',
    (language, prefix, snippet) => {
      const text = prefix === 'not' && language === 'eql' ? `any where ${expanded(snippet)}` : expanded(snippet);
      const { problems } = language === 'eql' ? parseEql(text) : parseKql(text);
      expect(problems).toEqual([]);
    },
  );
});
