import { it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { analyze } from '../../server/src/analysis/analyze.js';
import { openRule } from '../../server/src/rule/openText.js';
import { corpusRules } from '../kit/reference.js';
import { shippedSchemas } from '../schema/shipped.js';
it('list', async () => {
  const schemas = await shippedSchemas;
  const out: string[] = [];
  for (const { path, text } of corpusRules()) {
    const document = openRule(text, { uri: `file:///${path}`, languageId: 'toml' });
    const catalog = schemas.catalogFor(document.index?.value.map(({ value }) => value) ?? []);
    for (const { code, severity, message, span } of analyze(document, { catalog, schemas }))
      if (/^(EQL101|EQL102|EQL104|EQL110|KQL101|QRY007|QRY008|QRY009|QRY011|QRY012|QRY015|QRY019|QRY022|QRY023|KQL102)/.test(code) && severity !== 'hint') out.push(`${path}: ${severity} ${code} ${message} «${text.slice(span.start, span.end)}»`);
  }
  writeFileSync('/tmp/h/list.txt', out.join('\n'));
}, 600000);
