/** Diagnostics of the `[metadata]` table. */
import type { CodeRow } from './row.js';

export const metadataCodes: readonly CodeRow[] = [];
