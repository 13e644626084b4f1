/** How names and texts are written in EQL. */
import { eqlKeywords } from '../../syntax/eql/tokens.js';

/** A dotted field name, each part in back quotes where it needs them. */
export function writeField(name: string): string {
  return name.split('.').map(writePart).join('.');
}

function writePart(part: string): string {
  if (/^[A-Za-z_@][A-Za-z0-9_]*$/.test(part) && !eqlKeywords.includes(part)) return part;
  return `\`${part.replace(/`/g, '``')}\``;
}
