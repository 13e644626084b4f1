/** Reads text files and looks for files at once, as long as that is quick: having it done while one does something else takes longer than most of them do. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkTextSize, decodeText } from '../base/decodeText.js';
import type { Host, Outcome } from '../base/host.js';

/** Milliseconds that a file takes on average that is in memory, or on a disk of this machine. */
const quick = 0.5;

/** Milliseconds spent on files that come more slowly before the others are waited for, several at a time: they are far away. */
const patience = 50;

/** The host for a process that has nothing else to do meanwhile. */
export function readingAtOnce(host: Host, now = clock): Host {
  let spent = 0;
  let count = 0;
  function atOnce<T>(answerAtOnce: (uri: string) => T | undefined, answer: (uri: string) => Promise<T>): (uri: string) => Promise<T> {
    return (uri) => {
      if (spent > patience && spent / count > quick) return answer(uri);
      const start = now();
      const found = answerAtOnce(uri);
      spent += now() - start;
      count += 1;
      return found === undefined ? answer(uri) : Promise.resolve(found);
    };
  }
  return {
    ...host,
    readText: atOnce(textAtOnce, (uri) => host.readText(uri)),
    exists: atOnce(existsAtOnce, (uri) => host.exists(uri)),
  };
}

/** In milliseconds, from any time on. */
function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Undefined where the host has to say what is wrong, and for pipes and devices, which may never come to an end. */
function textAtOnce(uri: string): Outcome<string> | undefined {
  try {
    const name = fileURLToPath(uri);
    const stats = statSync(name, { throwIfNoEntry: false });
    return stats?.isFile() === true && checkTextSize(stats.size, name).ok ? decodeText(readFileSync(name), name) : undefined;
  } catch {
    return undefined;
  }
}

function existsAtOnce(uri: string): boolean | undefined {
  try {
    return existsSync(fileURLToPath(uri));
  } catch {
    return undefined;
  }
}
