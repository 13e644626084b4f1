/** Across the files of a workspace: where a rule or a field comes from, what uses it, and all rules by name. */
import { SymbolKind, type Location, type Position, type SymbolInformation } from 'vscode-languageserver-types';
import type { RuleFacts } from '../analysis/repository/facts.js';
import type { CancelToken } from '../base/cancel.js';
import { LineIndex } from '../base/lines.js';
import { toRange } from './convert.js';
import { locationOf, mentionsOf, subjectAt } from './mentionSearch.js';
import type { RuleModel } from './ruleModel.js';
import type { WorkspaceView } from './workspace.js';

/** The rules with the id or name at the position, or the lines that describe the field; empty where neither stands. */
export async function definitionAt(model: RuleModel, position: Position, workspace: WorkspaceView): Promise<readonly Location[]> {
  const subject = await subjectAt(model, position, workspace);
  if (subject === undefined) return [];
  if (subject.kind === 'field') {
    return subject.declarations.map(({ file, place }) => ({ uri: file.uri, range: toRange(new LineIndex(file.text), place.span) }));
  }
  const placeOf = ({ ruleId, name }: RuleFacts): RuleFacts['name'] => (subject.kind === 'id' ? ruleId : name);
  return workspace.rules().flatMap((rule) => {
    const place = placeOf(rule);
    return place?.value === subject.value ? [{ uri: rule.uri, range: place.range }] : [];
  });
}

/** All places that name what stands at the position. Undefined where nothing stands that other files could name. */
export async function referencesAt(
  model: RuleModel,
  position: Position,
  withDeclaration: boolean,
  workspace: WorkspaceView,
  token: CancelToken,
): Promise<readonly Location[] | undefined> {
  const subject = await subjectAt(model, position, workspace);
  if (subject === undefined) return undefined;
  const mentions = await mentionsOf(subject, workspace, token);
  return mentions.filter(({ isDeclaration }) => withDeclaration || !isDeclaration).map(locationOf);
}

/** Symbols shown at once; editors ask again as the user types on. */
const mostSymbols = 200;

/** The rules whose name or id has all the letters of the query in their order, as editors match them. */
export function workspaceSymbols(query: string, workspace: Pick<WorkspaceView, 'rules'>): readonly SymbolInformation[] {
  const letters = [...query.toLowerCase().replace(/\s+/g, '')];
  const fits = (text: string): boolean => {
    let at = 0;
    return letters.every((letter) => (at = text.indexOf(letter, at) + 1) > 0);
  };
  const found: SymbolInformation[] = [];
  for (const { uri, name, ruleId } of workspace.rules()) {
    const place = name ?? ruleId;
    if (place === undefined || !(fits((name?.value ?? '').toLowerCase()) || fits((ruleId?.value ?? '').toLowerCase()))) continue;
    const location = { uri, range: place.range };
    found.push({ name: place.value, kind: SymbolKind.Object, location, ...(ruleId === undefined ? {} : { containerName: ruleId.value }) });
    if (found.length === mostSymbols) break;
  }
  return found;
}
