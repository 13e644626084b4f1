/** Cases of the diagnostics of guides, setup texts and `[transform]`. */
import { ruleWith, type CodeCase, type RuleParts } from './kit.js';

const noted = (note: string, { rule = {}, ...others }: RuleParts = {}): string =>
  ruleWith({ ...others, rule: { note: `'''\n${note}\n'''`, ...rule } });

const osquery = (label = 'Users', query = 'SELECT * FROM users'): string =>
  `[[transform.osquery]]\nlabel = "${label}"\nquery = "${query}"\n`;

const investigate = (field: string, queryType = 'phrase', valueType = 'string'): string =>
  '[[transform.investigate]]\nlabel = "Processes"\nproviders = [\n  [\n' +
  `    { excluded = false, field = "${field}", queryType = "${queryType}", value = "sh", valueType = "${valueType}" },\n  ],\n]\n`;

function row(code: string, fires: string, nearMiss: string, fixed?: string): CodeCase {
  return { code, language: 'toml', profile: 'detections-as-code', fires, nearMiss, ...(fixed === undefined ? {} : { fixed }) };
}

const elastic = (each: CodeCase): CodeCase => ({ ...each, profile: 'elastic' });

const withTag = { rule: { tags: '["OS: Linux", "Domain: Endpoint", "Tactic: Execution", "Resources: Investigation Guide"]' } };
const severe = { rule: { severity: '"high"', risk_score: '73' } };

const written = { rule: { setup: "'''\n## Setup\n\nTurn auditing on.\n'''" } };

const sections = [
  '## Triage and analysis',
  '### Investigating Shell from web server',
  '### Possible investigation steps',
  '-',
  '### False positive analysis',
  '-',
  '### Response and remediation',
  '-',
].join('\n\n');

export const cases: readonly CodeCase[] = [
  row(
    'DOC001',
    noted('Look:\n$osquery_1', { tables: osquery() }),
    noted('Look:\n${osquery_0} for $$osquery_4 and $HOME', { tables: osquery() }),
    noted('Look:\n$osquery_0', { tables: osquery() }),
  ),
  row(
    'DOC001',
    noted('Look:\n$investigate_0', { tables: investigate('process.name') + osquery() }),
    noted('Look:\n$investigate_0 $osquery_0', { tables: investigate('process.name') + osquery() }),
    noted('Look:\n$investigate_0\n$osquery_0', { tables: investigate('process.name') + osquery() }),
  ),
  row('DOC001', noted('Look:\n$osquery_0'), noted('Look:\n$$osquery_0')),
  row(
    'DOC002',
    noted('!{osquery{"label":"Users","query":"SELECT * FROM users"}}'),
    noted('$osquery_0', { tables: osquery() }),
    `${noted('$osquery_0')}\n[transform]\n${osquery()}`,
  ),
  row(
    'DOC002',
    noted('$osquery_0\n!{osquery{"label":"Groups","query":"SELECT * FROM groups"}}', { tables: osquery() }),
    noted('`!{query`'),
    noted('$osquery_0\n$osquery_1', { tables: `${osquery()}\n${osquery('Groups', 'SELECT * FROM groups')}` }),
  ),
  row('DOC002', noted('!{investigate}'), noted('$$investigate_0')),
  row(
    'DOC003',
    noted('## Triage\n\nLook.\n\n## Setup\n\nTurn auditing on.', { rule: { setup: "'''\nInstall the agent.\n'''" } }),
    noted('## Triage\n\nLook.\n\n## Setup\n\nTurn auditing on.'),
    noted('## Triage\n\nLook.', { rule: { setup: "'''\nInstall the agent.\n\nTurn auditing on.\n'''" } }),
  ),
  row(
    'DOC003',
    noted('## setup\n\nTurn auditing on.\n\n## Triage'),
    noted('```\n## setup\n```'),
    noted('## Setup\n\nTurn auditing on.\n\n## Triage'),
  ),
  row('DOC003', noted('## Configuration\n\nTurn auditing on.'), noted('### Configuration\n\nTurn auditing on.'), ruleWith(written)),
  elastic(
    row(
      'DOC004',
      noted('Look at the parent.', severe),
      noted('## Triage and Analysis', severe),
      noted(`${sections}\n\nLook at the parent.`, severe),
    ),
  ),
  elastic(row('DOC004', ruleWith(severe), ruleWith(), noted(sections, severe))),
  row(
    'DOC005',
    noted('### Investigating Shell from mail server', withTag),
    noted('### Investigating Shell from web server\n\n### Investigating the parent', withTag),
    noted('### Investigating Shell from web server', withTag),
  ),
  row(
    'DOC005',
    noted('### Investigating shell from Web Server:', withTag),
    noted('### Investigating Shell from web server', withTag),
    noted('### Investigating Shell from web server', withTag),
  ),
  row('DOC006', ruleWith(withTag), noted('Investigate the parent.', withTag), ruleWith()),
  row(
    'DOC006',
    noted('### Investigating Shell from web server'),
    noted('Investigate the parent.'),
    noted('### Investigating Shell from web server', withTag),
  ),
  row('DOC007', noted('Run:\n```\nps'), noted('Run:\n```\nps\n```'), noted('Run:\n```\nps\n```')),
  row('DOC007', noted('See [it]() and [them](https://a.example/x'), noted('See [it](https://a.example/(x)), `[y]()` and f[0](x).')),
  row('DOC007', noted('One \nTwo   \n\nThree'), noted('One  \nTwo\n  \nThree'), noted('One\nTwo\n\nThree')),
  row(
    'DOC008',
    noted('$investigate_0', { tables: investigate('process.nmae') }),
    noted('$investigate_0', { tables: investigate('process.name', 'range', 'boolean') }),
    noted('$investigate_0', { tables: investigate('process.name') }),
  ),
  row(
    'DOC008',
    noted('$investigate_0', { tables: investigate('process.name', 'match') }),
    noted('$investigate_0', { tables: investigate('process') }),
    noted('$investigate_0', { tables: investigate('process.name') }),
  ),
  row('DOC008', noted('$osquery_0', { tables: osquery('Users', ' ') }), noted('$osquery_0', { tables: osquery() })),
];
