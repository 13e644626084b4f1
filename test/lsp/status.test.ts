/** What the server tells of a rule and of the codes of diagnostics. */
import { afterEach, describe, expect, it } from 'vitest';
import { codes } from '../../server/src/analysis/codes.js';
import { diagnosticPageRequest, statusRequest, type DiagnosticPageResult, type StatusResult } from '../../server/src/protocol/status.js';
import { memoryHost } from '../kit/memoryHost.js';
import { startEditor, type Editor } from './editor.js';

const running: Editor[] = [];

afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

const rule = 'file:///rules/one.eql';

async function start(files: Readonly<Record<string, string>> = {}): Promise<Editor> {
  const editor = await startEditor({ host: memoryHost(files) });
  running.push(editor);
  return editor;
}

describe('the status of a rule', () => {
  async function statusOf(files: Readonly<Record<string, string>>): Promise<StatusResult> {
    const editor = await start(files);
    await editor.open(rule, 'eql', 'process where true');
    return editor.connection.sendRequest<StatusResult>(statusRequest, { rule });
  }

  it('outside any project: the shipped fields, the mildest profile', async () => {
    expect(await statusOf({})).toMatchObject({ fields: expect.stringContaining('ECS') as string, profile: 'any' });
  });

  it('in a project: its profile and its folder, and the sample beside the rule', async () => {
    const files = { 'file:///rules/rulewright.config.json': '{ "profile": "elastic" }', 'file:///rules/one.events.ndjson': '{}' };
    expect(await statusOf(files)).toMatchObject({
      profile: 'elastic',
      folder: 'file:///rules/',
      sample: 'file:///rules/one.events.ndjson',
    });
  });

  it('of a rule that is not open: no fields', async () => {
    const editor = await start();
    expect(await editor.connection.sendRequest<StatusResult>(statusRequest, { rule })).toEqual({ profile: 'any' });
  });
});

describe('the page of a code', () => {
  async function pageOf(code: string): Promise<string | undefined> {
    const editor = await start();
    return (await editor.connection.sendRequest<DiagnosticPageResult>(diagnosticPageRequest, { code })).page;
  }

  it('says what it is about, shows examples, and says how to change its level', async () => {
    const page = await pageOf('QRY002');
    const title = codes.find(({ code }) => code === 'QRY002')?.title;
    expect(page?.split('\n')[0]).toBe(`# QRY002: ${title}`);
    expect(page).toContain('right:');
    expect(page).toContain('"rulewright.severity": { "QRY002": "off" }');
  });

  it('is found in any case', async () => {
    expect(await pageOf('qry002')).toBe(await pageOf('QRY002'));
  });

  it('of a code that there is not is none', async () => {
    expect(await pageOf('ABC123')).toBeUndefined();
  });
});
