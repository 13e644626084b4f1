/** Names of files with characters that drive a terminal: what is printed for people stays on its line and moves no cursor. */
import { expect, it } from 'vitest';
import { rulewright } from './testTerminal.js';

const odd = '\u001b[31m\n';
const event = (name: string): string => JSON.stringify({ event: { category: 'process' }, process: { name } });
const files = {
  [`a${odd}.eql`]: 'process where process.name == "sh" and process.name !=',
  [`b${odd}.eql`]: 'process where process.name=="sh"',
  [`b${odd}.test.toml`]: `[[test]]\nname = "t"\nevents = '''${event('bash')}'''\nexpect = { matches = 1 }\n`,
  [`c${odd}.ndjson`]: `${event('sh')}\n${event('bash')}\n{`,
  [`d${odd}.ndjson`]: event('sh'),
  [`e${odd}.toml`]: 'a = "no rule"\n',
  [`f${odd}.json`]: '{}',
};
const events = ['--events', `c${odd}.ndjson`, `d${odd}.ndjson`];

it.each([
  ['check', `a${odd}.eql`],
  ['run', `b${odd}.eql`, ...events],
  ['run', `a${odd}.eql`, ...events],
  ['explain', `b${odd}.eql`, ...events],
  ['explain', `b${odd}.eql`, ...events, '--all'],
  ['alerts', `b${odd}.eql`, ...events],
  ['scan', `a${odd}.eql`, `b${odd}.eql`, ...events, '--limit', '5'],
  ['test', `b${odd}.test.toml`, '--untested', '--coverage', '--mutate'],
  ['translate', `a${odd}.eql`],
  ['format', `e${odd}.toml`],
  ['format', '--check', `b${odd}.eql`],
  ['fields', '--rule', `e${odd}.toml`],
  ['mappings', `f${odd}.json`],
  ['convert', `e${odd}.toml`, '--to', 'ndjson'],
  ['synthesize', `e${odd}.toml`],
])('%s %j', async (...args) => {
  const { output, errors } = await rulewright(args, { files });
  expect(output + errors).not.toContain('\u001b');
  expect(output + errors).toContain('\\u001b[31m\\n');
});
