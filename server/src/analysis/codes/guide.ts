/** Diagnostics of the investigation guide, the setup text and `[transform]`. */
import type { CodeRow } from './row.js';

export const guideCodes: readonly CodeRow[] = [];
