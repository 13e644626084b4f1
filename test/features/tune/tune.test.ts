/** Tuning a query from a value of a match: what is written, and where. */
import { describe, expect, it, test } from 'vitest';
import type { RunHit, RunResult } from '../../../server/src/protocol/protocol.js';
import { previewOf } from '../../../server/src/features/tune/preview.js';
import { tune, type TuneWish } from '../../../server/src/features/tune/tune.js';
import { inToml, openModel, type Form } from '../../kit/services.js';

/** The text after the change, or why there is none. */
function tuned(form: Form, text: string, mode: TuneWish['mode'], field: string, value: string, stage?: number): string {
  const tuning = tune(openModel(text, form), { mode, field, value, ...(stage === undefined ? {} : { stage }) });
  return tuning.ok ? tuning.text : `✘ ${tuning.message}`;
}

type Row = readonly [query: string, field: string, value: string, expected: string];

describe('excluding a value in EQL', () => {
  test.each<Row>([
    ['process where user.id == "0"', 'process.name', 'sh', 'process where user.id == "0" and not process.name == "sh"'],
    ['process where true', 'process.name', 'sh', 'process where not process.name == "sh"'],
    [
      'process where user.id == "0" or user.id == "1"',
      'process.name',
      'sh',
      'process where (user.id == "0" or user.id == "1") and not process.name == "sh"',
    ],
    [
      'process where (user.id == "0" or user.id == "1")',
      'process.name',
      'sh',
      'process where (user.id == "0" or user.id == "1") and not process.name == "sh"',
    ],
    // Into the exclusion of the field that is there.
    [
      'process where user.id == "0" and process.name != "a"',
      'process.name',
      'sh',
      'process where user.id == "0" and process.name not in ("a", "sh")',
    ],
    [
      'process where not process.name == "a" and user.id == "0"',
      'process.name',
      'sh',
      'process where not process.name in ("a", "sh") and user.id == "0"',
    ],
    ['process where not process.name in ("a", "b")', 'process.name', 'sh', 'process where not process.name in ("a", "b", "sh")'],
    ['process where process.name not in ("a")', 'process.name', 'sh', 'process where process.name not in ("a", "sh")'],
    [
      'process where user.id == "0" and not (user.name == "x" or process.name in ("a", "b") or process.pid == 4)',
      'process.name',
      'sh',
      'process where user.id == "0" and not (user.name == "x" or process.name in ("a", "b", "sh") or process.pid == 4)',
    ],
    ['process where not process.pid == 4', 'process.pid', '5', 'process where not process.pid in (4, 5)'],
    ['process where not process.name like ("a*", "b")', 'process.name', 'sh', 'process where not process.name like ("a*", "b", "sh")'],
    // Not into what would take out more, or less.
    [
      'process where not process.name like ("a*", "b")',
      'process.name',
      's*h',
      'process where not process.name like ("a*", "b") and not process.name == "s*h"',
    ],
    [
      'process where not process.name : ("a", "b")',
      'process.name',
      'sh',
      'process where not process.name : ("a", "b") and not process.name == "sh"',
    ],
    [
      'process where not (process.name == "a" and user.id == "0")',
      'process.name',
      'sh',
      'process where not (process.name == "a" and user.id == "0") and not process.name == "sh"',
    ],
    // As the lines before it are laid out.
    [
      'process where user.id == "0" and\n  user.name == "a"',
      'process.name',
      'sh',
      'process where user.id == "0" and\n  user.name == "a" and\n  not process.name == "sh"',
    ],
    [
      'process where user.id == "0"\n  and user.name == "a" // note',
      'process.name',
      'sh',
      'process where user.id == "0"\n  and user.name == "a"\n  and not process.name == "sh" // note',
    ],
    [
      'process where not process.name in (\n  "a",\n  "b"\n)',
      'process.name',
      'sh',
      'process where not process.name in (\n  "a",\n  "b",\n  "sh"\n)',
    ],
    // As the field's type and the value want it written.
    ['process where true', 'process.pid', '12', 'process where not process.pid == 12'],
    ['process where true', 'process.executable', 'C:\\a "b".exe', String.raw`process where not process.executable == "C:\\a \"b\".exe"`],
    ['process where true', 'acme.team', 'red', 'process where not ?acme.team == "red"'],
    ['process where acme.team != null', 'acme.team', 'red', 'process where acme.team != null and not acme.team == "red"'],
    ['process where true', 'source.ip', '10.0.0.1', 'process where not source.ip == "10.0.0.1"'],
    ['process where user.id == "0" and', 'process.name', 'sh', '✘ The query has errors, so that nothing can be added to it safely'],
  ])('%s', (query, field, value, expected) => expect(tuned('eql', query, 'exclude', field, value)).toBe(expected));

  it('goes into the stage of the event', () => {
    const query = 'sequence by host.id [process where true] with runs=2 [file where user.id == "0"]';
    expect(tuned('eql', query, 'exclude', 'file.name', 'x', 2)).toBe(
      'sequence by host.id [process where true] with runs=2 [file where user.id == "0" and not file.name == "x"]',
    );
    expect(tuned('eql', query, 'exclude', 'process.name', 'x', 1)).toBe(
      'sequence by host.id [process where not process.name == "x"] with runs=2 [file where user.id == "0"]',
    );
    expect(tuned('eql', query, 'exclude', 'process.name', 'x', 7)).toBe('✘ The query has no stage that this event could be in');
  });
});

