/** Diagnostics of ES|QL queries, as far as they can be checked without running them. */
import type { CodeRow } from './row.js';

export const esqlCodes: readonly CodeRow[] = [];
