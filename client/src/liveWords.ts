/** On which samples a rule is run again while its author types, and the words for those on which it is not. */
import { isCompressed } from './names.js';
import { seconds } from './words.js';

const megabyte = 1024 * 1024;

/** A run should not lag behind the typing: larger samples are run only when asked. */
export const liveLimits = {
  fileBytes: 20 * megabyte,
  /** Of a compressed file, which becomes larger when it is read. */
  compressedBytes: 2 * megabyte,
  /** Of a text that is not saved: it is sent to the server each time. */
  unsavedBytes: 4 * megabyte,
  milliseconds: 2000,
  /** After so many milliseconds a live run is ended. */
  patience: 5000,
} as const;

export interface LiveSample {
  readonly name: string;
  readonly bytes: number;
  /** Its text is only in the editor. */
  readonly isUnsaved: boolean;
  /** How long the last run on it took, where there was one. */
  readonly milliseconds: number | undefined;
}

/** Why a rule is not run on the sample as its author types: one sentence. Undefined where it is. */
export function pauseReason({ name, bytes, isUnsaved, milliseconds }: LiveSample): string | undefined {
  const { fileBytes, compressedBytes, unsavedBytes } = liveLimits;
  const [most, kind] = isUnsaved
    ? [unsavedBytes, 'unsaved samples']
    : isCompressed(name)
      ? [compressedBytes, 'compressed samples']
      : [fileBytes, 'samples'];
  if (bytes > most) return `${name} has ${size(bytes)}; live runs are for ${kind} up to ${size(most)}.`;
  if (milliseconds === undefined || milliseconds <= liveLimits.milliseconds) return undefined;
  return `The last run on ${name} took ${seconds(milliseconds)}; live runs are for samples that take up to ${liveLimits.milliseconds / 1000} s.`;
}

/** Why, after the user had enough of a run. */
export function cancelledReason(sample: string): string {
  return `The last run on ${sample} was cancelled; live runs go on after one that was not.`;
}

/** Why, after a live run had to be ended. */
export function endedReason(sample: string): string {
  return `A live run on ${sample} was ended after ${liveLimits.patience / 1000} s; run the rule to see its results.`;
}

/** `512 MB`, `4.5 MB` */
function size(bytes: number): string {
  const megabytes = bytes / megabyte;
  return `${megabytes < 10 && !Number.isInteger(megabytes) ? megabytes.toFixed(1) : megabytes.toFixed(0)} MB`;
}
