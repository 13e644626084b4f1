/** The list of events that the last run's rule matches, in the panel: expand one to read why, press Enter to go to it. */
import * as vscode from 'vscode';
import type { MatchedValue, RunHit, RunResult, SequencePlace } from '../../../server/src/protocol/protocol.js';
import type { EventPlace } from '../commands.js';
import type { Context } from '../context.js';
import { isCompressed } from '../names.js';
import { fileName, toRange } from '../rules.js';
import type { Run } from '../runs.js';
import { count, number, panelMessage } from '../words.js';

const viewId = 'rulewright.results';

/** Columns shown in the row; the tooltip has all. */
const shownColumns = 5;

type Row =
  | { readonly kind: 'sequence'; readonly place: SequencePlace; readonly rows: readonly Row[] }
  | { readonly kind: 'missing'; readonly item: string }
  | { readonly kind: 'hit'; readonly hit: RunHit; readonly index: number; readonly columns: RunHit['columns'] }
  | {
      readonly kind: 'clause';
      readonly hit: number;
      readonly clause: string;
      readonly values: readonly MatchedValue[];
      readonly value: number;
    }
  | { readonly kind: 'notes'; readonly title: string; readonly icon: string; readonly notes: readonly string[] }
  | { readonly kind: 'note'; readonly text: string };

export interface ResultsView extends vscode.Disposable {
  /** Brings the list to the front and the focus to it. */
  readonly show: () => Promise<void>;
  /** Brings the list to the front for the first results of a session; later it stays as the user has it. The focus stays where it is. */
  readonly showOnce: () => Promise<void>;
  /** Selects an event of the last run, or one of its matched values, in its file. */
  readonly goToEvent: (place: EventPlace) => Promise<void>;
}

export function registerResults({ runs }: Context): ResultsView {
  const changed = new vscode.EventEmitter<undefined>();
  const provider: vscode.TreeDataProvider<Row> = {
    onDidChangeTreeData: changed.event,
    getChildren: (row) => (row === undefined ? topRows(runs.last) : childRows(row)),
    getTreeItem: toTreeItem,
  };
  const view = vscode.window.createTreeView(viewId, { treeDataProvider: provider, showCollapseAll: true });
  let shown: RunResult | undefined;
  let wasShown = false;
  const update = () => {
    const { last } = runs;
    view.message = last === undefined ? '' : messageOf(last);
    if (last?.result !== shown) changed.fire(undefined);
    shown = last?.result;
  };
  const listening = runs.onDidChange(update);
  return {
    show: async () => {
      await vscode.commands.executeCommand(`${viewId}.focus`);
    },
    showOnce: async () => {
      if (!wasShown) await vscode.commands.executeCommand(`${viewId}.focus`, { preserveFocus: true });
      wasShown = true;
    },
    goToEvent: (place) => goToEvent(runs.last, place),
    dispose: () => {
      vscode.Disposable.from(listening, view, changed).dispose();
    },
  };
}

function messageOf({ result, stale }: Run): string {
  return panelMessage(result, { rule: fileName(result.rule), sample: fileName(result.sample ?? '') }, stale);
}

function topRows(run: Run | undefined): Row[] {
  if (run === undefined) return [];
  const { hits, matches, fidelity } = run.result;
  const order = tellingFirst(hits);
  const rows = grouped(hits.map((hit, index) => ({ kind: 'hit', hit, index, columns: order(hit.columns) })));
  const unlisted = matches - rows.length;
  if (hits.length > 0 && unlisted > 0) rows.push({ kind: 'note', text: `and ${count(unlisted, 'more match', 'more matches')} not listed` });
  if (run.result.unreadableCount > 0) rows.push(unreadableRow(run.result));
  if (fidelity.length > 0)
    rows.push({ kind: 'notes', title: 'Where a cluster may differ from this local run', icon: 'info', notes: fidelity });
  return rows;
}

type HitRow = Row & { readonly kind: 'hit' };

/** The events of one sequence or sample under one row, with those that must be missing in their places. */
function grouped(hits: readonly HitRow[]): Row[] {
  const groups = new Map<number, HitRow[]>();
  const rows: Row[] = [];
  for (const row of hits) {
    const place = row.hit.sequence;
    const group = place === undefined ? undefined : groups.get(place.index);
    if (group !== undefined) group.push(row);
    else if (place === undefined) rows.push(row);
    else {
      const first = [row];
      groups.set(place.index, first);
      rows.push({ kind: 'sequence', place, rows: first });
    }
  }
  return rows;
}

function stagesOf(place: SequencePlace, rows: readonly Row[]): Row[] {
  let next = 0;
  return place.stages.flatMap(({ item, missing }) => {
    const row: Row | undefined = missing ? { kind: 'missing', item: item.replace(/\s+/g, ' ') } : rows[next++];
    return row === undefined ? [] : [row];
  });
}

/** Orders columns: fields that tell the matching events apart before those that are the same in all; the time has its own place. */
function tellingFirst(hits: readonly RunHit[]): (columns: RunHit['columns']) => RunHit['columns'] {
  const first = new Map<string, string>();
  const varying = new Set<string>();
  for (const { field, value } of hits.flatMap(({ columns }) => columns)) {
    if ((first.get(field) ?? value) !== value) varying.add(field);
    first.set(field, first.get(field) ?? value);
  }
  const rank = (field: string) => (varying.has(field) ? 0 : 1);
  return (columns) => columns.filter(({ field }) => field !== '@timestamp').sort((a, b) => rank(a.field) - rank(b.field));
}

