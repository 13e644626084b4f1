/** The extension's manifest and its code say the same: every command, setting, language, view and context in one is in the other. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFileGlob } from '../client/src/tests.js';
import { configFileName } from '../server/src/config/projectConfig.js';

const root = path.resolve(import.meta.dirname, '..');

interface When {
  readonly when?: string;
}

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category?: string; enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly (When & { command: string })[]>>;
    readonly keybindings: readonly (When & { command: string })[];
    readonly views: Readonly<Record<string, readonly (When & { id: string })[]>>;
    readonly viewsContainers: { readonly panel: readonly { id: string }[] };
    readonly viewsWelcome: readonly (When & { view: string; contents: string })[];
    readonly languages: readonly { id: string; configuration?: string; filenames?: readonly string[] }[];
    readonly jsonValidation: readonly { fileMatch: string; url: string }[];
    readonly grammars: readonly { language?: string; path: string }[];
    readonly snippets: readonly { language: string; path: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { markdownDescription?: string; scope?: string; order?: number }>>;
    };
    readonly configurationDefaults: Readonly<Record<string, unknown>>;
  };
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const { contributes } = manifest;

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function sources(folder: string): string {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return files.map((name) => read(path.join(folder, name))).join('\n');
}

const client = sources('client/src');
const protocol = read('server/src/protocol/protocol.ts');

/** The text between the first `from` and the next `to`. */
function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from);
  if (start < 0) throw new Error(`not found: ${from}`);
  return text.slice(start + from.length, text.indexOf(to, start + from.length));
}

function quoted(text: string): string[] {
  return [...text.matchAll(/'(rulewright\.[\w.]+)'/g)].map((match) => match[1] ?? '');
}

const declared = contributes.commands.map(({ command }) => command).sort();

describe('commands', () => {
  it('are registered, each of them and no other', () => {
    expect(quoted(between(read('client/src/extension.ts'), 'registerCommands({', '})')).sort()).toEqual(declared);
  });

  it('that the server puts into code lenses are declared', () => {
    const ofServer = quoted(
      protocol
        .split('\n')
        .filter((line) => /Command = /.test(line))
        .join('\n'),
    );
    expect(ofServer.length).toBeGreaterThan(0);
    expect(ofServer.filter((command) => !declared.includes(command))).toEqual([]);
  });

  it('read as `Rulewright: Verb Object`', () => {
    for (const { title, category } of contributes.commands) {
      expect(category).toBe('Rulewright');
      expect(title).toMatch(/^[A-Z][a-z]+ (?:to )?[A-Z.]/);
      expect(title).not.toContain('Rulewright');
    }
  });

  it('in menus, keys and welcome texts exist', () => {
    const links = contributes.viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1]),
    );
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
    expect([...used, ...links].filter((command) => !declared.includes(command ?? ''))).toEqual([]);
  });

  it('each say when the palette offers them', () => {
    const ruled = contributes.menus['commandPalette']?.map(({ command }) => command).sort();
    expect(ruled).toEqual(declared);
  });
});

