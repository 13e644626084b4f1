/** KQL106 and its kin: words and patterns without quotes on fields whose text is split into words, or whose patterns are. */
import type { Fix, Problem } from '../../../base/problem.js';
import type { FieldCatalog } from '../../../schema/catalog.js';
import { analyseText } from '../../../schema/textAnalysis.js';
import { hasWildcard, literalText } from '../../../syntax/kql/ast.js';
import { escapeKql, quoteKql } from '../../../syntax/kql/literals.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import { shortened } from '../../../syntax/recover.js';
import type { ValueSite, Sites } from '../../kql/sites.js';
import { certainFamily } from '../../types.js';

/** Longer values are no words that someone wrote. */
const longestText = 5000;

export function analysedText(_query: ParsedKql, _catalog: FieldCatalog, sites: Sites): readonly Problem[] {
  return sites.values.flatMap((site) => {
    const family = certainFamily(site.info);
    if (site.value.quoted || (family !== 'text' && family !== 'keyword')) return [];
    const text = literalText(site.value);
    if (text.length > longestText || /[\r\n]/.test(text)) return [];
    if (family === 'text') return hasWildcard(site.value) ? patternOnText(site) : wordsOnText(site);
    return site.info?.type !== 'keyword' ? patternOnUnindexed(site) : [];
  });
}

function wordsOnText({ name, value }: ValueSite): readonly Problem[] {
  const text = literalText(value);
  const words = analyseText(text);
  if (words.length < 2) return [];
  const message = `\`${name}\` is analysed text: without quotes it is enough that it has ${either(words)}; quote the value to find them together`;
  return [{ code: 'KQL106', span: value.span, message, fixes: [quote(value, text)] }];
}

function either(words: readonly string[]): string {
  const [first = '', second = ''] = words;
  return words.length === 2 ? `\`${first}\` or \`${second}\`` : `one of \`${first}\`, \`${second}\` and so on`;
}

/** Each piece between white space is a pattern of its own, and is compared with single words. */
function patternOnText({ name, value }: ValueSite): readonly Problem[] {
  const pattern = literalText(value);
  const inner = value.pieces.join('').trim();
  const plain = analyseText(inner).length === 0 ? undefined : quote(value, inner);
  const report = (message: string): readonly Problem[] => [
    { code: 'KQL106', span: value.span, message, fixes: plain === undefined ? [] : [plain] },
  ];
  if (/\s/.test(inner)) {
    return report(`\`${name}\` is analysed text: each part of \`${shortened(pattern)}\` is looked for on its own; quote a phrase instead`);
  }
  // A pattern is never split, so what stands between words in it is in no word.
  const broken = value.pieces.some((piece) => /[^\p{L}\p{N}_.:'’,;·\s]/u.test(piece));
  return broken
    ? report(
        `\`${name}\` is analysed text, whose single words have no such characters, so \`${shortened(pattern)}\` matches nothing; quote a phrase`,
      )
    : [];
}

/** Fields of type `wildcard` and `constant_keyword`. */
function patternOnUnindexed({ name, info, value }: ValueSite): readonly Problem[] {
  const text = literalText(value);
  if (!hasWildcard(value) || !/\s/.test(text)) return [];
  const rewritten = escapeKql(value.pieces.flatMap((piece) => piece.split(/\s+/)));
  const fixes: readonly Fix[] =
    rewritten === undefined ? [] : [{ title: 'Replace the spaces by `*`', edits: [{ span: value.span, newText: rewritten }] }];
  const message = `On \`${name}\`, of type ${info?.type ?? 'wildcard'}, the space parts this pattern in two, and one of them is enough; write \`*\` for it`;
  return [{ code: 'KQL106', span: value.span, message, fixes }];
}

function quote({ span }: ValueSite['value'], text: string): Fix {
  return { title: 'Quote the value', edits: [{ span, newText: quoteKql(text) }] };
}
