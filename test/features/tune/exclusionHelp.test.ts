/** The hover on an exclusion: who can meet it, and what it took out in the last run. */
import { expect, it, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { openAt, service, type Form } from '../../kit/services.js';

/** What is told besides what the word means; the exclusions of the text took out `suppressed` events each. */
async function told(marked: string, form: Form, suppressed?: number): Promise<string | undefined> {
  const { model, position, text } = openAt(marked, form);
  const start = Math.max(text.indexOf('not '), text.indexOf('process.name !='));
  const place = { line: 0, character: start };
  const ran = suppressed === undefined ? [] : [{ range: { start: place, end: place }, suppressed }];
  const hover = await service.hover(model, position, ran);
  const { value } = hover?.contents as MarkupContent;
  // Title, meaning and example of the word come first.
  const [, , , ...more] = value.split('\n\n');
  return more.length === 0 ? undefined : more.join('\n\n');
}

const byArgs = 'An attacker can make it apply:\n\n- `process.args == "x"`: `process.args` is chosen by whoever starts the process';

test.each<readonly [string, Form, number | undefined, string | undefined]>([
  ['process where n<|>ot process.args == "x"', 'eql', undefined, byArgs],
  ['process where n<|>ot process.args == "x"', 'eql', 2, `In the last run it took out 2 events that satisfied all the rest.\n\n${byArgs}`],
  ['process where n<|>ot process.pid == 4', 'eql', 1, 'In the last run it took out 1 event that satisfied all the rest.'],
  ['process where n<|>ot process.pid == 4', 'eql', 0, 'In the last run it took no event out.'],
  ['process where n<|>ot process.pid == 4', 'eql', undefined, undefined],
  ['user.id: 0 and n<|>ot process.pid: 4', 'kuery', 3, 'In the last run it took out 3 events that satisfied all the rest.'],
])('%s with %s', async (marked, form, suppressed, expected) => expect(await told(marked, form, suppressed)).toBe(expected));

it('names each alternative that can be met', async () => {
  const query = 'process where n<|>ot (process.name == "a" or process.code_signature.trusted == true or process.executable : "/tmp/*")';
  expect(await told(query, 'eql')).toBe(
    [
      'An attacker can make it apply:\n',
      '- `process.name == "a"`: `process.name` is chosen by whoever names the program',
      '- `process.executable : "/tmp/*"`: every user can put files where `/tmp/*` looks',
    ].join('\n'),
  );
});
