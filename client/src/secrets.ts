/**
 * Secrets of connections to clusters: kept by VS Code's secret storage, bound to the address that they were given for, and taken out of
 * everything that is logged while they are in use.
 */
import type * as vscode from 'vscode';
import type { ClusterProfile, ClusterSecrets } from '../../server/src/protocol/cluster.js';
import { proxySecrets } from './clusterProxy.js';
import { addressesOf } from './clusterWords.js';

/** What of VS Code's storage is used. */
export type SecretStorage = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>;

interface Kept {
  /** Of the profile when the secret was given. */
  readonly addresses: string;
  readonly secrets: ClusterSecrets;
}

export class ClusterSecretStore {
  /** In all forms in which they could be logged. */
  private readonly used = new Set<string>();

  constructor(private readonly storage: SecretStorage) {}

  /** Undefined where there is none, or the profile leads elsewhere than when it was given. */
  async of(profile: ClusterProfile): Promise<ClusterSecrets | undefined> {
    const text = await this.storage.get(keyOf(profile.name));
    const kept = text === undefined ? undefined : (JSON.parse(text) as Kept);
    if (kept?.addresses !== addressesOf(profile)) return undefined;
    this.hide(kept.secrets);
    return kept.secrets;
  }

  async keep(profile: ClusterProfile, secrets: ClusterSecrets): Promise<void> {
    this.hide(secrets);
    const kept: Kept = { addresses: addressesOf(profile), secrets };
    await this.storage.store(keyOf(profile.name), JSON.stringify(kept));
  }

  /** Whether there was one. */
  async forget(name: string): Promise<boolean> {
    const known = await this.storage.get(keyOf(name));
    await this.storage.delete(keyOf(name));
    return known !== undefined;
  }

  /** Takes what a proxy's address holds of a password out of the log as well. */
  hideProxy(proxy: string | undefined): void {
    for (const text of proxySecrets(proxy)) this.used.add(text);
  }

  /** The text without any secret that was used so far. */
  scrub(text: string): string {
    return [...this.used].reduce((left, secret) => left.replaceAll(secret, '…'), text);
  }

  /** The same log, into which no secret is written. */
  hiddenIn<Log extends object>(log: Log): Log {
    return new Proxy(log, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== 'function') return member;
        return (...given: readonly unknown[]): unknown =>
          (member as (...all: readonly unknown[]) => unknown).apply(
            target,
            given.map((each) => (typeof each === 'string' ? this.scrub(each) : each)),
          );
      },
    });
  }

  private hide(secrets: ClusterSecrets): void {
    for (const text of textsOf(secrets)) {
      if (text === '') continue;
      this.used.add(text);
      this.used.add(JSON.stringify(text).slice(1, -1));
    }
  }
}

function keyOf(name: string): string {
  return `rulewright.cluster.${name}`;
}

function textsOf(secrets: ClusterSecrets): readonly string[] {
  switch (secrets.kind) {
    case 'none':
      return [];
    case 'apiKey':
      return [secrets.apiKey];
    case 'basic':
      return [secrets.password];
    case 'bearer':
      return [secrets.token];
  }
}
