/** What is said of an ATT&CK mapping, and repairs of mappings in both notations. */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../server/src/analysis/analyze.js';
import { applyEdits } from '../../../server/src/base/edit.js';
import type { Diagnostic } from '../../../server/src/base/problem.js';
import { openRule } from '../../../server/src/rule/openText.js';
import { blockText } from '../../../server/src/rule/tomlWriter.js';
import type { Plain } from '../../../server/src/rule/value.js';
import { shippedSchemas } from '../../schema/shipped.js';

const schemas = await shippedSchemas;

const attributes = {
  author: ['Acme'],
  description: 'Finds a shell.',
  from: 'now-9m',
  index: ['logs-endpoint.events.process-*'],
  language: 'kuery',
  name: 'Shell',
  query: 'process.name: sh',
  risk_score: 47,
  rule_id: '0c1f5b4e-2b7c-4b55-9a3e-6f4d8a1b2c3d',
  severity: 'medium',
  type: 'query',
};

type Format = 'toml' | 'json';

function ruleOf(threat: Plain, format: Format): string {
  return format === 'json' ? JSON.stringify({ ...attributes, threat }, null, 2) : blockText(['rule'], { ...attributes, threat });
}

function findings(text: string, format: Format): readonly Diagnostic[] {
  const document = openRule(text, { uri: `file:///rules/rule.${format}`, languageId: format });
  return analyze(document, { catalog: schemas.catalogFor([]), schemas }).filter(({ code }) => code.startsWith('ATK'));
}

const part = (id: string, name: string, page = id.replace('.', '/')): Record<string, Plain> => ({
  id,
  name,
  reference: `https://attack.mitre.org/${id.startsWith('TA') ? 'tactics' : 'techniques'}/${page}/`,
});
const execution = part('TA0002', 'Execution');
const persistence = part('TA0003', 'Persistence');
const interpreter = part('T1059', 'Command and Scripting Interpreter');
const powerShell = part('T1059.001', 'PowerShell');
const shell = part('T1059.004', 'Unix Shell');
const nativeApi = part('T1106', 'Native API');
const framework = 'MITRE ATT&CK';
const entry = (tactic: Plain, ...technique: readonly Plain[]): Plain => ({ framework, technique, tactic });

interface Mistake {
  readonly threat: readonly Plain[];
  readonly messages: readonly string[];
}

