/** Cancellation: one token shape, and one sentinel that is thrown where work is no longer wanted. */

/** The part of every cancellation token that the core needs; those of the language server and of VS Code fit it. */
export interface CancelToken {
  readonly isCancellationRequested: boolean;
}

/** Never cancelled. */
export const noCancel: CancelToken = Object.freeze({ isCancellationRequested: false });

/** Thrown by `throwIfCancelled`; caught where the work was started and nowhere else. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
  }
}

/** Whether work ended because it was no longer wanted: no failure, and nothing to report. */
export function isCancelled(error: unknown): error is Cancelled {
  return error instanceof Cancelled;
}

/** For long work, between its steps. */
export function throwIfCancelled(token: CancelToken): void {
  if (token.isCancellationRequested) throw new Cancelled();
}
