import { describe, expect, it, test } from 'vitest';
import { DocumentFormattingRequest, RegistrationRequest } from 'vscode-languageserver/node';
import { applyEdits } from '../../server/src/base/edit.js';
import { toSpan } from '../../server/src/features/convert.js';
import { memoryHost } from '../kit/memoryHost.js';
import { openModel, service, type Form } from '../kit/services.js';
import { startEditor } from '../lsp/editor.js';

function edits(text: string, form: Form): readonly (readonly [replaced: string, by: string])[] {
  const model = openModel(text, form);
  return service.format(model).map(({ range, newText }) => {
    const { start, end } = toSpan(model.lines, range);
    return [text.slice(start, end), newText];
  });
}

function format(text: string, form: Form): string {
  const model = openModel(text, form);
  return applyEdits(
    text,
    service.format(model).map(({ range, newText }) => ({ span: toSpan(model.lines, range), newText })),
  );
}

function rule(query: string, language = 'eql'): string {
  return `[rule]\nname   = "Test" # as it is\ntype = "${language === 'eql' ? 'eql' : 'query'}"\nlanguage = "${language}"\nquery = ${query}\nseverity="low"\n`;
}

const path = '/usr/share/a/folder/with/a/rather/long/name/*';
const longQuery = `process where event.type == "start" and process.executable : "${path}" and process.args == "--config"`;
const brokenQuery = `process where event.type == "start" and\n  process.executable : "${path}" and\n  process.args == "--config"\n`;

