/** Splits an audit log: records with the same serial, which usually stand after each other, are one event. */
import { limits } from '../base/limits.js';
import { isSeparator, longestHead, recordHead } from './auditd.js';
import type { EventBuffer, Splitter } from './eventBuffer.js';
import { lineSplitter, tooLong, type Line } from './lines.js';

/** Events that are waited for at once. The kernel writes the records of different events in between each other, but not far apart. */
const mostOpen = 32;

/** Seconds after which nothing more of an event comes. */
const longestEvent = 2;

const noRecord = 'Not an audit record: `type=SYSCALL msg=audit(1604994496.155:92733): …` is meant.';

interface OpenEvent {
  readonly key: string;
  readonly from: number;
  readonly line: number;
  readonly seconds: number;
  to: number;
  isComplete: boolean;
}

/** A splitter for the log that auditd writes (`/var/log/audit/audit.log`), and for what `ausearch` prints with `--raw` or `--format raw`. */
export function auditdSplitter(buffer: EventBuffer): Splitter {
  const open: OpenEvent[] = [];
  const addFinished = (isEnd: boolean): void => {
    for (let event = open[0]; event !== undefined && (isEnd || event.isComplete || open.length > mostOpen); event = open[0]) {
      open.shift();
      if (event.to - event.from > limits.eventBytes) buffer.addBad(event.line, tooLong);
      else buffer.addEvent(event.from, event.to, event.line, 0);
    }
  };
  const read = ({ from, to, number }: Line): void => {
    const text = buffer.text(from, Math.min(to, from + longestHead));
    const head = recordHead(text);
    if (head === undefined) {
      if (!isSeparator(text)) buffer.addBad(number, noRecord);
      return;
    }
    const key = `${head.node ?? ''} ${head.time}:${head.serial}`;
    const seconds = Number(head.time);
    const known = open.find((event) => event.key === key);
    if (known !== undefined) known.to = to;
    else open.push({ key, from, line: number, seconds, to, isComplete: false });
    for (const event of open) {
      if (event.key === key ? head.type === 'EOE' : Math.abs(seconds - event.seconds) > longestEvent) event.isComplete = true;
    }
    addFinished(false);
  };
  const lines = lineSplitter(buffer, read, () => addFinished(true));
  return {
    scan: () => {
      lines.scan();
      const [oldest] = open;
      // One that never ends must not be held for ever.
      if (oldest !== undefined && buffer.end - oldest.from > limits.eventBytes) oldest.isComplete = true;
      addFinished(false);
    },
    finish: () => lines.finish(),
    get keepFrom() {
      return Math.min(open[0]?.from ?? Infinity, lines.keepFrom);
    },
    get line() {
      return lines.line;
    },
  };
}
