/** Values of a field on the cluster that a rule's fields come from, for completion: asked for with little patience, and remembered. */
import { CancellationToken, type Connection } from 'vscode-languageserver';
import type { Host } from '../base/host.js';
import type { WantedValue } from '../features/clusterValues.js';
import type { ClusterValues } from '../features/completion/candidate.js';
import { clusterAccessRequest, type ClusterAccess, type ClusterAccessParams } from '../protocol/clusterAccess.js';
import type { ClusterWorkAnswer } from '../protocol/clusterWork.js';
import type { Guard } from './guard.js';
import type { ServerProjects } from './projects.js';
import type { Runner } from './runner.js';

interface ClusterValuesParts {
  readonly connection: Connection;
  readonly host: Host;
  readonly runner: Runner;
  readonly projects: ServerProjects;
  readonly guard: Guard;
}

export interface ClusterValuesSource {
  /** Undefined where none are to be had; none yet where the cluster takes longer than a user who types can wait. */
  of(rule: string, wantedNow: () => WantedValue | undefined): Promise<ClusterValues | undefined>;
}

/** Milliseconds that a completion waits; what comes later is there for the next one. */
const patience = 250;
/** Milliseconds that answers stay good, and that a cluster is left alone after a failure. */
const freshFor = { answers: 600_000, failures: 60_000 };
const keptAnswers = 500;
/** A cluster that does not answer is not asked more and more. */
const mostAtOnce = 3;

interface Known {
  readonly at: number;
  readonly values: readonly string[];
  /** There are no others that begin so. */
  readonly isWhole: boolean;
}

/** `initializationOptions`: of the editor. */
export function createClusterValues(parts: ClusterValuesParts, initializationOptions: unknown): ClusterValuesSource {
  if (!givesAccess(initializationOptions)) return { of: () => Promise.resolve(undefined) };
  const asking = new Asking(parts);
  return {
    of: (rule, wantedNow) =>
      parts.guard.attempt({ what: 'values of a cluster', uri: rule }, undefined, async () => {
        const project = await parts.projects.of(rule);
        if (project.config.fields?.some(({ cluster }) => cluster !== undefined) !== true) return undefined;
        const wanted = wantedNow();
        const cluster = wanted === undefined ? undefined : project.clusterOf(wanted.patterns);
        if (wanted === undefined || cluster === undefined) return undefined;
        const late = { ...wanted, cluster, values: [], isWhole: false };
        const found = await soon(asking.ask(cluster, wanted));
        if (found === 'late') return late;
        return found === undefined ? undefined : { ...wanted, cluster, ...found };
      }),
  };
}

function givesAccess(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'givesClusterAccess' in options && options.givesClusterAccess === true;
}

async function soon<T>(answer: Promise<T>): Promise<T | 'late'> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), patience)));
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

type Found = Pick<ClusterValues, 'values' | 'isWhole'>;

class Asking {
  readonly #known = new Map<string, Known>();
  readonly #underway = new Map<string, Promise<Found | undefined>>();
  /** By cluster, when it failed last. */
  readonly #failed = new Map<string, number>();

  constructor(private readonly parts: ClusterValuesParts) {}

  /** Never rejects: who asked may be gone when the answer comes. */
  ask(cluster: string, wanted: WantedValue): Promise<Found | undefined> {
    return this.parts.guard.attempt({ what: 'values of a cluster', uri: '' }, undefined, () => this.#ask(cluster, wanted));
  }

  async #ask(cluster: string, wanted: WantedValue): Promise<Found | undefined> {
    const { connection, host } = this.parts;
    // Each time: the user may have taken the secret or the setting back.
    const params: ClusterAccessParams = { cluster };
    const access = await connection.sendRequest<ClusterAccess | null>(clusterAccessRequest, params);
    if (access === null) return undefined;
    const place = JSON.stringify([access.profile, wanted.patterns, wanted.field]);
    const known = this.#recall(place, wanted.prefix.toLowerCase());
    if (known !== undefined) return known;
    if (host.now() - (this.#failed.get(cluster) ?? -Infinity) < freshFor.failures) return undefined;
    const key = keyOf(place, wanted.prefix);
    const underway = this.#underway.get(key);
    if (underway !== undefined) return underway;
    if (this.#underway.size >= mostAtOnce) return { values: [], isWhole: false };
    const answer = this.#send(access, cluster, wanted, key);
    this.#underway.set(key, answer);
    try {
      return await answer;
    } finally {
      this.#underway.delete(key);
    }
  }

  /** What was answered for this prefix, or, where that was everything, for a shorter one. */
  #recall(place: string, prefix: string): Found | undefined {
    for (let length = prefix.length; length >= 0; length--) {
      const key = keyOf(place, prefix.slice(0, length));
      const known = this.#known.get(key);
      if (known === undefined) continue;
      if (this.parts.host.now() - known.at > freshFor.answers) this.#known.delete(key);
      else if (known.isWhole || length === prefix.length)
        return { values: known.values.filter((value) => value.toLowerCase().startsWith(prefix)), isWhole: known.isWhole };
    }
    return undefined;
  }

  async #send(access: ClusterAccess, cluster: string, { field, prefix, patterns }: WantedValue, key: string): Promise<Found | undefined> {
    const { runner, host } = this.parts;
    const job = {
      ...access,
      rule: { uri: '', text: '' },
      ruleVersion: undefined,
      work: { kind: 'values', patterns, field, prefix },
    } as const;
    const hear = { report: () => undefined, onBatch: () => undefined };
    const answer = (await runner.cluster(job, hear, CancellationToken.None)) as ClusterWorkAnswer<'values'>;
    if (!answer.ok) {
      if (!this.#failed.has(cluster)) host.log('warn', `There are no values of ${cluster} to complete: ${answer.failure.message}`);
      this.#failed.set(cluster, host.now());
      return undefined;
    }
    this.#failed.delete(cluster);
    this.#known.set(key, { at: host.now(), ...answer.value });
    const [oldest] = this.#known.keys();
    if (this.#known.size > keptAnswers && oldest !== undefined) this.#known.delete(oldest);
    return answer.value;
  }
}

function keyOf(place: string, prefix: string): string {
  return `${place} ${prefix.toLowerCase()}`;
}
