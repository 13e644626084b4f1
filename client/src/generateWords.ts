/** What was made for a rule, in words. */
import type { SynthesizeResult } from '../../server/src/protocol/synthesis.js';

/** `1 sample that matches and 6 near misses are made` */
export function generatedSamples({ matching, nearMisses }: Pick<SynthesizeResult, 'matching' | 'nearMisses'>): string {
  const match = `${matching === 0 ? 'No sample' : '1 sample'} that matches`;
  const misses = nearMisses === 1 ? '1 near miss' : `${nearMisses} near misses`;
  return `${match} and ${misses} are made`;
}
