/** Links of a rule file: its references, and the pages of its ATT&CK ids. */
import type { DocumentLink } from 'vscode-languageserver-types';
import { readThreat } from '../analysis/document/threat.js';
import type { Span } from '../base/span.js';
import { stringsAt, type RuleString } from '../rule/value.js';
import { attackUrl } from '../schema/attack.js';
import { toRange } from './convert.js';
import { partsOf } from './hover/attack.js';
import type { RuleModel } from './ruleModel.js';

/** Of the rule of the model, not of others in its file. */
export function documentLinks({ document, lines }: RuleModel): readonly DocumentLink[] {
  const { rule } = document.tree ?? {};
  if (rule === undefined) return [];
  const parts = readThreat(rule).flatMap(partsOf);
  const ids = parts.flatMap(({ id, name }) => {
    const target = id === undefined ? undefined : attackUrl(id.value);
    return id === undefined || target === undefined
      ? []
      : [{ span: contentOf(id), target, tooltip: `${id.value} ${name?.value ?? ''}`.trim() }];
  });
  const addresses = [...stringsAt(rule, 'references'), ...parts.flatMap(({ reference }) => reference ?? [])].flatMap((address) =>
    /^https?:\/\/\S+$/.test(address.value) ? [{ span: contentOf(address), target: address.value }] : [],
  );
  return [...ids, ...addresses].map(({ span, ...link }) => ({ range: toRange(lines, span), ...link }));
}

/** Without the quotes. */
export function contentOf({ span, style, closed }: RuleString): Span {
  const quotes = style.startsWith('multiline') ? 3 : 1;
  return { start: span.start + quotes, end: span.end - (closed ? quotes : 0) };
}
