import { afterEach, describe, expect, it } from 'vitest';
import {
  elasticsearchQueryRequest,
  type ElasticsearchQueryParams,
  type ElasticsearchQueryResult,
} from '../../server/src/protocol/protocol.js';
import { memoryHost } from '../kit/memoryHost.js';
import { startEditor, type Editor } from './editor.js';

const uri = 'file:///rules/a.kuery';
const note = '# This file names no index: put yours in the place of `_all`.\n';

function requestOf(value: string): string {
  return `${note}POST /_all/_search
{
  "query": { "bool": { "should": [{ "term": { "process.name": { "value": "${value}" } } }], "minimum_should_match": 1 } }
}
`;
}

const running: Editor[] = [];

afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

async function start(files: Readonly<Record<string, string>> = {}) {
  const editor = await startEditor({ host: memoryHost(files) });
  running.push(editor);
  const ask = (params: ElasticsearchQueryParams) =>
    editor.connection.sendRequest<ElasticsearchQueryResult>(elasticsearchQueryRequest, params);
  return { editor, ask };
}

describe('what Kibana asks Elasticsearch', () => {
  it('is answered for the text in the editor, and follows it', async () => {
    const { editor, ask } = await start({ [uri]: 'process.name: disk' });
    await editor.open(uri, 'kuery', 'process.name: a');
    expect(await ask({ rule: uri })).toEqual({ text: requestOf('a'), isBroken: false });
    await editor.change(uri, 2, 'process.name: b');
    expect(await ask({ rule: uri })).toEqual({ text: requestOf('b'), isBroken: false });
    await editor.change(uri, 3, 'process.name: (b');
    const broken = await ask({ rule: uri });
    expect({ isBroken: broken.isBroken, text: broken.text }).toEqual({ isBroken: true, text: undefined });
    expect(broken.message).toMatch(/ \(line 1\)$/);
  });

  it('is answered for a file that is not open', async () => {
    const { ask } = await start({ [uri]: 'process.name: disk' });
    expect(await ask({ rule: uri })).toEqual({ text: requestOf('disk'), isBroken: false });
  });

  it('of a file that is missing is a sentence', async () => {
    const { ask } = await start();
    expect(await ask({ rule: uri })).toEqual({ message: `There is no file ${uri}; check the path.`, isBroken: true });
  });

  it('of a rule that is sent as it stands is a sentence', async () => {
    const { editor, ask } = await start();
    await editor.open('file:///a.toml', 'toml', '[rule]\nname = "Test"\ntype = "esql"\nlanguage = "esql"\nquery = "from a"\n');
    expect(await ask({ rule: 'file:///a.toml' })).toEqual({
      message: 'An ES|QL query is sent to Elasticsearch as it stands; there is nothing to translate',
      isBroken: false,
    });
  });

  it('of one rule of several is that at the position', async () => {
    const { editor, ask } = await start();
    const line = (value: string) =>
      JSON.stringify({ rule_id: value, name: value, type: 'query', language: 'kuery', index: [value], query: `process.name: ${value}` });
    await editor.open('file:///export.ndjson', 'json', `${line('one')}\n${line('two')}\n`);
    const { text } = await ask({ rule: 'file:///export.ndjson', position: { line: 1, character: 5 } });
    expect(text?.split('\n')[0]).toBe('POST /two/_search?allow_no_indices=true&ignore_unavailable=true');
  });
});
