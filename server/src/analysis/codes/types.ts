/** Diagnostics of what only one rule type has. */
import type { CodeRow } from './row.js';

export const typesCodes: readonly CodeRow[] = [];
