import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { LineIndex } from '../../server/src/base/lines.js';
import { service } from '../kit/services.js';

const text = [
  '# How to write rules',
  'process.name is a field',
  '```eql',
  'process where process.nmae == "a"',
  '```',
  'Between them.',
  '```kql',
  'process.name : "a" and process.pid : x',
  '```',
  '```eql',
  '```',
].join('\n');
const lines = new LineIndex(text);
const model = service.open(text, { uri: 'file:///README.md', languageId: 'markdown' });
const labels = (offset: number) => service.complete(model, lines.positionAt(offset), undefined).items.map(({ label }) => label);

describe('queries in Markdown', () => {
  it('are checked where they stand; an empty one is not', () => {
    const found = service.diagnostics(model, {}).map(({ shown: { code, range, severity } }) => [code, range.start.line, severity]);
    expect(found).toEqual([
      ['QRY002', 3, 2],
      ['QRY003', 7, 1],
    ]);
    const [fix] = service.diagnostics(model, {})[0]!.diagnostic.fixes!;
    expect(applyEdits(text, fix!.edits)).toBe(text.replace('process.nmae', 'process.name'));
  });

  it('are completed, each in its language, and so is an empty one', () => {
    expect(labels(text.indexOf('nmae'))).toContain('process.name');
    expect(labels(text.indexOf('process.pid') - 1)).toContain('and');
    expect(labels(text.lastIndexOf('```'))).toContain('process');
  });

  it('have hovers; the prose has neither hovers nor completions', async () => {
    const hoverAt = async (offset: number) => (await service.hover(model, lines.positionAt(offset)))?.range?.start.line;
    expect(await hoverAt(text.lastIndexOf('process.name'))).toBe(7);
    expect(await hoverAt(text.indexOf('process.name is'))).toBe(undefined);
    expect(labels(text.indexOf('Between'))).toEqual([]);
    expect(labels(text.indexOf('How'))).toEqual([]);
  });

  it('have tokens, and no line above them', () => {
    expect(service.semanticTokens(model)?.data.length).toBeGreaterThan(0);
    expect(service.codeLenses(model, undefined)).toEqual([]);
    expect(service.folding(model)).toBe(undefined);
    expect(service.links(model)).toEqual([]);
  });

  it('are formatted on request', () => {
    const messy = '```eql\nprocess   where a=="b"\n```\n';
    const opened = service.open(messy, { uri: 'file:///README.md', languageId: 'markdown' });
    const edits = service.format(opened).map(({ range, newText }) => {
      const index = new LineIndex(messy);
      return { span: { start: index.offsetAt(range.start), end: index.offsetAt(range.end) }, newText };
    });
    expect(applyEdits(messy, edits)).toBe('```eql\nprocess where a == "b"\n```\n');
  });
});
