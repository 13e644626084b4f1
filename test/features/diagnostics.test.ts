import { describe, expect, it, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { sliceSpan } from '../../server/src/base/span.js';
import { toSpan } from '../../server/src/features/convert.js';
import { inToml, openAt, openModel, service, type Form } from '../kit/services.js';
import { restOfRule } from '../kit/wholeRule.js';

const job = `type = "machine_learning"\nanomaly_threshold = 50\nmachine_learning_job_id = "job"\nseverity = "low"\n${restOfRule}`;

describe('diagnostics', () => {
  test.each<readonly [string, Form, readonly unknown[]]>([
    [
      inToml('process where process.nmae == "x"'),
      'toml',
      [['QRY002', 2, 'process.nmae', '`process.nmae` is not a known field; did you mean `process.name`?']],
    ],
    [
      `[rule]\ntype = "eqll"\nname = "x"\nquery = '''\nprocess where event.type == "strat"\n'''\nseverity = "low"\n${restOfRule}`,
      'toml',
      [
        ['TOM007', 1, '"eqll"', '`eqll` is not a rule type; did you mean `eql`?'],
        ['QRY011', 2, '"strat"', '`strat` is not among the values ECS allows for `event.type`; did you mean `start`?'],
      ],
    ],
    [
      `[rule]\nname = "x"\ntype = "esql"\nlanguage = "esql"\nquery = "from logs-* metadata _id, _index, _version | keep *"\nseverity = "low"\n${restOfRule}`,
      'toml',
      [],
    ],
    ['[package]\nname = 3 4', 'toml', []],
  ])('of %j in %s', (text, form, expected) => {
    const model = openModel(text, form);
    const shown = service.diagnostics(model, {}).map((found) => found.shown);
    expect(
      shown.map(({ code, severity, range, message }) => [code, severity, sliceSpan(text, toSpan(model.lines, range)), message]),
    ).toEqual(expected);
  });

  it('have a source, a second place where there is one, and the titles of their fixes', () => {
    const [found] = service.diagnostics(openModel(`[rule]\nname = "a"\nname = "b"\n${job}`, 'toml'), {});
    expect(found?.shown).toEqual({
      range: { start: { line: 2, character: 0 }, end: { line: 2, character: 4 } },
      severity: 1,
      code: 'TOM002',
      source: 'rulewright',
      message: '`name` is set already; only its first value counts',
      relatedInformation: [
        {
          location: { uri: 'file:///rules/test.toml', range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } } },
          message: 'It is first set here',
        },
      ],
    });
    const [fixable] = service.diagnostics(openModel(`[rule]\nseverity = low\n${job.replace('severity = "low"\n', '')}`, 'toml'), {});
    expect(fixable?.shown.data).toEqual({ fixes: ['Put it in quotes: "low"'] });
  });

  it('follow the levels of the settings', () => {
    const model = openModel(inToml('process where process.nmae == "x"'), 'toml');
    expect(service.diagnostics(model, { severity: { QRY002: 'hint' } }).map(({ shown }) => shown.severity)).toEqual([4]);
    expect(service.diagnostics(model, { severity: { QRY002: 'off' } })).toEqual([]);
  });
});

describe('quick fixes', () => {
  test.each<readonly [string, Form, string, string]>([
    ['process where process.nm<|>ae == "x"', 'eql', 'Replace by `process.name`', 'process where process.name == "x"'],
    [inToml('process where process.<|>nmae == "x"'), 'toml', 'Replace by `process.name`', inToml('process where process.name == "x"')],
    [
      '[rule]\ntype = "eql"\nquery = "any where event.type == \\"str<|>at\\""',
      'toml',
      'Replace by `start`',
      '[rule]\ntype = "eql"\nquery = "any where event.type == \\"start\\""',
    ],
    ['[rule]\ntype = "<|>eqll"\nquery = "any where true"', 'toml', 'Replace by `eql`', '[rule]\ntype = "eql"\nquery = "any where true"'],
  ])('%j in %s: %s', (marked, form, title, after) => {
    const { model, text, position } = openAt(marked, form);
    const action = service.codeActions(model, { start: position, end: position }, {}).find((candidate) => candidate.title === title);
    const edits = action?.edit?.changes?.[model.uri] ?? [];
    expect(
      applyEdits(
        text,
        edits.map(({ range, newText }) => ({ span: toSpan(model.lines, range), newText })),
      ),
    ).toBe(after);
    expect(action?.diagnostics).toHaveLength(1);
  });

  it('are offered only where the diagnostic is, and not when it is off', () => {
    const { model, position } = openAt('process where process.nmae == "x" and <|>process.pid == 1', 'eql');
    const range = { start: position, end: position };
    expect(service.codeActions(model, range, {})).toEqual([]);
    const there = { start: { line: 0, character: 20 }, end: { line: 0, character: 20 } };
    expect(service.codeActions(model, there, {}).map(({ title, isPreferred }) => [title, isPreferred])).toEqual([
      ['Replace by `process.name`', true],
      ['Mark as optional with `?`', undefined],
    ]);
    expect(service.codeActions(model, there, { severity: { QRY002: 'off' } })).toEqual([]);
  });
});

describe('code lenses', () => {
  test.each<readonly [string, Form, string | undefined, readonly unknown[]]>([
    [
      'process where true',
      'eql',
      undefined,
      [
        [0, '$(play) Run on sample events'],
        [0, 'Pick sample…'],
      ],
    ],
    [
      inToml('process where true'),
      'toml',
      'file:///a/my%20events.ndjson',
      [
        [7, '$(play) Run on my events.ndjson'],
        [7, 'Pick sample…'],
      ],
    ],
    [
      'a:b',
      'kuery',
      'file:///a/100%.ndjson',
      [
        [0, '$(play) Run on 100%.ndjson'],
        [0, 'Pick sample…'],
      ],
    ],
    [
      'a:b',
      'kuery',
      'untitled:Untitled-1',
      [
        [0, '$(play) Run on Untitled-1'],
        [0, 'Pick sample…'],
      ],
    ],
    ['[rule]\ntype = "esql"\nquery = "from x"', 'toml', undefined, []],
    ['[rule]\ntype = "machine_learning"', 'toml', undefined, []],
    ['[package]\nquery = "from x"', 'toml', undefined, []],
  ])('of %j in %s with sample %j', (text, form, sample, expected) => {
    const model = openModel(text, form);
    const lenses = service.codeLenses(model, sample);
    expect(lenses.map(({ range, command }) => [range.start.line, command?.title])).toEqual(expected);
    for (const { command } of lenses) expect(command?.arguments).toEqual([model.uri]);
  });
});
