/** Requests that take their time: how far they are, and a notification that cancels them. */
import * as vscode from 'vscode';
import { ProgressType, type BaseLanguageClient } from 'vscode-languageclient';

/** Work shorter than this shows no notification. */
const quietMilliseconds = 1000;

interface WorkDone {
  readonly kind: 'begin' | 'report' | 'end';
  readonly message?: string;
  readonly percentage?: number;
}

const workDone = new ProgressType<WorkDone>();
const partialResult = new ProgressType<unknown>();

export interface LongRequest {
  readonly method: string;
  readonly params: object;
  /** Of the notification. */
  readonly title: string;
  readonly source: vscode.CancellationTokenSource;
  readonly onReport?: (report: WorkDone) => void;
  /** Hears what there is of the answer before all of it is. */
  readonly onPart?: (part: unknown) => void;
}

let tokens = 0;

/** The answer; rejects when the server goes away. */
export async function requestWithProgress<T>({ client }: { readonly client: BaseLanguageClient }, request: LongRequest): Promise<T> {
  const { method, params, title, source, onReport, onPart } = request;
  const workDoneToken = `rulewright-run-${(tokens += 1)}`;
  const partialResultToken = `${workDoneToken}-parts`;
  const reports = new vscode.EventEmitter<WorkDone>();
  const listening = client.onProgress(workDone, workDoneToken, (report) => {
    reports.fire(report);
    onReport?.(report);
  });
  const parts = onPart === undefined ? undefined : client.onProgress(partialResult, partialResultToken, onPart);
  const tokensOf = { workDoneToken, ...(parts === undefined ? {} : { partialResultToken }) };
  try {
    const answer = client.sendRequest<T>(method, { ...params, ...tokensOf }, source.token);
    showProgress(answer, title, reports.event, source);
    return await answer;
  } finally {
    listening.dispose();
    parts?.dispose();
    reports.dispose();
  }
}

/** After a second, a notification with the progress that can be cancelled. */
function showProgress(
  answer: Promise<unknown>,
  title: string,
  reports: vscode.Event<WorkDone>,
  source: vscode.CancellationTokenSource,
): void {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const ended = answer.then(
    () => undefined,
    () => undefined,
  );
  const timer = setTimeout(() => {
    void vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => source.cancel());
      let before = 0;
      reports(({ message, percentage }) => {
        const increment = percentage === undefined ? 0 : percentage - before;
        before += increment;
        progress.report({ increment, ...(message === undefined ? {} : { message }) });
      });
      return ended;
    });
  }, quietMilliseconds);
  void ended.then(() => clearTimeout(timer));
}
