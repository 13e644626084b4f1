/** Files that a rule's alerts need beside its sample: chosen by the user, remembered for each rule in the workspace. */
import type * as vscode from 'vscode';

export type AlertFileKind = 'history' | 'indicators' | 'exceptions';

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
    return (await this.missing(rule, kind)) === undefined ? chosen : undefined;
  }

  /** The first file that was chosen and is no longer there. */
  async missing(rule: string, kind: AlertFileKind): Promise<string | undefined> {
    for (const uri of this.all()[rule]?.[kind] ?? []) if (!(await this.exists(uri))) return uri;
    return undefined;
  }

  async choose(rule: string, kind: AlertFileKind, files: readonly string[]): Promise<void> {
    const all = this.all();
    await this.state.update(stateKey, { ...all, [rule]: { ...all[rule], [kind]: files } });
  }

  private all(): Remembered {
    return this.state.get<Remembered>(stateKey, {});
  }
}
