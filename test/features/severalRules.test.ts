import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { noCancel } from '../../server/src/base/cancel.js';
import { LineIndex } from '../../server/src/base/lines.js';
import { toSpan } from '../../server/src/features/convert.js';
import { runJob } from '../../server/src/features/run.js';
import { memoryHost } from '../kit/memoryHost.js';
import { schemas, service } from '../kit/services.js';

const rule = (id: string, query: string, type = 'eql'): object => ({
  rule_id: id, type, language: type === 'eql' ? 'eql' : 'kuery', name: `Rule ${id}`, query, index: ['logs-endpoint.events.*'],
}); // prettier-ignore

const text = [
  rule('1', 'process where process.nmae == "a"'),
  rule('2', 'process.name: chattr', 'query'),
  rule('3', 'process where process.nam'),
]
  .map((each) => `${JSON.stringify(each)}\n`)
  .join('');
const uri = 'file:///rules/export.ndjson';
const model = service.open(text, { uri, languageId: 'json' });
const lines = new LineIndex(text);
const after = (found: string) => lines.positionAt(text.indexOf(found) + found.length);

describe('a file of several rules', () => {
  it('has the diagnostics of all of them, with places and fixes in the right strings', () => {
    const shown = service.diagnostics(model, {}).filter(({ diagnostic: { code } }) => code === 'QRY002' || code === 'QRY001');
    expect(shown.map(({ shown: { code, range } }) => [code, range.start.line, text.slice(...spanOf(range))])).toEqual([
      ['QRY002', 0, 'process.nmae'],
      ['QRY002', 2, 'process.nam'],
    ]);
    const [fix] = shown[0]!.diagnostic.fixes!;
    expect(applyEdits(text, fix!.edits)).toBe(text.replace('process.nmae', 'process.name'));
  });

  it('answers at a position with the rule that it lies in', async () => {
    const end = lines.positionAt(text.lastIndexOf('process.nam') + 'process.nam'.length);
    expect(service.complete(model, end, undefined).items.map(({ label }) => label)).toContain('process.name');
    const hover = await service.hover(model, after('"query":"process.na'));
    expect(hover?.range?.start.line).toBe(1);
    expect(JSON.stringify(hover?.contents)).toContain('process.name');
  });

  it('has an outline, tokens and a code lens for each rule', () => {
    expect(service.symbols(model).map(({ name, range }) => [name, range.start.line, range.end.line])).toEqual([
      ['Rule 1', 0, 0],
      ['Rule 2', 1, 1],
      ['Rule 3', 2, 2],
    ]);
    const lenses = service.codeLenses(model, undefined).filter(({ command }) => command?.command === 'rulewright.runRule');
    expect(lenses.map(({ range, command }) => [range.start.line, command?.arguments])).toEqual(
      [0, 1, 2].map((line) => [line, [uri, null, lenses[line]?.range.start]]),
    );
    const { data } = service.semanticTokens(model)!;
    expect(data.filter((_, index) => index % 5 === 0).reduce((sum, delta) => sum + delta, 0)).toBe(2);
  });

  it('offers the fixes of the rules that a range touches', () => {
    const titles = (line: number, endLine: number): readonly string[] =>
      service
        .codeActions(model, { start: { line, character: 0 }, end: { line: endLine, character: 1000 } }, {})
        .map(({ title }) => title)
        .filter((title) => title.startsWith('Replace by `process'));
    expect(titles(0, 0)).toEqual(['Replace by `process.name`']);
    expect(titles(1, 1)).toEqual([]);
    expect(titles(0, 2).length).toBeGreaterThan(1);
  });

  it('is left to the editor for folding', () => {
    expect(service.folding(model)).toBeUndefined();
  });

  it('runs the rule at the place that is named', async () => {
    const events = '{"event":{"category":"process"},"process":{"name":"chattr"}}\n';
    const job = { rule: { uri, text, offset: text.indexOf('Rule 2') }, ruleVersion: 1, sample: { uri: 'file:///e.ndjson', text: events } };
    const result = await runJob(job, { host: memoryHost({}), schemas }, () => undefined, noCancel);
    expect([result.status, result.matches, result.queryRange?.start.line]).toEqual(['finished', 1, 1]);
  });
});

function spanOf(range: Parameters<typeof toSpan>[1]): [number, number] {
  const { start, end } = toSpan(lines, range);
  return [start, end];
}
