/** The extension's manifest and its code say the same: every command, setting, language, view and context in one is in the other. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleFileNames, exampleScheme } from '../client/src/names.js';
import { testFileGlob } from '../client/src/tests.js';
import { configFileName } from '../server/src/config/configNames.js';

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
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly media: { readonly svg: string; readonly altText: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly taskDefinitions: readonly { type: string; when?: string; properties: { command: { enum: readonly string[] } } }[];
    readonly languages: readonly {
      id: string;
      configuration?: string;
      icon?: { readonly light: string; readonly dark: string };
      filenames?: readonly string[];
    }[];
    readonly jsonValidation: readonly { fileMatch: string; url: string }[];
    readonly grammars: readonly { language?: string; path: string }[];
    readonly snippets: readonly { language: string; path: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { markdownDescription?: string; scope?: string; order?: number }>>;
    };
    readonly configurationDefaults: Readonly<Record<string, unknown>>;
  };
}

const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
/** As VS Code shows it where the display language is English. */
const manifest = JSON.parse(read('package.json'), (_, value: unknown) =>
  typeof value === 'string' ? value.replace(/^%([\w.-]+)%$/, (placeholder, key: string) => texts[key] ?? placeholder) : value,
) as Manifest;
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

const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

describe('commands', () => {
  it('are registered, each of them and no other', () => {
    const registered = [...read('client/src/extension.ts').matchAll(/^ +'(rulewright\.\w+)':/gm)].map((match) => match[1]);
    expect(registered.sort()).toEqual(declared);
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

  it('in menus, keys, welcome texts and the walkthrough exist', () => {
    const shown = [...contributes.viewsWelcome.map(({ contents }) => contents), ...steps.map(({ description }) => description)];
    const links = shown.flatMap((text) => [...text.matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1] ?? ''));
    const completing = steps.flatMap(({ completionEvents }) =>
      completionEvents.flatMap((event) => /^onCommand:(.+)/.exec(event)?.[1] ?? []),
    );
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
    expect([...used, ...links, ...completing].filter((command) => !declared.includes(command))).toEqual([]);
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
    expect(new Set(ofLanguageClient)).toEqual(new Set(['rulewright']));
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
  });

  it('every context in a when clause is set by the client or by VS Code, and every one that is set is used', () => {
    const clauses = [
      ...contributes.commands.map(({ enablement }) => enablement),
      ...[...Object.values(contributes.menus).flat(), ...contributes.keybindings, ...views, ...contributes.viewsWelcome].map(
        ({ when }) => when,
      ),
      ...steps.flatMap(({ completionEvents }) => completionEvents.flatMap((event) => /^onContext:(.+)/.exec(event)?.[1] ?? [])),
      ...contributes.taskDefinitions.map(({ when }) => when),
    ].filter((clause) => clause !== undefined);
    const used = new Set(clauses.flatMap((clause) => clause.replace(/== *\S+/g, '').match(/[a-zA-Z][\w.]*/g) ?? []));
    const ofClient = quoted(between(read('client/src/features/contextKeys.ts'), 'export const contextKeys = {', '}'));
    const ofVsCode = [
      'editorTextFocus',
      'editorLangId',
      'resourceScheme',
      'view',
      'webviewId',
      'webviewSection',
      'controllerId',
      'testMessage',
      'resourceExtname',
      'gitOpenRepositoryCount',
      'workspaceFolderCount',
      'shellExecutionSupported',
      'false',
    ];
    expect([...used].filter((key) => !ofVsCode.includes(key)).sort()).toEqual(ofClient.sort());
    expect(ofVsCode.filter((key) => !used.has(key))).toEqual([]);
  });
});

describe('the walkthrough', () => {
  it('has four to six steps, each with a picture that is described and a way to be done', () => {
    expect(contributes.walkthroughs).toHaveLength(1);
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(steps.length).toBeLessThanOrEqual(6);
    for (const { media, completionEvents, description } of steps) {
      expect(media.altText).toMatch(/^[A-Z]/);
      expect(completionEvents).not.toEqual([]);
      expect(description).toContain('](command:rulewright.');
    }
  });
});

describe('texts', () => {
  const raw = JSON.parse(read('package.json')) as unknown;
  const shownKeys = /^(?:title|shortTitle|label|name|contents|description|markdownDescription|altText|accessibilityHelpContent)$/;

  /** The strings that people read, by where they stand. */
  function shown(value: unknown, key: string, place: string): readonly (readonly [string, string])[] {
    if (typeof value === 'string') return shownKeys.test(key) ? [[place, value]] : [];
    if (Array.isArray(value)) {
      const isText = /^(?:enumDescriptions|markdownEnumDescriptions)$/.test(key);
      return value.flatMap((item, index) => shown(item, isText ? 'description' : '', `${place}[${index}]`));
    }
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, item]) => shown(item, name, `${place}.${name}`));
  }

  const found = shown((raw as Manifest).contributes, '', '').filter(([, text]) => text !== 'Rulewright' && !/^rulewright/.test(text));

  it('that people read are in package.nls.json, each of them and no other', () => {
    expect(found.filter(([, text]) => !/^%[\w.-]+%$/.test(text))).toEqual([]);
    const capabilities = [...JSON.stringify((raw as { capabilities: unknown }).capabilities).matchAll(/"%([\w.-]+)%"/g)].map(
      ([, key]) => key,
    );
    const used = new Set([...found.map(([, text]) => text.slice(1, -1)), ...capabilities]);
    expect([...used].sort()).toEqual(Object.keys(texts).sort());
  });
});

describe('the README', () => {
  const readme = read('README.md');

  it('lists each command that the palette offers', () => {
    const hidden = contributes.menus['commandPalette']?.filter(({ when }) => when === 'false').map(({ command }) => command);
    const offered = contributes.commands.filter(({ command }) => hidden?.includes(command) !== true);
    expect(offered.map(({ title }) => title).filter((title) => !readme.includes(`**${title}**`))).toEqual([]);
  });

  it('lists each setting', () => {
    expect([...between(readme, '### Settings', '\n### ').matchAll(/^\| `(rulewright\.[\w.]+)`/gm)].map((match) => match[1])).toEqual(
      Object.keys(contributes.configuration.properties),
    );
  });

  it('shows pictures that are there', () => {
    const pictures = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map((match) => match[1] ?? '');
    expect(pictures.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
    expect(pictures.length).toBeGreaterThan(0);
  });
});

describe('files', () => {
  it('that the manifest names exist and are packed', () => {
    const named = [
      manifest.icon,
      'package.nls.json',
      ...Object.values(exampleFileNames).map((name) => `rules/linux/${name}`),
      ...contributes.languages.flatMap(({ configuration, icon }) =>
        [configuration, icon?.light, icon?.dark].filter((file) => file !== undefined),
      ),
      ...steps.map(({ media }) => media.svg),
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

  it('activation is left to languages, commands and views, but for what these do not tell', () => {
    expect(manifest.activationEvents).toEqual([
      'onLanguage:json',
      'onLanguage:jsonl',
      'onLanguage:markdown',
      `onFileSystem:${exampleScheme}`,
      'onTaskType:rulewright',
      `workspaceContains:${configFileName}`,
      `workspaceContains:${testFileGlob}`,
    ]);
  });
});
