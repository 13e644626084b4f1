/** What the threads that go through a large file together are told when they start. */
import type { SkimPlan } from '../evaluate/fast/skimmer.js';
import type { SharedParts } from './sharedParts.js';

export interface SegmentSetup extends SharedParts {
  readonly path: string;
  readonly size: number;
  readonly job: SkimPlan;
}
