/** Diagnostics of rules beside other rules. */
import type { CodeRow } from './row.js';

export const repositoryCodes: readonly CodeRow[] = [];
