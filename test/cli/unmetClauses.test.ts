/** Where a rule matches nothing: clauses that events nearly satisfy. */
import { describe, expect, it } from 'vitest';
import { rulewright } from './testTerminal.js';

const event = JSON.stringify({ event: { category: 'process' }, process: { name: 'chattr', pid: 4 }, user: { name: 'Root' } });
const files = {
  'a.eql': 'process where process.name == "ch*" and\n  user.name == "root"',
  'a.events.ndjson': `${event}\n`,
  'b.eql': 'process where user.name == "Root"',
  'b.events.ndjson': `${event}\n`,
};

describe('run', () => {
  it('names the variants of each clause', async () => {
    const { output } = await rulewright(['run', 'a.eql'], { files });
    expect(output.split('\n').filter((line) => line.startsWith('hint:'))).toEqual([
      'hint: line 1: no event satisfies process.name == "ch*"; 1 does when its wildcards are taken as such; ' +
        '1 does when its wildcards are taken as such and case is ignored',
      'hint: line 2: no event satisfies user.name == "root"; 1 does when case is ignored; 1 does with `Root` in place of `root`',
    ]);
  });

  it('is silent where the rule matches', async () => {
    const { output } = await rulewright(['run', 'b.eql'], { files });
    expect(output).not.toContain('hint:');
  });

  it('writes them as JSON', async () => {
    const { output } = await rulewright(['run', 'a.eql', '--format', 'json'], { files });
    const { unmet } = JSON.parse(output) as { readonly unmet: readonly { readonly variants: readonly object[] }[] };
    expect(unmet[1]).toMatchObject({
      clause: 'user.name == "root"',
      line: 2,
      variants: [
        { form: { kind: 'ignoreCase' }, events: 1, title: 'Ignore case' },
        { form: { kind: 'value', wanted: 'root', found: 'Root' }, events: 1 },
      ],
    });
  });
});
