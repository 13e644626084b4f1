/** Renaming what several files name: a rule's id or name with all that mentions it, a field of the project's own with all that uses it. */
import type { Position, TextEdit as LspTextEdit } from 'vscode-languageserver-types';
import type { RuleFacts } from '../analysis/repository/facts.js';
import type { CancelToken } from '../base/cancel.js';
import { nameOf } from '../base/fileName.js';
import { toRange } from './convert.js';
import { locationOf, mentionsOf, subjectAt, type Subject } from './mentionSearch.js';
import { renameAt, renameTargetAt, type RenameResult, type RenameTarget } from './rename.js';
import type { RuleModel } from './ruleModel.js';
import type { WorkspaceView } from './workspace.js';

/** Undefined where nothing can be renamed. */
export async function renameTargetIn(model: RuleModel, position: Position, workspace: WorkspaceView): Promise<RenameTarget | undefined> {
  const subject = await subjectAt(model, position, workspace);
  if (subject === undefined) return renameTargetAt(model, position);
  return { range: toRange(model.lines, subject.span), placeholder: subject.value };
}

/** Fields that no file of the project describes are renamed in their query alone. */
export async function renameIn(
  model: RuleModel,
  position: Position,
  newName: string,
  workspace: WorkspaceView,
  token: CancelToken,
): Promise<RenameResult> {
  const subject = await subjectAt(model, position, workspace);
  if (subject === undefined) return renameAt(model, position, newName);
  const name = newName.trim();
  const reason = whyNot(subject, name, workspace);
  if (reason !== undefined) return { ok: false, message: reason };
  const isShared = subject.kind !== 'field' && rulesOf(subject, workspace, model).length > 1;
  const changes: Record<string, LspTextEdit[]> = {};
  for (const mention of await mentionsOf(subject, workspace, token)) {
    // Of several rules that share it by mistake, the one at the cursor gets one of its own.
    if (isShared && !(mention.uri === model.uri && mention.span.start === subject.span.start)) continue;
    const edits = mention.write(name);
    if (edits === undefined) return { ok: false, message: `\`${name}\` cannot be written ${placeOf(mention)}; nothing was renamed` };
    (changes[mention.uri] ??= []).push(...edits.map(({ span, newText }) => ({ range: toRange(mention.lines, span), newText })));
  }
  return { ok: true, edit: { changes } };
}

/** Those written as the one at the cursor: an export has the same rules again. */
function rulesOf({ kind, value }: Subject, workspace: WorkspaceView, { document }: RuleModel): readonly RuleFacts[] {
  return workspace.rules().filter((rule) => rule.format === document.format && (kind === 'id' ? rule.ruleId : rule.name)?.value === value);
}

function whyNot({ kind, value }: Subject, name: string, workspace: WorkspaceView): string | undefined {
  if (name === '') return kind === 'field' ? 'A field needs a name' : `A rule needs ${kind === 'id' ? 'an id' : 'a name'}`;
  if (name === value) return undefined;
  if (kind === 'field') {
    const isName = name.split('.').every((part) => part.trim() !== '') && !/[\u0000-\u001f\u007f"\\]/.test(name);
    return isName ? undefined : `\`${name}\` is not the name of a field; write it as in \`process.name\``;
  }
  const other = workspace.rules().find((rule) => (kind === 'id' ? rule.ruleId : rule.name)?.value === name);
  if (other === undefined) return undefined;
  return `The rule \`${other.name?.value ?? name}\` has this ${kind === 'id' ? 'id' : 'name'} already; each rule needs one of its own`;
}

/** `in a.toml, line 7` */
function placeOf(mention: Parameters<typeof locationOf>[0]): string {
  const { uri, range } = locationOf(mention);
  return `in ${nameOf(uri)}, line ${range.start.line + 1}`;
}
