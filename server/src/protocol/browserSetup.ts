/** The first message to the language server in a browser, before those of the protocol: what it cannot find out itself. */
export interface ServerSetup {
  /** Address of the run worker's script. */
  readonly runWorker: string;
}