describe('settings', () => {
  const names = Object.keys(contributes.configuration.properties).map((name) => name.replace(/^rulewright\./, ''));

  it('are read by the server, by the client or by its language client, each of them and no other', () => {
    const ofServer = [...between(protocol, 'export interface Settings {', '\n}').matchAll(/^ {2}readonly (\w+)/gm)].map(
      (match) => match[1],
    );
    const ofClient = [...client.matchAll(/^const setting = '(\w+)'/gm)].map((match) => match[1]);
    const ofLanguageClient = [...client.matchAll(/new LanguageClient\('(\w+)'/g)]
      .map((match) => match[1])
      .filter((id) => id === 'rulewright');
    expect(ofLanguageClient).toEqual(['rulewright']);
    expect([...ofServer, ...ofClient, 'trace.server'].sort()).toEqual([...names].sort());
  });

  it('have a scope, an order and a description', () => {
    const properties = Object.values(contributes.configuration.properties);
    expect(properties.every(({ scope, markdownDescription }) => scope !== undefined && /^[A-Z].*\.$/.test(markdownDescription ?? ''))).toBe(
      true,
    );
    expect(properties.map(({ order }) => order)).toEqual(properties.map((_, index) => index + 1));
  });
});

describe('languages', () => {
  const ownLanguages = contributes.languages.filter(({ configuration }) => configuration !== undefined);

  it('are those the language client asks the server about', () => {
    const selected = [...between(read('client/src/extension.ts'), 'documentSelector: [', ']').matchAll(/\{ language: '(\w+)' \}/g)].map(
      (match) => match[1],
    );
    expect(ownLanguages.map(({ id }) => id)).toEqual(selected);
  });

  it('of VS Code’s own are only given our configuration, which has comments', () => {
    const others = contributes.languages.filter((language) => !ownLanguages.includes(language));
    expect(others).toEqual([{ id: 'jsonc', filenames: [configFileName] }]);
    expect(contributes.jsonValidation.map(({ fileMatch }) => fileMatch)).toEqual([configFileName]);
  });

  it('each have a grammar and snippets', () => {
    const ids = ownLanguages.map(({ id }) => id);
    expect(contributes.grammars.flatMap(({ language }) => language ?? [])).toEqual(ids);
    expect(contributes.snippets.map(({ language }) => language)).toEqual(ids);
  });

  it('do not claim .kql, which is Kusto’s', () => {
    expect(JSON.stringify(contributes.languages)).not.toContain('.kql');
  });
});

describe('views and contexts', () => {
  const views = Object.values(contributes.views).flat();

  it('each view is created by the client, in a container that exists', () => {
    expect(views.map(({ id }) => id)).toEqual([...client.matchAll(/^const viewId = '([\w.]+)'/gm)].map((match) => match[1]));
    expect(Object.keys(contributes.views)).toEqual(contributes.viewsContainers.panel.map(({ id }) => id));
    expect(contributes.viewsWelcome.map(({ view }) => view).every((id) => views.some((view) => view.id === id))).toBe(true);
  });

  it('every context in a when clause is set by the client or by VS Code, and every one that is set is used', () => {
    const clauses = [
      ...contributes.commands.map(({ enablement }) => enablement),
      ...[...Object.values(contributes.menus).flat(), ...contributes.keybindings, ...views, ...contributes.viewsWelcome].map(
        ({ when }) => when,
      ),
    ].filter((clause) => clause !== undefined);
    const used = new Set(clauses.flatMap((clause) => clause.replace(/== *\S+/g, '').match(/[a-zA-Z][\w.]*/g) ?? []));
    const ofClient = quoted(between(read('client/src/features/contextKeys.ts'), 'export const contextKeys = {', '}'));
    const ofVsCode = [
      'editorTextFocus',
      'editorLangId',
      'resourceScheme',
      'view',
      'viewItem',
      'controllerId',
      'testMessage',
      'resourceExtname',
      'gitOpenRepositoryCount',
      'workspaceFolderCount',
      'false',
    ];
    expect([...used].filter((key) => !ofVsCode.includes(key)).sort()).toEqual(ofClient.sort());
    expect(ofVsCode.filter((key) => !used.has(key))).toEqual([]);
  });
});

describe('files', () => {
  it('that the manifest names exist and are packed', () => {
    const named = [
      manifest.icon,
      ...contributes.languages.flatMap(({ configuration }) => configuration ?? []),
      ...contributes.grammars.map((grammar) => grammar.path),
      ...contributes.snippets.map((snippet) => snippet.path),
    ].map((file) => path.normalize(file));
    expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
    const packed = read('.vscodeignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1).replace('/**', ''));
    const built = [manifest.main, ...contributes.jsonValidation.map(({ url }) => url)].map((file) => path.normalize(file));
    expect([...named, ...built].filter((file) => !packed.some((prefix) => file.startsWith(prefix)))).toEqual([]);
  });

  it('activation is left to languages, commands and views, but for what VS Code has languages for itself', () => {
    expect(manifest.activationEvents).toEqual([
      'onLanguage:json',
      'onLanguage:jsonl',
      `workspaceContains:${configFileName}`,
      `workspaceContains:${testFileGlob}`,
    ]);
  });
});
