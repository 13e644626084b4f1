/** Diagnostics of index patterns and integrations. */
import type { CodeRow } from './row.js';

export const indicesCodes: readonly CodeRow[] = [];
