import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { importPage, isPage } from '../../server/src/rule/import/page.js';
import { openRule } from '../../server/src/rule/openText.js';
import { plainOf, type Plain } from '../../server/src/rule/value.js';
import { isTestFile } from '../../server/src/rule/testNames.js';
import { reference } from '../kit/reference.js';

const surroundings = { today: '2026/03/04', newId: () => '0f1e2d3c-0000-4000-8000-000000000009' };

const page = `Loading

Shell below a web server

Elastic Stack Serverless Security

A web server starts a shell.

Rule type: eql

Rule indices:

  • logs-endpoint.events.*
  • auditbeat-*

Severity: high

Risk score: 73

Runs every: 10m

Searches indices from: now-19m (see also Additional look-back time)

Maximum alerts per execution: 100

References:

  • https://example.org/shells

Tags:

  • OS: Linux
  • Tactic: Persistence

Version: 7

Rule authors:

  • Somebody

Rule license: Apache-2.0

Triage and analysis

[TBC: QUOTE]
Investigating Shell below a web server

Look at the parent. A process where nothing is known is odd.

Possible investigation steps

  • Read the command line.

Setup

Install the agent.
sequence by host.id
  [process where process.name == "httpd"]
  [process where process.name == "sh"]

Framework: MITRE ATT&CKTM
`;

describe('the page of a rule', () => {
  it('becomes a rule with all that the page shows', () => {
    expect(importPage(page, surroundings)).toEqual({
      value: `[metadata]
creation_date = "2026/03/04"
maturity = "development"
updated_date = "2026/03/04"

[rule]
author = ["Somebody"]
description = "A web server starts a shell."
from = "now-19m"
index = ["logs-endpoint.events.*", "auditbeat-*"]
interval = "10m"
language = "eql"
license = "Apache-2.0"
max_signals = 100
name = "Shell below a web server"
note = """
## Triage and analysis

### Investigating Shell below a web server

Look at the parent. A process where nothing is known is odd.

### Possible investigation steps

- Read the command line.
"""
references = ["https://example.org/shells"]
risk_score = 73
rule_id = "0f1e2d3c-0000-4000-8000-000000000009"
setup = """
## Setup

Install the agent.
"""
severity = "high"
tags = ["OS: Linux", "Tactic: Persistence"]
type = "eql"

query = '''
sequence by host.id
  [process where process.name == "httpd"]
  [process where process.name == "sh"]
'''
`,
      lost: [
        'the page does not show threat, timestamp_override, filters and alert_suppression; rule_id and the dates are new',
        'the version (7) is kept outside of rule files',
      ],
    });
  });

  test.each([
    [
      'new_terms',
      'process.name: a and not\n  b.c: (d or e)',
      'the fields of new_terms are to be filled in; its history window is set to now-7d',
    ],
    ['query', 'not (a.b: c)', undefined],
    ['threshold', '@timestamp >= "now-1d" and a.b: *', 'the fields and the value of threshold are to be filled in'],
    ['esql', 'from logs-*\n| where a == 1\n| keep a', undefined],
    ['query', 'e.g: this line is prose\na.b: c', undefined],
  ])('of type %s with %j has its query, and says %s', (type, query, says) => {
    const start = page.indexOf('sequence by');
    const text = `${page.slice(0, start)}${query}\n\nFramework: MITRE`.replace('Rule type: eql', `Rule type: ${type}`);
    const { value, lost } = importPage(text, surroundings);
    expect(openRule(value, { uri: 'file:///a.toml' }).queries[0]?.map.text).toBe(`${query.replace(/^e\.g.*\n/, '')}\n`);
    expect(lost[0]).toBe(
      says ?? 'the page does not show threat, timestamp_override, filters and alert_suppression; rule_id and the dates are new',
    );
  });

  it('of which nothing could be made out says what it did not find', () => {
    const { lost } = importPage('A\n\nRule type: query\n\nSeverity: low\n', surroundings);
    expect(lost).toContain('not found on the page: risk_score, index, query');
  });

  test.each([
    [page, true],
    ['Rule type: eql\nand nothing else', false],
    ['[rule]\ntype = "eql"', false],
    ['process where true', false],
  ])('%j is a page: %s', (text, is) => {
    expect(isPage(text)).toBe(is);
  });
});

/** What the page and our rule have to agree in; the prose is not the page's. */
function shared(text: string): Record<string, Plain> {
  const rule = plainOf(openRule(text, { uri: 'file:///a.toml' }).tree!.rule!) as Record<string, Plain>;
  const keys = ['type', 'index', 'severity', 'risk_score', 'query', 'tags', 'from', 'interval', 'name', 'author', 'license', 'language'];
  return { ...Object.fromEntries(keys.map((key) => [key, rule[key] ?? null])), max_signals: rule['max_signals'] ?? 100 };
}

it('imports the published pages as the rules of this repository', () => {
  if (reference === undefined) {
    console.log('not run: no reference data');
    return;
  }
  const seeds = path.join(reference, 'seeds');
  const imported = readdirSync(seeds).map((name) => importPage(readFileSync(path.join(seeds, name), 'utf8'), surroundings));
  const folder = path.join(import.meta.dirname, '../../rules/linux');
  const ours = readdirSync(folder).filter((name) => name.endsWith('.toml') && !isTestFile(name));
  const byName = (a: Record<string, Plain>, b: Record<string, Plain>): number =>
    JSON.stringify(a['name']) < JSON.stringify(b['name']) ? -1 : 1;
  expect(imported.map(({ value }) => shared(value)).sort(byName)).toEqual(
    ours.map((name) => shared(readFileSync(path.join(folder, name), 'utf8'))).sort(byName),
  );
});
