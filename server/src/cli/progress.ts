/** One line on standard error that tells how a long run gets on. Only on a terminal, and only once a run has taken a while. */
import type { RunProgress } from '../evaluate/run.js';
import { grouped } from '../base/grouped.js';
import { counted } from './printable.js';
import type { Terminal } from './terminal.js';

/** Milliseconds before the line first appears, and between two of its states. */
const patience = 1000;
const pause = 200;

const eraseLine = '\r\u001b[2K';

export interface ProgressLine {
  update(progress: RunProgress): void;
  /** Takes the line away, so that other output can follow. */
  clear(): void;
}

export function createProgressLine(terminal: Terminal): ProgressLine {
  const line = createStatusLine(terminal);
  return { update: (progress) => line.show((seconds) => describe(progress, seconds)), clear: () => line.clear() };
}

export interface StatusLine extends Pick<ProgressLine, 'clear'> {
  /** `text` is asked only where the line is due; it is told the seconds since the start. */
  show(text: (seconds: number) => string): void;
}

/** The line for work that does not go through events. */
export function createStatusLine(terminal: Terminal): StatusLine {
  const started = terminal.host.now();
  let shown = false;
  let next = started + patience;
  return {
    show(text) {
      const now = terminal.host.now();
      if (now < next || !terminal.progress) return;
      next = now + pause;
      shown = true;
      terminal.writeError(eraseLine + text((now - started) / 1000));
    },
    clear() {
      if (shown) terminal.writeError(eraseLine);
      shown = false;
    },
  };
}

/** `41 % · 52,310 events/s · 12 s left · 5 matches` */
function describe({ events, matches, bytesRead, totalBytes }: RunProgress, seconds: number): string {
  const parts = [`${grouped(events / seconds)} events/s`, counted(matches, 'match', 'matches')];
  if (totalBytes !== undefined && totalBytes > 0 && bytesRead > 0) {
    const done = Math.min(1, bytesRead / totalBytes);
    parts.unshift(`${Math.floor(done * 100)} %`);
    parts.splice(2, 0, `${grouped((seconds / done) * (1 - done))} s left`);
  } else {
    parts.unshift(counted(events, 'event'));
  }
  return parts.join(' · ');
}
