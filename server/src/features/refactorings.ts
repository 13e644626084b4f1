/** Refactorings: other ways to write the condition under the cursor. Each matches exactly the same events. */
import { CodeActionKind, type CodeAction, type Range } from 'vscode-languageserver-types';
import type { Span } from '../base/span.js';
import { queryAt } from './context/toml.js';
import { toSpan } from './convert.js';
import { fileEdits } from './queryEdits.js';
import { combineIntoList, spreadList } from './refactor/lists.js';
import { pullNotOutwards, pushNotInwards } from './refactor/negations.js';
import { siteAt, type Refactoring, type Site } from './refactor/site.js';
import type { RuleModel } from './ruleModel.js';

const kinds: readonly ((site: Site) => Refactoring | undefined)[] = [combineIntoList, spreadList, pushNotInwards, pullNotOutwards];

/** Only for EQL queries without syntax problems, and only where no comment would get lost. */
export function refactoringsAt(model: RuleModel, range: Range): readonly CodeAction[] {
  const wanted = toSpan(model.lines, range);
  const place = queryAt(model.document, wanted.start);
  const end = place?.region.map.toText(wanted.end);
  const parsed = place?.region.parsed;
  if (place === undefined || end === undefined || parsed?.language !== 'eql' || parsed.problems.length > 0) return [];
  const site = siteAt(parsed, { start: place.offset, end }, model.catalog);
  if (site === undefined) return [];
  return kinds.flatMap((refactor) => {
    const found = refactor(site);
    const keepsComments = found?.edits.every(({ span }) => !parsed.comments.some((comment) => overlap(comment, span))) === true;
    const edits = found !== undefined && keepsComments ? fileEdits(found.edits, place.region, model) : undefined;
    if (found === undefined || edits === undefined) return [];
    return [{ title: found.title, kind: CodeActionKind.RefactorRewrite, edit: { changes: { [model.uri]: edits } } }];
  });
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
