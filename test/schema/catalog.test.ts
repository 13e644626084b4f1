import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../server/src/schema/buildCatalog.js';
import { fieldSetOf } from '../../server/src/schema/fieldSet.js';
import { loadSchemas } from '../../server/src/schema/load.js';
import type { FieldInfo } from '../../server/src/schema/catalog.js';
import type { FieldType } from '../../server/src/schema/fieldType.js';
import { assetHost, shippedSchemas } from './shipped.js';

const schemas = await shippedSchemas;

function field(name: string, type: FieldType): FieldInfo {
  return { name, type, source: 'test', array: false, ignoreAbove: undefined, values: undefined };
}

describe('a field of the shipped catalogue', () => {
  const all = schemas.catalogFor([]);
  it.each([
    ['process.name', 'keyword', 'ECS 9.4', 1024],
    ['process.command_line', 'wildcard', 'ECS 9.4', undefined],
    ['process.args', 'keyword', 'ECS 9.4', 1024],
    ['process.pid', 'long', 'ECS 9.4', undefined],
    ['source.ip', 'ip', 'ECS 9.4', undefined],
    ['@timestamp', 'date', 'ECS 9.4', undefined],
    ['url.full', 'wildcard', 'ECS 9.4', undefined],
    ['process.code_signature.trusted', 'boolean', 'ECS 9.4', undefined],
    ['registry.value', 'keyword', 'ECS 9.4', 1024],
    ['process.name.text', 'match_only_text', 'ECS 9.4', undefined],
    ['winlog.event_id', 'keyword', 'winlogbeat', 1024],
    ['aws.cloudtrail.error_code', 'keyword', 'filebeat', 1024],
    ['kubernetes.audit.verb', 'keyword', 'logs-kubernetes.audit_logs-*', undefined],
  ] as const)('%s is %s of %s, indexed up to %s', (name, type, source, ignoreAbove) => {
    expect(all.field(name)).toMatchObject({ name, type, source, ignoreAbove });
  });

  it('of an open object has no known length limit: none of its values is taken for invisible', () => {
    expect(schemas.catalogFor(['winlogbeat-*']).field('winlog.event_data.Anything')).toMatchObject({
      type: 'keyword',
      ignoreAbove: undefined,
    });
  });

  it('knows whether it is an array and which values it takes', () => {
    expect(all.field('process.args')?.array).toBe(true);
    expect(all.field('process.name')?.array).toBe(false);
    const categories = all.field('event.category')?.values;
    expect(categories?.closed).toBe(true);
    expect(categories?.list.find((value) => value.name === 'registry')?.expectedTypes).toEqual([
      'access',
      'change',
      'creation',
      'deletion',
    ]);
    expect(all.field('host.os.type')?.values).toMatchObject({ closed: false, list: [{ name: 'linux' }, { name: 'macos' }, { name: 'unix' }, { name: 'windows' }, { name: 'ios' }, { name: 'android' }] }); // prettier-ignore
  });

  it('of a multi-field says whose values it indexes', () => {
    expect(all.field('process.name.text')?.multiFieldOf).toBe('process.name');
    expect(all.field('process.name.caseless')).toMatchObject({ multiFieldOf: 'process.name', lowercased: true, type: 'keyword' });
    expect(all.field('process.name')?.multiFieldOf).toBeUndefined();
    expect(all.field('process.pe.imphash')?.multiFieldOf).toBeUndefined();
  });

  it.each([
    ['a key of a flattened field', 'process.pe.imports.kernel32', { type: 'flattened' }],
    ['below an open object', 'labels.team', { type: 'keyword', typeUncertain: true }],
    ['below the event data of Windows', 'winlog.event_data.MadeUp', { type: 'keyword', typeUncertain: true }],
    ['of a name with stars', 'o365.audit.Parameters.Identity', { type: 'keyword', typeUncertain: true }],
    ['an alias without known target', 'process.cwd', { type: 'alias', typeUncertain: true }],
    ['one of a range of names', 'auditd.data.a2', { type: 'keyword' }],
  ])('%s: %s', (_, name, expected) => {
    expect(all.field(name)).toMatchObject({ name, ...expected });
  });

  it.each(['process.nmae', 'process', 'winlog.nothing', 'nothing', '', '.', 'process.name.nothing', '__proto__', 'constructor'])(
    '%j is no field',
    (name) => {
      expect(all.field(name)).toBeUndefined();
    },
  );
});

