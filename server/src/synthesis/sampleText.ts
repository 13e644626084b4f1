/** Made events as text: NDJSON for running them, or a test file that pins what the rule does with them. */
import { keyText, queryText, tomlText } from '../rule/tomlText.js';
import type { MadeEvent } from './madeEvent.js';
import { noSampleReasons, type NearMiss, type NearMissKind, type Sample, type Synthesis } from './synthesis.js';

/** One event on each line: those that match first, then the near misses where they are wanted. */
export function sampleLines({ positive, nearMisses }: Synthesis, wantsNearMisses: boolean): string {
  const samples = [positive, ...(wantsNearMisses ? nearMisses.map(({ sample }) => sample) : [])];
  return linesOf(samples.flatMap((sample) => (sample.kind === 'made' ? sample.events : [])));
}

function linesOf(events: readonly MadeEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** What a test file says besides its events. */
export interface TestHead {
  /** Of the rule, in the comment at the top. */
  readonly title: string;
  /** The `rule_id` or name, where the rule's file has several. */
  readonly ruleName: string | undefined;
  /** What `now` is, where the query asks for it. */
  readonly now: string | undefined;
}

/** A test file with one case for the sample that matches and one for each near miss, to be filled in with real events. */
export function testText({ positive, nearMisses }: Synthesis, { title, ruleName, now }: TestHead): string {
  const head = [
    `# Tests of ${title.replace(/\s+/g, ' ')}. The events are synthetic: put real ones in their place where you have some.`,
    ...(ruleName === undefined ? [] : [`rule_name = ${tomlText(ruleName) ?? ''}`]),
    ...(now === undefined ? [] : [`now = ${tomlText(now) ?? ''}`]),
  ];
  const names = new Set<string>();
  const cases = [caseText('matches what it looks for', positive, names)];
  for (const nearMiss of nearMisses) cases.push(caseText(caseName(nearMiss), nearMiss.sample, names));
  return `${head.join('\n')}\n\n${cases.filter((text) => text !== undefined).join('\n')}`;
}

function caseText(name: string, sample: Sample, names: Set<string>): string | undefined {
  if (sample.kind === 'none') return undefined;
  const own = freeName(name, names);
  const entries = [
    [keyText('name'), tomlText(own)],
    ['events', queryText(linesOf(sample.events))],
    ['expect', `{ matches = ${sample.matches} }`],
  ];
  return `[[test]]\n${entries.map(([key, value]) => `${key} = ${value}\n`).join('')}`;
}

function freeName(name: string, names: Set<string>): string {
  let own = name;
  for (let number = 2; names.has(own); number++) own = `${name} (${number})`;
  names.add(own);
  return own;
}

/** Longer clauses are cut in names. */
const longestName = 90;

function caseName(nearMiss: NearMiss): string {
  const name = `does not match ${nearMissWords(nearMiss)}`;
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

const words: Readonly<Record<NearMissKind, (text: string) => string>> = {
  clause: (text) => `where only this fails: ${text}`,
  missing: (text) => `where this happens: ${text}`,
  until: (text) => `where this happens before the end: ${text}`,
  maxspan: () => 'after maxspan is over',
  key: () => 'with another join key',
};

function nearMissWords({ fails, text }: NearMiss): string {
  return words[fails](text);
}

/** A sentence without a full stop for each sample that could not be made. */
export function whatIsMissing({ positive, nearMisses }: Synthesis): readonly string[] {
  const none = positive.kind === 'none' ? [`There is no event that matches: ${noSampleReasons[positive.reason]}`] : [];
  return [
    ...none,
    ...nearMisses.flatMap((nearMiss) =>
      nearMiss.sample.kind === 'none'
        ? [`There is no near miss ${nearMissWords(nearMiss)}: ${noSampleReasons[nearMiss.sample.reason]}`]
        : [],
    ),
  ];
}
