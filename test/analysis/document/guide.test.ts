/** What is said of tags, guides and `[transform]`, and what is passed over. */
import { expect, it } from 'vitest';
import { analyze } from '../../../server/src/analysis/analyze.js';
import type { Profile } from '../../../server/src/analysis/profile.js';
import { openRule } from '../../../server/src/rule/openText.js';
import { shippedSchemas } from '../../schema/shipped.js';
import { ruleWith } from '../cases/kit.js';

const schemas = await shippedSchemas;

function said(text: string, profile: Profile = 'detections-as-code'): readonly string[] {
  const document = openRule(text, { uri: 'file:///rules/rule.toml', languageId: 'toml' });
  return analyze(document, { catalog: schemas.catalogFor([]), schemas }, { profile, today: '2026-02-03' })
    .filter(({ code }) => /^(TAG|DOC)/.test(code))
    .map(({ code, severity, message, span }) => `${text.slice(span.start, span.end)} ${code} ${severity}: ${message}`);
}

const note = (text: string): string => ruleWith({ rule: { note: JSON.stringify(text) } });
const tagged = (...tags: readonly string[]): string => ruleWith({ rule: { tags: JSON.stringify(tags) } });

it.each<readonly [string, string, readonly string[]]>([
  [
    'a place without an entry',
    note('$osquery_2'),
    ['$osquery_2 DOC001 error: `$osquery_2` stands for no entry of `[[transform.osquery]]`: there is none'],
  ],
  [
    'one entry, not shown',
    `${ruleWith()}\n[[transform.osquery]]\nlabel = "Users"\nquery = "SELECT 1"\n`,
    ['"Users" DOC001 error: The guide does not show this entry: `$osquery_0` is nowhere in `note`'],
  ],
  [
    'an escaped line break before a heading',
    note('a\n\n#### SETUP'),
    ['#### SETUP DOC003 error: The heading of the setup in a guide is `## Setup`, at that level and in that case'],
  ],
  ['headings in code', note('~~~\n## SETUP\n~~~'), []],
  ['a fence inside another', note('````\n```\n````'), []],
  ['a longer fence', note('```\n````'), []],
  ['an empty link', note('[a]( )'), ['[a]( ) DOC007 information: This link leads nowhere: its address is empty']],
  ['two blanks', note('a  \nb'), []],
  ['one blank', note('a \nb\t'), ['  DOC007 hint: White space at the end of this and 1 more line has no meaning']],
  ['tags of the author', tagged('Tactic: Execution', 'Acme', 'Squad: blue'), []],
  [
    'a slip',
    tagged('Tactic: Execution', 'Domain: Endpiont'),
    ['"Domain: Endpiont" TAG003 warning: `Domain: Endpiont` is not a known tag; did you mean `Domain: Endpoint`?'],
  ],
  [
    'a family in another case',
    tagged('Tactic: Execution', 'os: Acme'),
    ['"os: Acme" TAG002 warning: `os: Acme` is usually written `OS: Acme`'],
  ],
  [
    'a tactic in another case',
    tagged('Tactic: execution'),
    ['"Tactic: execution" TAG002 warning: `Tactic: execution` is usually written `Tactic: Execution`'],
  ],
  ['no tags', ruleWith({ rule: { tags: undefined } }), []],
  ['machine learning', ruleWith({ rule: { tags: '["OS: Linux"]', type: '"machine_learning"' } }), []],
  [
    'a guide that is cut off',
    ruleWith({ rule: { tags: '["Tactic: Execution", "Resources: Investigation Guide"]', note: '"""' }, tables: '' }),
    [],
  ],
])('%s', (_, text, expected) => expect(said(text)).toEqual(expected));

it('asks for a tag of each reason', () => {
  const text = ruleWith({ rule: { tags: '["OS: Linux"]', index: '["endgame-*"]', building_block_type: '"default"' } });
  expect(said(text, 'elastic')).toEqual([
    '["OS: Linux"] TAG004 warning: The tag `Tactic: Execution` of the rule\'s first tactic is missing',
    '["OS: Linux"] TAG005 warning: The index `endgame-*` asks for the tag `Data Source: Elastic Endgame`',
    '["OS: Linux"] TAG005 warning: A building block rule asks for the tag `Rule Type: BBR`',
  ]);
});
