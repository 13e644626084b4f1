import { describe, expect, it, test } from 'vitest';
import { sliceSpan } from '../../server/src/base/span.js';
import { toSpan } from '../../server/src/features/convert.js';
import { hoverText, inToml, openAt, sampleOf, schemas, service, type Form } from '../kit/services.js';

async function docsOf(field: string): Promise<string> {
  const docs = await schemas.docs(field);
  return docs?.example === undefined ? docs!.description : `${docs.description}\n\nExample: \`${docs.example}\``;
}

function valueOf(field: string, value: string) {
  return schemas
    .catalogFor([])
    .field(field)!
    .values!.list.find(({ name }) => name === value)!;
}

describe('hover', () => {
  test.each<readonly [string, Form]>([
    ['process where proc<|>ess.name == "x"', 'eql'],
    ['process where ?process.name<|> == "x"', 'eql'],
    ['proc<|>ess.name:x', 'kuery'],
    ['(a:b and not process.name:(x or y) and process.n<|>ame:z', 'kuery'],
    [inToml('process where process<|>.name == "x"'), 'toml'],
    ['process where startsWith(proc<|>ess.name, "x") and (', 'eql'],
  ])('%j tells what the field holds', async (text, form) => {
    expect(await hoverText(text, form)).toBe(`**\`process.name\`** · keyword · ECS 9.4\n\n${await docsOf('process.name')}`);
  });

  test.each<readonly [string, Form]>([
    ['any where a == 1 and `<|>', 'eql'],
    ['[rule]\ntype = "eql"\nquery = """any where \\\n <|> process.name == "x""""', 'toml'],
  ])('%j tells nothing: no name is there', async (text, form) => {
    expect(await hoverText(text, form)).toBeUndefined();
  });

  it('lists the values ECS allows', async () => {
    const text = await hoverText('any where event.ki<|>nd == "x"', 'eql');
    expect(text).toBe(
      `**\`event.kind\`** · keyword · ECS 9.4\n\n${await docsOf('event.kind')}\n\nValues ECS allows: \`alert\`, \`asset\`, \`enrichment\`, \`event\`, \`metric\`, \`state\`, \`pipeline_error\`, \`signal\``,
    );
  });

  test.each<readonly [string, Form, string]>([
    ['any where process.na<|>em == "x"', 'eql', '**`process.naem`**\n\nNot a field of ECS 9.4 and the fields of all known integrations.'],
    ['any where process.pare<|>nt == "x"', 'eql', '**`process.parent`**\n\nNot a field itself: an object that holds fields.'],
    [
      'any where starts<|>With~(process.name, "x")',
      'eql',
      '**`startsWith(source, substring)`** → boolean\n\nTrue if the source starts with the substring. `startsWith~` ignores case.\n\nExample: `startsWith~(process.name, "POWER") is true for "powershell.exe"`',
    ],
    [
      'any where a == 1 an<|>d true',
      'eql',
      '**`and`**\n\nTrue if both sides are true. Binds tighter than `or`.\n\nExample: `a == 1 and b == 2`',
    ],
    [
      'sequence with max<|>span=1m [any where true] [any where true]',
      'eql',
      '**`maxspan`**\n\nThe longest time from the first to the last event of a sequence; units ms, s, m, h, d.\n\nExample: `with maxspan=30s`',
    ],
    [
      'any where a n<|>ot in (1)',
      'eql',
      '**`not in`**\n\nEqual to none of the listed values; also true for events that do not have the field.',
    ],
    ['any where a <|>== 1', 'eql', '**`==`**\n\nEqual, case-sensitive. `*` and `?` in the text stand for themselves.'],
    ['any where a <|>% 2 == 1', 'eql', '**`%`**\n\nRemainder, with the sign of the left side.'],
    [
      'a:b o<|>r c:d',
      'kuery',
      '**`or`**\n\nTrue if one side is true; also between the values of a list.\n\nExample: `process.name:(cmd.exe or pwsh.exe)`',
    ],
    ['process.pid <|>>= 3', 'kuery', '**`>=`**\n\nGreater than or equal.'],
  ])('%j in %s', async (text, form, expected) => {
    expect(await hoverText(text, form)).toBe(expected);
  });

  test.each<readonly [string, Form]>([
    ['any where event.type == "sta<|>rt"', 'eql'],
    ['any where event.type : ("end", "sta<|>rt")', 'eql'],
    ['event.type:sta<|>rt', 'kuery'],
    ['event.type:("sta<|>rt" or end)', 'kuery'],
  ])('%j tells what ECS says of the value', async (text, form) => {
    expect(await hoverText(text, form)).toBe(
      `**\`start\`** · value of \`event.type\` · ECS 9.4\n\n${valueOf('event.type', 'start').description!}`,
    );
  });

  it('tells what goes with an event category', async () => {
    const { description } = valueOf('event.category', 'process');
    expect(await hoverText('proc<|>ess where true', 'eql')).toBe(
      `**\`process\`** · value of \`event.category\` · ECS 9.4\n\n${description!}\n\nGoes with \`event.type\`: \`access\`, \`change\`, \`end\`, \`info\`, \`start\``,
    );
  });

  test.each<readonly [string, Form]>([
    ['any where process.name == "cm<|>d.exe"', 'eql'],
    ['any where 1<|>2 == 12', 'eql'],
    ['any where true // proc<|>ess.name', 'eql'],
    ['process.name:cm<|>d.exe', 'kuery'],
    ['free te<|>xt', 'kuery'],
    ['[rule]\nname = "x<|>"\nquery = "a:b"', 'toml'],
    ['<|>', 'eql'],
  ])('%j has nothing to tell', async (text, form) => {
    expect(await hoverText(text, form)).toBeUndefined();
  });

  it('covers the name in the file, escapes included', async () => {
    const { model, text, position } = openAt('[rule]\ntype = "eql"\nquery = "any where event.`sequ\\u0065n<|>ce` == 1"', 'toml');
    const hover = await service.hover(model, position);
    expect(sliceSpan(text, toSpan(model.lines, hover!.range!))).toBe('event.`sequ\\u0065nce`');
  });
});

