import { describe, expect, it, test } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { sliceSpan } from '../../server/src/base/span.js';
import { toSpan } from '../../server/src/features/convert.js';
import type { RuleModel } from '../../server/src/features/ruleModel.js';
import { inToml, openModel, service, type Form } from '../kit/services.js';

/** One line for each symbol: its name, its detail, and the text that choosing it selects. */
function outline(text: string, form: Form): readonly string[] {
  const model = openModel(text, form);
  return service.symbols(model).flatMap((symbol) => linesOf(symbol, '', model, text));
}

function linesOf(
  { name, detail, selectionRange, children = [] }: DocumentSymbol,
  indent: string,
  model: RuleModel,
  text: string,
): string[] {
  const selected = JSON.stringify(sliceSpan(text, toSpan(model.lines, selectionRange)));
  const line = `${indent}${name}${detail === undefined ? '' : ` (${detail})`} ${selected}`;
  return [line, ...children.flatMap((child) => linesOf(child, `${indent}  `, model, text))];
}

describe('the outline', () => {
  test.each<readonly [string, Form, readonly string[]]>([
    ['process where true', 'eql', ['process "process"']],
    ['any where true | head 5 | tail 2', 'eql', ['any (| head 5 | tail 2) "any"']],
    ['"a b" where true', 'eql', ['a b "\\"a b\\""']],
    [
      'sequence by host.id, ?user.id with maxspan=90s\n  [process where true] by process.pid with runs=2\n  ![file where true] by `p d`\nuntil [any where true]\n| head 1',
      'eql',
      [
        'sequence by host.id, ?user.id (maxspan=90s | head 1) "sequence"',
        '  process by process.pid (item 1, runs=2) "process"',
        '  !file by `p d` (item 2) "file"',
        '  until any (ends the sequence) "any"',
      ],
    ],
    [
      'sequence with maxspan=2h [any where true] [any where true]',
      'eql',
      ['sequence (maxspan=2h) "sequence"', '  any (item 1) "any"', '  any (item 2) "any"'],
    ],
    [
      'sample by host.id [process where true] [file where true]',
      'eql',
      ['sample by host.id "sample"', '  process (item 1) "process"', '  file (item 2) "file"'],
    ],
    ['sequence [', 'eql', ['sequence "sequence"', '  item (item 1) ""']],
    ['where true', 'eql', ['query ""']],
    ['', 'eql', []],
    ['process.name:x', 'kuery', ['KQL query "process.name:x"']],
    [' ', 'kuery', []],
    ['[package]\nname = "x"', 'toml', []],
    [
      '[rule]\ntype = "esql"\nquery = "from x"',
      'toml',
      ['Rule "query = \\"from x\\""', '  type (esql) "type"', '  ES|QL query "query = \\"from x\\""'],
    ],
    ['[rule]\nname = ""\ntype = "eql"', 'toml', ['Rule "\\"\\""', '  name "name"', '  type (eql) "type"']],
    [
      '[rule]\nname = "N"\ntype = "threat_match"\nlanguage = "kuery"\nquery = "a:b"\nthreat_query = "c:d"\nthreat_language = "lucene"',
      'toml',
      [
        'N "\\"N\\""',
        '  name (N) "name"',
        '  type (threat_match) "type"',
        '  language (kuery) "language"',
        '  KQL query "query = \\"a:b\\""',
        '  Lucene indicator query "threat_query = \\"c:d\\""',
        '  threat_language (lucene) "threat_language"',
      ],
    ],
    [
      '[rule]\nname = "N"\ntags = ["a", "b"]\n[[rule.threat]]\n[[rule.threat.technique]]\nid = "T1059"\nname = "Interpreter"\n[[rule.threat.technique.subtechnique]]\nname = "Shell"\n[rule.threat.tactic]\nid = "TA0002"\n[transform]\nosquery = []',
      'toml',
      [
        'N "\\"N\\""',
        '  name (N) "name"',
        '  tags (2 entries) "tags"',
        '  TA0002 (tactic) "\\"TA0002\\""',
        '    T1059 Interpreter (technique) "\\"T1059\\""',
        '      Shell (sub-technique) "[[rule.threat.technique.subtechnique]]"',
        '  transform "transform"',
        '    osquery (0 entries) "osquery"',
      ],
    ],
  ])('%j in %s', (text, form, expected) => {
    expect(outline(text, form)).toEqual(expected);
  });

  it('has the items of a sequence at their places in the file', () => {
    const lines = outline(inToml('sequence by a\n  [file where true]\n  [any where true]'), 'toml');
    const at = lines.indexOf('  sequence by a "sequence"');
    expect([lines[0], ...lines.slice(at, at + 3)]).toEqual([
      'Test "\\"Test\\""',
      '  sequence by a "sequence"',
      '    file (item 1) "file"',
      '    any (item 2) "any"',
    ]);
  });
});
