/** Diagnostics of the fields of a rule that all types have. */
import type { CodeRow } from './row.js';

export const fieldsCodes: readonly CodeRow[] = [];
