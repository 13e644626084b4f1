/** Asks for the type and the name of a new rule and opens it, not saved yet, where its author begins to write. */
import * as vscode from 'vscode';
import {
  newRuleRequest,
  ruleTypesRequest,
  type NewRuleParams,
  type NewRuleResult,
  type RuleTypesResult,
} from '../../../server/src/protocol/ruleFiles.js';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { openUnsaved, ruleFolder } from '../files.js';
import { refuse } from '../notes.js';
import { toRange } from '../rules.js';

export function createNewRule(context: Context): Commands['rulewright.newRule'] {
  return async (givenType, givenName) => {
    if (!(await context.requireServer())) return undefined;
    const type = typeof givenType === 'string' ? givenType : await askType(context);
    if (type === undefined) return undefined;
    const name = typeof givenName === 'string' ? givenName : await askName();
    if (name === undefined) return undefined;
    const params: NewRuleParams = { type, name, id: crypto.randomUUID() };
    const rule = await context.client.sendRequest<NewRuleResult | null>(newRuleRequest, params);
    if (rule === null) return refuse(vscode.l10n.t('There is no rule type {0}', type));
    const { text, fileName, selection } = rule;
    return openUnsaved(text, { fileName, folder: await ruleFolder(), selection: toRange(selection) });
  };
}

async function askType({ client }: Context): Promise<string | undefined> {
  const { types } = await client.sendRequest<RuleTypesResult>(ruleTypesRequest);
  const items = types.map(({ type, about }) => ({ label: type, detail: about }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('New rule: type'),
    placeHolder: vscode.l10n.t('What the rule looks for'),
    matchOnDetail: true,
  });
  return chosen?.label;
}

async function askName(): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('New rule: name'),
    prompt: vscode.l10n.t('The name that its alerts have in Kibana'),
    placeHolder: vscode.l10n.t('Shell Started by a Web Server'),
    validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('A rule has a name') : undefined),
  });
  return name?.trim();
}
