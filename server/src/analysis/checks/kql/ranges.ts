/** KQL109 and KQL119: ranges that order text, and bounds that a month or a year leaves where nobody expects them. */
import type { Problem } from '../../../base/problem.js';
import type { FieldCatalog } from '../../../schema/catalog.js';
import { literalText } from '../../../syntax/kql/ast.js';
import type { ParsedKql } from '../../../syntax/kql/parse.js';
import type { RangeSite, Sites } from '../../kql/sites.js';
import { certainFamily } from '../../types.js';

export function ranges(_query: ParsedKql, _catalog: FieldCatalog, sites: Sites): readonly Problem[] {
  return sites.ranges.flatMap((site) => {
    const family = certainFamily(site.info);
    // Dates and times written from the year down are in order as text too.
    const isDate = /^\d{4}-\d\d/.test(literalText(site.value));
    if (family === 'text' || (family === 'keyword' && !isDate)) return [textRange(site)];
    return family === 'date' ? monthBound(site) : [];
  });
}

function textRange({ name, range, value }: RangeSite): Problem {
  const text = literalText(value);
  const order = /^\d/.test(text) ? 'as text `10` comes before `9`' : 'text is ordered letter by letter, capitals first';
  return {
    code: 'KQL109',
    span: range.operatorSpan,
    message: `\`${name}\` is text, and ${order}; use a numeric field, or list the values`,
  };
}

/** `<=` and `>` are filled up to the end of the day, but month and day to the first. */
function monthBound({ range, value }: RangeSite): readonly Problem[] {
  const text = literalText(value);
  if (!/^\d{4}(?:-\d{2})?$/.test(text) || (range.operator !== '<=' && range.operator !== '>')) return [];
  const day = text.length === 4 ? `${text}-01-01` : `${text}-01`;
  const what = range.operator === '<=' ? 'ends with' : 'begins after';
  const whole = range.operator === '<=' ? { operator: '<', text: after(text) } : { operator: '>=', text: after(text) };
  return [
    {
      code: 'KQL119',
      span: value.span,
      message: `\`${range.operator} ${text}\` ${what} the day ${day}; for the whole ${text.length === 4 ? 'year' : 'month'} write \`${whole.operator} ${whole.text}\``,
      fixes: [
        {
          title: `Write \`${whole.operator} ${whole.text}\``,
          edits: [
            { span: range.operatorSpan, newText: whole.operator },
            { span: value.span, newText: value.quoted ? `"${whole.text}"` : whole.text },
          ],
        },
      ],
    },
  ];
}

/** The first day after a year or a month. */
function after(text: string): string {
  const [year = 0, month = 12] = text.split('-').map(Number);
  const [nextYear, nextMonth] = month >= 12 ? [year + 1, 1] : [year, month + 1];
  return `${String(nextYear).padStart(4, '0')}-${String(nextMonth).padStart(2, '0')}-01`;
}
