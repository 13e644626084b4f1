/** Diagnostics of the MITRE ATT&CK mapping. */
import { inToml, type CodeRow } from './row.js';

const tactics = {
  execution: '[rule.threat.tactic]\nid = "TA0002"\nname = "Execution"\nreference = "https://attack.mitre.org/tactics/TA0002/"',
  persistence: '[rule.threat.tactic]\nid = "TA0003"\nname = "Persistence"\nreference = "https://attack.mitre.org/tactics/TA0003/"',
};

const interpreter =
  '[[rule.threat.technique]]\nid = "T1059"\nname = "Command and Scripting Interpreter"\nreference = "https://attack.mitre.org/techniques/T1059/"';

const bootOrLogon =
  '[[rule.threat.technique]]\nid = "T1547"\nname = "Boot or Logon Autostart Execution"\nreference = "https://attack.mitre.org/techniques/T1547/"';

function technique(id: string, name: string, page = id, level = 'technique'): string {
  return `[[rule.threat.${level}]]\nid = "${id}"\nname = "${name}"\nreference = "https://attack.mitre.org/techniques/${page}/"`;
}

function entry(...tables: readonly string[]): string {
  return ['[[rule.threat]]\nframework = "MITRE ATT&CK"', ...tables].join('\n\n');
}

const right = entry(tactics.execution, interpreter);

const bootOrLogonWith = (id: string, name: string, page: string): string =>
  entry(tactics.persistence, bootOrLogon, technique(id, name, page, 'technique.subtechnique'));

export const attackCodes: readonly CodeRow[] = [
  {
    code: 'ATK001',
    severity: 'error',
    title: 'ATT&CK id does not exist',
    about:
      'The version of MITRE ATT&CK that the product has, which the message names, has no tactic, technique or sub-technique of this id, ' +
      'nor did one before it. The rule counts for nothing in an overview of what is covered. Where the name says what was meant, the fix ' +
      'replaces id and page. A rule for a newer version needs that version: name its STIX bundle in the configuration. Of MITRE ATLAS only ' +
      'the form of ids is checked.',
    examples: [inToml(entry(tactics.execution, technique('T1959', 'Command and Scripting Interpreter', 'T1059')), right)],
  },
  {
    code: 'ATK002',
    severity: 'warning',
    title: 'ATT&CK id was revoked or deprecated',
    about:
      'MITRE took this technique back: what it described is now part of another one, which the message names, or of none. Reports on ' +
      'coverage that use the current matrix leave the rule out.',
    examples: [
      inToml(bootOrLogonWith('T1547.011', 'Plist Modification', 'T1547/011'), bootOrLogonWith('T1547.015', 'Login Items', 'T1547/015')),
    ],
  },
  {
    code: 'ATK003',
    severity: 'error',
    repaired: true,
    title: 'ATT&CK name does not belong to the id',
    about:
      'Id and name say different things, so one of the two is a slip. The fix that comes first is the one that agrees with the reference. ' +
      'Names are compared letter for letter, as they are matched in overviews; a sub-technique has its own name alone.',
    examples: [inToml(entry(tactics.execution, technique('T1059', 'Command-Line Interface')), right)],
  },
  {
    code: 'ATK004',
    severity: 'error',
    repaired: true,
    title: 'Reference is not the page of the id',
    about:
      'The `reference` of a tactic or technique is the address of its own page; people who follow it from an alert land elsewhere. ' +
      'A missing slash at the end and the page of one version of ATT&CK are accepted.',
    examples: [inToml(entry(tactics.execution, technique('T1059', 'Command and Scripting Interpreter', 'T1095')), right)],
  },
  {
    code: 'ATK005',
    severity: 'error',
    title: 'Technique does not belong to the tactic',
    about:
      'In the matrix the technique serves other tactics than the one it stands under, so it cannot be shown there. The message lists them; ' +
      'the fix moves the technique to one of them, into an entry that the rule has or a new one. Sub-techniques go with their technique.',
    examples: [inToml(entry(tactics.persistence, interpreter), right)],
  },
  {
    code: 'ATK006',
    severity: 'error',
    title: 'Sub-technique stands in the wrong place',
    about:
      'A sub-technique stands in `[[rule.threat.technique.subtechnique]]` below the technique whose id it begins with. Here it stands below ' +
      'another one, or in the place of a technique, or a technique stands in its place.',
    examples: [inToml(bootOrLogonWith('T1543.001', 'Launch Agent', 'T1543/001'), bootOrLogonWith('T1547.015', 'Login Items', 'T1547/015'))],
  },
  {
    code: 'ATK007',
    severity: 'error',
    repaired: true,
    title: 'Tactic or technique is listed twice',
    about:
      'Each tactic has one entry, which holds all its techniques; a second entry for it is an error. The same technique twice below one ' +
      'tactic, or the same sub-technique twice below one technique, is a warning.',
    examples: [
      inToml(
        `${right}\n\n${entry(tactics.execution, technique('T1106', 'Native API'))}`,
        `${right}\n\n${technique('T1106', 'Native API')}`,
      ),
    ],
  },
  {
    code: 'ATK008',
    severity: 'information',
    profile: 'detections-as-code',
    title: 'Rule has no ATT&CK mapping',
    about:
      'The rule has no tactic, or a tactic without a technique, so that overviews of coverage show it nowhere or too coarsely. ' +
      'Some rules fit no technique, such as those that forward the alerts of another product; leave it then.',
    examples: [inToml(entry(tactics.execution), right)],
  },
  {
    code: 'ATK010',
    severity: 'error',
    title: 'Framework is unknown',
    about:
      '`framework` is `MITRE ATT&CK` or `MITRE ATLAS`, written exactly so. Elastic Security shows the mapping of no other, and nothing in ' +
      'the entry is checked.',
    examples: [inToml(right.replace('MITRE ATT&CK', 'MITRE ATTACK'), right)],
  },
];
