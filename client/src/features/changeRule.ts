/** Brings one value of the rule at the cursor up to date: a new id for a copy, today's date for an edit. */
import * as vscode from 'vscode';
import { changeRuleRequest, type ChangeRuleParams, type ChangeRuleResult } from '../../../server/src/protocol/ruleFiles.js';
import type { Commands, UriArgument } from '../commands.js';
import type { Context } from '../context.js';
import { refuse } from '../notes.js';
import { cursorIn, toRange } from '../rules.js';
import { ruleFor } from './sample.js';

export function createGenerateRuleId(context: Context): Commands['rulewright.generateRuleId'] {
  return createChange(context, () => ({ kind: 'id', id: crypto.randomUUID() }));
}

export function createBumpUpdatedDate(context: Context): Commands['rulewright.bumpUpdatedDate'] {
  return createChange(context, () => ({ kind: 'updatedDate' }));
}

/** False when nothing was changed; the user is told why. */
function createChange(context: Context, changeOf: () => ChangeRuleParams['change']): (argument?: UriArgument) => Promise<boolean> {
  return async (argument) => {
    const rule = await ruleFor(context, argument);
    if (rule === undefined || !(await context.requireServer())) return false;
    await vscode.workspace.openTextDocument(rule);
    const position = cursorIn(rule);
    const params: ChangeRuleParams = { rule: rule.toString(), change: changeOf(), ...(position === undefined ? {} : { position }) };
    const { edits, message } = await context.client.sendRequest<ChangeRuleResult>(changeRuleRequest, params);
    if (message !== undefined) {
      refuse(message);
      return false;
    }
    const edit = new vscode.WorkspaceEdit();
    for (const { range, newText } of edits) edit.replace(rule, toRange(range), newText);
    return vscode.workspace.applyEdit(edit);
  };
}
