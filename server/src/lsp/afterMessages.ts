/** Work that has its turn once the messages that are here have been handled: an edit among them may make it needless. */

export interface Waiting {
  cancel(): void;
}

/** Node has it, browsers do not. Unlike a timer, which takes a millisecond at least, it comes with the next turn of the event loop. */
const { setImmediate: inNextTurn } = globalThis as { readonly setImmediate?: (work: () => void) => unknown };

/** Does the work after so many milliseconds; without a pause as soon as no message waits. */
export function afterMessages(work: () => void, pause: number): Waiting {
  if (pause > 0 || inNextTurn === undefined) {
    const timer = setTimeout(work, pause);
    return { cancel: () => clearTimeout(timer) };
  }
  let isCancelled = false;
  const unlessCancelled = (next: () => void) => (): void => {
    if (!isCancelled) next();
  };
  // Each turn handles one message. One that waits now has its turn after this one, and before the work.
  inNextTurn(unlessCancelled(() => inNextTurn(unlessCancelled(work))));
  return { cancel: () => void (isCancelled = true) };
}
