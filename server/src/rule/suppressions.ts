/**
 * What a rule says should not be reported: `rulewright-disable CODE` comments, in TOML after `#`, in EQL after `//` or between `/*` and
 * its end (KQL has none), and a list `rulewright_disable` among the data of the user's own.
 */
import { LineIndex } from '../base/lines.js';
import type { Span } from '../base/span.js';
import type { RuleTree, Suppression } from './ruleDocument.js';
import { stringsAt, tableAt } from './value.js';

const marker = /rulewright-disable((?:[\s,]+[A-Za-z]{3}\d{3}\b)+)/;

/** What the comments of a file switch off. `comments` are their places in `text`. */
export function suppressionsIn(text: string, comments: readonly Span[]): readonly Suppression[] {
  const marked = comments.flatMap((span) => {
    const found = marker.exec(text.slice(span.start, span.end));
    return found === null ? [] : [{ span, codes: codesIn(found[1] ?? '') }];
  });
  if (marked.length === 0) return [];
  const lines = new LineIndex(text);
  return marked.map(({ span, codes }) => ({ codes, line: coveredLine(text, span, lines) }));
}

/** The lists `rulewright_disable` in `[metadata.extended]` and in the rule's `meta`: each code holds for the whole rule. */
export function listedSuppressions({ rule, metadata }: Pick<RuleTree, 'rule' | 'metadata'>): readonly Suppression[] {
  const own = [tableAt(metadata, 'extended'), tableAt(rule, 'meta')];
  const codes = own.flatMap((table) => stringsAt(table, 'rulewright_disable').map(({ value }) => value.trim().toUpperCase()));
  return codes.length === 0 ? [] : [{ codes, line: undefined }];
}

function codesIn(list: string): readonly string[] {
  return list.split(/[\s,]+/).flatMap((code) => (code === '' ? [] : [code.toUpperCase()]));
}

function coveredLine(text: string, comment: Span, lines: LineIndex): number | undefined {
  const { line, character } = lines.positionAt(comment.start);
  if (line === 0) return undefined;
  const alone = text.slice(comment.start - character, comment.start).trim() === '';
  return alone ? lines.positionAt(comment.end).line + 1 : line;
}
