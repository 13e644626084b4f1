/** Fields that users describe stand before the shipped ones, for the indices they were described for. */
import { describe, expect, it } from 'vitest';
import { readFields } from '../../server/src/schema/import/readFields.js';
import type { FieldImport, Schemas } from '../../server/src/schema/catalog.js';
import { shippedSchemas } from './shipped.js';

const shipped = await shippedSchemas;

function imported(patterns: readonly string[], content: object): Schemas {
  const read = readFields(JSON.stringify(content), 'acme.json');
  if (!read.ok) throw new Error(read.failure.message);
  const imports = read.value.map((found): FieldImport => ({ ...found, source: 'acme.json', patterns: found.patterns ?? patterns }));
  return shipped.withFields(imports);
}

const custom = { 'logs-acme.*': { 'acme.team': 'keyword', 'event.category': 'keyword' } };
const mapping = { properties: { acme: { properties: { team: { type: 'keyword' } } } } };

describe('a custom schema', () => {
  const schemas = imported([], custom);

  it('adds its fields to ECS where the rule searches its indices', () => {
    const catalog = schemas.catalogFor(['logs-acme.audit-*']);
    expect([catalog.field('acme.team')?.source, catalog.field('process.name')?.source, catalog.authoritative]).toEqual([
      'acme.json',
      'ECS 9.4',
      false,
    ]);
  });

  it('keeps the values that ECS allows', () => {
    expect(schemas.catalogFor(['logs-acme.audit-*']).field('event.category')?.values?.closed).toBe(true);
  });

  it('is not offered to rules that search other indices', () => {
    expect(schemas.catalogFor(['logs-endpoint.events.process-*']).names).not.toContain('acme.team');
  });
});

describe('a mapping', () => {
  const schemas = imported(['logs-acme.*'], mapping);

  it('is all there is for its indices', () => {
    const catalog = schemas.catalogFor(['logs-acme.audit-*']);
    expect([catalog.field('acme.team')?.type, catalog.field('process.name'), catalog.authoritative, catalog.description]).toEqual([
      'keyword',
      undefined,
      true,
      'acme.json',
    ]);
  });

  it('does not speak for a rule that searches other indices too', () => {
    const catalog = schemas.catalogFor(['logs-acme.audit-*', 'winlogbeat-*']);
    expect([catalog.field('acme.team')?.type, catalog.field('process.name')?.type, catalog.authoritative]).toEqual([
      'keyword',
      'keyword',
      false,
    ]);
  });
});
