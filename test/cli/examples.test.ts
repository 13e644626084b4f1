/** What help and documentation show can be typed: each example is read as the arguments of its command. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildProgram, type Actions } from '../../server/src/cli/args.js';
import { rulewright } from './testTerminal.js';

/** Does nothing, whatever it is asked for. */
const actions: Actions = new Proxy({} as Actions, {
  get: (target, name) => (name === 'kibana' ? actions : () => Promise.resolve(target)),
});

const commands = buildProgram('1', actions).commands.flatMap((command) =>
  command.commands.length === 0 ? [command.name()] : command.commands.map((each) => `${command.name()} ${each.name()}`),
);

/** The arguments of each call in a text, one a line: before a pipe, a redirection, a comment, or what stands further right. */
function callsIn(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/^[ $]*(?:[^|\n]+ \| )?rulewright (.+)$/gm)].map(([, line = '']) => {
    const call = line.split(/ {2,}| \| | > | # | && | \|\| /)[0] ?? '';
    return (call.match(/\$\([^)]*\)|'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
  });
}

async function complaintAbout(args: readonly string[]): Promise<string> {
  let complaint = '';
  const program = buildProgram('1', actions, args[0]);
  for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])])
    command.exitOverride().configureOutput({ writeErr: (text) => (complaint += text), writeOut: () => undefined });
  await program.parseAsync([...args], { from: 'user' }).catch(() => undefined);
  return complaint;
}

describe('an example', () => {
  it.each(commands)('in the help of %s', async (command) => {
    const { output } = await rulewright([...command.split(' '), '--help']);
    const calls = callsIn(output.slice(output.indexOf('\nExamples:\n')));
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) expect(await complaintAbout(call), call.join(' ')).toBe('');
  });

  const documents = ['README.md', ...readdirSync('docs').filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]; // prettier-ignore
  it('in the documentation', async () => {
    const texts = documents.map((document) => readFileSync(document, 'utf8'));
    const blocks = texts.flatMap((text) => [...text.matchAll(/^ *```(?:|sh|console)\n([^]*?)^ *```$/gm)].map(([, block = '']) => block));
    // What is written in capitals or brackets stands for something else.
    const calls = blocks.flatMap(callsIn).filter((call) => !call.some((word) => /^\[|^[A-Z]+(?:\.{3})?$/.test(word)));
    expect(calls.length).toBeGreaterThan(20);
    for (const call of calls) expect(await complaintAbout(call), call.join(' ')).toBe('');
  });
});

it('wrong usage of a command of Kibana names that command', async () => {
  const errors = "error: unknown option '--bad'\nRun rulewright kibana diff --help for the options and examples.\n";
  expect(await rulewright(['kibana', 'diff', 'a.toml', '--bad'])).toEqual({ exitCode: 2, output: '', errors });
});
