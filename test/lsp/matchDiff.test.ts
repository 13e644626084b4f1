/** The matches of a rule against those of its text in git, asked for by an editor: a text, and where the events in it stand. */
import { afterEach, describe, expect, test } from 'vitest';
import { matchDiffRequest, type MatchDiffParams, type MatchDiffReport } from '../../server/src/protocol/matchDiff.js';
import { memoryHost } from '../kit/memoryHost.js';
import { inProcessRunner, startEditor, type Editor } from './editor.js';

const uri = 'file:///rules/a.toml';
const sample = 'file:///rules/a.events.ndjson';
const files = { [sample]: ['ada', 'bob', 'eve'].map((name) => JSON.stringify({ user: { name } })).join('\n') };

const rule = (query: string, id = 'r-1'): string =>
  `[rule]\nname = "A"\nrule_id = "${id}"\ntype = "query"\nlanguage = "kuery"\nquery = '''\n${query}\n'''\n`;

const running: Editor[] = [];
afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

async function ask(
  text: string,
  params: Partial<MatchDiffParams>,
  options: Partial<Parameters<typeof startEditor>[0]> = {},
): Promise<MatchDiffReport> {
  const editor = await startEditor({ host: memoryHost(files), ...options });
  running.push(editor);
  await editor.open(uri, 'toml', text);
  return editor.connection.sendRequest<MatchDiffReport>(matchDiffRequest, { rule: uri, beforeName: 'HEAD', ...params });
}

describe('the comparison of a rule with its earlier text', () => {
  test('tells what was gained, lost and kept, and leads to the events', async () => {
    const report = await ask(rule('user.name: (bob or eve)'), { before: rule('user.name: (ada or bob)') });
    expect(report.text.split('\n').slice(0, -2)).toEqual([
      'a.toml: matches compared with HEAD, on a.events.ndjson',
      '1 gained · 1 lost · 1 kept in 3 events',
      'query changed',
      '',
      'Gained',
      '+ line 3  user.name "eve"',
      '    HEAD: ✘ user.name: (ada or bob) · "eve" · wrong value',
      '',
      'Lost',
      '- line 1  user.name "ada"',
      '    now: ✘ user.name: (bob or eve) · "ada" · wrong value',
      '',
      'Kept',
      '= line 2  user.name "bob"',
      '',
    ]);
    const lines = report.text.split('\n');
    expect(report.places.map(({ range: { start, end } }) => lines[start.line]?.slice(start.character, end.character))).toEqual([
      'line 3',
      'line 1',
      'line 2',
    ]);
    expect(report.places.map(({ event }) => event.start)).toEqual([2, 0, 1].map((line) => ({ line, character: 0 })));
    expect([report.status, report.ruleVersion, report.sample, report.counts]).toEqual([
      'finished',
      1,
      sample,
      { gained: 1, lost: 1, kept: 1 },
    ]);
  });

  test('of a rule that git does not have yet', async () => {
    const { text } = await ask(rule('user.name: ada'), {});
    expect(text.split('\n').slice(1, 3)).toEqual(['1 gained · 0 lost · 0 kept in 3 events', 'rule added']);
  });

  test('where nothing was changed', async () => {
    const report = await ask(rule('user.name: ada'), { before: rule('user.name: ada') });
    expect([report.status, report.counts, report.text]).toEqual([
      'finished',
      undefined,
      'a.toml: matches compared with HEAD, on a.events.ndjson\nNothing was changed that decides which events match.\n',
    ]);
  });

  test.each<[what: string, text: string, params: Partial<MatchDiffParams>, status: string]>([
    ['a rule that is broken now', rule('user.name: ('), { before: rule('user.name: ada') }, 'invalid'],
    ['a rule that was broken', rule('user.name: ada'), { before: rule('user.name: (') }, 'invalid'],
    ['a sample that is gone', rule('user.name: ada'), { before: rule('user.name: b'), sample: { uri: 'file:///gone.ndjson' } }, 'failed'],
  ])('says what is wrong: %s', async (_what, text, params, status) => {
    const report = await ask(text, params);
    expect([report.status, report.text, report.message === undefined]).toEqual([status, '', false]);
  });

  test('says when there are no events', async () => {
    expect((await ask(rule('user.name: ada'), {}, { host: memoryHost({}) })).status).toBe('noSample');
  });

  test('survives a failure of our own', async () => {
    const host = memoryHost(files);
    const runner = { ...inProcessRunner(host), matchDiff: () => Promise.reject(new Error('broken')) };
    const report = await ask(rule('user.name: ada'), {}, { host, runner });
    expect([report.status, report.message]).toEqual(['failed', 'The comparison ended unexpectedly; the Rulewright log says why']);
  });
});
