import { afterEach, describe, expect, it } from 'vitest';
import {
  CodeActionRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  LSPErrorCodes,
  PrepareRenameRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
} from 'vscode-languageserver/node';
import { memoryHost } from '../kit/memoryHost.js';
import { inToml } from '../kit/services.js';
import { startEditor, type Editor } from './editor.js';

const rule = 'file:///rules/test.toml';
const text = inToml('sequence by host.id\n  [any where not (a.b == 1 or\n    a.c == 2)]\n  [any where length(a.b) > 1]');

const running: Editor[] = [];

async function withRule(uri = rule, content = text): Promise<Editor> {
  const editor = await startEditor({ host: memoryHost({}) });
  running.push(editor);
  await editor.open(uri, 'toml', content);
  return editor;
}

afterEach(async () => {
  for (const editor of running.splice(0)) await editor.stop();
});

/** At `a.b` of the first item. */
const onField = { textDocument: { uri: rule }, position: { line: 9, character: 19 } };
const onHost = { textDocument: { uri: rule }, position: { line: 8, character: 14 } };

describe('the server, while a query is edited', () => {
  it('shows signatures, and highlights, selects, folds and colours by the tree', async () => {
    const { connection } = await withRule();
    const signature = await connection.sendRequest(SignatureHelpRequest.type, {
      textDocument: { uri: rule },
      position: { line: 11, character: 20 },
    });
    expect(signature?.signatures.map(({ label }) => label)).toEqual(['length(source)']);
    const highlights = await connection.sendRequest(DocumentHighlightRequest.type, onField);
    expect(highlights?.map(({ range }) => range.start)).toEqual([
      { line: 9, character: 18 },
      { line: 11, character: 20 },
    ]);
    const folds = await connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri: rule } });
    expect(folds?.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [3, 17],
      [7, 11],
      [9, 10],
    ]);
    const [selection] =
      (await connection.sendRequest(SelectionRangeRequest.type, { textDocument: { uri: rule }, positions: [onField.position] })) ?? [];
    expect(selection?.range).toEqual({ start: { line: 9, character: 18 }, end: { line: 9, character: 21 } });
    const symbols = await connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri: rule } });
    expect(symbols?.map(({ name }) => name)).toEqual(['Test']);
    const tokens = await connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri: rule } });
    expect(tokens?.data.slice(0, 10)).toEqual([8, 12, 7, 0, 1, 1, 18, 3, 0, 0]);
  });

  it('links references to their pages', async () => {
    const { connection } = await withRule(rule, `${text}references = ["https://example.com/a"]\n`);
    const links = await connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri: rule } });
    expect(links?.map(({ target }) => target)).toEqual(['https://example.com/a']);
  });

  it('renames, and says why where it does not', async () => {
    const { connection } = await withRule();
    expect(await connection.sendRequest(PrepareRenameRequest.type, onHost)).toEqual({
      range: { start: { line: 8, character: 12 }, end: { line: 8, character: 19 } },
      placeholder: 'host.id',
    });
    expect(await connection.sendRequest(RenameRequest.type, { ...onHost, newName: 'agent.id' })).toEqual({
      changes: { [rule]: [{ range: { start: { line: 8, character: 12 }, end: { line: 8, character: 19 } }, newText: 'agent.id' }] },
    });
    await expect(connection.sendRequest(RenameRequest.type, { ...onHost, newName: 'agent.' })).rejects.toMatchObject({
      code: LSPErrorCodes.RequestFailed,
      message: '`agent.` is not the name of a field; write it as in `process.name`',
    });
    expect(await connection.sendRequest(PrepareRenameRequest.type, { ...onHost, position: { line: 4, character: 2 } })).toBeNull();
  });

  it('offers refactorings only where they are asked for', async () => {
    const { connection } = await withRule();
    const titles = async (only: string[] | undefined): Promise<readonly string[] | undefined> => {
      const range = { start: onField.position, end: onField.position };
      const context = { diagnostics: [], ...(only === undefined ? {} : { only }) };
      const actions = await connection.sendRequest(CodeActionRequest.type, { textDocument: { uri: rule }, range, context });
      return actions?.map((action) => `${'kind' in action ? (action.kind ?? '') : ''}: ${action.title}`);
    };
    const refactoring = 'refactor.rewrite: Write as `not … and not …`';
    expect((await titles(undefined))?.at(-1)).toBe(refactoring);
    expect(await titles(['refactor'])).toEqual([refactoring]);
    expect(await titles(['refactor.rewrite'])).toEqual([refactoring]);
    expect(await titles(['refactor.extract'])).toEqual([]);
    expect(await titles(['source'])).toEqual(['source.formatQuery: Format query', 'source.formatRule: Format rule']);
    expect((await titles(['quickfix']))?.filter((title) => !title.startsWith('quickfix: '))).toEqual([]);
  });

  it('leaves TOML that is no rule to others', async () => {
    const cargo = 'file:///Cargo.toml';
    const { connection } = await withRule(cargo, '[package]\nname = [\n"a"\n]');
    const textDocument = { uri: cargo };
    const position = { line: 2, character: 1 };
    expect(await connection.sendRequest(FoldingRangeRequest.type, { textDocument })).toBeNull();
    expect(await connection.sendRequest(SemanticTokensRequest.type, { textDocument })).toBeNull();
    expect(await connection.sendRequest(SelectionRangeRequest.type, { textDocument, positions: [position] })).toBeNull();
    expect(await connection.sendRequest(DocumentHighlightRequest.type, { textDocument, position })).toBeNull();
    expect(await connection.sendRequest(SignatureHelpRequest.type, { textDocument, position })).toBeNull();
    expect(await connection.sendRequest(DocumentSymbolRequest.type, { textDocument })).toEqual([]);
  });
});
