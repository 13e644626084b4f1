import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ajvDraft4 from 'ajv-draft-04';
import ajvFormats from 'ajv-formats';
import type { Log } from 'sarif';
import { expect, it } from 'vitest';
import { createSarifCheckWriter } from '../../../server/src/cli/writers/sarif.js';
import { report, written } from './kit.js';

const require = createRequire(import.meta.url);
/** The schema of SARIF 2.1.0 as a package of the npm registry has it. */
const schemaFile = path.join(path.dirname(require.resolve('@microsoft/jest-sarif/package.json')), 'lib/schemas/sarif-2.1.0-rtm.5.json');
const ajv = new ajvDraft4.default({ strict: false, allErrors: true, unicodeRegExp: false });
ajvFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);

const log = written(createSarifCheckWriter, (writer) => writer.report(report));
const [run] = (JSON.parse(log) as Log).runs;

it('is valid by the schema', () => {
  validate(JSON.parse(log));
  expect(validate.errors).toBeNull();
});

it('is valid for a command that could not do its work', () => {
  const fault = written(createSarifCheckWriter, (writer) => writer.fault({ exitCode: 2, message: 'No.' }));
  validate(JSON.parse(fault));
  expect(validate.errors).toBeNull();
  expect((JSON.parse(fault) as Log).runs[0]?.invocations?.[0]?.executionSuccessful).toBe(false);
});

it('describes the diagnostics that were found', () => {
  expect(run?.tool.driver.rules?.map(({ id, defaultConfiguration }) => [id, defaultConfiguration?.level])).toEqual([
    ['QRY001', 'error'],
    ['QRY002', 'warning'],
    ['QRY005', 'note'],
  ]);
});

it('says what is wrong where, and how it is repaired', () => {
  const artifactLocation = { uri: 'rules/a%20b.eql' };
  expect(run?.results?.[1]).toEqual({
    ruleId: 'QRY002',
    ruleIndex: 1,
    level: 'warning',
    message: { text: 'It is wrong' },
    locations: [{ physicalLocation: { artifactLocation, region: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 7 } } }],
    relatedLocations: [
      {
        id: 0,
        message: { text: 'the category' },
        physicalLocation: { artifactLocation, region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 8 } },
      },
    ],
    fixes: [
      {
        description: { text: 'Replace by `c`' },
        artifactChanges: [
          {
            artifactLocation,
            replacements: [{ deletedRegion: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 4 }, insertedContent: { text: 'c' } }],
          },
        ],
      },
    ],
  });
});

it('names files that could not be read', () => {
  expect(run?.invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text)).toEqual(['There is no file gone.toml']);
});
