/** Work on a cluster as the run worker gets it. Plain data: it crosses to the worker. */
import type { RunJob } from '../features/run.js';
import type { ClusterWorkParams } from '../protocol/clusterWork.js';

export interface ClusterJob extends Pick<RunJob, 'rule' | 'ruleVersion'>, Pick<ClusterWorkParams, 'profile' | 'secrets' | 'work'> {}
