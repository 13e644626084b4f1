/** KQL115: a line break inside an unquoted value, where an `or` was most likely forgotten. */
import type { Fix, Problem } from '../../../base/problem.js';
import { span } from '../../../base/span.js';
import type { FieldCatalog } from '../../../schema/catalog.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import type { ValueSite, Sites } from '../../kql/sites.js';

export function lineBreaks({ text }: ParsedKql, _catalog: FieldCatalog, sites: Sites): readonly Problem[] {
  return sites.values.flatMap((site) => {
    const written = text.slice(site.value.span.start, site.value.span.end);
    return site.value.quoted || !/[\r\n]/.test(written) ? [] : [problemOf(site, written)];
  });
}

function problemOf({ value, inList }: ValueSite, written: string): Problem {
  const first = written.split(/[\r\n]/, 1)[0]?.trimEnd() ?? '';
  return {
    code: 'KQL115',
    span: value.span,
    message: `The line break after \`${first.slice(0, 40)}\` is part of the value; write \`or\` between two values`,
    fixes: [separate(value.span.start, written, inList)],
  };
}

function separate(start: number, written: string, inList: boolean): Fix {
  const breaks = [...written.matchAll(/\s+/g)].filter(({ 0: gap }) => /[\r\n]/.test(gap));
  const edits = breaks.map(({ index }) => ({ span: span(start + index, start + index), newText: ' or' }));
  const [open, close] = inList
    ? [[], []]
    : [[{ span: span(start, start), newText: '(' }], [{ span: span(start + written.length, start + written.length), newText: ')' }]];
  return { title: 'Insert `or`', edits: [...open, ...edits, ...close], preferred: inList };
}
