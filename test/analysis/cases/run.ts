/** Cases of the diagnostics of local runs. */
import type { CodeCase } from './kit.js';

export const cases: readonly CodeCase[] = [
  {
    code: 'RUN001',
    language: 'eql',
    fires: 'process where process.name regex "a~(b)c"',
    nearMiss: 'process where process.name regex "a.*c&~(abc)"',
  },
  {
    code: 'RUN001',
    language: 'eql',
    fires: 'process where substring(process.name, 0, 3) regex "a(?=b)."',
    nearMiss: 'process where substring(process.name, 0, 3) regex "a(?:b)."',
  },
];
