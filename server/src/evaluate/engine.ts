/** How the files of a run are gone through, as the command line asks for it. */

/** `plain` parses every event, `fast` only those that may match, `auto` is fast for large files. */
export const engines = ['auto', 'plain', 'fast'] as const;
export type Engine = (typeof engines)[number];
