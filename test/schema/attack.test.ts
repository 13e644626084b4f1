/** The ATT&CK matrix: what it answers, the shipped one, and matrices that users bring. */
import { describe, expect, it } from 'vitest';
import { attackUrl, fullTechniqueName, type AttackAsset } from '../../server/src/schema/attack.js';
import { importStix, readAttack } from '../../server/src/schema/attackImport.js';
import { shippedSchemas } from './shipped.js';

const { attack } = await shippedSchemas;

describe('the shipped matrix', () => {
  it('is whole', () => {
    const subtechniques = attack.techniques.filter(({ id }) => id.includes('.'));
    expect([attack.version, attack.tactics.length, attack.techniques.length, subtechniques.length]).toEqual(['18.1', 14, 691, 475]);
  });

  it('has names, a tactic and a technique above for all', () => {
    const wrong = attack.techniques.filter(
      (technique) =>
        technique.name === '' ||
        attack.tacticsOf(technique).length !== technique.tactics.length ||
        technique.tactics.length === 0 ||
        attack.technique(technique.id.split('.')[0] ?? '') === undefined,
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['TA0002', 'TA0002'],
    ['execution', 'TA0002'],
    ['Command and Control', 'TA0011'],
    ['T1059', undefined],
    ['', undefined],
  ])('tactic %s → %s', (asked, id) => expect(attack.tactic(asked)?.id).toBe(id));

  it.each([
    ['T1059', 'Command and Scripting Interpreter'],
    ['T1059.001', 'Command and Scripting Interpreter: PowerShell'],
    ['t1059', undefined],
    ['T1086', undefined],
  ])('technique %s → %s', (id, name) => {
    const technique = attack.technique(id);
    expect(technique === undefined ? undefined : fullTechniqueName(technique, attack)).toBe(name);
  });

  it.each([
    ['T1086', 'revoked', 'T1059.001'],
    ['T1547.011', 'revoked', 'T1647'],
    // Its replacement was revoked too.
    ['T1150', 'revoked', 'T1647'],
    ['T1064', 'deprecated', undefined],
  ])('retired %s → %s, %s', (id, kind, replacement) => {
    const retired = attack.retired(id);
    expect([retired?.kind, retired?.replacement?.id]).toEqual([kind, replacement]);
  });

  it('finds by name all that share it, and what is below a technique', () => {
    expect(attack.named('steganography').map(({ id }) => id)).toEqual(['T1001.002', 'T1027.003']);
    expect(
      attack
        .subtechniquesOf('T1003')
        .map(({ id }) => id)
        .slice(0, 2),
    ).toEqual(['T1003.001', 'T1003.002']);
    expect(attack.retired('T1059')).toBeUndefined();
  });
});

describe('pages', () => {
  it.each([
    ['TA0002', 'https://attack.mitre.org/tactics/TA0002/'],
    ['T1059', 'https://attack.mitre.org/techniques/T1059/'],
    ['T1059.001', 'https://attack.mitre.org/techniques/T1059/001/'],
    ['AML.T0051', undefined],
    ['T1059.1', undefined],
  ])('%s → %s', (id, url) => expect(attackUrl(id)).toBe(url));
});

const reference = (id: string) => [{ source_name: 'other' }, { source_name: 'mitre-attack', external_id: id }];
const phases = (...names: readonly string[]) => names.map((phase_name) => ({ kill_chain_name: 'mitre-attack', phase_name }));
const pattern = (id: string, name: string, more: object = {}) => ({
  type: 'attack-pattern',
  id: `attack-pattern--${id}`,
  name,
  external_references: reference(id),
  kill_chain_phases: phases('execution'),
  ...more,
});

const bundle = {
  type: 'bundle',
  objects: [
    { type: 'x-mitre-collection', x_mitre_version: '19.0' },
    { type: 'x-mitre-tactic', name: 'Execution', x_mitre_shortname: 'execution', external_references: reference('TA0002') },
    { type: 'x-mitre-tactic', name: 'Stealth', x_mitre_shortname: 'stealth', external_references: reference('TA0090') },
    { type: 'x-mitre-tactic', name: 'Gone', x_mitre_shortname: 'gone', external_references: reference('TA0091'), revoked: true },
    pattern('T2000.001', 'Shell'),
    pattern('T2000', 'Interpreter', { kill_chain_phases: phases('stealth', 'execution') }),
    pattern('T1000', 'Old', { revoked: true }),
    pattern('T1001', 'Older', { x_mitre_deprecated: true }),
    { type: 'relationship', relationship_type: 'revoked-by', source_ref: 'attack-pattern--T1000', target_ref: 'attack-pattern--T2000' },
    { type: 'malware', name: 'unrelated' },
    null,
    17,
  ],
};

const asset: AttackAsset = {
  version: '19.0',
  tactics: { TA0002: 'Execution', TA0090: 'Stealth' },
  techniques: { T2000: ['Interpreter', ['TA0002', 'TA0090']], 'T2000.001': ['Shell', ['TA0002']] },
  revoked: { T1000: ['Old', 'T2000'] },
  deprecated: { T1001: 'Older' },
};

describe('a matrix that a user brings', () => {
  it('is read out of a STIX bundle', () => expect(importStix(bundle)).toEqual({ ok: true, value: asset }));

  it.each([
    ['a STIX bundle', JSON.stringify(bundle)],
    ['the compact form', JSON.stringify(asset)],
  ])('is used: %s', async (_, text) => {
    const read = readAttack(text);
    if (!read.ok) throw new Error(read.message);
    const schemas = (await shippedSchemas).withAttack(read.value);
    expect([schemas.attack.version, schemas.attack.tactic('stealth')?.id, schemas.attack.retired('T1000')?.replacement?.name]).toEqual([
      '19.0',
      'TA0090',
      'Interpreter',
    ]);
    expect(schemas.catalogFor([]).field('process.name')?.type).toBe('keyword');
  });

  const neither = 'neither a STIX bundle with tactics and techniques of ATT&CK nor ATT&CK data in the form of attack.json';
  it.each([
    ['{}', neither],
    ['[]', neither],
    ['null', neither],
    ['{"objects": [{"type": "attack-pattern"}]}', neither],
    ['{"version": "1", "tactics": {}, "techniques": {"T1": ["x"]}, "revoked": {}, "deprecated": {}}', neither],
  ])('is refused: %s', (text, message) => expect(readAttack(text)).toEqual({ ok: false, message }));

  it('says why a text is not JSON', () => {
    expect(readAttack('{')).toEqual({ ok: false, message: expect.stringMatching(/^not JSON: ./) as string });
  });
});
