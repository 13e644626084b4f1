/** Diagnostics of when a rule runs and over which time. */
import type { CodeRow } from './row.js';

export const scheduleCodes: readonly CodeRow[] = [];