const mistakes: readonly Mistake[] = [
  { threat: [entry(part('TA0099', 'Ruling'))], messages: ['`TA0099` is not a tactic of MITRE ATT&CK 18.1'] },
  {
    threat: [entry(part('T1059', 'Execution'))],
    messages: ['`T1059` is not a tactic of MITRE ATT&CK 18.1; Execution is `TA0002`'],
  },
  {
    threat: [entry(execution, part('T1959', 'Command and Scripting Interpeter'))],
    messages: ['`T1959` is not a technique of MITRE ATT&CK 18.1; Command and Scripting Interpreter is `T1059`'],
  },
  {
    threat: [entry(execution, part('T1086', 'PowerShell'), interpreter)],
    messages: ['`T1086` PowerShell was revoked in MITRE ATT&CK; `T1059.001` Command and Scripting Interpreter: PowerShell took its place'],
  },
  { threat: [entry(execution, part('T1064', 'Scripting'))], messages: ['`T1064` Scripting is deprecated in MITRE ATT&CK'] },
  {
    threat: [entry(execution, part('T1059', 'Native API'))],
    messages: ['`T1059` is Command and Scripting Interpreter, not Native API'],
  },
  {
    threat: [entry(execution, part('T1059', 'Unix Shell'))],
    messages: ['`T1059` is Command and Scripting Interpreter, not Unix Shell'],
  },
  { threat: [entry(execution, part('T1059', ''))], messages: ['`T1059` is Command and Scripting Interpreter; its name is empty'] },
  {
    threat: [entry(execution, part('T1106', 'Native API', 'T1059'))],
    messages: ['The page of `T1106` Native API is https://attack.mitre.org/techniques/T1106/'],
  },
  {
    threat: [entry(persistence, part('T1078', 'Valid Accounts'), { ...interpreter, subtechnique: [powerShell] })],
    messages: ['`T1059` Command and Scripting Interpreter does not belong to Persistence but to Execution (TA0002)'],
  },
  {
    threat: [
      entry(persistence, { ...interpreter, subtechnique: [powerShell] }),
      entry(execution, { ...interpreter, subtechnique: [shell] }),
    ],
    messages: ['`T1059` Command and Scripting Interpreter does not belong to Persistence but to Execution (TA0002)'],
  },
  {
    threat: [entry(execution, { ...nativeApi, subtechnique: [powerShell, shell] })],
    messages: [
      '`T1059.001` PowerShell is a sub-technique of `T1059`, not of `T1106`',
      '`T1059.004` Unix Shell is a sub-technique of `T1059`, not of `T1106`',
    ],
  },
  {
    threat: [entry(execution, powerShell)],
    messages: ['`T1059.001` is a sub-technique; it stands in `[[rule.threat.technique.subtechnique]]` below `T1059`'],
  },
  {
    threat: [entry(execution, interpreter, powerShell)],
    messages: ['`T1059.001` is a sub-technique; it stands in `[[rule.threat.technique.subtechnique]]` below `T1059`'],
  },
  {
    threat: [entry(execution, { ...interpreter, subtechnique: [nativeApi] })],
    messages: ['`T1106` Native API is a technique, not a sub-technique'],
  },
  {
    threat: [
      entry(execution, { ...interpreter, subtechnique: [shell] }),
      entry(execution, { ...interpreter, subtechnique: [powerShell, shell] }, nativeApi),
    ],
    messages: ['The tactic Execution has an entry already; one holds all its techniques'],
  },
  { threat: [entry(execution, interpreter, { ...interpreter, subtechnique: [shell] })], messages: ['`T1059` is listed twice'] },
  { threat: [entry(execution, { ...interpreter, subtechnique: [shell, shell] })], messages: ['`T1059.004` is listed twice'] },
  {
    threat: [{ framework: 'CAPEC', tactic: execution }],
    messages: ['`CAPEC` is not a framework that Elastic Security knows; it knows `MITRE ATT&CK` and `MITRE ATLAS`'],
  },
  {
    threat: [{ framework: 'MITRE ATLAS', tactic: { id: 'AML.T0051', name: '', reference: '' }, technique: [] }],
    messages: ['`AML.T0051` is not a tactic of MITRE ATLAS; one looks like `AML.TA0000`'],
  },
  {
    threat: [{ framework: 'MITRE ATLAS', tactic: { id: 'AML.TA0005', name: 'Execution', reference: 'https://atlas.mitre.org/' } }],
    messages: ['The page of `AML.TA0005` is https://atlas.mitre.org/tactics/AML.TA0005/'],
  },
];

describe.each(['toml', 'json'] as const)('in %s', (format) => {
  it.each(mistakes)('$messages', ({ threat, messages }) => {
    expect(findings(ruleOf(threat, format), format).map(({ message }) => message)).toEqual(messages);
  });

  it.each(mistakes)('every fix leaves a rule that can be read and lacks the finding: $messages', ({ threat }) => {
    const text = ruleOf(threat, format);
    for (const { code, message, fixes = [] } of findings(text, format)) {
      for (const { edits, title } of fixes) {
        const fixed = applyEdits(text, edits);
        const document = openRule(fixed, { uri: `file:///rules/rule.${format}`, languageId: format });
        expect([title, document.problems, document.name?.value]).toEqual([title, [], 'Shell']);
        expect([title, findings(fixed, format).filter((found) => found.code === code && found.message === message)]).toEqual([title, []]);
      }
    }
  });
});

it('offers first what agrees with the reference', () => {
  const titles = (page: string) =>
    findings(ruleOf([entry(execution, part('T1059', 'Native API', page))], 'toml'), 'toml')[0]?.fixes?.map(({ title }) => title);
  expect([titles('T1059'), titles('T1106')]).toEqual([
    ['Replace by `Command and Scripting Interpreter`', 'Replace by `T1106` Native API'],
    ['Replace by `T1106` Native API', 'Replace by `Command and Scripting Interpreter`'],
  ]);
});

it('does not offer a sub-technique in the place of a technique', () => {
  const text = ruleOf([entry(execution, part('T1059', 'Unix Shell'))], 'toml');
  expect(findings(text, 'toml')[0]?.fixes?.map(({ title }) => title)).toEqual(['Replace by `Command and Scripting Interpreter`']);
});

it('passes over what is no string, no table or damaged', () => {
  expect(findings(ruleOf([{ framework: 3, technique: [1, { id: 2 }, []], tactic: 'Execution' }, 'x'], 'json'), 'json')).toEqual([]);
  expect(findings('[rule]\nname = "x"\n[[rule.threat]]\nframework = "MIT\n[rule.threat.tactic]\nid = "TA\n', 'toml')).toEqual([]);
});
