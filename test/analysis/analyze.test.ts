import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { restOfRule } from '../kit/wholeRule.js';
import { shippedSchemas } from '../schema/shipped.js';
import { diagnose, reannotate } from './annotations.js';

const schemas = await shippedSchemas;
const catalog = schemas.catalogFor([]);

function rule(...query: readonly string[]): string {
  return ['[rule]', 'name = "A"', 'type = "eql"', 'language = "eql"', ...query, 'severity = "low"', restOfRule].join('\n');
}

it('judges a field name of thirty thousand parts like any other that is not known', () => {
  const name = `a.${'b.'.repeat(30_000)}c`;
  const messages = diagnose('eql', `any where ${name} == "x"`, catalog).map(({ code }) => code);
  expect(messages).toEqual(['QRY002']);
});

describe('a rule file', () => {
  it('shows problems of its queries where they stand in the file', () => {
    const annotated = `[rule]
name = "A"
type = "eql"
language = "eql"
query = '''
process where process.nmae == "a" and
              ~~~~~~~~~~~~ QRY002 warning: \`process.nmae\` is not a known field; did you mean \`process.name\`?
  process.pid : "5"
  ~~~~~~~~~~~ QRY003 error: \`:\` compares text, but \`process.pid\` is a number; use \`==\`, \`in\` or \`<\` and \`>\`
'''
severity = "low"
${restOfRule}`;
    expect(reannotate('toml', annotated, catalog)).toBe(annotated);
  });

  it('maps through the escapes of a basic string, and writes fixes with them', () => {
    const text = rule('query = "process where process.title == \\"\\\\\\\\a\\" and process.parent.nmae == \\"a*\\""');
    const found = diagnose('toml', text, catalog);
    expect(found.map(({ code, span }) => [code, text.slice(span.start, span.end)])).toEqual([
      ['QRY002', 'process.parent.nmae'],
      ['QRY022', 'process.parent.nmae == \\"a*\\"'],
      ['EQL101', '\\"a*\\"'],
    ]);
    const [fix] = found[0]?.fixes ?? [];
    expect(fix && applyEdits(text, fix.edits)).toBe(text.replace('parent.nmae', 'parent.name'));
  });

  it('offers only fixes that the string can hold', () => {
    const text = rule("query = 'process where process.name == 5'");
    expect(diagnose('toml', text, catalog).map(({ fixes }) => fixes?.map(({ title }) => title))).toEqual([['Write "5"']]);
  });

  it('with its own event categories is not told of misspelt ones', () => {
    const query = "query = 'proces where true'";
    expect(diagnose('toml', rule(query), catalog).map(({ code }) => code)).toEqual(['EQL118']);
    expect(diagnose('toml', rule('event_category_override = "event.type"', query), catalog)).toEqual([]);
  });

  it('that is none has no diagnostics', () => {
    expect(diagnose('toml', '[package]\nname = "a"\n', catalog)).toEqual([]);
  });

  it('in a language that is not parsed has those of the file only', () => {
    const query = 'query = "from a metadata _id, _index, _version | where nmae == 1 | keep *"';
    expect(diagnose('toml', rule(query).replaceAll('"eql"', '"esql"'), catalog)).toEqual([]);
  });

  it('keeps the indicator query apart: its fields are those of other indices', () => {
    const text = `[rule]
type = "threat_match"
language = "kuery"
query = "process.nmae: a"
threat_language = "kuery"
threat_query = "@timestamp >= \\"now-30d/d\\" and my.indicator: a"
threat_index = ["logs-ti_*"]
threat_mapping = [{ entries = [{ field = "host.ip", type = "mapping", value = "threat.indicator.ip" }] }]
name = "A"
severity = "low"
${restOfRule}`;
    const endpoint = schemas.catalogFor(['logs-endpoint.events.process-*']);
    expect(diagnose('toml', text, endpoint).map(({ span }) => text.slice(span.start, span.end))).toEqual(['process.nmae']);
  });
});

describe('levels', () => {
  it.each([
    [{}, ['QRY002 warning', 'QRY002 information']],
    [{ severity: { QRY002: 'error' } }, ['QRY002 error', 'QRY002 error']],
    [{ severity: { QRY002: 'off' } }, []],
    [{ severity: { EQL101: 'error' } }, ['QRY002 warning', 'QRY002 information']],
  ] as const)('with the settings %j: %s', (settings, expected) => {
    const found = diagnose('eql', 'process where process.nmae == 1 or acme.team == 2', catalog, settings);
    expect(found.map(({ code, severity }) => `${code} ${severity}`)).toEqual(expected);
  });
});

describe('suppression', () => {
  it.each([
    ['of the whole file', '// rulewright-disable QRY002\nprocess where process.nmae == 1\n  and proces.name == 2', []],
    ['of the next line', 'process where\n  // rulewright-disable QRY002\n  process.nmae == 1\n  and proces.name == 2', [3]],
    ['of its own line', 'process where\n  process.nmae == 1 // rulewright-disable QRY002\n  and proces.name == 2', [2]],
    ['of another code', 'process where\n  process.nmae == 1 // rulewright-disable EQL101\n  and proces.name == 2', [1, 2]],
    ['of several codes', '// rulewright-disable EQL101, QRY002\nprocess where process.nmae == "a*"', []],
  ])('%s', (_, text, lines) => {
    const found = diagnose('eql', text, catalog);
    expect(found.map(({ span }) => text.slice(0, span.start).split('\n').length - 1)).toEqual(lines);
  });

  it('by a list of the rule, wherever in it', () => {
    const text = `[metadata.extended]\nrulewright_disable = ["QRY002"]\n\n${rule('query = "process where process.nmae == \\"a\\" and user.name : 5"')}`;
    expect(
      diagnose('toml', text, catalog)
        .filter(({ code }) => code.startsWith('QRY'))
        .map(({ code }) => code),
    ).toEqual(['QRY003']);
  });
});

describe('the list', () => {
  it('is in the order of the text, whatever found it', () => {
    const text = 'process where process.name == "a*" and process.nmae == "b" and user.name in ("c", "c")';
    const found = diagnose('eql', text, catalog);
    expect(found.map(({ code }) => code)).toEqual(['QRY022', 'EQL101', 'QRY002', 'QRY005']);
  });

  it('has syntax problems and those of the parts that were understood', () => {
    const found = diagnose('eql', 'process where process.nmae == "a" and process.name == ', catalog);
    expect(found.map(({ code }) => code)).toEqual(['QRY002', 'QRY001']);
  });
});

describe('a query that is cut off anywhere', () => {
  it.each([
    [
      'eql',
      'sequence by host.id with maxspan=1m [process where process.nmae : ("a*", 5) and cidrMatch(source.ip, "10.0.0.0/8")] [file where -file.size + 1 == ?x]',
    ],
    [
      'eql',
      'process where match(process.name, "a") or process.pid in (1, "b") or event.type == "strat" or (process.name == process.parent.name)',
    ],
    [
      'kuery',
      'process.nmae:("a*" or b or b) and source.ip: 10.* and process.pe.sections:{ name: x and entropy > big } and not event.type: strat',
    ],
  ] as const)('%s: %s', (language, query) => {
    for (let length = 0; length <= query.length; length++) {
      for (const { span, message, fixes = [] } of diagnose(language, query.slice(0, length), catalog)) {
        expect([length, span.start >= 0, span.start <= span.end, span.end <= length, message.includes('\n')]).toEqual([
          length,
          true,
          true,
          true,
          false,
        ]);
        for (const { edits } of fixes) applyEdits(query.slice(0, length), edits);
      }
    }
  });
});
