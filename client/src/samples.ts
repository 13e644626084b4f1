/** Which event file each rule is run on: what the user chose, remembered for the workspace, else what the server finds beside the rule. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  sampleRequest,
  setSampleNotification,
  type SampleParams,
  type SampleResult,
  type SetSampleParams,
} from '../../server/src/protocol/protocol.js';
import { canRead, exists, openDocument, ruleBeside } from './rules.js';

const stateKey = 'samples';

export class Samples {
  private readonly chosen: Map<string, string>;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly state: vscode.Memento,
    private readonly client: BaseLanguageClient,
  ) {
    this.chosen = new Map(Object.entries(state.get<Record<string, string>>(stateKey, {})));
  }

  /** The event file of a rule, or undefined when the user has to choose one. */
  async of(rule: string): Promise<vscode.Uri | undefined> {
    const chosen = this.chosen.get(rule);
    if (chosen !== undefined) {
      const uri = vscode.Uri.parse(chosen);
      if (await exists(uri)) return uri;
      await this.tell(rule, undefined);
    }
    const params: SampleParams = { rule };
    const { sample } = await this.client.sendRequest<SampleResult>(sampleRequest, params);
    return sample === undefined ? undefined : vscode.Uri.parse(sample);
  }

  /** The rule that an event file is the sample of: the one it was chosen for last, else the one beside it. */
  async ruleOf(sample: vscode.Uri): Promise<vscode.Uri | undefined> {
    const uri = sample.toString();
    const rule = [...this.chosen].findLast(([, chosen]) => chosen === uri)?.[0];
    return rule === undefined ? ruleBeside(sample) : vscode.Uri.parse(rule);
  }

  async choose(rule: string, sample: vscode.Uri): Promise<void> {
    this.chosen.delete(rule);
    this.chosen.set(rule, sample.toString());
    const lasting = [...this.chosen].filter((uris) => !uris.some((uri) => uri.startsWith('untitled:')));
    await this.state.update(stateKey, Object.fromEntries(lasting));
    await this.tell(rule, sample.toString());
    this.changed.fire();
  }

  /** An event file that was only in an editor is gone when that closes. */
  async forget(sample: vscode.Uri): Promise<void> {
    const uri = sample.toString();
    const rules = [...this.chosen].filter(([, chosen]) => chosen === uri).map(([rule]) => rule);
    for (const rule of rules) {
      this.chosen.delete(rule);
      await this.tell(rule, undefined);
    }
    if (rules.length > 0) this.changed.fire();
  }

  /** Tells a server that has just started what was chosen before. */
  async tellServer(): Promise<void> {
    for (const [rule, sample] of this.chosen) if (await exists(vscode.Uri.parse(sample))) await this.tell(rule, sample);
  }

  private tell(rule: string, sample: string | undefined): Promise<void> {
    const params: SetSampleParams = { rule, sample };
    return this.client.sendNotification(setSampleNotification, params);
  }
}

/** An event file as a run takes it: with its text wherever the server cannot read what the user sees. */
export async function sampleSource(uri: vscode.Uri): Promise<{ readonly uri: string; readonly text?: string; readonly version?: number }> {
  const open = openDocument(uri);
  if (open === undefined && canRead(uri)) return { uri: uri.toString() };
  const document = open ?? (await vscode.workspace.openTextDocument(uri));
  const source = { uri: uri.toString(), version: document.version };
  return document.isDirty || !canRead(uri) ? { ...source, text: document.getText() } : source;
}
