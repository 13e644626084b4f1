import { describe, expect, it } from 'vitest';
import { isFileUri, namedFile, parentFolder } from '../../server/src/base/fileUri.js';

describe('a URI of a file', () => {
  it.each([
    ['file:///rules/a.eql', true],
    ['file:///c%3A/rules/a.eql', true],
    ['vscode-vfs://github/team/rules/a.eql', true],
    ['vscode-remote://127.0.0.1%3A8080/rules/a.eql', true],
    ['memfs:/rules/a.eql', true],
    ['untitled:Untitled-1', false],
    ['untitled:/rules/a.eql', false],
    ['git:/rules/a.eql?%7B%22ref%22%3A%22HEAD%22%7D', false],
    ['vscode-notebook-cell:/rules/a.ipynb#W0', false],
    ['a.eql', false],
  ])('%s -> %s', (uri, expected) => expect(isFileUri(uri)).toBe(expected));
});

describe('the folder of a file', () => {
  it.each([
    ['file:///rules/a.eql', 'file:///rules/'],
    ['file:///rules/', 'file:///'],
    ['file:///', undefined],
    ['vscode-vfs://github/team/a.eql', 'vscode-vfs://github/team/'],
    ['vscode-vfs://github/team/', 'vscode-vfs://github/'],
    ['vscode-vfs://github/', undefined],
    ['memfs:/a.eql', 'memfs:/'],
    ['memfs:/', undefined],
    ['untitled:Untitled-1', undefined],
  ])('%s -> %s', (uri, expected) => expect(parentFolder(uri)).toBe(expected));
});

describe('a file that another one names', () => {
  it.each([
    ['file:///team/', 'fields/a b.json', 'file:///team/fields/a%20b.json'],
    ['file:///team/', '..\\fields.json', 'file:///fields.json'],
    ['file:///team/', '/fields.json', 'file:///fields.json'],
    ['vscode-vfs://github/team/', '../fields.json', 'vscode-vfs://github/fields.json'],
    ['memfs:/team/a.test.toml', 'a.toml', 'memfs:/team/a.toml'],
    ['file:///team/', '//other.example/share/fields.json', 'file:///other.example/share/fields.json'],
    ['file:///team/', '\\\\other.example\\share\\fields.json', 'file:///other.example/share/fields.json'],
    ['file:///team/', '/\\other.example/fields.json', 'file:///other.example/fields.json'],
    ['file:///team/', 'http://other.example/a', 'file:///team/http%3A//other.example/a'],
  ])('%s and %s -> %s', (base, path, expected) => expect(namedFile(base, path)).toBe(expected));
});
