/** The ATT&CK mapping while it is written: completion, hover and links. */
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { completeAt, hoverText, openModel, service } from '../kit/services.js';

const head = '[rule]\nname = "Shell"\ntype = "query"\nlanguage = "kuery"\nquery = "process.name: sh"\n\n';
const threat = '[[rule.threat]]\nframework = "MITRE ATT&CK"\n\n';
const execution = '[rule.threat.tactic]\nid = "TA0002"\nname = "Execution"\nreference = "https://attack.mitre.org/tactics/TA0002/"\n';
const interpreter = 'id = "T1059"\nname = "Command and Scripting Interpreter"\nreference = "https://attack.mitre.org/techniques/T1059/"\n';
const technique = '[[rule.threat.technique]]\n';
const subtechnique = '[[rule.threat.technique.subtechnique]]\n';
const powerShell = 'id = "T1059.001"\nname = "PowerShell"\nreference = "https://attack.mitre.org/techniques/T1059/001/"\n';

const complete = (marked: string) => completeAt(head + marked, 'toml');

/** What stands after the first part of the rule, without the cursor. */
function accept(marked: string, label: string): string {
  return complete(marked).accept(label).slice(head.length).replace('<|>', '');
}

describe('completion fills the whole entry', () => {
  it.each([
    ['an id alone', `${threat}${technique}id = "<|>"\n\n${execution}`, 'T1059', `${threat}${technique}${interpreter}\n${execution}`],
    ['a name alone', `${threat}${technique}name = "comm<|>"\n`, 'Command and Scripting Interpreter', `${threat}${technique}${reordered()}`],
    ['no quotes', `${threat}${technique}id = <|>\n\n${execution}`, 'T1059', `${threat}${technique}${interpreter}\n${execution}`],
    [
      'a quote that is not closed',
      `${threat}${technique}id = "T10<|>\n\n${execution}`,
      'T1059',
      `${threat}${technique}${interpreter}\n${execution}`,
    ],
    [
      'the others are there',
      `${threat}${technique}id = "<|>T1106"\nname = "Native API"\nreference = ""\n`,
      'T1059',
      `${threat}${technique}${interpreter}`,
    ],
    [
      'the others are there, above a damaged line',
      `${threat}${technique}id = <|>\nname = "Native API"\nreference = ""\n`,
      'T1059',
      undefined,
    ],
    ['a tactic', `${threat}[rule.threat.tactic]\nid = "<|>"\n`, 'TA0002', `${threat}${execution}`],
    [
      'a sub-technique',
      `${threat}${technique}${interpreter}${subtechnique}id = "<|>"\n`,
      'T1059.001',
      `${threat}${technique}${interpreter}${subtechnique}${powerShell}`,
    ],
    ['an empty technique', `${threat}${technique}<|>\n`, 'Command and Scripting Interpreter', `${threat}${technique}${interpreter}`],
    ['an empty entry', `[[rule.threat]]\n<|>\n`, 'Execution', `${threat}${execution}`],
    ['a header', `[[<|>]]\n`, 'rule.threat: Execution', `${threat}${execution}`],
    ['a header without its end', `[[rule.th<|>\n`, 'rule.threat: Execution', `${threat}${execution}`],
    [
      'an inline table',
      `[[rule.threat]]\ntactic = { id = "<|>", name = "" }\n`,
      'TA0002',
      `[[rule.threat]]\ntactic = { id = "TA0002", name = "Execution" }\n`,
    ],
  ])('%s', (_, marked, label, expected) => {
    if (expected === undefined) expect(accept(marked, label).match(/^name =/gm)).toHaveLength(1);
    else expect(accept(marked, label)).toBe(expected);
  });

  function reordered(): string {
    return 'name = "Command and Scripting Interpreter"\nid = "T1059"\nreference = "https://attack.mitre.org/techniques/T1059/"\n';
  }
});

