import { afterEach, expect, test } from 'vitest';
import { synthesizeRequest, type SynthesizeParams, type SynthesizeResult } from '../../server/src/protocol/synthesis.js';
import { memoryHost } from '../kit/memoryHost.js';
import { inProcessRunner, startEditor, type Editor } from './editor.js';

const rule = 'file:///rules/a.eql';
const host = memoryHost({ [rule]: 'any where user.name == "old"' });

let editor: Editor | undefined;
afterEach(async () => {
  await editor?.stop();
  editor = undefined;
});

function ask(params: SynthesizeParams): Promise<SynthesizeResult> | undefined {
  return editor?.connection.sendRequest<SynthesizeResult>(synthesizeRequest, params);
}

test('events are made for the text in the editor, with the file they belong into', async () => {
  editor = await startEditor({ host });
  await editor.open(rule, 'eql', 'any where user.name == "new"');
  expect(await ask({ rule, form: 'events' })).toEqual({
    text:
      '{"@timestamp":"2025-01-01T00:00:00.000Z","user":{"name":"new"},"labels":{"synthetic":"true"}}\n' +
      '{"@timestamp":"2025-01-01T00:00:00.000Z","user":{"name":"alice"},"labels":{"synthetic":"true","fails":"user.name == \\"new\\""}}\n',
    file: 'file:///rules/a.events.ndjson',
    matching: 1,
    nearMisses: 1,
    notes: [],
  });
});

test('tests are made for a rule that is not open', async () => {
  editor = await startEditor({ host });
  const result = await ask({ rule, form: 'tests' });
  expect([result?.file, result?.text?.match(/^name = .*$/gm)]).toEqual([
    'file:///rules/a.test.toml',
    ['name = "matches what it looks for"', `name = 'does not match where only this fails: user.name == "old"'`],
  ]);
});

test.each([
  ['any where false', 'No events could be made for this rule'],
  ['any where', /^The query has an error at line 1/],
])('%s: why nothing was made is told', async (text, message) => {
  editor = await startEditor({ host });
  await editor.open(rule, 'eql', text);
  const result = await ask({ rule, form: 'events' });
  expect([result?.text, result?.message]).toEqual([undefined, typeof message === 'string' ? message : expect.stringMatching(message)]);
});

test('a failure is a result', async () => {
  editor = await startEditor({ host, runner: { ...inProcessRunner(host), synthesize: () => Promise.reject(new Error('broken')) } });
  expect((await ask({ rule, form: 'events' }))?.message).toBe('No events could be made; the Rulewright log says why');
});
