import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { toSpan } from '../../server/src/features/convert.js';
import { inToml, openAt, openModel, service } from '../kit/services.js';

const kql = 'type = "query"\nlanguage = "kuery"\nindex = ["logs-endpoint.events.*"]';
const eql = 'type = "eql"\nlanguage = "eql"\nindex = ["logs-endpoint.events.*"]';

/** Each conversion at the cursor with the file it leads to, or the reason why it is not possible. */
function offered(marked: string, explain = false): Readonly<Record<string, string>> {
  const { model, text, position } = openAt(marked, 'toml');
  const actions = service.conversions(model, { start: position, end: position }, explain);
  return Object.fromEntries(
    actions.map(({ title, edit, disabled }) => {
      const edits = (edit?.changes?.[model.uri] ?? []).map(({ range, newText }) => ({ span: toSpan(model.lines, range), newText }));
      return [title, disabled?.reason ?? applyEdits(text, edits)];
    }),
  );
}

describe('conversion of a rule', () => {
  test.each<readonly [name: string, before: string, title: string, after: string]>([
    [
      'KQL to EQL',
      inToml('event.category:process and process.na<|>me:(cmd.exe or p*)', kql),
      'Convert to EQL',
      inToml('process where process.name like ("cmd.exe", "p*")', eql),
    ],
    [
      'EQL to KQL',
      inToml('process where process.na<|>me in ("cmd.exe", "a b")', eql),
      'Convert to KQL',
      inToml('event.category:process and process.name:(cmd.exe or "a b")', kql),
    ],
    [
      'an EQL query with a comment',
      inToml('process where process.na<|>me == "a" // the first', eql),
      'Convert to KQL (without its comments)',
      inToml('event.category:process and process.name:a', kql),
    ],
    [
      'a rule without its language',
      '[rule]\nname = "A"\ntype = "query"\nquery = "host.na<|>me:a"\n',
      'Convert to EQL',
      '[rule]\nname = "A"\ntype = "eql"\nquery = "any where host.name == \\"a\\""\nlanguage = "eql"\n',
    ],
    [
      'a query on one line',
      '[rule]\ntype = "query"\nlanguage = "kuery"\nquery = "host.na<|>me:a and not process.name:b and user.name:* and process.args:(c or d)"\n',
      'Convert to EQL',
      '[rule]\ntype = "eql"\nlanguage = "eql"\nquery = "any where host.name == \\"a\\" and process.name != \\"b\\" and user.name != null and process.args in (\\"c\\", \\"d\\")"\n',
    ],
    [
      'keys that only EQL rules have',
      '[rule]\ntype = "eql"\nevent_category_override = "event.type"\ntiebreaker_field = "event.sequence"\nlanguage = "eql"\nquery = "st<|>art where true"\n',
      'Convert to KQL',
      '[rule]\ntype = "query"\nlanguage = "kuery"\nquery = "event.type:start"\n',
    ],
  ])('%s', (_, before, title, after) => {
    expect(offered(before)).toEqual({ [title]: after });
  });

  test.each([
    ['the cursor is elsewhere', inToml('process where true', 'type = "eq<|>l"\nlanguage = "eql"')],
    ['the rule counts events', inToml('host.na<|>me:a', 'type = "threshold"\nlanguage = "kuery"')],
    ['the rule looks for new values', inToml('host.na<|>me:a', 'type = "new_terms"\nlanguage = "kuery"')],
    ['the rule matches indicators', inToml('host.na<|>me:a', 'type = "threat_match"\nlanguage = "kuery"')],
    ['the languages cannot say the same', inToml('process where user.na<|>me : "a"', eql)],
    ['the query is broken', inToml('process where user.na<|>me ==', eql)],
  ])('is not offered where %s', (_, marked) => {
    expect(offered(marked)).toEqual({});
  });

  test('says why it is not possible, when asked', () => {
    expect(offered(inToml('process where user.na<|>me : "a"', eql), true)).toEqual({
      'Convert to KQL': 'Not possible in KQL: EQL matches these letters in either case here, and KQL only as they are written',
    });
  });

  test('is not offered for a file that is nothing but a query', () => {
    const model = openModel('process where true', 'eql');
    const start = { line: 0, character: 3 };
    expect(service.conversions(model, { start, end: start }, true)).toEqual([]);
  });
});