describe('completion offers', () => {
  it('techniques of the tactic first', () => {
    const { labels } = complete(`${threat}${technique}id = "<|>"\n\n${execution}`);
    expect([labels.length, labels.indexOf('T1059') < labels.indexOf('T1003'), labels.includes('T1059.001')]).toEqual([216, true, false]);
  });

  it('sub-techniques of the technique only', () => {
    const { labels } = complete(`${threat}${technique}id = "T1548"\n${subtechnique}name = "<|>"\n`);
    expect(labels).toHaveLength(6);
    expect(labels[0]).toBe('Abuse Elevation Control Mechanism: Bypass User Account Control');
  });

  it('tactics that have no entry yet first', () => {
    const { labels } = complete(`${threat}${execution}\n[[rule.threat]]\n\n[rule.threat.tactic]\nid = "<|>"\n`);
    expect([labels[0], labels.at(-1)]).toEqual(['TA0001', 'TA0002']);
  });

  it('an id to who types a name', () => {
    const item = complete(`${threat}${technique}id = "command and<|>"\n`).list.items.find(({ label }) => label === 'T1059');
    expect(item?.filterText).toBe('T1059 Command and Scripting Interpreter');
  });
});

describe('hover', () => {
  const page = 'https://attack.mitre.org';
  it.each([
    [
      `${threat}${execution.replace('TA0002', 'TA<|>0002')}`,
      `**[TA0002](${page}/tactics/TA0002/) Execution** · tactic of MITRE ATT&CK 18.1`,
    ],
    [
      `${threat}${technique}${interpreter}${subtechnique}${powerShell.replace('Power', 'Pow<|>er')}`,
      `**[T1059.001](${page}/techniques/T1059/001/) Command and Scripting Interpreter: PowerShell** · sub-technique of [T1059](${page}/techniques/T1059/), MITRE ATT&CK 18.1\n\nTactics: Execution ([TA0002](${page}/tactics/TA0002/))`,
    ],
    [
      `${threat}${technique}id = "T1<|>547.011"\n`,
      `**T1547.011 Plist Modification** · revoked, no longer in MITRE ATT&CK 18.1\n\nIn its place: [T1647](${page}/techniques/T1647/) Plist File Modification`,
    ],
    [`${threat}${technique}id = "T1<|>064"\n`, '**T1064 Scripting** · deprecated, no longer in MITRE ATT&CK 18.1'],
  ])('%s', async (marked, expected) => expect(await hoverText(head + marked, 'toml')).toBe(expected));
});

it('links lead to references and to the pages of ids', () => {
  const text = `${head.replace('\n\n', '\nreferences = ["https://example.com/x", "no address"]\n\n')}${threat}${technique}${interpreter}`;
  const model = openModel(text, 'toml');
  const links = service.links(model).map(({ range, target, tooltip }) => {
    const span = { start: model.lines.offsetAt(range.start), end: model.lines.offsetAt(range.end) };
    return [text.slice(span.start, span.end), target, tooltip];
  });
  expect(links).toEqual([
    ['T1059', 'https://attack.mitre.org/techniques/T1059/', 'T1059 Command and Scripting Interpreter'],
    ['https://example.com/x', 'https://example.com/x', undefined],
    ['https://attack.mitre.org/techniques/T1059/', 'https://attack.mitre.org/techniques/T1059/', undefined],
  ]);
});

it('a completion never edits one place twice', () => {
  const whole = `${head}${threat}${technique}${interpreter}${subtechnique}${powerShell}\n${execution}`;
  for (let offset = head.length; offset <= whole.length; offset++) {
    const model = openModel(whole, 'toml');
    const { items } = service.complete(model, model.lines.positionAt(offset), undefined);
    for (const { textEdit, additionalTextEdits = [] } of items.slice(0, 3)) {
      if (textEdit === undefined || !('range' in textEdit)) throw new Error('no edit');
      const edits = [textEdit, ...additionalTextEdits].map(({ range, newText }) => ({
        span: { start: model.lines.offsetAt(range.start), end: model.lines.offsetAt(range.end) },
        newText,
      }));
      expect(() => applyEdits(whole, edits)).not.toThrow();
    }
  }
});
