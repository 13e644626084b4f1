/** Every diagnostic fires, stays silent on what is nearly the same, can be suppressed, and is gone once its fix was applied. */
import { describe, expect, it } from 'vitest';
import { analyze, type AnalysisSettings } from '../../server/src/analysis/analyze.js';
import { codes } from '../../server/src/analysis/codes.js';
import { applyEdits } from '../../server/src/base/edit.js';
import type { Diagnostic } from '../../server/src/base/problem.js';
import { openRule } from '../../server/src/rule/openText.js';
import { shippedSchemas } from '../schema/shipped.js';
import { allCases as cases } from './allCases.js';
import { problemsBeside } from './beside.js';
import { ruleWith, type CodeCase } from './cases/kit.js';

const schemas = await shippedSchemas;

function diagnose(
  text: string,
  { code, language, level, profile, uri, beside }: CodeCase,
  settings: AnalysisSettings = {},
): readonly Diagnostic[] {
  const document = openRule(text, { uri: uri ?? `file:///rules/rule.${language}`, languageId: language });
  const catalog = schemas.catalogFor(document.index?.value.map(({ value }) => value) ?? []);
  return analyze(
    document,
    { catalog, schemas, beside: problemsBeside(document, beside?.text, beside?.uri, profile) },
    {
      profile: profile ?? 'any',
      today: '2026-02-03',
      ...(level === undefined ? {} : { severity: { [code]: level } }),
      ...settings,
    },
  );
}

const codesOf = (text: string, each: CodeCase, settings?: AnalysisSettings): readonly string[] =>
  diagnose(text, each, settings).map(({ code }) => code);

describe.each(cases)('$code in $language: $fires', (each) => {
  it('fires', () => expect(codesOf(each.fires, each)).toContain(each.code));

  it('is silent on the near miss', () => expect(codesOf(each.nearMiss, each)).not.toContain(each.code));

  it('can be switched off', () => {
    expect(codesOf(each.fires, each, { severity: { [each.code]: 'off' } })).not.toContain(each.code);
    if (each.language === 'toml') expect(codesOf(`# rulewright-disable ${each.code}\n${each.fires}`, each)).not.toContain(each.code);
  });

  it('is gone after its fix, where it has one', () => {
    const [fix] = diagnose(each.fires, each).find(({ code }) => code === each.code)?.fixes ?? [];
    const fixed = fix === undefined ? undefined : applyEdits(each.fires, fix.edits);
    expect(fixed).toBe(each.fixed);
    if (fixed !== undefined) expect(codesOf(fixed, each)).not.toContain(each.code);
  });
});

describe('messages', () => {
  const found = cases.flatMap((each) => diagnose(each.fires, each));
  /** What a message says in its own words: without what it quotes. */
  const words = (message: string): string => message.replace(/`[^`]*`|"[^"]*"|'''?/g, '`…`');
  const unlike = (wrong: (message: string) => boolean): readonly string[] => [
    ...new Set(found.filter(({ message }) => wrong(message)).map(({ code, message }) => `${code} ${message}`)),
  ];

  it('are one line, in sentence case, without a full stop', () => {
    expect(unlike((message) => /\n/.test(message) || /^[a-z]|\.$/.test(words(message)))).toEqual([]);
  });

  it('do not plead, shout, or speak of documents', () => {
    expect(unlike((message) => /\b(?:please|documents?|docs?|records?)\b|!(?![[={])/i.test(words(message)))).toEqual([]);
  });
});

describe('what is repaired without asking', () => {
  const repaired = cases.flatMap((each) => diagnose(each.fires, each).filter(({ fixes = [] }) => fixes.some(({ safe }) => safe === true)));

  it('is what the table of diagnostics says', () => {
    const expected = codes.filter((row) => row.repaired === true).map(({ code }) => code);
    expect([...new Set(repaired.map(({ code }) => code))].sort()).toEqual([...expected].sort());
  });

  it('is the first fix of its problem, and the preferred one', () => {
    expect(repaired.filter(({ fixes = [] }) => fixes[0]?.safe !== true || fixes[0].preferred !== true)).toEqual([]);
  });
});

describe('the cases', () => {
  it('cover every code', () => {
    expect(codes.filter(({ code, needsRun }) => needsRun !== true && !cases.some((each) => each.code === code))).toEqual([]);
  });

  it('start from a rule that nothing is wrong with', () => {
    const usual: CodeCase = { code: '', language: 'toml', fires: '', nearMiss: '', profile: 'detections-as-code' };
    expect(diagnose(ruleWith(), usual)).toEqual([]);
  });
});
