/** Files that a rule's alerts need beside its sample: chosen by the user, remembered for each rule in the workspace. */
import type * as vscode from 'vscode';

export const alertFileKinds = ['history', 'indicators', 'exceptions'] as const;
export type AlertFileKind = (typeof alertFileKinds)[number];

/** URIs by rule and kind. An empty list is a choice as well: there is none. */
type Remembered = Readonly<Record<string, Partial<Readonly<Record<AlertFileKind, readonly string[]>>>>>;

const stateKey = 'alertFiles';

export class AlertFiles {
  constructor(
    private readonly state: Pick<vscode.Memento, 'get' | 'update'>,
    private readonly exists: (uri: string) => Promise<boolean>,
  ) {}

  /** Undefined when the user has not chosen, or what was chosen is no longer there. */
  async of(rule: string, kind: AlertFileKind): Promise<readonly string[] | undefined> {
    const chosen = this.all()[rule]?.[kind];
    if (chosen === undefined) return undefined;
    for (const uri of chosen) if (!(await this.exists(uri))) return undefined;
    return chosen;
  }

  async choose(rule: string, kind: AlertFileKind, files: readonly string[]): Promise<void> {
    const all = this.all();
    await this.state.update(stateKey, { ...all, [rule]: { ...all[rule], [kind]: files } });
  }

  private all(): Remembered {
    return this.state.get<Remembered>(stateKey, {});
  }
}
