import { describe, expect, it } from 'vitest';
import { createProjects, type Project } from '../../server/src/config/projects.js';
import { openRule } from '../../server/src/rule/openText.js';
import { schemas } from '../kit/services.js';
import { memoryHost } from '../kit/memoryHost.js';

function projectOf(files: Readonly<Record<string, string>>, rule = 'file:///work/rules/linux/a.toml'): Promise<Project> {
  return createProjects(memoryHost(files), schemas).of(rule);
}

const rule = (author: string, uri = 'file:///work/rules/linux/a.toml') =>
  openRule(`[rule]\nauthor = ["${author}"]\ntype = "query"\n`, { uri });

describe('the project of a rule', () => {
  it('is none without a configuration upwards of it', async () => {
    const project = await projectOf({});
    expect([project.folder, project.settingsFor(rule('Acme'), {})]).toEqual([undefined, { profile: 'any', severity: {} }]);
  });

  it('is the nearest folder with one', async () => {
    const project = await projectOf({ 'file:///work/rulewright.config.json': '{}', 'file:///work/rules/rulewright.config.json': '{}' });
    expect(project.folder).toBe('file:///work/rules/');
  });

  it('is strict where the repository treats detections as code', async () => {
    const project = await projectOf({ 'file:///work/_config.yaml': 'bypass_version_lock: true\nnormalize_kql_keywords: false\n' });
    expect(project.settingsFor(rule('Acme'), {})).toEqual({
      profile: 'detections-as-code',
      severity: { RUL008: 'off', REP003: 'off', KQL104: 'error' },
    });
  });

  it.each([
    ['detection_rules/etc/version.lock.json', { 'detection_rules/etc/version.lock.json': '{ "1": { "type": "eql", "version": 2 } }' }],
    ['etc/version.lock.json', { '_config.yaml': 'testing: true', 'etc/version.lock.json': '{ "1": { "type": "eql", "version": 2 } }' }],
    [
      'a file it names',
      { '_config.yaml': 'files:\n  version_lock: own/lock.json', 'own/lock.json': '{ "1": { "type": "eql", "version": 2 } }' },
    ],
  ])('knows what was released from %s', async (_, files) => {
    const project = await projectOf(Object.fromEntries(Object.entries(files).map(([name, text]) => [`file:///work/${name}`, text])));
    expect(await project.lock()).toEqual(new Map([['1', { type: 'eql', version: 2 }]]));
  });

  it.each([{}, { 'file:///work/_config.yaml': '' }, { 'file:///work/_config.yaml': 'a: 1', 'file:///work/etc/version.lock.json': '[' }])(
    'knows of no releases in %j',
    async (files) => expect(await (await projectOf(files)).lock()).toBeUndefined(),
  );

  it.each([
    ['Elastic', 'elastic'],
    ['Acme', 'detections-as-code'],
  ])("judges a rule by %s in the repository of Elastic's rules by the profile %s", async (author, profile) => {
    const project = await projectOf({ 'file:///work/detection_rules/etc/version.lock.json': '{}' });
    expect(project.settingsFor(rule(author), {}).profile).toBe(profile);
  });

  it("has the last word over the editor's settings", async () => {
    const project = await projectOf({ 'file:///work/rulewright.config.json': '{ "profile": "any", "severity": { "QRY002": "error" } }' });
    const own = { profile: 'elastic', severity: { QRY002: 'off', QRY005: 'off' }, today: '2026-01-01' } as const;
    expect(project.settingsFor(rule('Acme'), own)).toEqual({
      profile: 'any',
      severity: { QRY002: 'error', QRY005: 'off' },
      today: '2026-01-01',
    });
  });

  it('suppresses diagnostics file by file', async () => {
    const project = await projectOf({
      'file:///work/rulewright.config.json': '{ "suppress": [{ "files": ["rules/linux/*.toml"], "codes": ["KQL101"] }] }',
    });
    expect(project.settingsFor(rule('Acme'), {}).severity).toEqual({ KQL101: 'off' });
    expect(project.settingsFor(rule('Acme', 'file:///work/rules/macos/a.toml'), {}).severity).toEqual({});
  });

  it('leaves files out', async () => {
    const config = '{ "rules": ["rules/**"], "exclude": ["**/_deprecated/**"] }';
    const project = await projectOf({ 'file:///work/rulewright.config.json': config });
    const paths = ['rules/_deprecated/a.toml', 'rules/a.toml', 'drafts/a.toml'];
    expect(paths.filter((path) => project.isFound(`file:///work/${path}`))).toEqual(['rules/a.toml']);
  });

  it('knows its own fields', async () => {
    const project = await projectOf({
      'file:///work/rulewright.config.json':
        '{ "fields": [{ "file": "fields/acme.json", "indexPatterns": ["logs-acme.*"] }, { "file": "gone.json" }] }',
      'file:///work/fields/acme.json': '{ "properties": { "team": { "type": "keyword" } } }',
    });
    expect(project.schemas.catalogFor(['logs-acme.audit-*']).field('team')?.source).toBe('acme.json');
    expect(project.problems).toEqual([
      { uri: 'file:///work/rulewright.config.json', message: expect.stringMatching(/^fields: .*gone\.json/) as string },
    ]);
    expect(project.fieldFiles).toEqual(['file:///work/fields/acme.json', 'file:///work/gone.json']);
  });

  it('knows the cluster that its fields come from, by the indices', async () => {
    const entry = (file: string, cluster: string) => `{ "file": "${file}", "cluster": "${cluster}" }`;
    const project = await projectOf({
      'file:///work/rulewright.config.json': `{ "fields": [${entry('a.json', 'lab')}, ${entry('b.json', 'prod')}, { "file": "c.json" }] }`,
      'file:///work/a.json': '{ "winlogbeat-*": { "team": "keyword" } }',
      'file:///work/b.json': '{ "logs-*": { "team": "keyword" } }',
      'file:///work/c.json': '{ "acme-*": { "team": "keyword" } }',
    });
    const clusters = [['logs-endpoint.*'], ['acme-*'], ['winlogbeat-*', 'logs-*'], []].map((patterns) => project.clusterOf(patterns));
    expect([clusters, project.problems]).toEqual([['prod', undefined, 'lab', undefined], []]);
  });

  it("knows the fields of a repository's own list", async () => {
    const project = await projectOf({
      'file:///work/_config.yaml': 'files:\n  stack_schema_map: etc/stack-schema-map.yaml\n',
      'file:///work/etc/stack-schema-map.yaml': '"8.19.0":\n  custom: old.json\n"9.4.0":\n  ecs: "9.4.0"\n  custom: acme.json\n',
      'file:///work/etc/acme.json': '{ "logs-acme.*": { "team": "keyword" } }',
    });
    expect(project.schemas.catalogFor(['logs-acme.audit-*']).field('team')?.source).toBe('acme.json');
    expect(project.problems).toEqual([]);
  });

  it('is read anew once it was changed', async () => {
    const files: Record<string, string> = {};
    const projects = createProjects(memoryHost(files), schemas);
    const folder = async () => (await projects.of('file:///work/a.toml')).folder;
    expect(await folder()).toBeUndefined();
    files['file:///work/rulewright.config.json'] = '{}';
    projects.forget();
    expect(await folder()).toBe('file:///work/');
  });
});
