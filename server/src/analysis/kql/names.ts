/** Names that a reader takes for something else than a field name, such as `or process.name`: what is wrong there is not the field. */
import { literalText, type Literal } from '../../syntax/kql/ast.js';

/** Whether white space, a sign of another language or a comment has got into a field name. */
export function isMisread(field: Literal): boolean {
  const text = literalText(field);
  return !field.quoted && (/\s/.test(text) || /^(?:[!+-]\w|#|\/\/|\/\*|_exists_$|_missing_$|'.*'$|`.*`$)/.test(text));
}