describe('keeping a value', () => {
  test.each<Row>([
    ['process where user.id == "0"', 'process.name', 'sh', 'process where user.id == "0" and process.name == "sh"'],
    [
      'process where process.name in ("sh", "a") and user.id == "0"',
      'process.name',
      'sh',
      'process where process.name == "sh" and user.id == "0"',
    ],
    [
      'process where process.name : ("sh*", "a")',
      'process.name',
      'sh',
      'process where process.name : ("sh*", "a") and process.name == "sh"',
    ],
    ['process where true', 'process.name', 'sh', 'process where process.name == "sh"'],
  ])('in EQL: %s', (query, field, value, expected) => expect(tuned('eql', query, 'keep', field, value)).toBe(expected));

  test.each<Row>([
    ['user.id: 0', 'process.name', 'sh', 'user.id: 0 and process.name: "sh"'],
    ['process.name: (sh or a) and user.id: 0', 'process.name', 'sh', 'process.name: "sh" and user.id: 0'],
    ['', 'process.name', 'sh', 'process.name: "sh"'],
  ])('in KQL: %s', (query, field, value, expected) => expect(tuned('kuery', query, 'keep', field, value)).toBe(expected));
});

describe('excluding a value in KQL', () => {
  test.each<Row>([
    ['user.id: 0', 'process.name', 'sh', 'user.id: 0 and not process.name: "sh"'],
    ['user.id: 0 or user.id: 1', 'process.name', 'sh', '(user.id: 0 or user.id: 1) and not process.name: "sh"'],
    ['', 'process.name', 'sh', 'not process.name: "sh"'],
    ['user.id: 0 and not process.name: a', 'process.name', 's*h', 'user.id: 0 and not process.name: (a or "s*h")'],
    ['not process.name: (a* or "b")', 'process.name', 'sh', 'not process.name: (a* or "b" or "sh")'],
    [
      'user.id: 0 and not (user.name: x or process.name: (a or b))',
      'process.name',
      'sh',
      'user.id: 0 and not (user.name: x or process.name: (a or b or "sh"))',
    ],
    ['not process.name: (a and b)', 'process.name', 'sh', 'not process.name: (a and b) and not process.name: "sh"'],
    ['user.id: 0 and\n  user.name: a', 'process.pid', '12', 'user.id: 0 and\n  user.name: a and\n  not process.pid: 12'],
    ['user.id: 0', 'process.executable', 'C:\\a "b".exe', String.raw`user.id: 0 and not process.executable: "C:\\a \"b\".exe"`],
  ])('%s', (query, field, value, expected) => expect(tuned('kuery', query, 'exclude', field, value)).toBe(expected));
});

describe('the rule file', () => {
  it('gets the clause as its string writes it', () => {
    const query = 'process where user.id == "0"';
    expect(tuned('toml', inToml(query), 'exclude', 'process.executable', 'C:\\a')).toBe(
      inToml(String.raw`process where user.id == "0" and not process.executable == "C:\\a"`),
    );
  });

  it('cannot hold every value', () => {
    expect(tuned('toml', inToml('process where true'), 'exclude', 'process.name', "a'''b")).toBe(
      '✘ The string that holds the query cannot hold this value',
    );
  });

  it('can stay as it is: an exception does the same', () => {
    const tuning = tune(openModel(inToml('process where true'), 'toml'), { mode: 'exclude', field: 'process.name', value: 'sh' });
    expect(tuning.ok && JSON.parse(tuning.exception ?? '')).toEqual({
      name: 'process.name: sh',
      description: 'Not of interest for Test',
      type: 'simple',
      namespace_type: 'single',
      entries: [{ field: 'process.name', operator: 'included', type: 'match', value: 'sh' }],
    });
  });
});

function hit(line: number, sequence?: number): RunHit {
  const start = { line: line - 1, character: 0 };
  const place = sequence === undefined ? {} : { sequence: { index: sequence, stage: 0, stages: [], joinKeys: [] } };
  return { range: { start, end: start }, timestamp: undefined, columns: [], matched: [], ...place };
}

function run(hits: readonly RunHit[], matches = hits.length): RunResult {
  const rest = { message: undefined, rule: '', ruleVersion: undefined, sample: undefined, queryRange: undefined, milliseconds: 0 };
  return { status: 'finished', ...rest, events: 9, matches, hits, unreadable: [], unreadableCount: 0, fidelity: [] };
}

describe('the preview', () => {
  it('names the events that no longer match, and the expected ones among them', () => {
    expect(previewOf(run([hit(1), hit(2), hit(5)]), run([hit(2)]), run([hit(2), hit(5), hit(8)]))).toEqual({
      before: 3,
      after: 1,
      removedLines: [1, 5],
      expected: 3,
      hidden: 1,
      hiddenLines: [5],
      isComplete: true,
    });
  });

  it('counts sequences by all their events, and says where not all were compared', () => {
    const before = { ...run([hit(1, 0), hit(2, 0), hit(1, 1), hit(3, 1)], 4), unit: 'sequence' as const };
    expect(previewOf(before, run([hit(1, 0), hit(3, 0)], 1), run([hit(2)]))).toEqual({
      unit: 'sequence',
      before: 4,
      after: 1,
      removedLines: [1],
      expected: 1,
      hidden: 1,
      hiddenLines: [2],
      isComplete: false,
    });
  });
});
