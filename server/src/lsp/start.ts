/**
 * The first part of the language server: answers `initialize` before the rest of it is loaded, for an editor waits for that answer. The
 * rest is loaded when the editor goes on, and then hears all that the editor has sent.
 */
import type { Connection, ConnectionOptions, InitializeParams } from 'vscode-languageserver';
import { capabilitiesFor } from './capabilities.js';

/** Gets the connection ready for all but `initialize`, whose params it takes. */
export type Serve = (connection: Connection, params: InitializeParams) => void;

/** `connect` makes the connection, with these options; `load` loads the rest of the server. */
export function startServer(connect: (options: ConnectionOptions) => Connection, load: () => Promise<Serve>): void {
  let initialized: InitializeParams | undefined;
  let held: (() => unknown)[] | undefined;
  let isServing = false;

  /** Its failure is left to the surroundings, which end the process: a server without its parts is of no use. */
  const begin = async (params: InitializeParams): Promise<void> => {
    const waiting: (() => unknown)[] = (held = []);
    const serve = await load();
    serve(connection, params);
    isServing = true;
    held = undefined;
    for (const deliver of waiting) deliver();
  };

  const connection = connect({
    messageStrategy: {
      handleMessage(message, next) {
        if (initialized === undefined || isServing) return next(message);
        if (held === undefined) void begin(initialized);
        held?.push(() => next(message));
      },
    },
  });
  connection.onInitialize((params) => {
    initialized = params;
    return { capabilities: capabilitiesFor(params.capabilities) };
  });
  connection.listen();
}
