/** What Enter, closing brackets and folding marks do: the patterns of the language configurations on lines as they are typed. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Configuration {
  readonly comments?: { readonly lineComment?: string };
  readonly brackets: readonly (readonly [string, string])[];
  readonly indentationRules?: { readonly increaseIndentPattern: string; readonly decreaseIndentPattern: string };
  readonly onEnterRules?: readonly {
    readonly beforeText: string;
    readonly afterText?: string;
    readonly action: { readonly indent: string; readonly appendText?: string };
  }[];
  readonly folding?: { readonly markers: { readonly start: string; readonly end: string } };
  readonly wordPattern: string;
}

function configuration(name: string): Configuration {
  return JSON.parse(readFileSync(`syntaxes/${name}.language-configuration.json`, 'utf8')) as Configuration;
}

const eql = configuration('eql');
const kql = configuration('kql');
const toml = configuration('toml');

/** What Enter does at the bar. */
function onEnter({ onEnterRules = [], indentationRules }: Configuration, line: string): string {
  const [before = '', after = ''] = line.split('|');
  const rule = onEnterRules.find(
    ({ beforeText, afterText }) => new RegExp(beforeText).test(before) && (afterText === undefined || new RegExp(afterText).test(after)),
  );
  if (rule !== undefined) return `${rule.action.indent}${rule.action.appendText === undefined ? '' : ` ${rule.action.appendText}`}`;
  return indentationRules !== undefined && new RegExp(indentationRules.increaseIndentPattern).test(before) ? 'indent' : 'keep';
}

describe('Enter', () => {
  it.each([
    ['EQL', 'process where host.os.type == "linux" and|', 'indent'],
    ['EQL', 'any where|', 'keep'],
    ['EQL', '"my category" where true and|', 'indent'],
    ['EQL', '  process.name == "sh" and|', 'keep'],
    ['EQL', '  not (|', 'indent'],
    ['EQL', '  process.name in ("a", "b") and|', 'keep'],
    ['EQL', '  process.args : ("(", |', 'keep'],
    ['EQL', 'sequence by host.id with maxspan=1m|', 'indent'],
    ['EQL', 'sample by host.id|', 'indent'],
    ['EQL', '  [process where true]|', 'keep'],
    ['EQL', '  [process where|', 'indent'],
    ['EQL', '// one | two', 'none // '],
    ['EQL', '// one|', 'keep'],
    ['EQL', '// (see below|', 'keep'],
    ['KQL', 'process.name:(a or|', 'indent'],
    ['KQL', 'process.name:(a or b)|', 'keep'],
    ['KQL', 'nested:{ a:1 and|', 'indent'],
    ['TOML', '# one | two', 'none # '],
    ['TOML', 'name = "x"|', 'keep'],
  ])('%s: %s -> %s', (language, line, expected) => {
    const byLanguage: Readonly<Record<string, Configuration>> = { EQL: eql, KQL: kql, TOML: toml };
    expect(onEnter(byLanguage[language]!, line)).toBe(expected);
  });

  it.each([
    [eql, '  )', true],
    [eql, '  ]', true],
    [eql, '  process', false],
    [kql, ')', true],
    [kql, '}', true],
  ])('a closing bracket moves its line back: %# %s', ({ indentationRules }, line, expected) => {
    expect(new RegExp(indentationRules!.decreaseIndentPattern).test(line)).toBe(expected);
  });
});

describe('marks of regions', () => {
  it.each([
    [eql, '// #region exclusions', '// #endregion'],
    [eql, '//#region', '  //#endregion'],
    [toml, '# region ATT&CK', '# endregion'],
    [toml, '# #region', '# #endregion'],
  ])('%# %s … %s', ({ folding }, start, end) => {
    const { markers } = folding!;
    expect([new RegExp(markers.start).test(start), new RegExp(markers.end).test(end)]).toEqual([true, true]);
    expect([new RegExp(markers.start).test(end), new RegExp(markers.end).test(start)]).toEqual([false, false]);
  });
});

describe('words', () => {
  it.each([
    [eql, 'process.parent.name', ['process.parent.name']],
    [eql, 'cidrMatch~(a, 1.5)', ['cidrMatch~', 'a', '1.5']],
    [kql, 'host.name:web-01', ['host.name', 'web-01']],
    [toml, 'rule.threat = "x"', ['rule.threat', 'x']],
  ])('%# %s: %j', ({ wordPattern }, text, expected) => {
    expect(text.match(new RegExp(wordPattern, 'g'))).toEqual(expected);
  });
});
