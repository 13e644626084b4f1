/** Values that a cluster has: where they are asked for, and how they are offered. */
import { describe, expect, test } from 'vitest';
import { inToml, openAt, service, type Form } from '../kit/services.js';

const eql = 'type = "eql"\nlanguage = "eql"\nindex = ["logs-*"]';
const kql = 'type = "query"\nlanguage = "kuery"\nindex = ["logs-*", "acme-*"]';

function wantedAt(marked: string, lines: string) {
  const { model, position } = openAt(inToml(marked, lines), 'toml');
  return service.wantedValue(model, position);
}

describe('a value is asked for', () => {
  test.each<readonly [string, string, string, string]>([
    ['process where process.name == "<|>"', eql, 'process.name', ''],
    ['process where process.name == "cm<|>"', eql, 'process.name', 'cm'],
    ['process where process.name : ("a", "cmd.e<|>xe")', eql, 'process.name', 'cmd.e'],
    ['process where process.executable == "C:\\\\Win<|>"', eql, 'process.executable', 'C:\\Win'],
    ['process.name:<|>', kql, 'process.name', ''],
    ['process.name:cm<|>', kql, 'process.name', 'cm'],
    ['process.name:"my \\"sh<|>"', kql, 'process.name', 'my "sh'],
    ['process.name:(a or b<|>)', kql, 'process.name', 'b'],
  ])('%j', (text, lines, field, prefix) => {
    const patterns = lines === eql ? ['logs-*'] : ['logs-*', 'acme-*'];
    expect(wantedAt(text, lines)).toEqual({ field, prefix, patterns });
  });

  test.each<readonly [string, string, string]>([
    ['of a number', 'process where process.pid == <|>', eql],
    ['of a pattern', 'process where process.name : "cm*d<|>"', eql],
    ['of a KQL pattern', 'process.name:cm*d<|>', kql],
    ['of a field that is not enumerated', 'message:<|>', kql],
    ['of a bound', 'process.name >= <|>', kql],
    ['in a comment', 'process where true // process.name == "<|>', eql],
    ['of a field itself', 'process where process.<|>', eql],
    ['of a rule without indices', 'process where process.name == "<|>"', 'type = "eql"\nlanguage = "eql"'],
  ])('but not %s', (_, text, lines) => {
    expect(wantedAt(text, lines)).toBeUndefined();
  });
});

describe('a value is offered', () => {
  const onCluster = { field: 'process.name', cluster: 'prod', values: ['cmd.exe', 'my shell'], isWhole: true };
  const completed = (text: string, lines: string, more = {}) => {
    const form: Form = 'toml';
    const { model, position } = openAt(inToml(text, lines), form);
    return service.complete(model, position, undefined, undefined, { ...onCluster, ...more });
  };
  const shown = (text: string, lines: string) =>
    completed(text, lines)
      .items.filter(({ detail }) => detail === 'on prod')
      .map(({ label, textEdit }) => [label, textEdit?.newText]);

  test('as the language writes it', () => {
    expect(shown('process where process.name == <|>', eql)).toEqual([
      ['cmd.exe', '"cmd.exe"'],
      ['my shell', '"my shell"'],
    ]);
    expect(shown('process.name:<|>', kql)).toEqual([
      ['cmd.exe', 'cmd.exe'],
      ['my shell', '"my shell"'],
    ]);
  });

  test('for its field alone', () => {
    expect(shown('process where user.name == <|>', eql)).toEqual([]);
  });

  test('and there are more to be asked for, unless these are all', () => {
    const text = 'process where process.name == <|>';
    expect([completed(text, eql).isIncomplete, completed(text, eql, { isWhole: false }).isIncomplete]).toEqual([false, true]);
  });
});
