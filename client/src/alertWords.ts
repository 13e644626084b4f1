/** The text that a rule's alerts are shown in: what happened as comments, then the alerts as JSON. */
import type { AlertPlace, AlertsReport } from '../../server/src/protocol/alerts.js';

/** What the text has to say beside a report. */
export interface AlertsState {
  /** The alerts of the last run that came to its end. */
  readonly report: AlertsReport | undefined;
  /** Why a later one did not. */
  readonly trouble: string | undefined;
  /** The rule or its events were edited since the report. */
  readonly stale: boolean;
}

export function alertsText(state: AlertsState): string {
  const alerts = state.report?.alerts ?? 'null\n';
  return `${commentLines(state)
    .map((line) => `// ${line.replace(/\s+/g, ' ').trim()}\n`)
    .join('')}${alerts}`;
}

function commentLines({ report, trouble, stale }: AlertsState): readonly string[] {
  const sentence = trouble === undefined ? [] : [`${trouble.replace(/\.$/, '')}.`];
  if (report === undefined) return sentence;
  return [
    ...sentence,
    ...(trouble === undefined ? [] : ['These are the alerts of the run before that.']),
    ...(stale && trouble === undefined ? ['The rule or its events were edited since; run the rule again to see what changes.'] : []),
    ...report.summary,
  ];
}

/** A line above an alert, and where it leads: an event of the sample, or nowhere. */
export interface AlertLens {
  readonly line: number;
  readonly title: string;
  readonly event: AlertPlace['events'][number] | undefined;
}

/** Events of one alert that have a line of their own to go to. */
const mostLenses = 10;

export function alertLenses(state: AlertsState): readonly AlertLens[] {
  const { report } = state;
  if (report === undefined) return [];
  const before = commentLines(state).length;
  return report.places.flatMap(({ line, title: told, events }) => {
    const at = before + line;
    const title = lensTitle(told);
    const more = events.length - mostLenses;
    const places = events.slice(0, mostLenses).map((event, index) => {
      const place = `line ${event.start.line + 1}`;
      return { line: at, title: index === 0 ? `${title} · ${place}` : place, event };
    });
    return [
      ...(places.length === 0 ? [{ line: at, title, event: undefined }] : places),
      ...(more > 0 ? [{ line: at, title: `and ${more} more`, event: undefined }] : []),
    ];
  });
}

/** Values of events are in it: on one line, without icons, and not longer than one reads. */
function lensTitle(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return (line.length > 200 ? `${line.slice(0, 199)}…` : line).replaceAll('$(', '\\$(');
}
