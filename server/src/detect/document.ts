/**
 * The alert as Kibana would store it: the fields of its event and those that begin with `kibana.alert`.
 * https://www.elastic.co/docs/reference/security/fields-and-object-schemas/alert-schema
 */
import { isRecord, sortedKeys, type PlainRecord } from '../rule/plain.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import { toKibana } from '../rule/export/toKibana.js';
import type { Plain } from '../rule/value.js';
import { compilePath, valuesAt } from '../events/fieldPath.js';
import { isJsonObject, type Json, type JsonObject } from '../events/json.js';
import type { Alert, EventRef, Term } from './alert.js';
import { idOf } from './identity.js';
import { defaultMaxSignals } from './limit.js';
import { textAt, textsAt } from './plainParts.js';
import { reasonOf } from './reason.js';

/** The alert, and before it those of the events of a sequence. Keys are in alphabetical order, so that documents can be compared. */
export function alertDocuments(alert: Alert, rule: RuleDocument): readonly PlainRecord[] {
  const parts = ruleParts(rule);
  const blocks = alert.buildingBlocks.map(({ uuid, event, originalTime, source }, index) => {
    const base = alertFields(
      { ...alert, uuid, source, ruleName: parts.name, severity: parts.severity, riskScore: parts.riskScore, originalTime },
      parts,
      { ancestors: ancestorsOf(source, [event]) },
    );
    return documentOf(source, {
      ...base,
      'kibana.alert.building_block_type': 'default',
      'kibana.alert.group.id': alert.uuid,
      'kibana.alert.group.index': index,
    });
  });
  return [...blocks, alertDocument(alert, rule)];
}

/** The alert itself; of a sequence the one that stands for all of its events. */
export function alertDocument(alert: Alert, rule: RuleDocument): PlainRecord {
  const parts = ruleParts(rule);
  const isGroup = alert.buildingBlocks.length > 0;
  const ancestors = isGroup
    ? blockAncestors(alert)
    : alert.kind === 'threshold'
      ? [countedAncestor(alert, parts)]
      : ancestorsOf(alert.source, alert.events);
  return documentOf(alert.source, {
    ...alertFields(alert, parts, { ancestors }),
    ...(isGroup ? { 'kibana.alert.group.id': alert.uuid } : {}),
    ...kindFields(alert),
    ...suppressionFields(alert, parts),
  });
}

interface RuleParts {
  readonly name: string;
  readonly severity: string | undefined;
  readonly riskScore: number | undefined;
  readonly type: string;
  readonly plain: PlainRecord;
}

function ruleParts({ tree, name, severity, riskScore, type, queries }: RuleDocument): RuleParts {
  const plain = tree === undefined ? {} : toKibana(tree, { keepMetadata: false }).value;
  return {
    name: name?.value ?? 'rule',
    severity: severity?.value,
    riskScore: riskScore?.value,
    type: type?.value ?? (queries[0]?.language === 'eql' ? 'eql' : 'query'),
    plain,
  };
}

interface Ancestor {
  readonly id: string;
  readonly type: 'event' | 'signal';
  readonly index: string;
  readonly depth: number;
}

/** Of an event that is an alert itself its ancestors too. */
function ancestorsOf(source: JsonObject, events: readonly EventRef[]): readonly Ancestor[] {
  const [depth] = valuesAt(source, compilePath('kibana.alert.depth'));
  const inherited = source['kibana.alert.ancestors'];
  const older = Array.isArray(inherited)
    ? (inherited as readonly Json[]).filter(isJsonObject).map((each) => each as unknown as Ancestor)
    : [];
  const own = events.map(({ id, index }): Ancestor =>
    depth === undefined
      ? { id, type: 'event', index: index ?? '', depth: 0 }
      : { id, type: 'signal', index: index ?? '', depth: Number(depth) },
  );
  return [...older, ...own];
}

/** The events of a sequence, and the alerts of each of them. */
function blockAncestors({ buildingBlocks }: Alert): readonly Ancestor[] {
  return buildingBlocks.flatMap(({ uuid, event, source }) => [
    ...ancestorsOf(source, [event]),
    { id: uuid, type: 'signal' as const, index: '', depth: 1 },
  ]);
}

/** All that was counted, as if it were one event of the rule's indices. */
function countedAncestor({ uuid }: Alert, { plain }: RuleParts): Ancestor {
  return { id: idOf([uuid, 'counted']), type: 'event', index: textsAt(plain, 'index').join(','), depth: 0 };
}

const categories: Readonly<Record<string, readonly [category: string, typeId: string]>> = {
  query: ['Custom Query Rule', 'siem.queryRule'],
  eql: ['Event Correlation Rule', 'siem.eqlRule'],
  threshold: ['Threshold Rule', 'siem.thresholdRule'],
  new_terms: ['New Terms Rule', 'siem.newTermsRule'],
  threat_match: ['Indicator Match Rule', 'siem.indicatorRule'],
};

