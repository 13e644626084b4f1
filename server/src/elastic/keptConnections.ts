/** Connections that stay open between questions that follow each other, as while someone types: opening one takes longer than asking. */
import { noCancel, type CancelToken } from '../base/cancel.js';
import type { ClusterOutcome } from '../protocol/cluster.js';
import type { Cluster } from './cluster.js';

/** Milliseconds without a question after which a connection is closed. */
const idleTime = 30_000;

interface Kept {
  readonly connected: Promise<ClusterOutcome<Cluster>>;
  /** Questions that are under way on it. */
  questions: number;
  clock: NodeJS.Timeout | undefined;
}

/** Closes each when it was not used for a while, or a question on it failed. */
export class KeptConnections {
  readonly #kept = new Map<string, Kept>();

  /**
   * `key` tells connections apart: who is asked, and as whom. One on which a question failed is not used for the next. `open` is given a
   * token that is never cancelled: whoever asks meanwhile waits for the same connection.
   */
  async ask<T>(
    key: string,
    open: (token: CancelToken) => Promise<ClusterOutcome<Cluster>>,
    question: (cluster: Cluster) => Promise<ClusterOutcome<T>>,
  ): Promise<ClusterOutcome<T>> {
    const kept = this.#kept.get(key) ?? { connected: open(noCancel), questions: 0, clock: undefined };
    this.#kept.set(key, kept);
    clearTimeout(kept.clock);
    kept.questions += 1;
    let isOfUse = false;
    try {
      const connected = await kept.connected;
      const answer = connected.ok ? await question(connected.value) : connected;
      isOfUse = answer.ok || (connected.ok && answer.failure.kind === 'cancelled');
      return answer;
    } finally {
      kept.questions -= 1;
      if (!isOfUse) this.#forget(key, kept);
      if (kept.questions === 0) await this.#leave(key, kept);
    }
  }

  #forget(key: string, kept: Kept): void {
    clearTimeout(kept.clock);
    if (this.#kept.get(key) === kept) this.#kept.delete(key);
  }

  async #leave(key: string, kept: Kept): Promise<void> {
    if (this.#kept.get(key) !== kept) return end(kept);
    kept.clock = setTimeout(() => {
      this.#forget(key, kept);
      void end(kept);
    }, idleTime);
    // A process that has nothing else to do need not wait for it.
    kept.clock.unref();
  }
}

async function end({ connected }: Kept): Promise<void> {
  const cluster = await connected.catch(() => undefined);
  if (cluster?.ok === true) await cluster.value.close();
}