function unreadableRow({ unreadable, unreadableCount }: RunResult): Row {
  const notes = unreadable.map(({ line, message }) => `line ${number(line)}: ${message}`);
  const unlisted = unreadableCount - unreadable.length;
  return {
    kind: 'notes',
    title: `${count(unreadableCount, 'line')} could not be read`,
    icon: 'warning',
    notes: unlisted > 0 ? [...notes, `and ${number(unlisted)} more`] : notes,
  };
}

function childRows(row: Row): Row[] {
  switch (row.kind) {
    case 'hit':
      return clausesOf(row.hit, row.index);
    case 'sequence':
      return stagesOf(row.place, row.rows);
    case 'notes':
      return row.notes.map((text) => ({ kind: 'note', text }));
    case 'missing':
    case 'clause':
    case 'note':
      return [];
  }
}

/** One row for each clause, with all values that satisfied it. */
function clausesOf(hit: RunHit, index: number): Row[] {
  const places = new Map<string, MatchedValue[]>();
  for (const matched of hit.matched) {
    const { start } = matched.clauseRange;
    const key = `${start.line}:${start.character}:${matched.clause}`;
    places.set(key, [...(places.get(key) ?? []), matched]);
  }
  return [...places.values()].flatMap((values) => {
    const [first] = values;
    if (first === undefined) return [];
    return [{ kind: 'clause', hit: index, clause: first.clause.replace(/\s+/g, ' '), values, value: hit.matched.indexOf(first) }];
  });
}

function toTreeItem(row: Row): vscode.TreeItem {
  switch (row.kind) {
    case 'hit':
      return hitItem(row);
    case 'sequence':
      return sequenceItem(row);
    case 'missing': {
      const item = new vscode.TreeItem('no event');
      item.description = item.tooltip = row.item;
      item.iconPath = new vscode.ThemeIcon('circle-slash');
      return item;
    }
    case 'clause':
      return clauseItem(row.clause, row.values, { hit: row.hit, value: row.value });
    case 'notes': {
      const item = new vscode.TreeItem(row.title, vscode.TreeItemCollapsibleState.Expanded);
      item.iconPath = new vscode.ThemeIcon(row.icon);
      return item;
    }
    case 'note': {
      const item = new vscode.TreeItem(row.text);
      item.tooltip = row.text;
      return item;
    }
  }
}

function sequenceItem({ place, rows }: Row & { readonly kind: 'sequence' }): vscode.TreeItem {
  const item = new vscode.TreeItem(`match ${number(place.index + 1)}`, vscode.TreeItemCollapsibleState.Expanded);
  item.description = [...place.joinKeys, count(rows.length, 'event')].join('   ');
  item.tooltip = place.joinKeys.length === 0 ? undefined : `joined by ${place.joinKeys.join(', ')}`;
  item.iconPath = new vscode.ThemeIcon('list-tree');
  return item;
}

function hitItem({ hit, index, columns }: HitRow): vscode.TreeItem {
  const line = `line ${number(hit.range.start.line + 1)}`;
  const time = hit.timestamp ?? 'no time';
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(line, hit.matched.length > 0 ? Collapsed : None);
  const shown = columns.slice(0, shownColumns);
  item.description = [time, ...shown.map(({ value }) => value)].join('   ');
  item.tooltip = [time, ...columns.map(({ field, value }) => `${field}: ${value}`)].join('\n');
  item.iconPath = new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
  item.command = goTo({ hit: index });
  const spoken = shown.map(({ field, value }) => `${field} ${value}`);
  item.accessibilityInformation = { label: [`Matching event on ${line}`, time, ...spoken].join(', ') };
  return item;
}

function clauseItem(clause: string, values: readonly MatchedValue[], place: EventPlace): vscode.TreeItem {
  const item = new vscode.TreeItem(clause);
  const list = values.map(({ field, value }) => (clause.includes(field) ? value : `${field}: ${value}`)).join(', ');
  item.description = list;
  item.tooltip = values.map(({ field, value }) => `${field}: ${value}`).join('\n');
  item.iconPath = new vscode.ThemeIcon('check');
  item.command = goTo(place);
  item.accessibilityInformation = { label: `${clause} is satisfied by ${list}` };
  return item;
}

function goTo(place: EventPlace): vscode.Command {
  return { command: 'rulewright.goToEvent', title: 'Go to Event', arguments: [place] };
}

async function goToEvent(run: Run | undefined, { hit, value }: EventPlace): Promise<void> {
  const found = run?.result.hits[hit];
  if (run?.result.sample === undefined || found === undefined) return;
  if (isCompressed(run.result.sample)) {
    const name = fileName(run.result.sample);
    void vscode.window.showInformationMessage(
      `${name} is compressed, so its events cannot be shown in an editor: unpack it and run the rule on it.`,
    );
    return;
  }
  const { start } = found.range;
  const range = value === undefined ? { start, end: start } : found.matched[value]?.range;
  if (range === undefined) return;
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(run.result.sample), { selection: toRange(range) });
}
