/** KQL116: words that ran together, for an operator between them is missing or has become text itself. */
import type { Fix, Problem } from '../../../base/problem.js';
import { span } from '../../../base/span.js';
import type { FieldCatalog } from '../../../schema/catalog.js';
import { hasWildcard, literalText, type Literal } from '../../../syntax/kql/ast.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import { kqlNodes } from '../../kql/nodes.js';
import type { ValueSite, Sites } from '../../kql/sites.js';
import { longestWord } from './foreignValue.js';

export function runTogether({ tree, text }: ParsedKql, catalog: FieldCatalog, sites: Sites): readonly Problem[] {
  const nodes = kqlNodes(tree);
  const names = [
    ...nodes('match').map(({ field }) => field),
    ...nodes('range').map(({ field }) => field),
    ...nodes('nested').map(({ path }) => path),
  ];
  return [
    ...names.flatMap((name) => (name === undefined ? [] : inName(name, text, catalog))),
    ...sites.values.flatMap((site) => inValue(site, text)),
  ];
}

/** `or process.name: x`, `cmd.exe process.name: x` */
function inName(field: Literal, text: string, catalog: FieldCatalog): readonly Problem[] {
  const { start, end } = field.span;
  const written = text.slice(start, end);
  if (!/\s/.test(written)) return [];
  const found = /^(\S+)\s+(?=(\S+)$)/s.exec(written) ?? /^(\S+)\s+/.exec(written);
  if (field.quoted || found === null || /^(?:#|\/\/|\/\*)/.test(written) || catalog.field(literalText(field)) !== undefined) return [];
  const [whole, first = '', rest] = found;
  const code = 'KQL116';
  const fix: Fix = { title: `Delete \`${first}\``, edits: [{ span: span(start, start + whole.length), newText: '' }] };
  if (/^(?:and|or)$/i.test(first)) {
    const message = `\`${first}\` joins two conditions; here none stands before it, and it is part of the field name`;
    return [{ code, span: field.span, message, fixes: [{ ...fix, preferred: true }] }];
  }
  const isField = rest !== undefined && catalog.field(rest.replace(/\\(.)/g, '$1')) !== undefined;
  const message = `A space does not end a field name, so this is one name; write \`and\`, \`or\` or \`:\` between the words, or delete one`;
  return [{ code, span: field.span, message, fixes: isField ? [fix] : [] }];
}

/** `x and`, `and x`, and file names one after the other. */
function inValue({ name, value, inList }: ValueSite, text: string): readonly Problem[] {
  const { start, end } = value.span;
  const written = text.slice(start, end);
  if (value.quoted || written.length > longestWord || !/\s/.test(written)) return [];
  const code = 'KQL116';
  const last = /\s+(and|or|not)$/i.exec(written);
  const first = /^(and|or)\s+/i.exec(written);
  const stray = last ?? first;
  if (stray !== null) {
    const place = span(start + stray.index, start + stray.index + stray[0].length);
    const message = `\`${stray[1] ?? ''}\` is part of this value, for nothing stands ${last === null ? 'before' : 'after'} it; delete it, or quote the value`;
    return [{ code, span: value.span, message, fixes: [{ title: `Delete \`${stray[1] ?? ''}\``, edits: [{ span: place, newText: '' }] }] }];
  }
  const isSeveral =
    !hasWildcard(value) && /(?:^|[._])name$/.test(name) && /^[\w-]+\.[a-z]{2,4}(?:[ \t]+[\w-]+\.[a-z]{2,4})+$/i.test(written);
  if (!isSeveral) return [];
  const gaps = [...written.matchAll(/[ \t]+/g)].map((gap) => ({
    span: span(start + gap.index, start + gap.index + gap[0].length),
    newText: ' or ',
  }));
  const brackets = inList
    ? []
    : [
        { span: span(start, start), newText: '(' },
        { span: span(end, end), newText: ')' },
      ];
  const message = 'A space does not part values, so these names are one value; write `or` between them';
  return [{ code, span: value.span, message, fixes: [{ title: 'Insert `or`', edits: [...gaps, ...brackets] }] }];
}
