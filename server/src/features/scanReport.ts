/** Reports of scans without any result; apart from what makes them, which only the worker loads. */
import type { ScanReport } from '../protocol/scan.js';

/** `message` says why there is no result. */
export function withoutScan(sample: string, status: ScanReport['status'], message: string): ScanReport {
  return { status, message, sample, events: 0, matchedEvents: 0, ruleCount: 0, matching: [], notRun: [], milliseconds: 0 };
}
