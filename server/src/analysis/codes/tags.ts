/** Diagnostics of tags. */
import type { CodeRow } from './row.js';

export const tagsCodes: readonly CodeRow[] = [];