function alertFields(alert: Alert, rule: RuleParts, { ancestors }: { readonly ancestors: readonly Ancestor[] }): PlainRecord {
  const depth = Math.max(0, ...ancestors.map((ancestor) => ancestor.depth)) + 1;
  const text = (key: string): PlainRecord => (rule.plain[key] === undefined ? {} : { [`kibana.alert.rule.${key}`]: rule.plain[key] });
  const [category = '', typeId = ''] = categories[rule.type] ?? [];
  const ruleId = textAt(rule.plain, 'rule_id') ?? '';
  return {
    '@timestamp': alert.time,
    'event.kind': 'signal',
    'kibana.alert.ancestors': ancestors.map((ancestor): Plain => ({ ...ancestor })),
    'kibana.alert.depth': depth,
    ...(alert.originalTime === undefined ? {} : { 'kibana.alert.original_time': alert.originalTime }),
    'kibana.alert.reason': reasonOf(alert),
    ...(alert.riskScore === undefined ? {} : { 'kibana.alert.risk_score': alert.riskScore }),
    'kibana.alert.rule.category': category,
    'kibana.alert.rule.consumer': 'siem',
    'kibana.alert.rule.execution.uuid': idOf([ruleId, alert.time]),
    'kibana.alert.rule.name': alert.ruleName,
    'kibana.alert.rule.parameters': parametersOf(rule),
    'kibana.alert.rule.producer': 'siem',
    'kibana.alert.rule.risk_score': rule.riskScore ?? null,
    'kibana.alert.rule.rule_id': ruleId,
    'kibana.alert.rule.rule_type_id': typeId,
    'kibana.alert.rule.severity': rule.severity ?? null,
    'kibana.alert.rule.type': rule.type,
    'kibana.alert.rule.uuid': rule.plain['id'] ?? ruleId,
    ...['author', 'description', 'false_positives', 'from', 'interval', 'license', 'note', 'references', 'tags', 'threat', 'to', 'version']
      .map(text)
      .reduce((all, each) => ({ ...all, ...each }), {}),
    ...(alert.severity === undefined ? {} : { 'kibana.alert.severity': alert.severity }),
    'kibana.alert.status': 'active',
    'kibana.alert.uuid': alert.uuid,
    'kibana.alert.workflow_status': 'open',
    'kibana.space_ids': ['default'],
    ...(rule.plain['building_block_type'] === undefined ? {} : { 'kibana.alert.building_block_type': rule.plain['building_block_type'] }),
  };
}

/** The rule as Kibana knows it, without what it keeps beside. */
function parametersOf({ plain }: RuleParts): PlainRecord {
  return { ...plain, max_signals: plain['max_signals'] ?? defaultMaxSignals };
}

function kindFields({ kind, threshold, newTerms, indicators }: Alert): PlainRecord {
  switch (kind) {
    case 'threshold':
      if (threshold === undefined) return {};
      return {
        'kibana.alert.threshold_result': {
          ...(threshold.cardinality.length === 0
            ? {}
            : { cardinality: threshold.cardinality.map(({ field, value }): Plain => ({ field, value })) }),
          count: threshold.count,
          from: threshold.from,
          terms: threshold.terms.map(termOf),
        },
      };
    case 'newTerms':
      return { 'kibana.alert.new_terms': (newTerms ?? []).map(({ value }): Plain => value) };
    case 'indicatorMatch':
      return {
        'threat.enrichments': indicators.map(({ atomic, field, indicator, source, feed }): Plain => ({
          feed: feed === undefined ? {} : { name: feed },
          indicator: source,
          matched: { atomic, field, id: indicator.id, index: indicator.index ?? '', type: 'indicator_match_rule' },
        })),
      };
    default:
      return {};
  }
}

function termOf({ field, value }: Term): Plain {
  return { field, value };
}

function suppressionFields({ suppression }: Alert, { plain }: RuleParts): PlainRecord {
  if (suppression === undefined) return {};
  return {
    'kibana.alert.instance.id': idOf([textAt(plain, 'rule_id') ?? '', ...suppression.terms.map(({ value }) => String(value))]),
    'kibana.alert.suppression.docs_count': suppression.count,
    'kibana.alert.suppression.end': suppression.end,
    'kibana.alert.suppression.start': suppression.start,
    'kibana.alert.suppression.terms': suppression.terms.map(termOf),
  };
}

/** What the event says about itself moves to `kibana.alert.original_event`; its time and kind are the alert's own. */
function documentOf(source: JsonObject, fields: PlainRecord): PlainRecord {
  const event = source['event'];
  const inner = isJsonObject(event) ? event : {};
  const dotted = Object.entries(source).filter(([key]) => key.startsWith('event.'));
  const original = [
    ...Object.entries(inner).map(([key, value]): [string, Json] => [key, value]),
    ...dotted.map(([key, value]): [string, Json] => [key.slice(6), value]),
  ];
  const withoutKind = Object.fromEntries(Object.entries(inner).filter(([key]) => key !== 'kind'));
  const result: PlainRecord = {
    ...source,
    ...(Object.keys(withoutKind).length > 0 ? { event: withoutKind } : {}),
    ...Object.fromEntries(original.map(([key, value]) => [`kibana.alert.original_event.${key}`, value])),
    ...fields,
  };
  const isEmptied = isJsonObject(event) && Object.keys(withoutKind).length === 0;
  const sorted = sortedKeys(isEmptied ? Object.fromEntries(Object.entries(result).filter(([key]) => key !== 'event')) : result);
  return isRecord(sorted) ? sorted : {};
}
