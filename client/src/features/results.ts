/** The list of events that the last run's rule matches, in the panel: expand one to read why, press Enter to go to it. */
import * as vscode from 'vscode';
import type { ExplainedRow, MatchedValue, Range, RunHit, RunResult, SequencePlace } from '../../../server/src/protocol/protocol.js';
import type { EventPlace, MissPlace } from '../commands.js';
import type { Context } from '../context.js';
import { missLine, nearMisses, outcomeWord, rowReasons, type PlacedMiss } from '../explanationWords.js';
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
  | { readonly kind: 'timeline'; readonly rule: string; readonly unit: NonNullable<RunResult['unit']> }
  | { readonly kind: 'misses'; readonly rows: readonly Row[] }
  | { readonly kind: 'miss'; readonly placed: PlacedMiss; readonly miss: number }
  | { readonly kind: 'judged'; readonly judged: ExplainedRow; readonly miss: number }
  | { readonly kind: 'notes'; readonly title: string; readonly icon: string; readonly notes: readonly string[] }
  | { readonly kind: 'note'; readonly text: string };

export interface ResultsView extends vscode.Disposable {
  /** Brings the list to the front and the focus to it. */
  readonly show: () => Promise<void>;
  /** Brings the list to the front for the first results of a session; later it stays as the user has it. The focus stays where it is. */
  readonly showOnce: () => Promise<void>;
  /** Selects an event of the last run, or one of its matched values, in its file. */
  readonly goToEvent: (place: EventPlace | MissPlace) => Promise<void>;
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
  if (hits.length === 0) rows.push(...missRows(run.result));
  if (run.result.unreadableCount > 0) rows.push(unreadableRow(run.result));
  if (fidelity.length > 0)
    rows.push({ kind: 'notes', title: 'Where a cluster may differ from this local run', icon: 'info', notes: fidelity });
  return rows;
}

/** Instead of a blank list, the events that come nearest. */
function missRows({ explanation, rule, unit, events }: RunResult): readonly Row[] {
  const misses = explanation === undefined ? [] : nearMisses(explanation);
  const rows = misses.map((placed, miss): Row => ({ kind: 'miss', placed, miss }));
  if (rows.length > 0) return [{ kind: 'misses', rows }];
  return unit === undefined || events === 0 ? [] : [{ kind: 'timeline', rule, unit }];
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
    case 'misses':
      return [...row.rows];
    case 'miss':
      return row.placed.miss.rows.map((judged) => ({ kind: 'judged', judged, miss: row.miss }));
    case 'missing':
    case 'clause':
    case 'judged':
    case 'timeline':
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
    case 'timeline':
      return timelineItem(row.rule, row.unit);
    case 'misses':
      return missesItem();
    case 'miss':
      return missItem(row);
    case 'judged':
      return judgedItem(row.judged, row.miss);
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
  item.contextValue = 'match';
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
  item.contextValue = 'match';
  item.accessibilityInformation = { label: `${clause} is satisfied by ${list}` };
  return item;
}

function timelineItem(rule: string, unit: string): vscode.TreeItem {
  const item = new vscode.TreeItem(`Each item has events, but they make no ${unit}`);
  item.description = 'Show the timeline';
  item.iconPath = new vscode.ThemeIcon('list-tree');
  item.command = { command: 'rulewright.showSequenceTimeline', title: 'Show Sequence Timeline', arguments: [rule] };
  return item;
}

function missesItem(): vscode.TreeItem {
  const item = new vscode.TreeItem('Nearest misses', vscode.TreeItemCollapsibleState.Expanded);
  item.iconPath = new vscode.ThemeIcon('search-fuzzy');
  item.tooltip = 'No event matches; these fail the fewest clauses';
  return item;
}

function missItem({ placed, miss }: Row & { readonly kind: 'miss' }): vscode.TreeItem {
  const line = missLine(placed.miss);
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(line, miss === 0 ? Expanded : Collapsed);
  item.description = placed.text;
  item.tooltip = placed.miss.rows
    .filter(({ outcome }) => outcome !== 'true')
    .map((row) => [row.clause, row.values, ...rowReasons(row)].filter((text) => text !== '').join('   '))
    .join('\n');
  item.iconPath = new vscode.ThemeIcon('circle-outline');
  item.command = goTo({ miss });
  item.contextValue = 'miss';
  item.accessibilityInformation = { label: `Event on ${line} does not match: ${placed.text}` };
  return item;
}

function judgedItem(row: ExplainedRow, miss: number): vscode.TreeItem {
  const item = new vscode.TreeItem(`${'   '.repeat(row.indent)}${row.clause}`);
  const facts = [row.values, ...rowReasons(row)].filter((text) => text !== '');
  item.description = [outcomeWord(row.outcome), ...facts].join('   ');
  item.tooltip = [row.clause, ...facts].join('\n');
  const [icon, color] =
    row.outcome === 'true' ? ['check', 'testing.iconPassed'] : row.outcome === 'false' ? ['close', 'testing.iconFailed'] : ['question'];
  item.iconPath = new vscode.ThemeIcon(icon ?? 'question', color === undefined ? undefined : new vscode.ThemeColor(color));
  item.command = goTo({ miss });
  item.accessibilityInformation = { label: [`${row.clause}: ${outcomeWord(row.outcome)}`, ...facts].join(', ') };
  return item;
}

function goTo(place: EventPlace | MissPlace): vscode.Command {
  return { command: 'rulewright.goToEvent', title: 'Go to Event', arguments: [place] };
}

async function goToEvent(run: Run | undefined, place: EventPlace | MissPlace): Promise<void> {
  const range = run === undefined ? undefined : rangeAt(run.result, place);
  if (run?.result.sample === undefined || range === undefined) return;
  if (isCompressed(run.result.sample)) {
    const name = fileName(run.result.sample);
    void vscode.window.showInformationMessage(
      `${name} is compressed, so its events cannot be shown in an editor: unpack it and run the rule on it.`,
    );
    return;
  }
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(run.result.sample), { selection: toRange(range) });
}

/** A value as a whole, of an event where it begins. */
function rangeAt({ hits, explanation }: RunResult, place: EventPlace | MissPlace): Range | undefined {
  const isHit = 'hit' in place;
  const found = isHit ? hits[place.hit] : explanation === undefined ? undefined : nearMisses(explanation)[place.miss]?.miss;
  if (found === undefined) return undefined;
  const { start } = found.range;
  return isHit && place.value !== undefined ? hits[place.hit]?.matched[place.value]?.range : { start, end: start };
}
