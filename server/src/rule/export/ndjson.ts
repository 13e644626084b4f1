/**
 * An export as Kibana writes and reads it: one object on each line, the last one a summary.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/manage-detection-rules
 */
import { jsonText } from '../jsonWriter.js';
import type { PlainRecord } from '../plain.js';

export function toNdjson(rules: readonly PlainRecord[]): string {
  const lines = [...rules, summaryOf(rules.length)];
  return lines.map((line) => `${jsonText(line)}\n`).join('');
}

function summaryOf(count: number): PlainRecord {
  return {
    exported_count: count,
    exported_rules_count: count,
    missing_rules: [],
    missing_rules_count: 0,
    exported_exception_list_count: 0,
    exported_exception_list_item_count: 0,
    missing_exception_list_item_count: 0,
    missing_exception_list_items: [],
    missing_exception_lists: [],
    missing_exception_lists_count: 0,
    exported_action_connector_count: 0,
    missing_action_connection_count: 0,
    missing_action_connections: [],
    excluded_action_connection_count: 0,
    excluded_action_connections: [],
  };
}
