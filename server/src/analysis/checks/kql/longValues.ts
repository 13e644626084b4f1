/** KQL117: a value that is longer than what the field's index keeps. */
import type { Problem } from '../../../base/problem.js';
import type { FieldCatalog } from '../../../schema/catalog.js';
import { literalText } from '../../../syntax/kql/ast.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import type { Sites } from '../../kql/sites.js';

export function longValues(_query: ParsedKql, _catalog: FieldCatalog, sites: Sites): readonly Problem[] {
  return sites.values.flatMap(({ info, name, value }) => {
    const most = info?.typeUncertain === true ? undefined : info?.ignoreAbove;
    if (most === undefined || literalText(value).length <= most) return [];
    const length = value.pieces.reduce((sum, piece) => sum + [...piece].length, 0);
    if (length <= most) return [];
    const message = `This value has ${length} characters, and \`${name}\` keeps none of more than ${most}: no event has it`;
    return [{ code: 'KQL117', span: value.span, message }];
  });
}
