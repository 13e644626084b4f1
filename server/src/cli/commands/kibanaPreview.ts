/** `rulewright kibana preview`: what a rule would find, as Kibana's own rule engine says. */
import type { Json } from '../../events/json.js';
import { instantToIso, parseInstant } from '../../events/time.js';
import { alertsOfPreview, previewRule as preview, type PreviewAlerts } from '../../elastic/kibanaPreview.js';
import type { PreviewReport } from '../../protocol/kibana.js';
import { toKibana } from '../../rule/export/toKibana.js';
import { jsonText } from '../../rule/jsonWriter.js';
import type { Plain } from '../../rule/value.js';
import { connectAs } from '../clusterAccess.js';
import { complain } from '../complain.js';
import { exitCodes, type ExitCode } from '../exitCodes.js';
import { refuseFor, withKibana } from '../kibanaAccess.js';
import type { KibanaPreviewOptions } from '../kibanaOptions.js';
import { counted, printable } from '../printable.js';
import { pickRule, readRule } from '../readRule.js';
import type { Terminal } from '../terminal.js';

export async function previewRule(path: string, options: KibanaPreviewOptions, terminal: Terminal): Promise<ExitCode> {
  const reading = await readRule(terminal, path);
  if (reading.kind !== 'rule') return complain(reading.message, terminal);
  const rule = pickRule(reading.rule, options.rule);
  if (typeof rule === 'string') return complain(rule, terminal);
  const { tree } = rule.document;
  if (tree?.rule === undefined) return complain(`${path} is only a query; Kibana runs whole rules.`, terminal);
  const { value } = toKibana(tree, { keepMetadata: false });
  const last = options.end === undefined ? undefined : parseInstant(options.end);
  const end = last === undefined ? new Date(terminal.host.now()).toISOString() : instantToIso(last);
  return withKibana(options, terminal, async (kibana) => {
    const report = await preview(kibana, value, { invocations: options.invocations, end, timeout: options.timeout }, terminal.token);
    if (!report.ok) return refuseFor(report.failure, terminal);
    const alerts = await alertsOf(report.value, kibana.info.space, options, terminal);
    if (options.format === 'json') terminal.write(`${jsonText({ ...report.value, ...alerts } as unknown as Plain, '  ')}\n`);
    else show(report.value, alerts, terminal);
    return report.value.errors.length > 0 || report.value.isAborted ? exitCodes.notUsable : exitCodes.done;
  });
}

/** Undefined where nobody said where Elasticsearch is, or its index may not be read. */
async function alertsOf(
  { previewId }: PreviewReport,
  space: string,
  options: KibanaPreviewOptions,
  terminal: Terminal,
): Promise<PreviewAlerts | undefined> {
  if (previewId === undefined) return undefined;
  const where = `.preview.alerts-security.alerts-${space}`;
  const connected = await connectAs(options, terminal);
  if (!connected.ok) {
    terminal.writeError(`note: the alerts are in ${where} and are not listed: ${printable(connected.failure.message)}\n`);
    return undefined;
  }
  try {
    const found = await alertsOfPreview(connected.value, { previewId, space, size: options.limit }, terminal.token);
    if (found.ok) return found.value;
    terminal.writeError(`note: the alerts in ${where} cannot be listed: ${printable(found.failure.message)}\n`);
    return undefined;
  } finally {
    await connected.value.close();
  }
}

function show(
  { executions, isAborted, errors, warnings, milliseconds, previewId }: PreviewReport,
  found: PreviewAlerts | undefined,
  terminal: Terminal,
): void {
  for (const { '@timestamp': time, 'kibana.alert.reason': reason } of found?.alerts ?? []) {
    terminal.write(`${shown(time)}  ${shown(reason)}\n`);
  }
  for (const message of errors) complain(message, terminal);
  for (const message of warnings) terminal.writeError(`warning: ${printable(message)}\n`);
  if (isAborted) complain('Kibana ended the preview before all runs were done; fewer --invocations take less time.', terminal);
  const more = found !== undefined && found.total > found.alerts.length ? `, the first ${found.alerts.length} of them above` : '';
  const alerts = found === undefined ? '' : `${counted(found.total, 'alert')}${more}; `;
  terminal.write(
    `${alerts}${counted(executions, 'run')} in ${(milliseconds / 1000).toFixed(2)} s (preview ${printable(previewId ?? 'without an id')})\n`,
  );
}

function shown(value: Json | undefined): string {
  return printable(typeof value === 'string' ? value : jsonText(value ?? ''));
}
