/** How large a file is, for deciding how many threads it is worth. */
import { statSync } from 'node:fs';

/** In bytes; of what is no file that can be read, nothing. */
export function sizeOf(file: string): number {
  try {
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return 0; // The command says why, if the argument is a file at all.
  }
}
