/** Cases of the diagnostics of a rule file as a file. */
import { ruleWith, type CodeCase } from './kit.js';

export const cases: readonly CodeCase[] = [
  {
    code: 'TOM007',
    language: 'toml',
    fires: ruleWith({ rule: { language: '"kql"' } }),
    nearMiss: ruleWith({ rule: { language: '"lucene"' } }),
    fixed: ruleWith(),
  },
];
