/** Completion and hover in a rule file outside its queries. */
import { describe, expect, it, test } from 'vitest';
import { ruleContextAt } from '../../server/src/features/context/toml.js';
import { cursorIn } from '../kit/markers.js';
import { completeAt, hoverText, openModel, service } from '../kit/services.js';

function cursorOf(marked: string) {
  const { text, offset } = cursorIn(marked);
  return ruleContextAt(openModel(text, 'toml').document, offset);
}

describe('the cursor in a rule file', () => {
  test.each<readonly [string, string]>([
    ['[rule]\ntype = "eql"\nsev<|>', 'key rule sev'],
    ['[rule]\ntype = "eql"\n<|>', 'key rule '],
    ['[rule]\ntype = "e<|>ql"', 'value rule.type "e" of eql'],
    ['[rule]\ntype = "eql"\nseverity = <|>', 'value rule.severity '],
    ['[rule]\ntype = "eql"\nseverity = "lo<|>', 'value rule.severity "lo"'],
    ['[rule]\ntype = "eql"\ntags = ["OS: Linux", "<|>"]', 'value rule.tags[] "" of '],
    ['[rule]\ntype = "eql"\ntags = [\n  "OS: Linux",\n  <|>\n', 'value rule.tags[] '],
    ['[rule]\ntype = "eql"\ntags = ["OS<|>\nname = "x"\n', 'value rule.tags[] "OS"'],
    ['[rule]\ntype = "eql"\ntags = [\nna<|>me = "x"\n', 'key rule na of name'],
    ['[rule]\ntype = "eql"\ntags = [\nname = "x"\nsev<|>', 'key rule sev'],
    ['[rule]\ntype = "eql"\n[[rule.threat]]\n[rule.threat.tactic]\nid = "TA<|>0001"', 'value rule.threat.tactic.id "TA" of TA0001'],
    ['[rule]\nname = "x"\nthreshold = { field = ["a"], val<|> }', 'key rule.threshold val'],
    ['[rule]\nname = "x"\nthreshold = { field = ["a<|>"] }', 'value rule.threshold.field[] "a" of a'],
    ['[rule]\nname = "x"\nthreshold.va<|>', 'key rule.threshold va'],
    ['[rule]\nname = "x"\n[rule.thr<|>]', 'header [rule.thr'],
    ['[rule]\nname = "x"\n[[rule.thr<|>', 'header [[rule.thr'],
    ['[rule]\nname = "x"\n[<|>', 'header ['],
    ['[rule]\nname = "x"\n[[transform.investigate]]\nproviders = [[{ fi<|> }]]', 'key transform.investigate.providers fi'],
    ['[rule]\nname = "x"\n"no<|>te" = "y"', 'key rule "no" of note'],
    ["[rule]\nname = 'x<|>y'", "value rule.name 'x' of xy"],
  ])('%j: %s', (marked, expected) => {
    const cursor = cursorOf(marked);
    const { text } = cursorIn(marked);
    const path = [...(cursor?.path ?? []), ...(cursor?.key === undefined ? [] : [cursor.key])].join('.');
    const quotes = cursor?.quotes ?? '';
    const content = text.slice(cursor?.replace.start, cursor?.replace.end);
    const whole = content === cursor?.prefix && quotes !== '' && !text.slice(cursor.replace.end).startsWith(quotes) ? '' : ` of ${content}`;
    const shown = quotes === '' && content === cursor?.prefix ? '' : whole;
    const where =
      cursor?.kind === 'header'
        ? `header ${cursor.isArray ? '[[' : '['}`
        : `${cursor?.kind} ${path}${cursor?.inList === true ? '[]' : ''} `;
    expect(`${where}${quotes}${cursor?.prefix}${quotes}${shown}`).toBe(expected);
  });

  it('is nowhere in a comment', () => expect(cursorOf('[rule]\nname = "x" # na<|>me')).toBeUndefined());

  it('knows the table among several', () => {
    const cursor = cursorOf('[rule]\n[[rule.threat]]\nframework = "a"\n[[rule.threat]]\nframework = "b"\n<|>');
    expect(cursor?.table.entries.map(({ value }) => value.kind === 'string' && value.value)).toEqual(['b']);
  });
});

