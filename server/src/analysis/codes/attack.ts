/** Diagnostics of the MITRE ATT&CK mapping. */
import type { CodeRow } from './row.js';

export const attackCodes: readonly CodeRow[] = [];
