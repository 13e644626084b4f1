/** The documentation of mappings tells each key as its schema does, each step, and each shipped mapping; its example works. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileMapping } from '../../server/src/mapping/compileMapping.js';
import { shippedMappings } from '../../server/src/mapping/names.js';
import { mappingSchema, readMapping } from '../../server/src/mapping/mappingFile.js';
import { namedSteps } from '../../server/src/mapping/steps.js';

const page = readFileSync(new URL('../../docs/field-mapping.md', import.meta.url), 'utf8');
const schema = mappingSchema() as { readonly properties: Readonly<Record<string, { readonly description?: string }>> };

describe('docs/field-mapping.md', () => {
  it.each(Object.entries(schema.properties).filter(([key]) => key !== '$schema'))('describes the key %s', (key, { description }) => {
    expect(page).toContain(`| \`${key}\` | ${description ?? ''} |`);
  });

  it.each(namedSteps)('names the step %s', (step) => {
    expect(page).toContain(`\`${step}\``);
  });

  it.each(shippedMappings)('names the mapping %s', (name) => {
    expect(page).toContain(`| \`${name}\` |`);
  });

  it('has an example that works', () => {
    const [event = ''] = /^\{"app".*$/m.exec(page) ?? [];
    const [, text = ''] = /```jsonc\n([^]*?)```/.exec(page) ?? [];
    const read = readMapping(text);
    if (!read.ok) throw new Error(read.failure.message);
    expect(compileMapping([read.value]).map(JSON.parse(event) as Record<string, string>)).toEqual({
      '@timestamp': '2026-03-02T10:00:00.000Z',
      'event.category': ['network', 'web'],
      'event.action': 'denied',
      'event.outcome': 'failure',
      'source.ip': '203.0.113.5',
      'user.name': 'anna',
      'user.domain': 'ACME',
      'url.original': 'https://files.example/a.iso',
      'url.domain': 'files.example',
      'acme.verdict': '2',
      'acme.client': 'ACME\\anna',
      'acme.peer': { ip: '::ffff:203.0.113.5' },
      'acme.url': 'https://files.example/a.iso',
    });
  });
});