describe('completion of keys', () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    [
      '[rule]\ntype = "eql"\n<|>',
      ['name', 'tiebreaker_field', 'language'],
      ['type', 'threshold', 'new_terms', 'immutable', 'anomaly_threshold'],
    ],
    ['[rule]\ntype = "machine_learning"\n<|>', ['anomaly_threshold'], ['index', 'query', 'language']],
    ['[metadata]\nmaturity = "production"\n<|>\n[rule]\nname = "x"', ['creation_date', 'min_stack_version'], ['maturity', 'name']],
    ['[rule]\nname = "x"\n[[rule.threat]]\n[rule.threat.tactic]\nid = "TA0001"\n<|>', ['name', 'reference'], ['id', 'framework']],
    ['[rule]\nname = "x"\n[rule.meta]\n<|>', [], ['name']],
  ])('%j has %j, not %j', (marked, has, hasNot) => {
    const { labels } = completeAt(marked, 'toml');
    expect(labels.filter((label) => has.includes(label)).sort()).toEqual([...has].sort());
    expect(labels.filter((label) => hasNot.includes(label))).toEqual([]);
  });

  it('has those first that the rule needs', () => {
    expect(completeAt('[rule]\ntype = "threshold"\nquery = "a:b"\n<|>', 'toml').labels.slice(0, 8)).toEqual([
      'author', 'description', 'language', 'name', 'risk_score', 'rule_id', 'severity', 'threshold',
    ]); // prettier-ignore
  });

  test.each<readonly [string, string, string]>([
    ['[rule]\ntype = "eql"\nsev<|>', 'severity', '[rule]\ntype = "eql"\nseverity = "<|>"'],
    ['[rule]\ntype = "eql"\nbuil<|>', 'building_block_type', '[rule]\ntype = "eql"\nbuilding_block_type = "<|>default"'],
    ['[rule]\ntype = "eql"\n<|>', 'tags', '[rule]\ntype = "eql"\ntags = ["<|>"]'],
    ['[rule]\ntype = "eql"\n<|>', 'max_signals', '[rule]\ntype = "eql"\nmax_signals = <|>100'],
    ['[rule]\ntype = "eql"\nsev<|> = "low"', 'severity', '[rule]\ntype = "eql"\nseverity<|> = "low"'],
    ['[rule]\ntype = "eql"\n<|>', 'query', "[rule]\ntype = \"eql\"\nquery = '''\n<|>\n'''"],
    [
      '[rule]\ntype = "threshold"\n<|>\n\n[transform]\n',
      'threshold',
      '[rule]\ntype = "threshold"\n[rule.threshold]\nfield = ["<|>"]\nvalue = 10\n\n\n[transform]\n',
    ],
  ])('%j with %s is %j', (marked, label, expected) => {
    expect(completeAt(marked, 'toml').accept(label)).toBe(expected);
  });

  it('leaves out tables where more keys follow', () => {
    expect(completeAt('[rule]\ntype = "threshold"\n<|>\nname = "x"\n', 'toml').labels).not.toContain('threshold');
  });
});

describe('completion of headers', () => {
  test.each<readonly [string, string, string]>([
    ['[rule]\ntype = "threshold"\n[rule.thr<|>]', 'rule.threshold', '[rule]\ntype = "threshold"\n[rule.threshold<|>]'],
    ['[rule]\ntype = "threshold"\n[rule.thr<|>', 'rule.threshold', '[rule]\ntype = "threshold"\n[rule.threshold]<|>'],
    ['[rule]\ntype = "eql"\n[<|>]', 'rule.threat', '[rule]\ntype = "eql"\n[[rule.threat]<|>]'],
    ['[rule]\ntype = "eql"\n[[<|>]]', 'rule.threat', '[rule]\ntype = "eql"\n[[rule.threat<|>]]'],
  ])('%j with %s is %j', (marked, label, expected) => {
    expect(completeAt(marked, 'toml').accept(label)).toBe(expected);
  });

  it('has only tables of the rule type that are not there yet', () => {
    const { labels } = completeAt('[metadata]\nmaturity = "beta"\n[rule]\ntype = "eql"\n[<|>]', 'toml');
    expect(labels.filter((label) => ['metadata', 'rule', 'rule.threshold', 'rule.new_terms'].includes(label))).toEqual([]);
    expect(labels).toContain('rule.alert_suppression');
  });
});

