/**
 * An exception item for Kibana that keeps alerts with one value of a field away.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/add-manage-exceptions
 */

/** JSON for the API of Kibana, without the list that it goes into. */
export function exceptionItem(rule: string, field: string, value: string): string {
  const item = {
    name: `${field}: ${value}`,
    description: `Not of interest for ${rule}`,
    type: 'simple',
    namespace_type: 'single',
    entries: [{ field, operator: 'included', type: 'match', value }],
  };
  return `${JSON.stringify(item, undefined, 2)}\n`;
}
