import { expect, test } from 'vitest';
import { readSettings } from '../../server/src/lsp/settings.js';

test.each([
  [undefined, { severity: {}, codeLens: true }, 0],
  [null, { severity: {}, codeLens: true }, 0],
  [{}, { severity: {}, codeLens: true }, 0],
  ['nonsense', { severity: {}, codeLens: true }, 0],
  [{ codeLens: false, other: 1 }, { severity: {}, codeLens: false }, 0],
  [{ codeLens: 'no' }, { severity: {}, codeLens: true }, 1],
  [{ severity: { qry002: 'off', QRY011: 'hint' } }, { severity: { QRY002: 'off', QRY011: 'hint' }, codeLens: true }, 0],
  [{ severity: { QRY002: 'loud', QRY003: 'error' } }, { severity: { QRY003: 'error' }, codeLens: true }, 1],
  [{ profile: 'elastic' }, { severity: {}, profile: 'elastic', codeLens: true }, 0],
  [{ profile: 'auto' }, { severity: {}, codeLens: true }, 0],
  [{ profile: 'strict' }, { severity: {}, codeLens: true }, 1],
  [{ severity: ['QRY002'] }, { severity: {}, codeLens: true }, 1],
])('%j is read as %j with %i warnings', (sent, settings, warnings) => {
  const heard: string[] = [];
  expect(readSettings(sent, (message) => heard.push(message))).toEqual(settings);
  expect(heard).toHaveLength(warnings);
});