describe('completion of values', () => {
  test.each<readonly [string, readonly string[]]>([
    ['[rule]\nrisk_score = 73\nseverity = "<|>"', ['high', 'low', 'medium', 'critical']],
    ['[rule]\nseverity = "critical"\nrisk_score = <|>', ['99', '21', '47', '73']],
    ['[rule]\ntype = "eql"\nenabled = <|>', ['true', 'false']],
    ['[rule]\nname = "x"\n[rule.alert_suppression.duration]\nunit = "<|>"', ['s', 'm', 'h']],
    ['[metadata]\nmaturity = "<|>"', ['development', 'experimental', 'beta', 'production', 'deprecated']],
    ['[rule]\nname = "<|>"', []],
    ['[rule]\nname = "x"\nnote = """\n<|>\n"""', []],
  ])('%j offers %j', (marked, expected) => expect(completeAt(marked, 'toml').labels).toEqual(expected));

  test.each<readonly [string, string, string]>([
    ['[rule]\nname = "x"\ntype = <|>', 'new_terms', '[rule]\nname = "x"\ntype = "new_terms"<|>'],
    ['[rule]\nname = "x"\ntags = ["OS: Linux", "OS<|>"]', 'OS: Windows', '[rule]\nname = "x"\ntags = ["OS: Linux", "OS: Windows<|>"]'],
    ['[rule]\nname = "x"\nindex = [<|>]', 'auditbeat-*', '[rule]\nname = "x"\nindex = ["auditbeat-*"<|>]'],
    ['[rule]\nname = "x"\nindex = <|>', 'auditbeat-*', '[rule]\nname = "x"\nindex = ["auditbeat-*"]<|>'],
    [
      '[rule]\nname = "x"\ntimestamp_override = "event.ing<|>"',
      'event.ingested',
      '[rule]\nname = "x"\ntimestamp_override = "event.ingested<|>"',
    ],
  ])('%j with %s is %j', (marked, label, expected) => expect(completeAt(marked, 'toml').accept(label)).toBe(expected));

  it('leaves out what the list has already', () => {
    const { labels } = completeAt('[rule]\nname = "x"\ntags = ["OS: Linux", "<|>"]', 'toml');
    expect([labels.includes('OS: Linux'), labels.includes('OS: macOS')]).toEqual([false, true]);
  });

  it('tells the times in words', () => {
    const details = (marked: string) => completeAt(marked, 'toml').list.items.map(({ label, detail }) => `${label}: ${detail}`);
    expect(details('[rule]\nname = "x"\ninterval = "<|>"')).toContain('15m: every 15 minutes');
    expect(details('[rule]\ninterval = "15m"\nfrom = "<|>"').slice(0, 4)).toEqual([
      'now-6m: looks back 6 minutes, less than the interval',
      'now-9m: looks back 9 minutes, less than the interval',
      'now-15m: looks back 15 minutes, less than the interval',
      'now-30m: looks back 30 minutes, 15 minutes more than the interval',
    ]);
  });

  it('sets the id and the title of a Timeline template together', () => {
    const { list } = completeAt('[rule]\nname = "x"\ntimeline_title = "<|>"\n', 'toml');
    const item = list.items.find(({ label }) => label === 'Generic Network Timeline');
    expect(item?.additionalTextEdits?.map(({ newText }) => newText)).toEqual(['timeline_id = "91832785-286d-4ebe-b884-1a208d111a70"\n']);
  });
});

describe('hover', () => {
  test.each<readonly [string, string | undefined]>([
    ['[rule]\nna<|>me = "x"', '**`name`** · text in quotes\n\nWhat lists and alerts call the rule.\n\nRequired.'],
    [
      '[rule]\nname = "x"\n[[rule.thr<|>eat]]\nframework = "MITRE ATT&CK"',
      '**`threat`** · a list of tables\n\nWhat the rule detects in terms of MITRE ATT&CK: one entry for each tactic. The first is the main one.',
    ],
    [
      '[rule]\ntype = "eql"\ntiebreaker_fie<|>ld = "a"',
      '**`tiebreaker_field`** · text in quotes\n\nThe field that orders events of the same time.\n\nRule types: `eql`. Since Elastic Stack 8.0.',
    ],
    ['[rule]\nseverity = "hi<|>gh"', '**`high`** · value of `severity`\n\nNeeds a look soon. Risk scores 48 to 73, as a rule 73.'],
    [
      '[rule]\nfrom = "now-9<|>m"',
      'Runs every 5 minutes, looks back 9 minutes: 4 minutes more than from one run to the next, for events that arrive late.',
    ],
    [
      '[rule]\nfrom = "now-9m"\ninterval = "1<|>h"',
      'Runs every 1 hour, looks back 9 minutes: events of the 51 minutes between are never searched.',
    ],
    [
      '[rule]\nfrom = "now-5m"\ninterval = "5<|>m"',
      'Runs every 5 minutes, looks back 5 minutes: exactly from one run to the next, so events that arrive late are missed.',
    ],
    ['[rule]\nname = "x"\ntimeline_id = "91832785-286d-4ebe-b884-1a208d111<|>a70"', 'Timeline template **Generic Network Timeline**'],
    ['[rule]\nname = "x<|>"', undefined],
    ['[rule]\nname = "x"\nown<|>_key = 1', undefined],
    ['[rule]\nname = "x"\n[rule.meta]\nna<|>me = 1', undefined],
  ])('%j: %j', async (marked, expected) => expect(await hoverText(marked, 'toml')).toBe(expected));
});

describe('a rule file that is being typed', () => {
  const text = `[metadata]
creation_date = "2026/01/05" # a day

[rule]
type = "threshold"
tags = [
  "OS: Linux",
  'Domain: Endpoint',
]
timeline_id = "x"
query = '''
process.name: sh
'''
[rule.threshold]
field = ["host.id"]
cardinality = [{ field = "user.name", value = 2 }]
[[rule.threat]]
framework = "MITRE ATT&CK"
[rule.threat.tactic]
id = "TA0002"
`;

  it('is completed and explained anywhere, whole or cut off', async () => {
    for (let at = 0; at <= text.length; at++) {
      for (const file of text[at] === '\n' ? [text, text.slice(0, at)] : [text.slice(0, at)]) {
        const model = openModel(file, 'toml');
        const position = model.lines.positionAt(at);
        const { items } = service.complete(model, position, undefined);
        for (const { textEdit } of items) {
          const range = textEdit !== undefined && 'range' in textEdit ? textEdit.range : undefined;
          expect([range?.start.line, range?.end.line]).toEqual([position.line, position.line]);
          expect((range?.start.character ?? 0) <= position.character && position.character <= (range?.end.character ?? 0)).toBe(true);
        }
        await service.hover(model, position);
      }
    }
  });
});
