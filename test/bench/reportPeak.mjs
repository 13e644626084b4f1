// Loaded into a measured process of Node: leaves the peak of its memory in kilobytes, and its processor time in seconds, in a file.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(process.env.RULEWRIGHT_PEAK_FILE, `${maxRSS} ${userCPUTime / 1e6} ${systemCPUTime / 1e6}`);
});
