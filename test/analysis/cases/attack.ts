/** Cases of the diagnostics of the MITRE ATT&CK mapping. */
import { ruleWith, type CodeCase } from './kit.js';

const tactic = (id: string, name: string): string =>
  `[rule.threat.tactic]\nid = "${id}"\nname = "${name}"\nreference = "https://attack.mitre.org/tactics/${id}/"\n`;

const execution = tactic('TA0002', 'Execution');
const persistence = tactic('TA0003', 'Persistence');
const evasion = tactic('TA0005', 'Defense Evasion');

function part(level: string, id: string, name: string, page = id.replace('.', '/')): string {
  return `[[rule.threat.${level}]]\nid = "${id}"\nname = "${name}"\nreference = "https://attack.mitre.org/techniques/${page}/"\n`;
}

const technique = (id: string, name: string, page?: string): string => part('technique', id, name, page);
const subtechnique = (id: string, name: string, page?: string): string => part('technique.subtechnique', id, name, page);

const interpreter = technique('T1059', 'Command and Scripting Interpreter');
const powerShell = subtechnique('T1059.001', 'PowerShell');
const autostart = technique('T1547', 'Boot or Logon Autostart Execution');

const entry = (...tables: readonly string[]): string => `[[rule.threat]]\nframework = "MITRE ATT&CK"\n\n${tables.join('\n')}`;
const rule = (...entries: readonly string[]): string =>
  ruleWith({ rule: { tags: '["OS: Linux", "Domain: Endpoint"]' }, tables: entries.join('\n') });

const good = rule(entry(interpreter, powerShell, execution));

/** As fixes write a new one: no blank lines inside. */
const newEntry = (...tables: readonly string[]): string => `[[rule.threat]]\nframework = "MITRE ATT&CK"\n${tables.join('')}`;

function row(code: string, fires: string, nearMiss: string, fixed?: string): CodeCase {
  return { code, language: 'toml', fires, nearMiss, ...(fixed === undefined ? {} : { fixed }) };
}

export const cases: readonly CodeCase[] = [
  row('ATK001', rule(entry(interpreter, powerShell, tactic('TA0099', 'Execution'))), good, good),
  row('ATK001', rule(entry(technique('t1059', 'Command and Scripting Interpreter', 'T1059'), powerShell, execution)), good, good),
  row('ATK001', rule(entry(interpreter, subtechnique('T1059.099', 'PowerShell'), execution)), good, good),
  row('ATK001', rule(entry(interpreter, subtechnique('T1059-1', 'PowerShel'), execution)), good, good),
  row(
    'ATK001',
    rule(entry(technique('T9999', 'Made Up Entirely'), execution)),
    rule(entry(technique('T9999', 'Made Up Entirely'), execution).replace('ATT&CK', 'ATTACK')),
  ),
  row(
    'ATK001',
    rule(`[[rule.threat]]\nframework = "MITRE ATLAS"\n\n[rule.threat.tactic]\nid = "TA0002"\nname = "Execution"\nreference = ""\n`),
    rule(
      `[[rule.threat]]\nframework = "MITRE ATLAS"\n\n[rule.threat.tactic]\nid = "AML.TA0005"\nname = "Execution"\nreference = "https://atlas.mitre.org/tactics/AML.TA0005"\n`,
    ),
  ),
  row(
    'ATK002',
    rule(entry(technique('T1086', 'PowerShell'), execution)),
    rule(entry(technique('T1086', 'PowerShell'), execution).replace('ATT&CK', 'ATTACK')),
    rule(entry(interpreter + powerShell, execution)),
  ),
  row(
    'ATK002',
    rule(entry(autostart, subtechnique('T1547.011', 'Plist Modification'), persistence)),
    rule(entry(autostart, persistence)),
    rule(entry(autostart, persistence), newEntry(technique('T1647', 'Plist File Modification'), evasion)),
  ),
  row('ATK002', rule(entry(technique('T1064', 'Scripting'), execution)), good),
  row('ATK003', rule(entry(technique('T1059', 'Command-Line Interface'), powerShell, execution)), good, good),
  row(
    'ATK003',
    rule(entry(technique('T1106', 'Command and Scripting Interpreter', 'T1059'), execution)),
    rule(entry(interpreter, execution)),
    rule(entry(interpreter, execution)),
  ),
  row('ATK003', rule(entry(interpreter, powerShell, tactic('TA0002', 'execution'))), good, good),
  row('ATK004', rule(entry(technique('T1059', 'Command and Scripting Interpreter', 'T1059/001'), powerShell, execution)), good, good),
  row(
    'ATK004',
    rule(entry(interpreter, powerShell, execution.replace('https', 'http'))),
    rule(entry(interpreter.replace('T1059/"', 'T1059"'), execution.replace('org/tactics', 'org/versions/v18/tactics'))),
    good,
  ),
  row(
    'ATK005',
    rule(entry(interpreter, powerShell, persistence), entry(technique('T1106', 'Native API'), execution)),
    good,
    rule(entry(technique('T1106', 'Native API'), interpreter + powerShell, execution)),
  ),
  row(
    'ATK005',
    rule(entry(technique('T1106', 'Native API'), persistence)),
    rule(entry(technique('T1078', 'Valid Accounts'), persistence)),
    rule(entry(technique('T1106', 'Native API'), execution)),
  ),
  row(
    'ATK006',
    rule(entry(technique('T1106', 'Native API'), powerShell, execution)),
    good,
    rule(entry(technique('T1106', 'Native API'), interpreter + powerShell, execution)),
  ),
  row(
    'ATK006',
    rule(entry(part('technique', 'T1059.001', 'PowerShell'), execution)),
    good,
    rule(entry(interpreter + powerShell, execution)),
  ),
  row('ATK006', rule(entry(interpreter, subtechnique('T1059', 'PowerShell', 'T1059/001'), execution)), good, good),
  row(
    'ATK007',
    rule(entry(interpreter, execution), entry(technique('T1106', 'Native API'), execution)),
    rule(entry(interpreter, execution), entry(autostart, persistence)),
    `${rule(entry(interpreter, technique('T1106', 'Native API'), execution))}\n`,
  ),
  row('ATK007', rule(entry(interpreter, interpreter, powerShell, execution)), good, good),
  row('ATK007', rule(entry(interpreter, powerShell, powerShell, execution)), good, good),
  { ...row('ATK008', ruleWith({ tables: '' }), ruleWith()), profile: 'detections-as-code' },
  { ...row('ATK008', rule(entry(execution)), good), profile: 'detections-as-code' },
  row('ATK010', good.replace('ATT&CK', 'ATTACK'), good, good),
];
