// Loaded into a measured process of Node: leaves the peak of its memory, in kilobytes, in a file.
import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env.RULEWRIGHT_PEAK_FILE, String(process.resourceUsage().maxRSS)));
