/** KQL102: a `?` that is most likely meant as a wildcard, which KQL does not know. */
import type { Problem } from '../../../base/problem.js';
import type { FieldCatalog } from '../../../schema/catalog.js';
import { literalText } from '../../../syntax/kql/ast.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import type { ValueSite, Sites } from '../../kql/sites.js';

export function questionMarks({ text }: ParsedKql, _catalog: FieldCatalog, sites: Sites): readonly Problem[] {
  if (!text.includes('?')) return [];
  return sites.values.filter(looksLikeWildcard).map(({ value }) => {
    const written = text.slice(value.span.start, value.span.end);
    return {
      code: 'KQL102',
      span: value.span,
      message: '`?` is no wildcard in KQL and stands for itself; `*` stands for any number of characters',
      fixes: [{ title: 'Replace by `*`', edits: [{ span: value.span, newText: written.replace(/\?+/g, '*') }] }],
    };
  });
}

/** The part of a URL after its path begins with a `?`, and command lines and texts hold any character. */
function looksLikeWildcard({ name, info, value }: ValueSite): boolean {
  const text = literalText(value);
  if (value.quoted || !text.includes('?') || /[?&][\w.%-]*=|^\/.*\?\w+\*?$/.test(text)) return false;
  if (/(?:^|[._])(?:ur[il]|query|referrer|command_line|args|script_block_text|message|title|subject|body)(?:[._]|$)/.test(name))
    return false;
  return info === undefined || !['text', 'match_only_text'].includes(info.type);
}
