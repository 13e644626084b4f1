/** The problem matchers of the manifest find in the output of the command line what stands there. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rulewright } from './cli/testTerminal.js';

interface Matcher {
  readonly name: string;
  readonly pattern: { readonly regexp: string };
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly contributes: { readonly problemMatchers: Matcher[] };
};

/** What VS Code reads from each line that is matched, in the order of the groups. */
function problems(name: string, output: string): readonly (readonly string[])[] {
  const matcher = contributes.problemMatchers.find((each) => each.name === name);
  if (matcher === undefined) throw new Error(`there is no problem matcher ${name}`);
  const regexp = new RegExp(matcher.pattern.regexp);
  return output.split('\n').flatMap((line) => {
    const match = regexp.exec(line);
    return match === null ? [] : [match.slice(1)];
  });
}

const dump = `process where event.type == "start" and process.nmae == "gcore" and (process.args : "-a" or process.args : "-b")\n`;

it('what check prints', async () => {
  const { output } = await rulewright(['check', 'broken.eql', 'rules/dump.eql'], {
    files: { 'broken.eql': 'process where\n', 'rules/dump.eql': dump },
  });
  expect(problems('rulewright', output)).toEqual([
    ['rules/dump.eql', '1', '41', 'warning', 'QRY002', '`process.nmae` is not a known field; did you mean `process.name`?'],
    ['rules/dump.eql', '1', '70', 'info', 'EQL119', 'These conditions compare `process.args` alike; one `:` with a list says the same'],
    ['broken.eql', '1', '14', 'error', 'QRY001', expect.stringContaining('missing')],
  ]);
});

it('what test prints of a test that fails', async () => {
  const tests = '[[test]]\nname = "a dump"\nevents = \'{"event":{"category":"process"}}\'\nexpect = { matches = 1 }\n';
  const files = { 'dump.eql': 'process where process.name == "gcore"\n', 'dump.test.toml': tests };
  const { output } = await rulewright(['test', 'dump.test.toml'], { files });
  expect(problems('rulewright-test', output)).toEqual([['dump.test.toml', '2', 'a dump']]);
});
