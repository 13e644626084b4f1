/** A comparison with a revision for programs. `docs/match-diff.md` describes the output; names in it never change, new ones may be added. */
import type { Hit } from '../../evaluate/run.js';
import type { ComparedMatch, MatchDiff, MatchList, VersionOutcome } from '../../matchDiff/result.js';
import type { ComparedRule, DiffWriter } from '../report.js';
import type { Revision, Terminal } from '../terminal.js';
import { diffTotals } from './diffTotals.js';
import { print, ruleFacts, valueOf, version, writeJsonFault } from './json.js';

export function createJsonDiffWriter(terminal: Terminal): DiffWriter {
  return {
    report({ from, to, rules, unread }) {
      print(terminal, {
        version,
        command: 'diff',
        before: revisionObject(from),
        after: to === undefined ? null : revisionObject(to),
        rules: rules.map(ruleObject),
        unread,
        summary: { rules: rules.length, unread: unread.length, ...diffTotals(rules) },
      });
    },
    fault: (fault) => writeJsonFault(terminal, 'diff', fault),
  };
}

function revisionObject({ name, commit }: Revision): object {
  return { revision: name, commit };
}

function ruleObject({ path, beforePath, document, eventFiles, diff }: ComparedRule): object {
  const { status, message, fate, changes, unit, before, after, lists } = diff;
  return {
    path,
    beforePath: beforePath ?? null,
    ruleId: document?.ruleId?.value,
    ...(document === undefined ? {} : ruleFacts(document)),
    status,
    message,
    change: fate,
    changes: changes.map((change) => ({
      key: change.key,
      before: change.before ?? null,
      after: change.after ?? null,
      decides: change.decides,
    })),
    eventFiles,
    unit,
    before: versionObject(before),
    after: versionObject(after),
    gained: listObject(lists?.gained, eventFiles),
    lost: listObject(lists?.lost, eventFiles),
    kept: listObject(lists?.kept, eventFiles),
    unreadable: diff.unreadable.map(({ file, line, message: why }) => ({ file: eventFiles[file], line, message: why })),
    notes: diff.fidelity,
    summary: summaryOf(diff),
  };
}

function summaryOf({ events, unreadableCount, milliseconds }: MatchDiff): object {
  return { events, unreadable: unreadableCount, milliseconds: Math.round(milliseconds) };
}

function versionObject({ state, matches, message }: VersionOutcome): object {
  return { state, matches: matches ?? null, message };
}

function listObject(list: MatchList | undefined, eventFiles: readonly string[]): object | null {
  if (list === undefined) return null;
  return { count: list.count, listed: list.matches.length, matches: list.matches.map((match) => matchObject(match, eventFiles)) };
}

function matchObject({ hits, why }: ComparedMatch, eventFiles: readonly string[]): object {
  return {
    events: hits.map((hit) => eventObject(hit, eventFiles)),
    why:
      why === undefined
        ? undefined
        : {
            side: why.side,
            note: why.note,
            clauses: why.clauses.map(({ hit, part, indent, clause, values, reason }) => ({
              event: hit,
              part,
              indent,
              clause,
              values,
              reason,
            })),
            more: why.left,
          },
  };
}

function eventObject({ file, line, column, offset, length, timestamp, columns, text }: Hit, eventFiles: readonly string[]): object {
  const fields = Object.fromEntries(columns.map(({ field, values }) => [field, values.map(valueOf)]));
  return { file: eventFiles[file], line, column: column + 1, offset, length, timestamp, fields, text };
}
