/** Round every handler: a bug in one answer is logged and answered with a fallback, it never takes the server down. */
import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { isCancelled } from '../base/cancel.js';
import type { Host } from '../base/host.js';

/** What is being done, for the log, such as `completion`, and for which document. */
export interface Task {
  readonly what: string;
  readonly uri: string;
}

export interface Guard {
  /** Work whose failure is logged and answered with the fallback. Cancellation is a failure here too, but not logged. */
  readonly attempt: <T>(task: Task, fallback: T, work: () => T | Promise<T>) => Promise<T>;
  /** The answer to a request; a cancelled one gets the protocol's error for that. */
  readonly answer: <T>(task: Task, fallback: T, token: CancellationToken, work: () => T | Promise<T>) => Promise<T | ResponseError<void>>;
}

export function createGuard(host: Pick<Host, 'log'>): Guard {
  async function attempt<T>({ what, uri }: Task, fallback: T, work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!isCancelled(error)) host.log('error', `${what} failed${uri === '' ? '' : ` for ${uri}`}: ${reason}`);
      return fallback;
    }
  }
  return {
    attempt,
    async answer(task, fallback, token, work) {
      const result = token.isCancellationRequested ? fallback : await attempt(task, fallback, work);
      return token.isCancellationRequested ? new ResponseError<void>(LSPErrorCodes.RequestCancelled, 'The request was cancelled') : result;
    },
  };
}
