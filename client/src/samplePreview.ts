/**
 * Shows events of files that no editor should open, because they are large or compressed: the one that is meant and some around it,
 * read-only, as they are written.
 */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Position, Range } from '../../server/src/protocol/protocol.js';
import { excerptRequest, type ExcerptEvent, type ExcerptParams, type ExcerptResult } from '../../server/src/protocol/sampleEvents.js';
import { fromExcerpt, inExcerpt } from './excerpts.js';
import { requestWithProgress } from './features/progress.js';
import { isCompressed } from './names.js';
import { fileName, openDocument, toRange } from './rules.js';

const previewScheme = 'rulewright-events';

/** Larger files make an editor slow, and VS Code opens none above 50 MB. */
const largestOpened = 10 * 1024 * 1024;

/** Events shown before the one that is meant, and after it. */
const around = 20;

/** What of an event file a document shows, and where. */
export interface ShownEvents {
  readonly sample: string;
  /** A range of the event file in the document; undefined where it is not shown. */
  readonly toDocument: (range: Range) => vscode.Range | undefined;
  /** A position of the document in the event file. */
  readonly toSample: (position: vscode.Position) => Position | undefined;
}

/** What the URI of a preview says. */
interface Place {
  readonly sample: string;
  readonly line: number;
  readonly character: number;
  /** When the file changed last: a changed file has other previews. */
  readonly changed: number;
}

interface Server {
  readonly client: BaseLanguageClient;
  readonly ready: () => Promise<boolean>;
}

export class SamplePreviews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  /** By the URI of the preview. */
  private readonly excerpts = new Map<string, Promise<ExcerptResult>>();
  private readonly read = new Map<string, readonly ExcerptEvent[]>();
  private readonly arrived = new vscode.EventEmitter<void>();
  private readonly parts: vscode.Disposable;

  /** A preview has its events now. */
  readonly onDidRead = this.arrived.event;

  constructor(private readonly server: Server) {
    this.parts = vscode.Disposable.from(
      this.arrived,
      vscode.workspace.registerTextDocumentContentProvider(previewScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri.toString())),
    );
  }

  /** Selects a place of an event file in an editor, or in a preview where the file is not to be opened. */
  async show(sample: vscode.Uri, range: vscode.Range, options: vscode.TextDocumentShowOptions = {}): Promise<void> {
    const changed = await previewed(sample);
    if (changed === undefined) {
      await vscode.commands.executeCommand('vscode.open', sample, { ...options, selection: range });
      return;
    }
    const { line, character } = range.start;
    const uri = previewUri({ sample: sample.toString(), line, character, changed });
    const excerpt = await this.excerptOf(uri);
    if (excerpt.status === 'failed') void vscode.window.showWarningMessage(`${excerpt.message ?? 'The event could not be read'}.`);
    if (excerpt.status !== 'finished') return;
    const selection = inExcerpt(excerpt.events, range);
    await vscode.commands.executeCommand(
      'vscode.open',
      uri,
      selection === undefined ? options : { ...options, selection: toRange(selection) },
    );
  }

  /** What a document shows of which event file: all of it, but for previews. */
  shownIn({ uri }: vscode.TextDocument): ShownEvents {
    if (uri.scheme !== previewScheme) return { sample: uri.toString(), toDocument: toRange, toSample: (position) => position };
    const events = this.read.get(uri.toString()) ?? [];
    return {
      sample: placeOf(uri).sample,
      toDocument: (range) => {
        const shown = inExcerpt(events, range);
        return shown === undefined ? undefined : toRange(shown);
      },
      toSample: (position) => fromExcerpt(events, position),
    };
  }

  /** Reads the file where VS Code opens the preview again after a restart. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { status, message, text } = await this.excerptOf(uri);
    return status === 'finished' ? text : `${message ?? 'The event could not be read'}\n`;
  }

  dispose(): void {
    this.parts.dispose();
  }

  private excerptOf(uri: vscode.Uri): Promise<ExcerptResult> {
    const key = uri.toString();
    const known = this.excerpts.get(key);
    if (known !== undefined) return known;
    const reading = this.request(placeOf(uri)).then((excerpt) => {
      if (excerpt.status === 'finished') this.read.set(key, excerpt.events);
      else this.forget(key);
      this.arrived.fire();
      return excerpt;
    });
    this.excerpts.set(key, reading);
    reading.catch(() => this.forget(key));
    return reading;
  }

  private async request({ sample, line, character }: Place): Promise<ExcerptResult> {
    if (!(await this.server.ready()))
      return { status: 'failed', message: vscode.l10n.t('The language server did not start'), text: '', events: [] };
    const params: ExcerptParams = { sample, event: { line, character }, around };
    const source = new vscode.CancellationTokenSource();
    const title = vscode.l10n.t('Reading line {0} of {1}', line + 1, fileName(sample));
    return requestWithProgress<ExcerptResult>(this.server, { method: excerptRequest, params, title, source }).finally(() =>
      source.dispose(),
    );
  }

  private forget(key: string): void {
    this.excerpts.delete(key);
    this.read.delete(key);
  }
}

/** When a file that is shown as a preview changed last; undefined for files that are opened, and those that VS Code may complain about. */
async function previewed(sample: vscode.Uri): Promise<number | undefined> {
  if (openDocument(sample) !== undefined) return undefined;
  return vscode.workspace.fs.stat(sample).then(
    ({ size, mtime }) => (isCompressed(fileName(sample)) || size > largestOpened ? mtime : undefined),
    () => undefined,
  );
}

/** The name ends as files of lines with JSON do. */
function previewUri(place: Place): vscode.Uri {
  const path = `/${fileName(place.sample)} (line ${place.line + 1}).jsonl`;
  return vscode.Uri.from({ scheme: previewScheme, path, query: JSON.stringify(place) });
}

function placeOf(uri: vscode.Uri): Place {
  return JSON.parse(uri.query) as Place;
}
