/** Diagnostics of how a file is laid out. */
import type { CodeRow } from './row.js';

export const formatCodes: readonly CodeRow[] = [];