describe('hover on a field of a rule with a sample', () => {
  const sample = sampleOf([
    { event: { category: 'process' }, process: { name: 'a' } },
    { event: { category: ['process'] }, process: { pid: 7 } },
    { event: { category: 'file' }, process: { name: 'b' }, acme: 1 },
  ]);
  const keyword = '**`process.name`** · keyword · ECS 9.4 · ';

  test.each<readonly [string, Form, string]>([
    ['process where process.na<|>me == "x"', 'eql', `${keyword}in 1 of 2 process events of the sample`],
    ['sequence [process where true] [file where process.na<|>me == "x"]', 'eql', `${keyword}in 1 of 1 file event of the sample`],
    ['any where process.na<|>me == "x"', 'eql', `${keyword}in 2 of 3 events of the sample`],
    ['network where process.na<|>me == "x"', 'eql', `${keyword}in 2 of 3 events of the sample`],
    ['process.na<|>me: x and event.category: process', 'kuery', `${keyword}in 1 of 2 process events of the sample`],
    ['process.na<|>me: x or event.category: process', 'kuery', `${keyword}in 2 of 3 events of the sample`],
    ['file where ac<|>me == 1', 'eql', '**`acme`** · in 1 of 1 file event of the sample'],
    [
      inToml('process where process.na<|>me == "x"', 'type = "eql"\nlanguage = "eql"\nevent_category_override = "acme.kind"'),
      'toml',
      `${keyword}in 2 of 3 events of the sample`,
    ],
  ])('%j in %s tells how often it has a value', async (text, form, first) => {
    expect((await hoverText(text, form, await sample))?.split('\n')[0]).toBe(first);
  });
});
