/** Goes from results to their places in the event file, wherever edits have moved them since the run. */
import * as vscode from 'vscode';
import type { Position, Range, RunResult } from '../../../server/src/protocol/protocol.js';
import type { EventPlace, MissPlace, SamplePlace } from '../commands.js';
import type { Context } from '../context.js';
import { nearMisses } from '../explanationWords.js';
import { clusterScheme } from '../names.js';
import { afterReplacement, type Replacement } from '../positions.js';
import { toRange } from '../rules.js';

export class ResultPlaces implements vscode.Disposable {
  /** Of the sample, since the last run. Events that did not come with the result are not moved along with it. */
  private edits: Replacement[] = [];
  private readonly listening: vscode.Disposable;

  constructor(private readonly context: Pick<Context, 'runs' | 'previews'>) {
    const { runs } = context;
    this.listening = vscode.Disposable.from(
      runs.onDidRun(() => (this.edits = [])),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document.uri.scheme !== clusterScheme && document.uri.toString() === runs.last?.result.sample)
          this.edits.push(...contentChanges);
      }),
    );
  }

  /** Of a position at the time of the run. */
  now(position: Position): Position {
    return this.edits.reduce((range, edit) => afterReplacement(range, edit), { start: position, end: position }).start;
  }

  async goTo(place: EventPlace | MissPlace | SamplePlace): Promise<void> {
    if ('sample' in place) {
      const { sample, range, ...options } = place;
      return this.context.previews.show(vscode.Uri.parse(sample), toRange(range), options);
    }
    const result = this.context.runs.last?.result;
    const range = result === undefined ? undefined : (rangeAt(result, place) ?? this.beyond(place));
    if (range !== undefined) await this.open(range);
  }

  dispose(): void {
    this.listening.dispose();
  }

  private beyond(place: EventPlace | MissPlace): Range | undefined {
    const start = 'position' in place && place.position !== undefined ? this.now(place.position) : undefined;
    return start === undefined ? undefined : { start, end: start };
  }

  private async open(range: Range): Promise<void> {
    const { runs, previews } = this.context;
    const sample = runs.last?.result.sample;
    if (sample !== undefined) await previews.show(vscode.Uri.parse(sample), toRange(range));
  }
}

/** A value as a whole, of an event where it begins. */
function rangeAt({ hits, explanation }: RunResult, place: EventPlace | MissPlace): Range | undefined {
  const hit = 'hit' in place ? hits[place.hit] : undefined;
  // Menus pass the text of a value.
  const value = 'hit' in place && typeof place.value === 'number' ? hit?.matched[place.value] : undefined;
  if (value !== undefined) return value.range;
  const found = 'hit' in place ? hit : explanation === undefined ? undefined : nearMisses(explanation)[place.miss]?.miss;
  return found === undefined ? undefined : { start: found.range.start, end: found.range.start };
}
