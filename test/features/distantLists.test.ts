/** What fits at the cursor does not depend on the texts of lists that it does not touch. */
import { expect, test } from 'vitest';
import { eqlContextAt } from '../../server/src/features/context/eql.js';
import { parseEql } from '../../server/src/syntax/eql/parse.js';

test.each([
  'process where process.name in ("a", "b") and endsWith(process.args, "c", "d") and user.name : ("e") ',
  'sequence by host.id with maxspan=1m [any where a : ("b", "c") and ] by d [any where f in ("g", "h")] until [any where not i in~ ("j", ]',
  'any where concat(a, ("b", "c"), ) : ("d", "e"',
  'process where not a : ("b", "c") or ("d", "e") == | head 5',
])('%s', (query) => {
  const parsed = parseEql(query);
  const whole = { ...parsed, tokensNear: () => parsed.tokens };
  for (let offset = 0; offset <= query.length; offset++) {
    expect({ offset, ...eqlContextAt(parsed, offset) }).toEqual({ offset, ...eqlContextAt(whole, offset) });
  }
});
