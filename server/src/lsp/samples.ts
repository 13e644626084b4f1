/** Which event file each rule runs on, and what that file holds for completion. */
import { CancellationToken } from 'vscode-languageserver';
import { isFileUri } from '../base/fileUri.js';
import type { Host } from '../base/host.js';
import type { EventSample } from '../events/sample.js';
import { sampleNamesOf } from '../rule/sampleNames.js';
import type { Guard } from './guard.js';
import type { Runner } from './runner.js';

export interface Samples {
  /** The sample that was chosen for the rule, else the one beside it; undefined when it has none. */
  of(rule: string): Promise<string | undefined>;
  /** Without `sample` the choice is taken back. */
  choose(rule: string, sample: string | undefined): void;
  /** What the rule's sample holds, as far as it has been read. */
  contents(rule: string): EventSample | undefined;
  /** Reads the rule's sample again, in the worker; `text` where the editor holds it unsaved. */
  read(rule: string, text?: string): Promise<void>;
}

/** Samples that stay in memory. */
const keptSamples = 20;

export function createSamples(host: Host, runner: Runner, guard: Guard): Samples {
  const chosen = new Map<string, string>();
  const contents = new Map<string, { readonly uri: string; readonly sample: EventSample | undefined }>();

  async function beside(rule: string): Promise<string | undefined> {
    if (!isFileUri(rule)) return undefined;
    for (const uri of sampleNamesOf(rule)) if (await host.exists(uri)) return uri;
    return undefined;
  }

  const of = async (rule: string): Promise<string | undefined> => chosen.get(rule) ?? (await beside(rule));

  return {
    of,
    choose(rule, sample) {
      if (sample === undefined) chosen.delete(rule);
      else chosen.set(rule, sample);
      contents.delete(rule);
    },
    contents: (rule) => contents.get(rule)?.sample,
    async read(rule, text) {
      await guard.attempt({ what: 'reading the sample', uri: rule }, undefined, async () => {
        const uri = await of(rule);
        if (uri === undefined) return;
        const sample = await runner.readSample({ uri, ...(text === undefined ? {} : { text }) }, CancellationToken.None);
        contents.delete(rule);
        contents.set(rule, { uri, sample });
        const [oldest] = contents.keys();
        if (contents.size > keptSamples && oldest !== undefined) contents.delete(oldest);
      });
    },
  };
}