describe('formatting', () => {
  test.each<readonly [string, Form, string]>([
    ['process where a==1', 'eql', 'process where a == 1\n'],
    ['a : b  AND c:d\n\n', 'kuery', 'a:b and c:d\n'],
    ['\r\nprocess  where a\r\n  and b\r\n', 'eql', 'process where a and b\r\n'],
    [longQuery, 'eql', brokenQuery],
    ['', 'kuery', ''],
    ['  \n', 'kuery', '  \n'],
    ['process  where a = 1', 'eql', 'process  where a = 1'],
  ])('of the file %j in %s', (before, form, after) => {
    expect(format(before, form)).toBe(after);
  });

  test.each<readonly [what: string, before: string, after: string]>([
    ['in a literal string of several lines', `'''\n${longQuery}\n'''`, `'''\n${brokenQuery}'''`],
    ['that begins on the line of its quotes', `'''${longQuery}'''`, `'''${brokenQuery}'''`],
    ['that stays on the line of its quotes', "'''process  where a'''", "'''process where a'''"],
    ['with blank lines around it', "'''\n\n  process where a\n\n\n'''", "'''\nprocess where a\n'''"],
    ['with a comment', "'''\nprocess where a // why\n and b\n'''", "'''\nprocess where a and // why\n  b\n'''"],
    ['in a basic string of several lines', '"""\nprocess  where a == "C:\\\\\\\\x"\n"""', '"""\nprocess where a == "C:\\\\\\\\x"\n"""'],
    ['in a basic string', '"process  where a == \\"\\\\\\\\x\\""', '"process where a == \\"\\\\\\\\x\\""'],
    ['in a literal string', "'process  where a==1'", "'process where a == 1'"],
    ['that is long, in a literal string', `'${longQuery.replace(' ', '  ')}'`, `'${longQuery}'`],
    [
      'that has line breaks, in a basic string',
      '"sequence [any where true] [any  where false]"',
      '"sequence [any where true] [any  where false]"',
    ],
    ['with a syntax error', "'''\nprocess  where\n'''", "'''\nprocess  where\n'''"],
  ])('of a query %s', (_, before, after) => {
    expect(format(rule(before), 'toml')).toBe(rule(after));
  });

  it('of a query in KQL, and of none in a language without a formatter', () => {
    expect(format(rule("'''\na : b AND\n c:d\n'''", 'kuery'), 'toml')).toBe(rule("'''\na:b and c:d\n'''", 'kuery'));
    expect(edits(rule("'''\nfrom  logs-*\n'''", 'esql'), 'toml')).toEqual([]);
  });

  it('of a rule formats its indicator query too', () => {
    const text = (query: string, indicators: string): string =>
      `[rule]\ntype = "threat_match"\nlanguage = "kuery"\nquery = '''\n${query}\n'''\nthreat_query = '''\n${indicators}\n'''\n`;
    expect(format(text('a : b', 'c  : d'), 'toml')).toBe(text('a:b', 'c:d'));
  });

  it('keeps the line breaks of the file', () => {
    expect(format(rule(`'''\n${longQuery}\n'''`).replaceAll('\n', '\r\n'), 'toml')).toBe(
      rule(`'''\n${brokenQuery}'''`).replaceAll('\n', '\r\n'),
    );
  });

  it('changes only the white space and the keywords that differ', () => {
    expect(edits('a:b AND  c : "d"\n', 'kuery')).toEqual([
      ['AND', 'and'],
      ['  ', ' '],
      [' ', ''],
      [' ', ''],
    ]);
    expect(edits(rule("'''\nprocess where a== 1\n'''"), 'toml')).toEqual([['', ' ']]);
    expect(edits(rule("'''\nprocess where a == 1\n'''"), 'toml')).toEqual([]);
  });

  it('leaves a file that is no rule as it is', () => {
    expect(edits('[package]\nname  =  "x"\n', 'toml')).toEqual([]);
  });

  it('is offered as a code action where it would change something, for editors that format TOML with another formatter', () => {
    const text = rule("'''\nprocess  where a\n'''");
    const model = openModel(text, 'toml');
    const [action] = service.formatActions(model);
    expect(action).toEqual({
      title: 'Format query',
      kind: 'source.formatQuery',
      edit: { changes: { [model.uri]: service.format(model) } },
    });
    const formatted = service.formatActions(openModel(format(text, 'toml'), 'toml'));
    expect(formatted.map(({ title }) => title)).toEqual(['Format rule']);
  });

  it('of a whole rule sets the TOML around its query right too', () => {
    const text = rule("'''\nprocess  where a\n'''");
    const model = openModel(text, 'toml');
    const action = service.formatActions(model).find(({ kind }) => kind === 'source.formatRule');
    const spans = (action?.edit?.changes?.[model.uri] ?? []).map(({ range, newText }) => ({ span: toSpan(model.lines, range), newText }));
    expect(applyEdits(text, spans)).toBe(rule("'''\nprocess where a\n'''").replaceAll(/ *= */g, ' = '));
  });

  it('is registered for files that are nothing but a query, by editors that take registrations', async () => {
    const registered: unknown[] = [];
    const editor = await startEditor({
      host: memoryHost({}),
      capabilities: { textDocument: { formatting: { dynamicRegistration: true } } },
      prepare: (connection) =>
        connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
          registered.push(...registrations.map(({ method, registerOptions }) => [method, registerOptions as unknown]));
        }),
    });
    await editor.open('file:///rules/test.eql', 'eql', 'process where true\n');
    const uri = 'file:///rules/test.eql';
    await editor.connection.sendRequest(DocumentFormattingRequest.type, {
      textDocument: { uri },
      options: { tabSize: 4, insertSpaces: true },
    });
    expect(editor.capabilities.documentFormattingProvider).toBe(false);
    expect(registered).toEqual([['textDocument/formatting', { documentSelector: [{ language: 'eql' }, { language: 'kuery' }] }]]);
    await editor.stop();
  });

  it('is what the server answers', async () => {
    const editor = await startEditor({ host: memoryHost({}) });
    const uri = 'file:///rules/test.eql';
    await editor.open(uri, 'eql', 'process where a== 1\n');
    const options = { tabSize: 4, insertSpaces: true };
    expect(await editor.connection.sendRequest(DocumentFormattingRequest.type, { textDocument: { uri }, options })).toEqual([
      { range: { start: { line: 0, character: 15 }, end: { line: 0, character: 15 } }, newText: ' ' },
    ]);
    await editor.stop();
  });
});