describe('the catalogue of a rule', () => {
  it.each([
    [[], false],
    [['logs-*'], false],
    [['logs-endpoint.events.process-*'], true],
    [['logs-endpoint.events.*', 'winlogbeat-*', 'auditbeat-*'], true],
    [['logs-endpoint.events.*', '-logs-other-*'], true],
    [['logs-endpoint.events.*', 'logs-crowdstrike.fdr*'], false],
    [['remote:logs-endpoint.events.file-*'], true],
    [['-logs-other-*'], false],
  ])('of %s is complete: %s', (patterns, complete) => {
    expect(schemas.catalogFor(patterns)).toMatchObject({ complete, authoritative: false });
  });

  it('is complete with the fields of its own indices only', () => {
    const registry = schemas.catalogFor(['logs-endpoint.events.registry-*']);
    expect(registry.field('winlog.event_id')).toBeUndefined();
    expect(registry.field('registry.path')?.type).toBe('keyword');
    expect(registry.field('Target.process.pid')).toBeUndefined();
  });

  it('knows the fields of other indices where it is not complete, but does not offer them', () => {
    const okta = schemas.catalogFor(['logs-okta.system-*']);
    expect(okta.field('okta.actor.id')?.source).toBe('filebeat');
    expect(okta.names).not.toContain('aws.cloudtrail.error_code');
    expect(okta.names).toContain('event.action');
  });

  it('lists names in order, each once, without plain objects and patterns', () => {
    const { names } = schemas.catalogFor([]);
    expect([...new Set(names)].sort()).toEqual(names);
    expect(names.filter((name) => name.includes('*') || name === 'process' || name === 'process.Ext' || /\s/.test(name))).toEqual([]);
  });

  it('knows which names have fields below them', () => {
    const catalog = schemas.catalogFor(['logs-endpoint.events.process-*']);
    expect(['process', 'process.Ext', 'process.name', 'process.nmae', 'winlog'].map((name) => catalog.isObject(name))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('says where its fields are from', () => {
    expect(schemas.catalogFor([]).description).toBe('ECS 9.4 and the fields of all known integrations');
    expect(schemas.catalogFor(['my-own-index']).description).toBe('ECS 9.4');
    expect(schemas.catalogFor(['logs-endpoint.events.api-*']).description).toBe(
      'ECS 9.4, endpoint.api, logs-endpoint.events.* and logs-endpoint.events.api-*',
    );
    expect(schemas.catalogFor(['logs-endpoint.*']).description).toBe('ECS 9.4, endpoint.alerts, endpoint.api and 10 more');
  });

  it('is made once for the same patterns', () => {
    expect(schemas.catalogFor(['winlogbeat-*'])).toBe(schemas.catalogFor(['winlogbeat-*']));
  });
});

describe('did you mean', () => {
  const catalog = schemas.catalogFor(['logs-endpoint.events.process-*']);
  it.each([
    ['process.nmae', ['process.name']],
    ['proces.name', ['process.name']],
    ['process.commandline', ['process.command_line']],
    ['Process.Name', ['process.name']],
    ['process_name', ['process.name']],
    ['host.os.typ', ['host.os.type']],
    ['event.catagory', ['event.category']],
    ['source.ips', ['source.ip']],
    ['nothing.like.it', []],
    ['problemchild.prediction', []],
    ['', []],
  ])('%s: %s first', (name, expected) => {
    expect(catalog.nearest(name).slice(0, 1)).toEqual(expected);
  });

  it('gives at most three names', () => {
    expect(catalog.nearest('process.parent.hash.sha')).toHaveLength(3);
  });
});

describe('descriptions', () => {
  it('are those of ECS, also for multi-fields and keys', async () => {
    const docs = await schemas.docs('process.name');
    expect(docs).toEqual({ description: 'Process name.\nSometimes called program name or similar.', example: 'ssh', level: 'extended' });
    expect(await schemas.docs('process.name.text')).toEqual(docs);
    expect((await schemas.docs('process.pe.imports.kernel32'))?.level).toBe('extended');
  });

  it.each(['winlog.event_id', 'process.nmae', 'process', ''])('there is none of %j', async (name) => {
    expect(await schemas.docs(name)).toBeUndefined();
  });

  it('are read on the first question, once', async () => {
    const read: string[] = [];
    const fresh = await loadSchemas({
      ...assetHost,
      readAsset: (name) => {
        read.push(name);
        return assetHost.readAsset(name);
      },
    });
    expect(read).not.toContain('descriptions.json');
    await fresh.docs('process.name');
    await fresh.docs('process.pid');
    expect(read.filter((name) => name === 'descriptions.json')).toHaveLength(1);
  });
});

describe('a catalogue of given fields', () => {
  const one = fieldSetOf('one', [
    field('a', 'keyword'),
    field('a.b', 'text'),
    field('n', 'long'),
    field('o', 'object'),
    field('x', 'long'),
  ]);
  const two = fieldSetOf('two', [field('n', 'keyword'), field('x', 'integer')]);
  const catalog = createCatalog({
    sets: [one, two],
    others: () => [fieldSetOf('three', [field('far', 'ip')])],
    complete: false,
    authoritative: true,
    description: 'my mapping',
  });

  it('answers from the first source that knows the field', () => {
    expect(['a', 'a.b', 'n', 'x', 'o.any', 'far', 'z'].map((name) => catalog.field(name)?.type)).toEqual([
      'keyword',
      'text',
      'long',
      'long',
      'keyword',
      'ip',
      undefined,
    ]);
  });

  it('looks for no name of more than 1,024 characters, whatever there is', () => {
    const names = [1024, 1025].map((length) => `o.${'b'.repeat(length - 2)}`);
    const sets = [fieldSetOf('long', [field('o', 'object'), ...names.map((name) => field(`${name}.x`, 'keyword'))])];
    const long = createCatalog({ sets, others: () => [], complete: false, authoritative: true, description: '' });
    expect(names.map((name) => [catalog.field(name)?.type, long.isObject(name)])).toEqual([
      ['keyword', true],
      [undefined, false],
    ]);
  });

  it('is uncertain of a type in which the sources differ', () => {
    expect(catalog.field('n')?.typeUncertain).toBe(true);
    expect(catalog.field('x')?.typeUncertain).toBeUndefined();
  });

  it('keeps what it was told', () => {
    expect(catalog).toMatchObject({ names: ['a', 'a.b', 'n', 'x'], complete: false, authoritative: true, description: 'my mapping' });
  });
});
