/**
 * When a rule runs and which time each run searches, in milliseconds: `interval`, `from` and `to`.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/create-detection-rule
 */
import { remembered } from '../base/remembered.js';
import type { RuleDocument } from './ruleDocument.js';
import { stringAt, type RuleString } from './value.js';

/** Milliseconds of each unit of date maths; a month and a year by their usual length. */
const unitLengths = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  H: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_592_000_000,
  y: 31_536_000_000,
} as const;

type Unit = keyof typeof unitLengths;

function isUnit(text: string): text is Unit {
  return text in unitLengths;
}

export interface Schedule {
  readonly from: RuleString | undefined;
  readonly to: RuleString | undefined;
  readonly interval: RuleString | undefined;
  /** Between two runs; Kibana's default where the rule says nothing, undefined where it cannot be read. */
  readonly every: number | undefined;
  /** How far before a run its search begins and ends; undefined where that cannot be read or depends on the time of day. */
  readonly startsBefore: number | undefined;
  readonly endsBefore: number | undefined;
  /** How much time one run searches. */
  readonly window: number | undefined;
}

/** What Kibana takes where a rule leaves them out. */
export const defaultSchedule = { from: 'now-6m', to: 'now', interval: '5m' } as const;

export function scheduleOf({ tree }: Pick<RuleDocument, 'tree'>): Schedule {
  const from = stringAt(tree?.rule, 'from');
  const to = stringAt(tree?.rule, 'to');
  const interval = stringAt(tree?.rule, 'interval');
  const startsBefore = readAgo(from?.value ?? defaultSchedule.from);
  const endsBefore = readAgo(to?.value ?? defaultSchedule.to);
  const window = startsBefore === undefined || endsBefore === undefined ? undefined : startsBefore - endsBefore;
  return { from, to, interval, every: readInterval(interval?.value ?? defaultSchedule.interval), startsBefore, endsBefore, window };
}

/** `5m` → 300,000; undefined for what is no interval of a rule. */
export const readInterval = remembered((text: string): number | undefined => {
  const [, amount = '', unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  return isUnit(unit) && Number(amount) > 0 ? Number(amount) * unitLengths[unit] : undefined;
});

/** `now-9m` → 540,000, `now` → 0, `now+1h` → −3,600,000. Undefined for rounding, dates and what is no date maths. */
export const readAgo = remembered((text: string): number | undefined => {
  const [, steps] = /^now((?:[+-]\d*[yMwdhHms])*)$/.exec(text) ?? [];
  if (steps === undefined) return undefined;
  let total = 0;
  for (const [, sign, amount = '', unit = ''] of steps.matchAll(/([+-])(\d*)([yMwdhHms])/g)) {
    if (isUnit(unit)) total += (sign === '-' ? 1 : -1) * (amount === '' ? 1 : Number(amount)) * unitLengths[unit];
  }
  return total;
});

/** 540,000 → `9m`: in the greatest unit that needs no fraction; days only from two on. */
export function writeDuration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / unitLengths.s);
  const units: readonly Unit[] = ['d', 'h', 'm'];
  const unit = units.find((each) => seconds >= 2 * (unitLengths[each] / 1000) && seconds % (unitLengths[each] / 1000) === 0);
  if (unit === undefined) return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
  return `${seconds / (unitLengths[unit] / 1000)}${unit}`;
}
